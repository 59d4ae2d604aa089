// Which DOM node has which id, and which listeners an element has. One instance per mounted app.

import { Blobs } from "./blobs.js";

/** @typedef {import("./protocol.js").Spec} Spec */
/** @typedef {import("./template.js").Template} Template */

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
    /** Told of the listeners of templates. @type {((spec: Spec) => void) | null} */
    this.use = null;
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
    this.blobs.release(node);
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
    this.forgetInside(id, template);
    return !template.places.length && !this.blobs.used.size;
  }

  /**
   * The elements inside an instance get their ids anew, with their next events.
   * @param {number} id
   * @param {Template} template
   */
  forgetInside(id, template) {
    for (let inner = id + template.firstInner; inner < id + template.size; inner++) {
      const node = this.byId.get(inner);
      if (!node) continue;
      this.byId.delete(inner);
      this.ids.delete(node);
      this.listeners.delete(node);
    }
  }

  /**
   * Give an element inside an instance its id and listeners, where it has any.
   * @param {Node} node
   * @returns {number[] | undefined} the numbers of its specs
   */
  findInside(node) {
    /** @type {number[]} */
    const path = [];
    let root = node;
    while (!this.ids.has(root)) {
      const parent = root.parentNode;
      if (!parent || root === this.root) return undefined;
      path.unshift(this.stepOf(/** @type {Element} */ (root)));
      root = parent;
    }
    const id = /** @type {number} */ (this.ids.get(root));
    const found = this.instances.get(id)?.innerAt(path);
    if (!found) return undefined;
    const [offset, specs] = found;
    this.add(id + offset, node);
    this.inside.set(node, id);
    this.listeners.set(node, specs);
    return specs;
  }

  /**
   * @param {Element} element of a template
   * @returns {number} how many elements of the template stand before it; those in places have ids from the start
   */
  stepOf(element) {
    let index = 0;
    for (let before = element.previousElementSibling; before; before = before.previousElementSibling) {
      if (!this.ids.has(before) || this.inside.has(before)) index++;
    }
    return index;
  }

  /**
   * The specs of an element's listeners, in order.
   * @param {Node} node
   * @returns {Spec[]}
   */
  specsOf(node) {
    const numbers = this.listeners.get(node) ?? (this.instances.size ? this.findInside(node) : undefined);
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
