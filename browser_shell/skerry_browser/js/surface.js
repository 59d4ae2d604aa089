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
    const styles = [STYLESHEET, ...(host.getAttribute("stylesheet") ?? "").split(/\s+/).filter(Boolean)];
    if (host.hasAttribute("shadow")) this.inShadow(styles);
    else this.inLight(styles);
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

  /** Leave the element as it was found. */
  remove() {
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
