// What the page decides for a listener before Python is asked.

import { there } from "./need.js";

/** @typedef {import("./protocol.js").Options} Options */

/**
 * Whether a listener on `element` is meant by this event.
 * @param {Event} event
 * @param {Element} element
 * @param {Options} options
 * @returns {boolean}
 */
export function applies(event, element, options) {
  if (options.target_only && event.target !== element) return false;
  if (!options.keys?.length) return true;
  // While an input method composes, Enter and the arrows belong to it.
  if (!(event instanceof KeyboardEvent) || event.isComposing) return false;
  return pressed(event, options.keys);
}

/**
 * @param {KeyboardEvent} event
 * @param {string[]} keys
 * @returns {boolean}
 */
function pressed(event, keys) {
  const part = there("seldom"); // messages with keys in them have waited for it
  return keys.some((combo) => part?.matchesCombo(event, combo));
}
