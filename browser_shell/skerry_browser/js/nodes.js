// Which DOM node has which id, and which listeners an element has. One instance per mounted app.

import { Blobs } from "./blobs.js";

/** @typedef {import("./protocol.js").Spec} Spec */

export class Nodes {
  /**
   * @param {Element} root the mount root, whose id is 0
   * @param {Blobs} blobs what attributes may refer to
   */
  constructor(root, blobs = new Blobs()) {
    this.root = root;
    this.blobs = blobs;
    /** @type {Map<number, Node>} */
    this.byId = new Map([[0, root]]);
    /** @type {WeakMap<Node, number>} */
    this.ids = new WeakMap([[root, 0]]);
    /** @type {Map<number, Spec>} */
    this.specs = new Map();
    /** @type {WeakMap<Node, number[]>} */
    this.listeners = new WeakMap();
  }

  /**
   * The node of an id that a patch names.
   * @param {number} id
   * @returns {Node}
   */
  get(id) {
    const node = this.byId.get(id);
    if (!node) throw new Error(`The patch names node ${id}, which is not in the page`);
    return node;
  }

  /**
   * The same, for an operation that needs an element.
   * @param {number} id
   * @returns {HTMLElement}
   */
  element(id) {
    return /** @type {HTMLElement} */ (this.get(id));
  }

  /**
   * @param {number} id
   * @param {Node} node
   */
  add(id, node) {
    this.byId.set(id, node);
    this.ids.set(node, id);
  }

  /**
   * Forget a node and all below it.
   * @param {Node} node
   */
  forget(node) {
    const id = this.ids.get(node);
    if (id !== undefined) this.byId.delete(id);
    this.blobs.release(node);
    for (let child = node.firstChild; child; child = child.nextSibling) this.forget(child);
  }

  /**
   * The specs of an element's listeners, in order.
   * @param {Node} node
   * @returns {Spec[]}
   */
  specsOf(node) {
    const numbers = this.listeners.get(node);
    return numbers ? numbers.map((number) => this.spec(number)) : [];
  }

  /**
   * @param {number} number
   * @returns {Spec}
   */
  spec(number) {
    const spec = this.specs.get(number);
    if (!spec) throw new Error(`The patch names listener ${number} before it defines it`);
    return spec;
  }
}
