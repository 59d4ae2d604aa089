// Which DOM node has which id, and which listeners an element has. One instance per mounted app.

import { numbered } from "./lookup.js";
import { there } from "./need.js";

/** @typedef {import("./protocol.js").Spec} Spec */
/** @typedef {import("./template.js").Template} Template */

export class Nodes {
  /**
   * @param {Element} root the mount root, whose id is 0
   */
  constructor(root) {
    this.root = root;
    /** Bytes that attributes refer to, once there are any. @type {import("./blobs.js").Blobs | null} */
    this.blobs = null;
    /** @type {Map<number, Node>} */
    this.byId = new Map([[0, root]]);
    /** @type {WeakMap<Node, number>} */
    this.ids = new WeakMap([[root, 0]]);
    /** @type {Map<number, Spec>} */
    this.specs = new Map();
    /** @type {WeakMap<Node, number[]>} */
    this.listeners = new WeakMap();
    /** Templates by the number that the session gave them. @type {Map<number, Template>} */
    this.templates = new Map();
    /** Structures that were learnt, by number. @type {Map<number, import("./shape.js").Shape>} */
    this.shapes = new Map();
    /** The template of which an id is an instance's root. @type {Map<number, Template>} */
    this.instances = new Map();
    /** The nodes of an instance's holes, where their paths may not lead to them. @type {Map<number, Node[]>} */
    this.kept = new Map();
    /** The root's id for an element inside an instance that has an id by now. @type {WeakMap<Node, number>} */
    this.inside = new WeakMap();
    /** What has left the page and is still to be forgotten. @type {Node[]} */
    this.left = [];
    /** Told of the listeners of templates. @type {((spec: Spec) => void) | null} */
    this.use = null;
  }

  /**
   * The node of an id that a patch names.
   * @param {number} id
   * @returns {Node}
   */
  get(id) {
    return numbered(this.byId, "node", id);
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
   * The element that children stand in, as an operation names it.
   * @param {number} id of an element; negative: of a place in a template, in front of which they stand
   * @returns {Element}
   */
  parent(id) {
    return id < 0 ? /** @type {Element} */ (this.get(-id).parentNode) : this.element(id);
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
   * The value that an attribute gets.
   * @param {Element} element
   * @param {string} name
   * @param {string | null} value as it came over the wire
   * @returns {string | null}
   */
  resolve(element, name, value) {
    return this.blobs ? this.blobs.resolve(element, name, value) : value;
  }

  /** @param {Node[]} nodes */
  forgetAll(nodes) {
    for (const node of nodes) this.forget(node);
  }

  /**
   * Forget a node and all below it.
   * @param {Node} node
   */
  forget(node) {
    const id = this.ids.get(node);
    if (id !== undefined) {
      this.byId.delete(id);
      const template = this.instances.get(id);
      if (template && this.forgetInstance(id, template)) return;
    }
    this.blobs?.release(node);
    for (let child = node.firstChild; child; child = child.nextSibling) this.forget(child);
  }

  /**
   * @param {number} id
   * @param {Template} template
   * @returns {boolean} whether that is all that there is inside
   */
  forgetInstance(id, template) {
    this.instances.delete(id);
    this.kept.delete(id);
    there("lists")?.forgetInside(this, id, template);
    return !template.places.length && !this.blobs?.used.size;
  }

  /**
   * The specs of an element's listeners, in order.
   * @param {Node} node
   * @returns {Spec[]}
   */
  specsOf(node) {
    const numbers = this.listeners.get(node) ?? (this.instances.size ? there("lists")?.findInside(this, node) : null);
    return (numbers ?? []).map((number) => this.spec(number));
  }

  /**
   * @param {number} number
   * @returns {Spec}
   */
  spec(number) {
    return numbered(this.specs, "listener", number);
  }
}
