// Text to the clipboard, also where the page may not write to it by itself.

import { make } from "../dom.js";

/**
 * @param {string} text
 * @param {HTMLElement} shown where it stands; it is left selected where nothing else works
 * @returns {Promise<boolean>} whether it is in the clipboard
 */
export async function copyText(text, shown) {
  try {
    await navigator.clipboard.writeText(text); // not there without HTTPS, except on this machine
    return true;
  } catch {
    if (copyByHand(text, shown)) return true;
    getSelection()?.selectAllChildren(shown);
    return false;
  }
}

/**
 * @param {string} text
 * @param {HTMLElement} near
 * @returns {boolean}
 */
function copyByHand(text, near) {
  const field = /** @type {HTMLTextAreaElement} */ (make("textarea", { value: text, className: "out-of-sight", "aria-hidden": "true" }));
  near.after(field);
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
  }
}
