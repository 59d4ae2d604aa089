// The page's address, title and history, for an app that owns them (`routing="path"` or `"hash"`).
// An app without `routing` is a guest: its own navigation stays inside it.

export class Route {
  /**
   * @param {HTMLElement} host
   * @param {(url: string) => void} navigated is told where the person went
   */
  constructor(host, navigated) {
    this.mode = host.getAttribute("routing") ?? "";
    this.owns = this.mode === "path" || this.mode === "hash";
    this.base = new URL(host.getAttribute("base") ?? ".", document.baseURI);
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

  /**
   * Where an address inside the app lies outside it.
   * @param {string} url
   * @returns {URL}
   */
  outside(url) {
    if (this.mode === "hash") return new URL("#" + url, location.href);
    return new URL(url.replace(/^\//, ""), this.base);
  }

  /**
   * Python went somewhere: show it in the address.
   * @param {string} url
   * @param {boolean} replace
   */
  go(url, replace) {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url)) return void this.leave(url);
    if (!this.owns) return;
    const before = this.last;
    this.address(url, replace);
    if (!replace) this.arrive(before);
  }

  /**
   * @param {string} url
   * @param {boolean} replace
   */
  address(url, replace) {
    const target = this.outside(url);
    if (target.href === location.href) return;
    if (replace) history.replaceState(null, "", target);
    else history.pushState(null, "", target);
    this.last = this.url();
  }

  /**
   * A person begins to read a new page at its top, or at the part that the address names. Back and forward are the browser's: it
   * knows where the person was.
   * @param {string} before
   */
  arrive(before) {
    if (before === this.last) return;
    const there = new URL(this.last, location.origin);
    const part = there.hash.length > 1 ? document.getElementById(decoded(there.hash.slice(1))) : null;
    if (part) part.scrollIntoView();
    else if (there.pathname !== new URL(before, location.origin).pathname) scrollTo({ top: 0, left: 0, behavior: "instant" });
  }

  /** @param {string} url */
  leave(url) {
    if (/^(https?|mailto|tel):|^\/\//i.test(url)) location.assign(url);
    else throw new Error(`An app may go to http, https, mailto and tel addresses; it asked for ${JSON.stringify(url)}`);
  }

  /**
   * A link led to a file beside the app, which is none of its pages: that is the browser's to open.
   * @param {string} url as the app writes it
   */
  open(url) {
    const target = new URL(url.replace(/^\//, ""), this.base);
    if (this.last !== url) return void location.assign(target);
    // The click has put it into the history as a place in this document: that is taken back, or Back would not lead here again.
    this.leaving = true;
    addEventListener("popstate", () => location.assign(target), { once: true });
    history.back();
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
    if (!this.owns || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!(link instanceof HTMLAnchorElement) || !link.href || link.target || link.download) return;
    const url = this.linked(link);
    if (url === null) return;
    event.preventDefault();
    const before = this.last;
    this.address(url, false);
    this.navigated(url);
    this.arrive(before);
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
    return this.inside(new URL(link.href));
  }

  close() {
    this.abort.abort();
  }
}

/** @param {string} text which may hold a "%" of its own */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
