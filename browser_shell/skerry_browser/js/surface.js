// Where in the page an app is shown: the element itself or a shadow root, with the fallback content until the app is there.

import { make } from "./dom.js";
import { Overlay } from "./overlay.js";

const STYLESHEET = new URL("skerry.css", import.meta.url).href;

export class Surface {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.overlay = new Overlay();
    this.root = make("div", { className: "sk-app" });
    /** @type {Node[]} */
    this.fallback = [];
    /** @type {CSSStyleSheet[]} */
    this.sheets = [];
    const styles = [STYLESHEET, ...(host.getAttribute("stylesheet") ?? "").split(/\s+/).filter(Boolean)];
    if (host.hasAttribute("shadow")) this.inShadow(styles);
    else this.inLight(styles);
    /** @type {Document | ShadowRoot} */
    this.styled = this.slot ? /** @type {ShadowRoot} */ (host.shadowRoot) : document;
  }

  /** @param {string[]} styles */
  inShadow(styles) {
    this.slot = make("slot");
    const shadow = this.host.shadowRoot ?? this.host.attachShadow({ mode: "open" });
    shadow.replaceChildren(...styles.map((href) => make("link", { rel: "stylesheet", href })), this.overlay.element, this.slot, this.root);
  }

  /** @param {string[]} styles */
  inLight(styles) {
    for (const style of styles) linkOnce(new URL(style, document.baseURI).href);
    this.host.append(this.overlay.element, this.root);
  }

  /** The app is there: the fallback goes. */
  ready() {
    this.slot?.remove();
    if (this.slot) return;
    const own = [this.overlay.element, this.root];
    this.fallback = [...this.host.childNodes].filter((node) => !own.includes(/** @type {any} */ (node)) && !isSource(node));
    for (const node of this.fallback) node.parentNode?.removeChild(node);
  }

  /**
   * Style rules of the app's own; they go when it goes.
   * @param {string} text
   */
  css(text) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    this.sheets.push(sheet);
    this.styled.adoptedStyleSheets = [...this.styled.adoptedStyleSheets, sheet];
  }

  /** Leave the element as it was found. */
  remove() {
    this.styled.adoptedStyleSheets = this.styled.adoptedStyleSheets.filter((sheet) => !this.sheets.includes(sheet));
    this.overlay.clear();
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
function linkOnce(href) {
  const linked = [...document.querySelectorAll('link[rel~="stylesheet"]')];
  if (linked.some((link) => /** @type {HTMLLinkElement} */ (link).href === href)) return;
  document.head.append(make("link", { rel: "stylesheet", href }));
}
