// Keys and combinations of keys: "Enter", "Ctrl+Shift+K".

/** @typedef {{key: string, code: string, ctrl: boolean, shift: boolean | null, alt: boolean, meta: boolean}} Combo */

const APPLE = /Mac|iPhone|iPad/.test(navigator.platform);

/** @type {Record<string, "ctrl" | "shift" | "alt" | "meta">} */
const MODIFIERS = { ctrl: "ctrl", shift: "shift", alt: "alt", meta: "meta", mod: APPLE ? "meta" : "ctrl" };

/** @type {Map<string, Combo>} */
const parsed = new Map();

/**
 * "Ctrl+Shift+K" as data; Python has brought it into this form. "Mod" is Cmd on Apple's machines and Ctrl elsewhere; "Ctrl++" is Ctrl and +.
 * @param {string} text
 * @returns {Combo}
 */
export function parseCombo(text) {
  const known = parsed.get(text);
  if (known) return known;
  const parts = text.endsWith("+") ? [...text.slice(0, -1).split("+").filter(Boolean), "+"] : text.split("+");
  const key = (parts.pop() ?? "").toLowerCase();
  /** @type {Combo} */
  const combo = { key, code: "", ctrl: false, shift: false, alt: false, meta: false };
  for (const part of parts) {
    const modifier = MODIFIERS[part.trim().toLowerCase()];
    if (!modifier) throw new Error(`Unknown modifier ${JSON.stringify(part)} in the key ${JSON.stringify(text)}`);
    combo[modifier] = true;
  }
  // "?" or "A" need Shift on most keyboards: whether it is down says nothing there, unless it is asked for.
  if (!combo.shift && combo.key.length === 1 && !/[a-z0-9 ]/.test(combo.key)) combo.shift = null;
  if (/^[a-z]$/.test(combo.key)) combo.code = `Key${combo.key.toUpperCase()}`;
  parsed.set(text, combo);
  return combo;
}

/**
 * Whether a key types a character here. AltGr does so with Ctrl and Alt down, and Option on Apple's machines.
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
function typesCharacter(event) {
  if ([...event.key].length !== 1) return false;
  return event.getModifierState("AltGraph") || !(event.ctrlKey || event.metaKey || (event.altKey && !APPLE));
}

/**
 * @param {KeyboardEvent} event
 * @param {string} text
 * @returns {boolean}
 */
export function matchesCombo(event, text) {
  if (text === "Character") return typesCharacter(event);
  const combo = parseCombo(text);
  // Alt makes other characters of letters on some keyboards: the place of the key decides then.
  const key = event.key.toLowerCase() === combo.key || (combo.alt && combo.code !== "" && event.code === combo.code);
  return key && event.ctrlKey === combo.ctrl && event.altKey === combo.alt && event.metaKey === combo.meta
    && (combo.shift === null || event.shiftKey === combo.shift);
}
