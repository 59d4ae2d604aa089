// Applies patches: a table from an operation's code to what it does.

import { setAttribute, setInnerHTML, setStyle } from "./attributes.js";
import { Fields } from "./fields.js";
import { oneOf } from "./lookup.js";
import { TreeBuilder, childNamespace, lists } from "./tree.js";
import * as wire from "./protocol.js";

/**
 * @typedef {import("./protocol.js").Op} Op
 * @typedef {import("./nodes.js").Nodes} Nodes
 * @typedef {import("./protocol.js").Spec} Spec
 * @typedef {{follow(element: Element, specs: Spec[]): void, use(spec: Spec): void}} Listening
 * @typedef {(name: string, args: any) => void} RunCommand
 */

// What has to wait for the rest of the patch, in this order: a select's value for its options, a dialog for its
// content, the focus for both, commands for everything.
const VALUE = 0;
const MODAL = 1;
const FOCUS = 2;
const COMMAND = 3;

export class Patcher {
  /**
   * @param {Nodes} nodes
   * @param {Fields} fields
   * @param {Listening} listening is told of each listener that an element gets
   * @param {RunCommand} command
   */
  constructor(nodes, fields, listening, command) {
    this.nodes = nodes;
    this.fields = fields;
    this.listening = listening;
    this.command = command;
    this.answered = 0;
    /** @type {(() => void)[][]} */
    this.late = [[], [], [], []];
    /** Takes over the page that is there, with the first trees. @type {import("./adopt.js").Adopter | null} */
    this.adopter = null;
    this.builder = new TreeBuilder(nodes, this.setProperty.bind(this), this.setListeners.bind(this));
    nodes.use = (spec) => listening.use(spec);
  }

  /**
   * @param {Op[]} ops
   * @param {number} answered the sequence number of the last event that the patch answers
   */
  apply(ops, answered) {
    this.answered = answered;
    for (const op of ops) oneOf(OPERATIONS, "operation", op[0])(this, op);
    this.adopter?.adopt(this.nodes.root, [], 1); // the page shows nothing
    this.adopter = null;
  }

  /** What had to wait for all operations. */
  settle() {
    for (const phase of this.late) for (const run of phase.splice(0)) run();
  }

  /**
   * @param {Element} element
   * @param {string} name
   * @param {any} value
   */
  setProperty(element, name, value) {
    const special = SPECIAL[name];
    if (special) special(this, element, value);
    else if (Fields.owns(name)) {
      const write = { element, name, value, answered: this.answered };
      this.late[VALUE].push(() => this.fields.write(write));
    } else /** @type {any} */ (element)[name] = value;
  }

  /**
   * @param {Element} element
   * @param {number[]} specs
   */
  setListeners(element, specs) {
    this.nodes.listeners.set(element, specs);
    this.listening.follow(element, specs.map((number) => this.nodes.spec(number)));
  }
}

/** @type {Record<string, (patcher: Patcher, op: Op) => void>} */
const OPERATIONS = {
  [wire.DEFINE]: ({ nodes }, [, number, spec]) => { nodes.specs.set(number, spec); },
  [wire.TEMPLATE]: ({ builder }, [, number, tree, holes, listening]) => builder.instances.define(number, tree, holes, listening),
  [wire.SHAPE]: ({ nodes }, [, number, tree]) => { nodes.shapes.set(number, new (lists().Shape)(tree)); },
  [wire.VALUES]: ({ builder }, op) => builder.instances.update(op),
  [wire.INSERT]: insert,
  [wire.REMOVE]: ({ nodes }, [, ...ids]) => remove(nodes, ids.map((id) => nodes.get(id))),
  [wire.MOVE]: ({ nodes }, [, parent, before, id]) => {
    lists().moveNode(nodes.parent(parent), nodes.get(id), before ? nodes.get(before) : null);
  },
  [wire.TEXT]: ({ nodes }, [, id, text]) => { nodes.get(id).nodeValue = text; },
  [wire.ATTRIBUTE]: ({ nodes }, [, id, name, value]) => {
    const element = nodes.element(id);
    setAttribute(element, name, nodes.resolve(element, name, value));
  },
  [wire.PROPERTY]: (patcher, [, id, name, value]) => patcher.setProperty(patcher.nodes.element(id), name, value),
  [wire.STYLE]: ({ nodes }, [, id, property, value]) => { setStyle(nodes.element(id), property, value); },
  [wire.LISTENERS]: (patcher, [, id, specs]) => patcher.setListeners(patcher.nodes.element(id), specs),
  [wire.COMMAND]: (patcher, [, name, args]) => {
    patcher.late[COMMAND].push(() => patcher.command(name, args));
  },
};

/** @type {Record<string, (patcher: Patcher, element: any, value: any) => void>} */
const SPECIAL = {
  innerHTML: (_patcher, element, value) => setInnerHTML(element, value),
  modal: (patcher, element, value) => {
    patcher.late[MODAL].push(() => { if (value !== element.open) value ? element.showModal() : element.close(); });
  },
  autofocus: (patcher, element, value) => {
    element.toggleAttribute("autofocus", Boolean(value));
    if (value) patcher.late[FOCUS].push(() => focusIfFree(patcher.nodes.root, element));
  },
};

/**
 * @param {Patcher} patcher
 * @param {Op} op
 */
function insert(patcher, [, parentId, before, first, trees]) {
  const { adopter, nodes, builder } = patcher;
  const parent = nodes.parent(parentId);
  if (adopter) {
    patcher.adopter = null;
    return adopter.adopt(parent, trees, first);
  }
  const made = builder.build(trees, first, childNamespace(parent));
  parent.insertBefore(made, before ? nodes.get(before) : null);
}

/**
 * Forgetting many takes longer than removing them.
 * @param {Nodes} nodes
 * @param {Node[]} gone
 */
function remove(nodes, gone) {
  if (gone.length < wire.MANY) nodes.forgetAll(gone);
  else nodes.left = nodes.left.concat(gone);
  const parent = gone[0].parentNode;
  const all = gone.length > 1 && parent && parent.childNodes.length === gone.length && gone.every((node) => node.parentNode === parent);
  if (all) parent.textContent = ""; // much faster than one by one
  else for (const node of gone) node.parentNode?.removeChild(node); // a form may have a field of the name "remove"
}

/**
 * An element that asks for the focus gets it unless the person is elsewhere in the page.
 * @param {Element} root
 * @param {HTMLElement} element
 */
function focusIfFree(root, element) {
  const { activeElement } = /** @type {Document | ShadowRoot} */ (root.getRootNode());
  if (!activeElement || activeElement === document.body || root.contains(activeElement)) element.focus();
}
