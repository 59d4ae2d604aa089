// Templates in the page: instances are cloned and filled, their values change by number.
//
// An instance's ids are the root's, then one for each place of nodes (a comment that marks it), then one for each listening
// element inside. Nothing inside is looked up before it is needed: a value's node is found by its path, and a listening element
// gets its id with its first event. Only where nodes stand in places, which shifts what is behind them, are the holes kept.

import { setAttribute } from "./attributes.js";
import { forgetInside } from "./inside.js";
import { numbered } from "./lookup.js";
import { Template, setStyles, walk } from "./template.js";

export class Instances {
  /**
   * @param {import("./nodes.js").Nodes} nodes
   * @param {(element: Element, name: string, value: any) => void} setProperty
   * @param {(element: Element, specs: number[]) => void} setListeners
   */
  constructor(nodes, setProperty, setListeners) {
    this.nodes = nodes;
    this.setProperty = setProperty;
    this.setListeners = setListeners;
  }

  /**
   * @param {number} number
   * @param {any[]} tree
   * @param {import("./template.js").Hole[]} holes
   * @param {[path: number[], ...specs: number[]][]} listening
   */
  define(number, tree, holes, listening) {
    this.nodes.templates.set(number, new Template(tree, holes, listening));
  }

  /**
   * @param {number} number of a template
   * @returns {Template}
   */
  template(number) {
    return numbered(this.nodes.templates, "template", number);
  }

  /**
   * A new instance.
   * @param {any[]} tree the template's number, the values, and a list of trees for each place
   * @param {number} id
   * @param {string} namespace
   * @param {(trees: any[], anchor: Node) => void} fill builds nodes in front of a place
   * @returns {Element}
   */
  make(tree, id, namespace, fill) {
    const template = this.template(tree[0]);
    const root = template.clone(namespace);
    this.nodes.add(id, root);
    this.nodes.instances.set(id, template);
    const { values: holes, places } = template;
    const kept = places.length ? this.keep(id, root, template) : null;
    for (const [path, name, value] of template.fixed) this.set(walk(root, path), name, value);
    for (let i = 0; i < holes.length; i++) {
      const value = tree[i + 1];
      if (value !== null) this.set(kept?.[i] ?? walk(root, holes[i][0]), holes[i][1], value);
    }
    if (template.listening.length) this.listen(root, template);
    if (places.length) this.fill(root, template, id, tree.slice(1 + holes.length), fill);
    return root;
  }

  /**
   * @param {Element} root
   * @param {Template} template
   * @param {number} id
   * @param {any[][]} insides the trees of each place
   * @param {(trees: any[], anchor: Node) => void} fill
   */
  fill(root, { places }, id, insides, fill) {
    const anchors = places.map((path) => walk(root, path));
    anchors.forEach((anchor, index) => {
      this.nodes.add(id + 1 + index, anchor);
      fill(insides[index], anchor);
    });
  }

  /**
   * Look up the holes now, before nodes in places come between.
   * @param {number} id
   * @param {Element} root
   * @param {Template} template
   */
  keep(id, root, template) {
    const kept = template.values.map(([path]) => walk(root, path));
    this.nodes.kept.set(id, kept);
    return kept;
  }

  /**
   * @param {Element} root
   * @param {Template} template
   */
  listen(root, template) {
    if (template.own) this.setListeners(root, template.own);
    template.observed ??= template.inner.filter(([, ...specs]) => this.areObserved(specs));
    for (const [path, ...specs] of template.observed) this.setListeners(/** @type {Element} */ (walk(root, path)), specs);
  }

  /**
   * Whether an element with these listeners has to be known from the start; of others, the root listens to their events from now on.
   * @param {number[]} numbers
   */
  areObserved(numbers) {
    const specs = numbers.map((number) => this.nodes.spec(number));
    if (specs.some(({ e }) => OBSERVED.has(e))) return true;
    for (const spec of specs) this.nodes.use?.(spec);
    return false;
  }

  /**
   * @param {import("./protocol.js").Op} op behind its code the instance's id, the template's number with other listeners (0 where they
   *   are as they were), and numbers of values, each followed by the value
   */
  update(op) {
    const id = op[1];
    const root = this.nodes.element(id);
    if (op[2]) this.vary(id, root, this.template(op[2]));
    const template = /** @type {Template} */ (this.nodes.instances.get(id));
    const kept = this.nodes.kept.get(id);
    for (let i = 3; i < op.length; i += 2) {
      const hole = template.values[op[i]]; // taking it apart as a list costs as much as all this
      this.set(kept?.[op[i]] ?? walk(root, hole[0]), hole[1], op[i + 1]);
    }
  }

  /**
   * @param {number} id
   * @param {Element} root
   * @param {Template} template
   */
  vary(id, root, template) {
    this.nodes.instances.set(id, template);
    forgetInside(this.nodes, id, template);
    this.listen(root, template);
  }

  /**
   * @param {any} node
   * @param {string} name
   * @param {any} value
   */
  set(node, name, value) {
    if (name === "") node.data = value;
    else if (name === "style") setStyles(node, value);
    else if (name[0] === ".") this.setProperty(node, name.slice(1), value);
    else if (name === "autofocus") this.setProperty(node, name, value !== null);
    else setAttribute(node, name, this.nodes.resolve(node, name, value));
  }
}

/** Events that an element is observed for: it has to be known from the start. */
const OBSERVED = new Set(["resize", "visibility"]);
