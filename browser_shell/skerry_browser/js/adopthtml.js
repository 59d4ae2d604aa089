// Takes over sanitized text in a page that is there already: see adopt.js.

import { PERSONS } from "./adopt.js";
import { setInnerHTML, styleInnerHTML } from "./attributes.js";

/**
 * @param {import("./adopt.js").Adopter} adopter
 * @param {Element} element
 * @param {string} html
 */
export function keepInnerHTML(adopter, element, html) {
  const meant = /** @type {Element} */ (element.cloneNode(false));
  meant.innerHTML = html;
  if (sameInside(element, meant)) return styleInnerHTML(element);
  adopter.differ(element, "inside");
  setInnerHTML(element, html);
}

/**
 * @param {Element} one
 * @param {Element} other
 * @returns {boolean}
 */
function sameInside(one, other) {
  const nodes = [one, other].map((element) => {
    const copy = /** @type {Element} */ (element.cloneNode(true));
    for (const [tag, name] of Object.entries(PERSONS)) copy.querySelectorAll(tag).forEach((part) => part.removeAttribute(name));
    copy.normalize();
    return [...copy.childNodes];
  });
  return nodes[0].length === nodes[1].length && nodes[0].every((node, at) => node.isEqualNode(nodes[1][at]));
}
