// What is known of an element of the app: its listeners as the page has them, and from Python, asked inside the page, the rest.

/**
 * @typedef {import("../element.js").PyApp} PyApp
 * @typedef {import("../protocol.js").Spec} Spec
 * @typedef {{event: string, expected: boolean, note: string, code: string}} Stub
 * @typedef {object} Told what Python says: see toolchain/skerry_toolchain/stub/look.py
 * @property {string} component
 * @property {string} key
 * @property {string} path
 * @property {string} binding
 * @property {Record<string, string>} handlers
 * @property {Stub[]} stubs
 * @typedef {object} Look
 * @property {Element} element
 * @property {string} tag
 * @property {string} label what people call it
 * @property {Spec[]} specs
 * @property {Told | null} told
 * @property {string} problem why Python does not say more
 */

const MODULE = "skerry_toolchain.stub.look"; // the development server puts it into the page's packages
const ACTING = "a, button, input, select, textarea, form, summary, video, audio, [tabindex], [contenteditable], [draggable=true]";
const GROUPED = "input[type=radio], .sk-multi input";
const NAMED_BY_TEXT = "a, button, summary, [role]";

export class Looker {
  /** @param {PyApp} app */
  constructor(app) {
    this.app = app;
    /** @type {any} */
    this.module = null;
  }

  /**
   * The app's element at a node: itself, or the nearest around it.
   * @param {EventTarget | null} target
   * @returns {Element | null}
   */
  at(target) {
    const nodes = this.app.session?.nodes;
    if (!nodes || !(target instanceof Element) || !nodes.root.contains(target)) return null;
    /** @type {Element | null} */
    let element = target;
    while (element && element !== nodes.root && !nodes.ids.has(element)) element = element.parentElement;
    return element === nodes.root ? null : element;
  }

  /**
   * The app's elements that can be seen, in the order of the page.
   * @param {boolean} acting only those that people act on, or that listen
   * @returns {Element[]}
   */
  all(acting) {
    const nodes = this.app.session?.nodes;
    if (!nodes) return [];
    return [...nodes.root.querySelectorAll("*")].filter((element) =>
      nodes.ids.has(element) && isSeen(element) && (!acting || element.matches(ACTING) || nodes.specsOf(element).length > 0));
  }

  /**
   * @param {Element} element one that `at` or `all` gave
   * @returns {Look}
   */
  look(element) {
    const { nodes } = /** @type {import("../session.js").Session} */ (this.app.session);
    const found = { element, tag: element.localName, label: labelOf(element), specs: nodes.specsOf(element), told: null, problem: "" };
    try {
      return { ...found, told: this.ask(/** @type {number} */ (nodes.ids.get(element)), found.label) };
    } catch (error) {
      return { ...found, problem: `Python does not say more: ${/** @type {Error} */ (error).message.trim().split("\n").at(-1)}` };
    }
  }

  /**
   * @param {number} node
   * @param {string} label
   * @returns {Told | null}
   */
  ask(node, label) {
    const link = /** @type {import("../link.js").LocalLink} */ (this.app.session?.to.link);
    this.module ??= link.runtime.pyodide.pyimport(MODULE); // it lives as long as the page does
    return JSON.parse(this.module.look(link.id, node, label));
  }
}

/** @param {Element} element */
function isSeen(element) {
  return element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
}

/**
 * What people call an element: the accessible name, as far as the components make one.
 * @param {Element} element
 * @returns {string}
 */
export function labelOf(element) {
  const said = element.getAttribute("aria-label");
  if (said) return said;
  const ids = element.getAttribute("aria-labelledby")?.split(/\s+/) ?? [];
  if (ids.length) return ids.map((id) => textOf(document.getElementById(id))).join(" ").trim();
  if (element.matches(GROUPED)) return textOf(element.closest("fieldset")?.querySelector("legend"));
  const labels = /** @type {HTMLInputElement} */ (element).labels;
  if (labels?.length) return textOf(labels[0]);
  const own = element.matches(NAMED_BY_TEXT) ? textOf(element) : "";
  const field = element.parentElement?.matches(".sk-field") ? textOf(element.parentElement.querySelector(".sk-label")) : "";
  return own || field || ["title", "alt", "placeholder"].map((name) => element.getAttribute(name)).find(Boolean) || "";
}

/**
 * @param {Element | null | undefined} element
 * @returns {string} its text, without what assistive technology does not hear
 */
function textOf(element) {
  if (!element) return "";
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const hidden of copy.querySelectorAll("[aria-hidden=true], select, textarea")) hidden.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
