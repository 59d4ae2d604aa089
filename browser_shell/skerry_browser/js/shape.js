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
 * A tree of a shape that is known.
 * @param {import("./tree.js").TreeBuilder} builder
 * @param {any} tree the shape's number, negative, and its values
 * @param {string} namespace
 * @returns {Node}
 */
export function makeShort(builder, [number, ...values], namespace) {
  const shape = builder.shape(-number);
  const root = shape.clone(namespace);
  fill(builder, root, shape.tree, values.values());
  return root;
}

/**
 * Give a clone its ids, values and listeners.
 * @param {import("./tree.js").TreeBuilder} builder
 * @param {any} node
 * @param {any} tree
 * @param {Iterator<any>} values
 */
function fill(builder, node, tree, values) {
  builder.nodes.add(builder.next++, node);
  if (typeof tree === "string") {
    const { value } = values.next();
    if (value !== 0) node.data = value;
    return;
  }
  const [, attributes, specs, ...children] = tree;
  for (const [name, own] of Object.entries(attributes || {})) {
    const { value } = values.next();
    if (value !== 0) builder.attributes(node, { [name]: unwrapped(value) });
    else if (!isCloned(name)) builder.attributes(node, { [name]: own });
  }
  if (specs) builder.setListeners(node, specs);
  let at = node.firstChild;
  for (const child of children) {
    const after = at.nextSibling;
    if (typeof child !== "string" && typeof child[0] === "number") {
      const { value } = values.next();
      at.replaceWith(builder.node(value === 0 ? child : value, childNamespace(node)));
    } else fill(builder, at, child, values);
    at = after;
  }
}

/**
 * Whether an attribute is one that a clone has.
 * @param {string} name
 */
function isCloned(name) {
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
function unwrapped(value) {
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
  for (const child of children) element.appendChild(make(child, inner));
  return element;
}
