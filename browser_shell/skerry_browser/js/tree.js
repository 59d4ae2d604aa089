// Makes the DOM of a tree that came over the wire.

import { setAttribute, setStyle } from "./attributes.js";
import { numbered } from "./lookup.js";
import { there } from "./need.js";
import { loadWidget } from "./widgets.js";

/** @typedef {import("./protocol.js").Tree} Tree */

export const HTML = "http://www.w3.org/1999/xhtml";
const ROOTS = /** @type {Record<string, string>} */ ({
  svg: "http://www.w3.org/2000/svg",
  math: "http://www.w3.org/1998/Math/MathML",
});
const RETURNS_TO_HTML = new Set(["foreignObject", "annotation-xml"]);

/**
 * The namespace that a child of this element is made in, before its own tag is looked at.
 * @param {Element} parent
 * @returns {string}
 */
export function childNamespace(parent) {
  return RETURNS_TO_HTML.has(parent.localName) ? HTML : parent.namespaceURI ?? HTML;
}

/**
 * @param {string} tag
 * @param {string} inside the namespace that the parent's children are made in
 * @returns {string}
 */
export function namespaceOf(tag, inside) {
  return ROOTS[tag] ?? inside;
}

/**
 * @param {string} tag
 * @param {string} namespace of where it will stand
 * @returns {Element}
 */
export function makeElement(tag, namespace) {
  const own = namespaceOf(tag, namespace);
  if (tag.startsWith("sk-")) loadWidget(tag);
  return own === HTML ? document.createElement(tag) : document.createElementNS(own, tag);
}

/** Messages that need it have waited for it. */
export function lists() {
  return /** @type {typeof import("./lists.js")} */ (there("lists"));
}

export class TreeBuilder {
  /**
   * @param {import("./nodes.js").Nodes} nodes
   * @param {(element: Element, name: string, value: any) => void} setProperty
   * @param {(element: Element, specs: number[]) => void} setListeners
   */
  constructor(nodes, setProperty, setListeners) {
    this.nodes = nodes;
    /** @type {import("./instances.js").Instances | null} */
    this.made = null;
    this.setProperty = setProperty;
    this.setListeners = setListeners;
    this.next = 0;
  }

  /** Of templates: only an app with loops has any. */
  get instances() {
    this.made ??= new (lists().Instances)(this.nodes, this.setProperty, this.setListeners);
    return this.made;
  }

  /**
   * Build trees, numbered in preorder from `first`.
   * @param {Tree[]} trees
   * @param {number} first
   * @param {string} namespace
   * @returns {DocumentFragment}
   */
  build(trees, first, namespace) {
    this.next = first;
    const fragment = document.createDocumentFragment();
    for (const tree of trees) fragment.appendChild(this.node(tree, namespace));
    return fragment;
  }

  /**
   * @param {Tree} tree
   * @param {string} namespace
   * @returns {Node}
   */
  node(tree, namespace) {
    if (typeof tree[0] === "number") return tree[0] > 0 ? this.instance(/** @type {any[]} */ (tree), namespace) : lists().makeShort(this, tree, namespace);
    const id = this.next++;
    const node = typeof tree === "string" ? document.createTextNode(tree) : this.element(tree, id, namespace);
    this.nodes.add(id, node);
    return node;
  }

  /**
   * @param {number} number
   * @returns {import("./shape.js").Shape}
   */
  shape(number) {
    return numbered(this.nodes.shapes, "shape", number);
  }

  /**
   * @param {any[]} tree
   * @param {string} namespace
   * @returns {Element}
   */
  instance(tree, namespace) {
    const id = this.next;
    this.next += this.instances.template(tree[0]).size;
    return this.instances.make(tree, id, namespace, (trees, anchor) => {
      const inner = childNamespace(/** @type {Element} */ (anchor.parentNode));
      for (const child of trees) /** @type {ChildNode} */ (anchor).before(this.node(child, inner));
    });
  }

  /**
   * @param {any[]} tree
   * @param {number} id
   * @param {string} namespace
   * @returns {Element}
   */
  element([tag, attributes, specs, ...children], id, namespace) {
    const element = makeElement(tag, namespace);
    this.nodes.add(id, element);
    if (attributes) this.attributes(element, attributes);
    if (specs) this.setListeners(element, specs);
    const inner = childNamespace(element);
    for (const child of children) element.appendChild(this.node(child, inner)); // a form may have a field of the name "append"
    return element;
  }

  /**
   * @param {Element} element
   * @param {Record<string, any>} attributes
   */
  attributes(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (name[0] === ".") this.setProperty(element, name.slice(1), value);
      else if (name === "autofocus") this.setProperty(element, name, true);
      else if (name === "style" && typeof value === "object") {
        for (const [property, text] of Object.entries(value)) setStyle(element, property, text);
      } else setAttribute(element, name, this.nodes.resolve(element, name, value));
    }
  }
}
