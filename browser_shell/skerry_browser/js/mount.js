// One <py-app> from loading to teardown; the element forwards to it.

import { whenIdle } from "./frame.js";
import { have, need, there } from "./need.js";
import { Died, Problem, errorMessage } from "./problem.js";
import { isProp, readProps } from "./props.js";
import { Route } from "./route.js";
import { runtimeOf, write } from "./runtime.js";
import { Session } from "./session.js";
import { partsOf, readApp } from "./source.js";
import { Surface } from "./surface.js";
import * as wire from "./protocol.js";

/** @typedef {import("./element.js").PyApp} PyApp */

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

/** Milliseconds: the first moments belong to the person. */
const PAUSE = 3000;

/** What an app is likely to need at some time: it is to be there even if the network is not. */
const OFTEN = /** @type {const} */ (["bar", "calls", "drawn", "trouble", "commands", "network", "travel"]);

/** Who shows the app of an element now. @type {WeakMap<HTMLElement, Mount>} */
export const shown = new WeakMap();

/** Outside of any mount: a timer would keep what it can see. */
const haveOften = () => whenIdle(() => have(...OFTEN));

export class Mount {
  /**
   * @param {PyApp} host
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
    /** What is kept of the app, where it may keep anything. @type {import("./keeping.js").Keeping | null} */
    this.keeping = null;
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
    if (server !== null) return (await need("served")).loadServed(this, new URL(server, this.host.placed));
    const { progress, ready } = runtimeOf(new URL(this.host.getAttribute("runtime") ?? MANIFEST, this.host.placed));
    if (!this.given.before) this.surface.overlay.showProgress(progress);
    const source = readApp(this.host, this.given.again ? "reload" : "no-cache", progress);
    const parts = source.then((app) => Promise.all(partsOf(app).map(need)));
    const stored = parts.then(() => (this.given.died || there("keeping") ? this.readKept() : {}));
    const functions = source.then(async (app) => (app.functions ? this.functions(app) : null));
    const [runtime, app, kept, known] = await Promise.all([ready, source, stored, functions]);
    if (this.stopped) return;
    const link = runtime.link(Number(this.host.getAttribute("run-limit") ?? RUN_LIMIT));
    link.secrets = async () => (await need("secrets")).secretsOf(this);
    this.dump = () => runtime.call("dump", link.id);
    const put = async (/** @type {string} */ name, /** @type {File} */ file) =>
      runtime.putFile(link.id, name, new Uint8Array(await file.arrayBuffer()));
    await there("equip")?.equip(app, runtime, link.id, this.surface, this.host);
    await runtime.prepare(app);
    if (this.stopped) return;
    this.session = this.connect(link, { put }, async () => known ?? this.functions(app), known); // it listens from now on
    this.given.state = this.given.before?.saved() ?? this.given.state;
    const rendered = this.surface.rendered();
    this.session.rendered = Boolean(rendered);
    const hello = { ...this.hello(), stored: kept, ...(rendered ? { rendered } : {}) };
    link.open(JSON.stringify({ entry: app.entry, sources: app.sources, hello, saved: this.given.state }));
    if (runtime.dead) throw runtime.dead;
    if (this.session.coming) await this.session.first;
    if (!this.stopped) await this.opened();
  }

  /**
   * @param {import("./link.js").Link} link
   * @param {import("./uploads.js").Store} store
   * @param {() => Promise<import("./functions.js").Functions>} functions
   * @param {import("./functions.js").Functions | null} known
   */
  connect(link, store, functions, known) {
    return new Session({
      functions, known,
      host: this.host, root: this.surface.root, link, store, storage: () => this.kept().storage,
      surface: this.surface,
      route: (host, navigated) => new Route(host, navigated),
      error: (message) => this.showError(message),
      log: (level, text, handler) => this.log(level, text, handler),
      failed: (error) => this.fail(error),
    });
  }

  /** @returns {Message} */
  hello() {
    const slow = this.host.getAttribute("slow");
    const { Temporal } = /** @type {any} */ (globalThis); // whose first takes a fifth of a millisecond; that of Intl takes ten
    const timezone = Temporal?.Now.timeZoneId() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    return {
      ...(this.given.died ? { recover: true } : {}),
      ...(slow ? { slow: slow.split(/\s+/).filter(Boolean) } : {}),
      t: wire.HELLO, version: wire.VERSION, url: this.address(), props: readProps(this.host, this.given.props),
      viewport: [innerWidth, innerHeight], timezone,
      languages: [...navigator.languages], dark: matchMedia("(prefers-color-scheme: dark)").matches,
    };
  }

  /** Where the app is to start: a guest, which has no address of its own, goes on where it was. */
  address() {
    const { route } = /** @type {Session} */ (this.session);
    return this.given.state && !route.owns ? JSON.parse(this.given.state).url : route.url();
  }

  /** The first messages have been taken. */
  async opened() {
    if (this.failure) throw this.failure;
    if (this.given.before) this.given.takeOver?.();
    this.given.before = undefined;
    this.surface.overlay.hideProgress();
    this.surface.ready();
    shown.set(this.host, this);
    this.keeping?.watch(this, this.abort.signal);
    const differences = this.session?.replay();
    if (differences?.length) void need("trouble").then(({ tellDifferences }) => tellDifferences(differences, this), () => {});
    if (this.session?.coming) await this.session.coming; // what that has led to is there, too
    if (this.stopped) return;
    if (this.failure) throw this.failure;
    this.mark("ready");
    this.attributes.observe(this.host, { attributes: true });
    this.tell("py-ready");
    if (this.given.died) this.keeping?.restarted(this.given.died.said);
    this.keepSite();
  }

  /** @returns {Promise<object>} everything that is kept, for the greeting */
  async readKept() {
    await need("keeping");
    return this.kept().storage.read(Boolean(this.given.died));
  }

  /** What is kept: who asks has waited for the code. */
  kept() {
    const { keepingOf } = /** @type {typeof import("./keeping.js")} */ (there("keeping"));
    if (this.keeping) return this.keeping;
    this.keeping = keepingOf(this.host);
    if (shown.get(this.host) === this) this.keeping.watch(this, this.abort.signal);
    return this.keeping;
  }

  /**
   * The JavaScript that the app names.
   * @param {{files: Record<string, URL>, functions: URL | null}} app
   */
  async functions(app) {
    return (await need("functions")).functionsOf(app);
  }

  /** A built site is kept for use without a network; the code for it comes when there is nothing else to do. */
  keepSite() {
    const build = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="skerry-build"]'))?.content;
    if (build) whenIdle(() => need("offline").then(({ keepSite }) => keepSite(build, this.host)).catch(() => {}));
    setTimeout(haveOften, PAUSE);
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
    const retry = message.fatal && message.retry !== false ? this.given.retry : null;
    if (this.host.getAttribute("errors") !== "console") this.surface.overlay.showError(message, retry);
    this.tell("py-error", message);
  }

  /**
   * @param {string} level
   * @param {string} text
   * @param {string} [handler] whose it is
   */
  log(level, text, handler = "") {
    write(level, text);
    this.tell("py-log", { level, text, handler });
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
    this.tell("py-state", { state });
  }

  /**
   * The page around, which may listen.
   * @param {string} type
   * @param {object} [detail]
   */
  tell(type, detail) {
    this.host.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
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
    this.keeping?.close(this);
    this.surface.remove();
    if (this.given.before) return;
    delete this.host.dataset.state;
    this.host.removeAttribute("aria-busy");
  }
}
