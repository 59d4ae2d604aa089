// What is the same in all instances of a template: made once, and cloned.

import { setStyle, styleOf } from "./attributes.js";
import { childNamespace, makeElement } from "./tree.js";

/**
 * Where a value goes: the indices of children on the way from the root, and as what. "" is a text's text, null a place of nodes.
 * @typedef {[path: number[], name: string | null]} Hole
 */

export class Template {
  /**
   * @param {any[]} tree with its holes empty
   * @param {Hole[]} holes
   * @param {[path: number[], ...specs: number[]][]} listening the elements that listen
   */
  constructor(tree, holes, listening) {
    this.tree = tree;
    this.values = /** @type {[number[], string][]} */ (holes.filter(([, name]) => name !== null));
    this.places = holes.filter(([, name]) => name === null).map(([path]) => path);
    this.listening = listening;
    this.own = /** @type {number[] | null} */ (listening.find(([path]) => !path.length)?.slice(1) ?? null);
    this.inner = listening.filter(([path]) => path.length);
    /** Those of them that have to be known from the start, once an instance was made. @type {[path: number[], ...specs: number[]][] | null} */
    this.observed = null;
    this.firstInner = 1 + this.places.length;
    /** How many ids an instance takes. */
    this.size = this.firstInner + this.inner.length;
    /** What cannot be cloned: a path, a property or style, its value. @type {[number[], string, any][]} */
    this.fixed = [];
    /** @type {Map<string, Element>} */
    this.made = new Map();
  }

  /**
   * A new instance's DOM, without values.
   * @param {string} namespace that it is made in
   * @returns {Element}
   */
  clone(namespace) {
    let prototype = this.made.get(namespace);
    if (!prototype) {
      this.fixed = [];
      prototype = /** @type {Element} */ (this.make(this.tree, namespace, []));
      this.made.set(namespace, prototype);
    }
    return /** @type {Element} */ (prototype.cloneNode(true));
  }

  /**
   * The listening element that so many elements stand before, on each step from the root.
   * @param {number[]} path
   * @returns {[offset: number, specs: number[]] | undefined} its id, counted from the root's, and its listeners
   */
  innerAt(path) {
    const index = this.inner.findIndex(([inner]) => sameSteps(this.tree, inner, path));
    return index < 0 ? undefined : [this.firstInner + index, /** @type {number[]} */ (this.inner[index].slice(1))];
  }

  /**
   * @param {any} tree
   * @param {string} namespace
   * @param {number[]} path
   * @returns {Node}
   */
  make(tree, namespace, path) {
    if (typeof tree === "string") return document.createTextNode(tree);
    if (tree === 0) return document.createComment("");
    const [tag, attributes, , ...children] = tree;
    const element = makeElement(tag, namespace);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name[0] === "." || name === "style" || name === "autofocus") this.fixed.push([path, name, value]);
      else element.setAttribute(name, value);
    }
    const inner = childNamespace(element);
    children.forEach((/** @type {any} */ child, /** @type {number} */ index) => element.appendChild(this.make(child, inner, [...path, index])));
    return element;
  }
}

/** Nodes in a template, where it is an ordinary tree. */
export class Place {
  /**
   * @param {number} number
   * @param {import("./protocol.js").Tree[]} trees
   */
  constructor(number, trees) {
    this.number = number;
    this.trees = trees;
  }
}

/**
 * An instance as an ordinary tree.
 * @param {Template} template
 * @param {any[]} values and the lists of trees for the places
 * @returns {any[]}
 */
export function expand(template, values) {
  const tree = structuredClone(template.tree);
  const at = (/** @type {number[]} */ path) => path.reduce((node, index) => node[3 + index], tree);
  const put = (/** @type {number[]} */ path, /** @type {any} */ child) => { at(path.slice(0, -1))[3 + path[path.length - 1]] = child; };
  for (const [path, ...specs] of template.listening) at(path)[2] = specs;
  template.places.forEach((path, index) => put(path, new Place(index, values[template.values.length + index])));
  template.values.forEach(([path, name], index) => {
    const value = values[index];
    if (name === "") put(path, value);
    else if (value !== null) at(path)[1] = { ...(at(path)[1] || {}), [name]: value };
  });
  return tree;
}

/**
 * The node at the end of a path.
 * @param {Node} root
 * @param {number[]} path
 * @returns {Node}
 */
export function walk(root, path) {
  let node = root;
  for (let steps of path) {
    node = /** @type {Node} */ (node.firstChild);
    while (steps--) node = /** @type {Node} */ (node.nextSibling);
  }
  return node;
}

/**
 * All of an element's styles, in place of those that it has.
 * @param {Element} element
 * @param {Record<string, string> | null} styles
 */
export function setStyles(element, styles) {
  styleOf(element).cssText = "";
  for (const [property, text] of Object.entries(styles ?? {})) setStyle(element, property, text);
}

/**
 * Whether a path among all nodes is one among elements only.
 * @param {any} tree
 * @param {number[]} path
 * @param {number[]} elements
 * @returns {boolean}
 */
function sameSteps(tree, path, elements) {
  return path.length === elements.length && path.every((index, step) => {
    const children = tree.slice(3);
    tree = children[index];
    return children.slice(0, index).filter(Array.isArray).length === elements[step];
  });
}
