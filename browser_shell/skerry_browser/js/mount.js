// One <py-app> from loading to teardown; the element forwards to it.

import { whenIdle } from "./frame.js";
import { Functions } from "./functions.js";
import { keepingOf } from "./keeping.js";
import { Died, Problem, errorMessage } from "./problem.js";
import { isProp, readProps } from "./props.js";
import { Route } from "./route.js";
import { runtimeOf, write } from "./runtime.js";
import { Secrets } from "./secrets.js";
import { Session } from "./session.js";
import { isAlone, readApp } from "./source.js";
import { Surface } from "./surface.js";
import { SMALL } from "./uploads.js";
import * as wire from "./protocol.js";

/** @typedef {import("./protocol.js").Message} Message */

/**
 * @typedef {object} Given
 * @property {Record<string, any>} props
 * @property {string | null} state
 * @property {boolean} again not the first time
 * @property {() => void} retry
 * @property {() => boolean} restart starts it anew where the interpreter has died; false where that has not helped
 * @property {Died} [died] what the interpreter before has died of
 * @property {Mount} [before] what is shown, and stays so unless this one can take its place
 * @property {() => void} [takeOver] ends the one before
 */

const MANIFEST = new URL("manifest.json", import.meta.url);
const RUN_LIMIT = 20;
const MOST_DIFFERENCES = 20;

export class Mount {
  /**
   * @param {HTMLElement} host
   * @param {Given} given
   */
  constructor(host, given) {
    this.host = host;
    this.given = given;
    this.stopped = false;
    this.surface = new Surface(host, Boolean(given.before));
    /** @type {Session | null} */
    this.session = null;
    /** @type {Problem | null} */
    this.failure = null;
    /** @type {(() => string) | null} */
    this.dump = null;
    this.keeping = keepingOf(host);
    this.abort = new AbortController();
    this.attributes = new MutationObserver((records) => {
      if (records.some(({ attributeName }) => isProp(attributeName ?? ""))) this.sendProps();
    });
  }

  /**
   * Load and show the app.
   * @returns {Promise<void>} rejects with a Problem after having shown it
   */
  async start() {
    this.mark(this.surface.page ? "prerendered" : "loading");
    try {
      await this.load();
    } catch (error) {
      if (!this.stopped) this.fail(error);
      throw error;
    }
  }

  async load() {
    const server = this.host.getAttribute("server");
    if (server !== null) return (await import("./served.js")).loadServed(this, new URL(server, document.baseURI));
    const { progress, ready } = runtimeOf(new URL(this.host.getAttribute("runtime") ?? MANIFEST, document.baseURI));
    if (!this.given.before) this.surface.overlay.showProgress(progress);
    const { storage } = this.keeping;
    const source = readApp(this.host, this.given.again ? "reload" : "no-cache", progress);
    const equipment = source.then((app) => (isAlone(app) ? null : import("./equip.js")));
    const [runtime, app, stored, more] = await Promise.all([ready, source, storage.read(Boolean(this.given.died)), equipment]);
    if (this.stopped) return;
    const link = runtime.link(Number(this.host.getAttribute("run-limit") ?? RUN_LIMIT));
    link.secrets = new Secrets(this.host, storage.app, this.surface.overlay.shadow, (text) => this.log("warning", text));
    this.dump = () => runtime.dump(link.id);
    const put = async (/** @type {string} */ name, /** @type {File} */ file) =>
      runtime.putFile(link.id, name, new Uint8Array(await file.arrayBuffer()));
    await more?.equip(app, runtime, link.id, (url) => this.surface.style(url.href), this.host);
    const functions = new Functions(app.files, app.functions);
    await Promise.all([functions.load(), runtime.prepare(app.sources)]);
    if (this.stopped) return;
    this.session = this.connect(link, { most: SMALL, put }, functions); // it listens from now on
    link.uploads = this.session.uploads;
    this.given.state = this.given.before?.saved() ?? this.given.state;
    const rendered = this.surface.rendered();
    if (rendered) this.session.adopt();
    const hello = { ...this.hello(), stored, ...(rendered ? { rendered } : {}) };
    link.open(JSON.stringify({ entry: app.entry, sources: app.sources, hello, saved: this.given.state }));
    if (runtime.dead) throw runtime.dead;
    this.opened();
  }

  /**
   * @param {import("./link.js").Link} link
   * @param {import("./uploads.js").Store} store
   * @param {Functions} functions
   */
  connect(link, store, functions) {
    return new Session({
      functions,
      host: this.host, root: this.surface.root, link, store, storage: this.keeping.storage,
      css: (text) => this.surface.css(text),
      route: (host, navigated) => new Route(host, navigated),
      toast: (text, kind, seconds) => this.surface.overlay.toast(text, kind, seconds),
      status: (status) => this.surface.overlay.statuses.show(status),
      error: (message) => this.showError(message),
      log: (level, text, handler) => this.log(level, text, handler),
      failed: (error) => this.fail(error),
    });
  }

  /** @returns {Message} */
  hello() {
    const slow = this.host.getAttribute("slow");
    return {
      ...(this.given.died ? { recover: true } : {}),
      ...(slow ? { slow: slow.split(/\s+/).filter(Boolean) } : {}),
      t: wire.HELLO, version: wire.VERSION, url: this.address(), props: readProps(this.host, this.given.props),
      viewport: [innerWidth, innerHeight], timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      languages: [...navigator.languages], dark: matchMedia("(prefers-color-scheme: dark)").matches,
    };
  }

  /** Where the app is to start: a guest, which has no address of its own, goes on where it was. */
  address() {
    const { route } = /** @type {Session} */ (this.session);
    return this.given.state && !route.owns ? JSON.parse(this.given.state).url : route.url();
  }

  /** The first messages have been taken. */
  opened() {
    if (this.failure) throw this.failure;
    if (this.given.before) this.given.takeOver?.();
    this.given.before = undefined;
    this.surface.overlay.hideProgress();
    this.surface.ready();
    this.tellDifferences(this.session?.replay() ?? []);
    this.mark("ready");
    this.attributes.observe(this.host, { attributes: true });
    this.keeping.watch(this, this.abort.signal);
    this.host.dispatchEvent(new CustomEvent("py-ready", { bubbles: true, composed: true }));
    if (this.given.died) this.keeping.restarted(this.given.died.said);
    this.keepSite();
  }

  /** A built site is kept for use without a network; the code for it comes when there is nothing else to do. */
  keepSite() {
    const build = document.querySelector('meta[name="skerry-build"]')?.getAttribute("content");
    if (build) whenIdle(() => import("./offline.js").then(({ keepSite }) => keepSite(build, this.keeping)).catch(() => {}));
  }

  /**
   * On the author's own machine they are to be seen.
   * @param {string[]} differences between the page that the build has rendered and the app's own
   */
  tellDifferences(differences) {
    if (!differences.length) return;
    const own = /^(localhost|127\.|\[::1\])/.test(location.hostname);
    const more = differences.length > MOST_DIFFERENCES ? `\nand ${differences.length - MOST_DIFFERENCES} more` : "";
    this.log(own ? "warning" : "debug", `The page that was rendered when the site was built is not what the app shows; these parts were made anew:\n${
      differences.slice(0, MOST_DIFFERENCES).join("\n")}${more}`);
  }

  sendProps() {
    this.session?.push({ t: wire.PROPS, props: readProps(this.host, this.given.props) });
  }

  /**
   * What the page itself found to be wrong; Python's errors come as messages, with a log line of their own.
   * @param {unknown} error
   */
  fail(error) {
    if (error === this.failure) return; // Python's fatal error, on its way up
    if (error instanceof Died && !this.given.before) {
      this.failure = error;
      this.log("error", `Python has died: ${error.said}`);
      if (this.given.restart()) return;
    }
    const message = errorMessage(error);
    console.error(`${message.title}\n${message.text || message.message}`);
    this.showError(message);
  }

  /** @param {Message} message */
  showError(message) {
    if (message.fatal || this.given.before) {
      this.failure ??= new Problem(message.title, message.message);
      this.surface.overlay.hideProgress();
      this.mark("error");
    }
    const box = this.host.getAttribute("errors") !== "console";
    const retry = message.fatal && message.retry !== false ? this.given.retry : null;
    if (box) this.surface.overlay.showError(message, retry);
    this.host.dispatchEvent(new CustomEvent("py-error", { detail: message, bubbles: true, composed: true }));
  }

  /**
   * @param {string} level
   * @param {string} text
   * @param {string} [handler] whose it is
   */
  log(level, text, handler = "") {
    write(level, text);
    this.host.dispatchEvent(new CustomEvent("py-log", { detail: { level, text, handler }, bubbles: true, composed: true }));
  }

  /** @param {import("./notice.js").Notice} notice */
  notice(notice) {
    this.surface.overlay.notice(notice);
  }

  /** @param {string} kind */
  unnotice(kind) {
    this.surface.overlay.unnotice(kind);
  }

  /** @param {"prerendered" | "loading" | "ready" | "error"} state */
  mark(state) {
    if (this.given.before) return;
    this.host.dataset.state = state;
    this.host.setAttribute("aria-busy", String(state === "loading" || state === "prerendered"));
    this.host.dispatchEvent(new CustomEvent("py-state", { detail: { state }, bubbles: true, composed: true }));
  }

  /** The session's state, for the one that comes after; a state that cannot be saved is no reason to stay. */
  saved() {
    try {
      return this.dump?.() ?? null;
    } catch (error) {
      console.error("py-app: the state could not be saved", error);
      return null;
    }
  }

  stop() {
    if (this.stopped) return;
    this.stopped = true;
    this.attributes.disconnect();
    this.abort.abort();
    if (this.host.dataset.state === "ready" && !this.given.before) this.session?.hide("");
    this.session?.close();
    this.keeping.close(this);
    this.surface.remove();
    if (this.given.before) return;
    delete this.host.dataset.state;
    this.host.removeAttribute("aria-busy");
  }
}
