// Props: what the page hands to an app, from data-* attributes, the props attribute, and the element's props property.

import { need } from "./need.js";

/** What the element says of itself by a data-* attribute. */
const OWN = "state";

/**
 * @param {HTMLElement} host
 * @param {Record<string, any>} assigned
 * @returns {Record<string, any>}
 */
export function readProps(host, assigned) {
  /** @type {Record<string, any>} */
  const props = {};
  for (const [name, text] of Object.entries(host.dataset)) {
    if (name !== OWN) props[snake(name)] = typed(text ?? "");
  }
  return { ...props, ...fromAttribute(host), ...assigned };
}

/**
 * @param {string} attribute
 * @returns {boolean} whether a change of it is a change of props
 */
export function isProp(attribute) {
  return attribute === "props" || (attribute.startsWith("data-") && attribute !== `data-${OWN}`);
}

/**
 * @param {HTMLElement} host
 * @returns {Record<string, any>}
 */
function fromAttribute(host) {
  const text = host.getAttribute("props") ?? "{}";
  try {
    const value = JSON.parse(text);
    if (value && typeof value === "object" && !Array.isArray(value)) return value;
  } catch {} // it is none
  void need("trouble").then(({ badProps }) => badProps(text), () => {});
  return {};
}

/**
 * A number, true, false, null, a list or an object where it reads as one; else the string. Numbers too long for a
 * double stay strings, digit for digit.
 * @param {string} text
 * @returns {any}
 */
export function typed(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "string" || (Number.isInteger(value) && !Number.isSafeInteger(value)) ? text : value;
  } catch {
    return text;
  }
}

/**
 * @param {string} name
 * @returns {string}
 */
function snake(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
