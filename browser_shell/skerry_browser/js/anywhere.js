// What the page decides for a listener to the window before Python is asked.

import { matchesCombo } from "./combos.js";

/** @typedef {import("./protocol.js").Options} Options */

/**
 * Whether a listener for the window is meant: keys that type something are the field's in which they are pressed.
 * @param {Event} event
 * @param {Options} options
 * @returns {boolean}
 */
export function appliesAnywhere(event, options) {
  if (!options.keys?.length) return true;
  if (!(event instanceof KeyboardEvent) || event.isComposing || event.defaultPrevented) return false;
  const typing = isEditable(event.composedPath()[0]) && !(event.ctrlKey || event.metaKey || event.altKey)
    && !/^(Escape|F\d+)$/.test(event.key);
  return !typing && options.keys.some((combo) => matchesCombo(event, combo));
}

/** @param {any} target */
function isEditable(target) {
  if (target instanceof HTMLInputElement) return !/^(button|checkbox|radio|submit|reset|range|color|file)$/.test(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || Boolean(target?.isContentEditable);
}
