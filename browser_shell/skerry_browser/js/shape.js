// The structure that a component's output has again and again: made once, cloned, and filled with the values that differ.

import { childNamespace, makeElement } from "./tree.js";

export class Shape {
  /** @param {any[]} tree an ordinary one, whose values are those of a short tree that has 0 for them */
  constructor(tree) {
    this.tree = tree;
    /** @type {Map<string, Element>} */
    this.made = new Map();
  }

  /**
   * The DOM of the structure, with the shape's own texts and attributes, and a comment for each tree within.
   * @param {string} namespace that it is made in
   * @returns {Element}
   */
  clone(namespace) {
    let prototype = this.made.get(namespace);
    if (!prototype) this.made.set(namespace, prototype = /** @type {Element} */ (make(this.tree, namespace)));
    return /** @type {Element} */ (prototype.cloneNode(true));
  }
}

/**
 * Whether an attribute is one that a clone has.
 * @param {string} name
 */
export function isCloned(name) {
  return name[0] !== "." && name !== "style" && name !== "autofocus";
}

/**
 * The ordinary tree that a short one stands for.
 * @param {any} shape
 * @param {Iterator<any>} values
 * @returns {any}
 */
export function withValues(shape, values) {
  const value = (/** @type {any} */ own) => { const { value: given } = values.next(); return given === 0 ? own : given; };
  if (typeof shape === "string" || typeof shape[0] === "number") return value(shape);
  const [tag, attributes, specs, ...children] = shape;
  const own = Object.entries(attributes || {}).map(([name, old]) => [name, unwrapped(value(old))]);
  return [tag, own.length ? Object.fromEntries(own) : 0, specs, ...children.map((/** @type {any} */ child) => withValues(child, values))];
}

/**
 * What is no text stands in a list.
 * @param {any} value
 */
export function unwrapped(value) {
  return Array.isArray(value) ? value[0] : value;
}

/**
 * @param {any} tree
 * @param {string} namespace
 * @returns {Node}
 */
function make(tree, namespace) {
  if (typeof tree === "string") return document.createTextNode(tree);
  if (typeof tree[0] === "number") return document.createComment("");
  const [tag, attributes, , ...children] = tree;
  const element = makeElement(tag, namespace);
  for (const [name, value] of Object.entries(attributes || {})) if (isCloned(name)) element.setAttribute(name, value);
  const inner = childNamespace(element);
  element.append(...children.map((/** @type {any} */ child) => make(child, inner)));
  return element;
}
