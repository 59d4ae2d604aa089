// Where in the page an app is shown: the element itself or a shadow root, with the fallback content until the app is there.

import { make } from "./dom.js";
import { Overlay } from "./overlay.js";

/** @typedef {import("./element.js").PyApp} PyApp */

const STYLESHEET = new URL("skerry.css", import.meta.url).href;

/** The state from which the build has rendered a page. */
const DATA = 'script[type="application/json"]';

/** The root of a page that the build has rendered, until it is taken over. */
const PAGE = "[data-sk-page]";

export class Surface {
  /**
   * @param {PyApp} host
   * @param {boolean} [beside] whether another app is shown there until this one is
   */
  constructor(host, beside = false) {
    this.host = host;
    const there = [...(host.shadowRoot ?? host).children];
    /** What the build has rendered, where it has. */
    this.page = beside ? undefined : /** @type {HTMLElement | undefined} */ (there.find((element) => element.matches(PAGE)));
    this.overlay = new Overlay(this.page && /** @type {HTMLElement | undefined} */ (there.find((element) => element.matches(".sk-shell"))));
    this.root = this.page ?? make("div", { className: "sk-app" });
    /** @type {Node[]} */
    this.fallback = [];
    /** @type {CSSStyleSheet[]} */
    this.sheets = [];
    const styles = [STYLESHEET, ...(host.getAttribute("stylesheet") ?? "").split(/\s+/).filter(Boolean)];
    if (host.hasAttribute("routing")) document.body.classList.add("sk-page");
    new MutationObserver((records) => this.lookBeside(records)).observe(this.root, { childList: true });
    if (host.hasAttribute("shadow")) this.inShadow(styles);
    else this.inLight(styles);
    /** @type {Document | ShadowRoot} */
    this.styled = this.slot ? /** @type {ShadowRoot} */ (host.shadowRoot) : document;
  }

  /**
   * Whether there is a sidebar, told by a class: with :has() the browser would look at the whole page anew at each change of it.
   * @param {MutationRecord[]} records
   */
  lookBeside(records) {
    const sidebar = (/** @type {Node} */ node) => node instanceof Element && node.classList.contains("sk-sidebar");
    const touched = records.some(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes].some(sidebar));
    if (touched) this.root.classList.toggle("sk-beside", [...this.root.children].some(sidebar));
  }

  /** @param {string[]} styles */
  inShadow(styles) {
    this.slot = make("slot");
    const shadow = this.host.shadowRoot ?? this.host.attachShadow({ mode: "open" });
    if (this.page) return this.page.before(this.overlay.element);
    shadow.replaceChildren(...styles.map((href) => make("link", { rel: "stylesheet", href })), this.overlay.element, this.slot, this.root);
  }

  /** @param {string[]} styles */
  inLight(styles) {
    for (const style of styles) linkOnce(new URL(style, this.host.placed).href);
    if (this.page) this.page.before(this.overlay.element);
    else this.host.append(this.overlay.element, this.root);
  }

  /**
   * What the page was rendered from, where it was.
   * @returns {any}
   */
  rendered() {
    const text = this.page && this.host.querySelector(`:scope > ${DATA}`)?.textContent;
    return text ? JSON.parse(text) : null;
  }

  /** The app is there: the fallback goes. */
  ready() {
    if (this.page) this.host.querySelector(`:scope > ${DATA}`)?.remove();
    this.page = undefined;
    this.slot?.remove();
    if (this.slot) return;
    const own = [this.overlay.element, this.root];
    this.fallback = [...this.host.childNodes].filter((node) => !own.includes(/** @type {any} */ (node)) && !isSource(node));
    for (const node of this.fallback) node.parentNode?.removeChild(node);
  }

  /** Leave the element as it was found. */
  remove() {
    this.styled.adoptedStyleSheets = this.styled.adoptedStyleSheets.filter((sheet) => !this.sheets.includes(sheet));
    this.overlay.clear();
    if (this.page) return; // it was not taken over, and waits for the next
    this.overlay.element.remove();
    this.root.remove();
    if (this.slot) this.host.shadowRoot?.replaceChildren(make("slot"));
    this.host.prepend(...this.fallback);
    this.fallback = [];
  }
}

/**
 * @param {Node} node
 */
function isSource(node) {
  return node instanceof HTMLScriptElement && node.type === "text/python";
}

/** @param {string} href */
export function linkOnce(href) {
  const linked = /** @type {HTMLLinkElement[]} */ ([...document.querySelectorAll('link[rel~="stylesheet"]')]);
  if (linked.some((link) => (link.sheet ?? link).href === href)) return; // a link's own moves along with the document's address
  document.head.append(make("link", { rel: "stylesheet", href }));
}
