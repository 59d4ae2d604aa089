// The page's address, title and history, for an app that owns them (`routing="path"` or `"hash"`).
// An app without `routing` is a guest: its own navigation stays inside it. Where the app goes, travel.js shows.

import { need } from "./need.js";

/** @typedef {import("./element.js").PyApp} PyApp */

export class Route {
  /**
   * @param {PyApp} host
   * @param {(url: string, more?: object) => void} navigated is told where the person went
   */
  constructor(host, navigated) {
    this.mode = host.getAttribute("routing") ?? "";
    this.owns = this.mode === "path" || this.mode === "hash";
    this.base = new URL(host.getAttribute("base") ?? ".", host.placed);
    this.navigated = navigated;
    /** The document's own title, for pages that have none. */
    this.documentTitle = document.title;
    this.leaving = false;
    this.abort = new AbortController();
    this.last = this.url();
    if (this.owns) this.listen();
  }

  listen() {
    const { signal } = this.abort;
    const moved = () => {
      const url = this.url();
      if (url === this.last || this.leaving) return;
      this.last = url;
      this.navigated(url);
    };
    addEventListener("popstate", moved, { signal });
    addEventListener("hashchange", moved, { signal });
  }

  /**
   * The app's own address: "/about?x=1", whatever folder the page lies in.
   * @returns {string}
   */
  url() {
    if (this.mode === "hash") return location.hash.slice(1) || "/";
    return this.mode === "path" ? this.inside(new URL(location.href)) ?? "/" : "/";
  }

  /**
   * @param {URL} url
   * @returns {string | null} the part inside the app, null where it is outside
   */
  inside(url) {
    if (this.mode === "hash") {
      const same = url.origin === location.origin && url.pathname === location.pathname && url.search === location.search;
      return same && url.hash.startsWith("#/") ? url.hash.slice(1) : null;
    }
    if (url.origin !== this.base.origin || !url.pathname.startsWith(this.base.pathname)) return null;
    return "/" + url.pathname.slice(this.base.pathname.length).replace(/(^|\/)index\.html$/, "$1") + url.search + url.hash;
  }

  /** @param {string} text */
  title(text) {
    if (this.owns) document.title = text || this.documentTitle;
  }

  /**
   * A plain click on a link into the app is the app's.
   * @param {MouseEvent} event
   */
  click(event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!(link instanceof HTMLAnchorElement) || !link.href || link.target || link.download) return;
    const url = this.linked(link);
    if (url === null) return;
    event.preventDefault();
    need("travel").then(({ follow }) => follow(this, url), () => location.assign(link.href));
  }

  /**
   * A link written as "/about" means the app's page, in whatever folder the app lies.
   * @param {HTMLAnchorElement} link
   * @returns {string | null}
   */
  linked(link) {
    const written = link.getAttribute("href") ?? "";
    if (this.mode === "path" && written.startsWith("#")) return null;
    if (/^\/(?!\/)/.test(written)) return written;
    return this.owns ? this.inside(new URL(link.href)) : null;
  }

  close() {
    this.abort.abort();
  }
}
