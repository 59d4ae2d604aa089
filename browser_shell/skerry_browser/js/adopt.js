// Takes over a page that is there already, rendered to HTML when the site was built: the DOM is walked beside the tree that came
// over the wire, and its nodes get their ids, styles, properties and listeners. None is made anew but where the page is not what the
// tree says:
//
//   tree:  ["ul", 0, 0, ["li", 0, 0, "a"], ["li", 0, 0, "b"]]       page:  <ul><li>a<li>x<li>c</ul>
//   kept:  ul, li, "a", li and its text, which becomes "b"; the last li goes. Two differences are told.
//
// What a person has changed meanwhile is no difference: text in fields, ticks, open details.

import { setAttribute, setStyle } from "./attributes.js";
import { Fields } from "./fields.js";
import { there } from "./need.js";
import { HTML, TreeBuilder, childNamespace, lists, makeElement, namespaceOf } from "./tree.js";
import { loadWidget } from "./widgets.js";

/**
 * @typedef {import("./protocol.js").Tree} Tree
 * @typedef {{id: number, path: number[], nodes: Map<string, Node>}} Within where the walk is in an instance, and its nodes by their paths
 */

/** What the build has written into the page for the time before there is Python, and what the page marks meanwhile. */
const FOR_NOW = new Set(["data-style", "data-sk-on", "data-sk-options", "data-sk-blob", "data-sk-waits"]);

/** The class of what our own elements fill themselves. */
const OWN = /-own$/;

/** Attributes that a person's own doing sets and removes, by tag. @type {Record<string, string>} */
export const PERSONS = { details: "open", dialog: "open" };

/** Attributes that stand in HTML for a property of the tree. @type {Record<string, string>} */
const PROPERTY_OF = { value: ".value", checked: ".checked", selected: ".selected", open: ".open", muted: ".muted", disabled: ".disabled", hidden: ".hidden" };

export class Adopter extends TreeBuilder {
  /**
   * @param {import("./patch.js").Patcher} patcher
   * @param {(element: Element) => void} edited is told of a field that the person has edited
   */
  constructor(patcher, edited) {
    super(patcher.nodes, patcher.setProperty.bind(patcher), patcher.setListeners.bind(patcher));
    this.patcher = patcher;
    this.edited = edited;
    /** Where the page was not what the tree says. @type {import("./differences.js").Difference[]} */
    this.differences = [];
    /** Fields that hold something else than the tree, of which nobody was told. @type {Element[]} */
    this.untold = [];
    /** The template's instance that is walked. @type {Within | null} */
    this.within = null;
    /** Whether what is walked was not there, and is made. */
    this.making = false;
    /** Whether a person has edited what is walked: a contenteditable. */
    this.theirs = false;
  }

  /**
   * Take over all that is inside `parent`.
   * @param {Element} parent
   * @param {Tree[]} trees
   * @param {number} first
   */
  adopt(parent, trees, first) {
    this.next = first;
    this.children(parent, trees);
    for (const field of this.untold) this.edited(field);
  }

  /**
   * @param {Element} parent
   * @param {any[]} trees
   */
  children(parent, trees) {
    const own = parent.localName.includes("-") || OWN.test(parent.className) || this.theirs; // it may have added parts of its own
    let at = parent.firstChild;
    for (const [number, tree] of trees.entries()) {
      this.within?.path.push(number);
      at = this.child(parent, tree, at, trees.length - number, own);
      this.within?.path.pop();
    }
    while ((at = withoutComments(at))) at = own ? at.nextSibling : this.drop(at);
  }

  /**
   * @param {Element} parent
   * @param {any} tree
   * @param {ChildNode | null} at where the page is to have it
   * @param {number} left how many trees there still are, this one included
   * @param {boolean} own
   * @returns {ChildNode | null} what follows it
   */
  child(parent, tree, at, left, own) {
    if (tree.trees) return lists().adoptPlace(this, parent, tree, at, left, own);
    if (tree[0] < 0) tree = lists().withValues(this.shape(-tree[0]).tree, tree.slice(1).values());
    const instance = typeof tree[0] === "number" ? this.instances.template(tree[0]) : null;
    const shape = instance ? lists().expand(instance, tree.slice(1)) : tree;
    at = withoutComments(at);
    const found = shape === "" ? null : this.matching(at, shape, left, own);
    if (found) while (at !== found && at) at = own ? at.nextSibling : this.drop(at);
    else if (shape !== "") this.differ(parent, "missing", shape); // HTML cannot say that a text is empty
    const node = found ?? parent.insertBefore(this.empty(shape, childNamespace(parent)), at);
    const after = node.nextSibling;
    const [quiet, outer] = [this.differences.length, this.making];
    this.making ||= !found;
    if (instance) lists().adoptInstance(this, /** @type {Element} */ (node), shape, instance);
    else this.keep(node, shape);
    this.making = outer;
    if (!found) this.differences.length = quiet; // all that is inside is missing, too
    return after;
  }

  /**
   * A node of the tree's kind, to be filled like one that was there.
   * @param {Tree} tree
   * @param {string} namespace
   * @returns {ChildNode}
   */
  empty(tree, namespace) {
    return typeof tree === "string" ? document.createTextNode("") : makeElement(tree[0], namespace);
  }

  /**
   * The node that is `tree`: the next one, or a later one where the page has more nodes left than the tree.
   * @param {ChildNode | null} at
   * @param {Tree} tree
   * @param {number} left
   * @param {boolean} own
   * @returns {ChildNode | null}
   */
  matching(at, tree, left, own) {
    if (!at || isOf(at, tree)) return at;
    /** @type {ChildNode[]} */
    const rest = [];
    for (let node = /** @type {ChildNode | null} */ (at); node; node = node.nextSibling) {
      if (node.nodeType !== Node.COMMENT_NODE) rest.push(node);
    }
    const skippable = own ? rest.length : rest.length - left + 1;
    return rest.slice(0, Math.max(0, skippable)).find((node) => isOf(node, tree)) ?? null;
  }

  /**
   * @param {ChildNode} node
   * @returns {ChildNode | null} the one after it
   */
  drop(node) {
    const after = node.nextSibling;
    if (node.nodeType !== Node.COMMENT_NODE) this.differ(node.parentElement, "more", node);
    node.parentNode?.removeChild(node);
    return after;
  }

  /**
   * @param {ChildNode} node
   * @param {Tree} tree of the same kind
   */
  keep(node, tree) {
    if (this.within) this.within.nodes.set(this.within.path.join(), node);
    else this.nodes.add(this.next++, node);
    if (typeof tree !== "string") return this.keepElement(/** @type {Element} */ (node), tree);
    if (node.nodeValue === tree || this.theirs) return;
    this.differ(node.parentElement, "text", node.nodeValue, tree);
    node.nodeValue = tree;
  }

  /**
   * @param {Element} element
   * @param {any[]} tree
   */
  keepElement(element, [tag, attributes, specs, ...children]) {
    if (tag.startsWith("sk-")) loadWidget(tag);
    this.keepAttributes(element, attributes || {});
    if (specs) this.setListeners(element, specs);
    const holds = attributes && (attributes[".innerHTML"] !== undefined || (tag === "textarea" && !children.length));
    if (holds) return;
    const outer = this.theirs;
    this.theirs ||= /** @type {any} */ (element).isContentEditable && this.patcher.fields.edits.has(element);
    this.children(element, children);
    this.theirs = outer;
  }

  /**
   * @param {Element} element
   * @param {Record<string, any>} attributes
   */
  keepAttributes(element, attributes) {
    if (this.making) return this.attributes(element, attributes);
    const own = PERSONS[element.localName];
    const blobs = element.getAttribute("data-sk-blob")?.split(" ") ?? [];
    for (const name of element.getAttributeNames()) {
      if (FOR_NOW.has(name)) element.removeAttribute(name);
      else if (!(name in attributes) && name !== own && !this.stands(element, name, attributes)) {
        this.differ(element, "attribute", name);
        setAttribute(element, name, null);
      }
    }
    for (const [name, value] of Object.entries(attributes)) {
      if (name[0] === ".") this.keepProperty(element, name.slice(1), value);
      else if (name === "style" && typeof value === "object") {
        for (const [property, text] of Object.entries(value)) setStyle(element, property, text);
      } else if (blobs.includes(value)) {
        if (there("blobs")?.isIdleMedia(element)) setAttribute(element, name, this.nodes.resolve(element, name, value)); // in which one can seek on any host
      } else if (element.getAttribute(name) !== value && name !== own) {
        if (!isLink(element, name)) this.differ(element, "value", name, element.getAttribute(name), value);
        setAttribute(element, name, this.nodes.resolve(element, name, value));
      }
    }
  }

  /**
   * Whether an attribute that the tree does not have is the HTML of something else that it has.
   * @param {Element} element
   * @param {string} name
   * @param {Record<string, any>} attributes
   */
  stands(element, name, attributes) {
    if (name === "style" || element.localName.includes("-")) return true; // set through the CSSOM, or by a custom element itself
    if (name === "selected" && element.localName === "option") return true;
    if (name in PROPERTY_OF && PROPERTY_OF[name] in attributes) return true;
    return element.namespaceURI === HTML && Object.keys(attributes).some((other) => other.toLowerCase() === name);
  }

  /**
   * @param {Element} element
   * @param {string} name
   * @param {any} value
   */
  keepProperty(element, name, value) {
    if (name === "innerHTML") there("seldom")?.keepInnerHTML(this, element, value ?? "");
    else if (Fields.owns(name)) {
      if (there("forms")?.isTouched(element, name) && !this.patcher.fields.edits.has(element)) this.untold.push(element);
      this.setProperty(element, name, value);
    } else if (name === "modal") this.setProperty(element, name, value);
    else if (name !== PERSONS[element.localName] && /** @type {any} */ (element)[name] !== value) this.setProperty(element, name, value);
  }

  /**
   * @param {import("./differences.js").Difference} difference
   */
  differ(...difference) {
    this.differences.push(difference);
  }
}

/**
 * @param {Node} node
 * @param {Tree} tree
 * @returns {boolean} whether they are of one kind
 */
function isOf(node, tree) {
  if (typeof tree === "string") return node.nodeType === Node.TEXT_NODE;
  if (!(node instanceof Element) || node.localName !== tree[0]) return false;
  const parent = /** @type {Element} */ (node.parentNode);
  return node.namespaceURI === namespaceOf(tree[0], childNamespace(parent));
}

/**
 * The build puts comments between texts, which would come back as one.
 * @param {ChildNode | null} node
 * @returns {ChildNode | null} the first one that is no comment
 */
function withoutComments(node) {
  while (node?.nodeType === Node.COMMENT_NODE) {
    const after = node.nextSibling;
    node.remove();
    node = after;
  }
  return node;
}

/**
 * The build writes links so that the browser can follow them by itself; the app has its own addresses.
 * @param {Element} element
 * @param {string} name
 */
function isLink(element, name) {
  return name === "href" && element.localName === "a";
}
