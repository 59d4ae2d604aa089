// <py-app>: attributes and lifecycle only. Everything else is the mount's.

import { Mount } from "./mount.js";
import { need } from "./need.js";
import { Died } from "./problem.js";

/** @typedef {import("./session.js").Session} Session */

/** Milliseconds after which an interpreter that dies once more is started once more without asking. */
const A_WHILE = 5 * 60_000;

/** Attributes that make another app of it. */
const RESTARTS = ["src", "files", "shadow", "runtime", "config", "server"];

export class PyApp extends HTMLElement {
  static observedAttributes = RESTARTS;

  /** From where its addresses are meant. An app that goes to another address of its own (history.pushState) moves the document's along. */
  placed = document.baseURI;

  /** @type {Mount | null} */
  #mount = null;
  /** @type {Mount | null} */
  #next = null;
  /** @type {Record<string, any>} */
  #props = {};
  /** @type {string | null} */
  #state = null;
  #starting = false;
  /** When the interpreter was last started anew because it had died. */
  #restarted = -Infinity;
  /** @type {PromiseWithResolvers<PyApp>} */
  #ready = withResolvers();

  /** A promise for this element; it rejects when the app cannot be shown. */
  get ready() {
    return this.#ready.promise;
  }

  /** Props given from JavaScript; they win over attributes. Setting them tells the app. */
  get props() {
    return this.#props;
  }

  set props(props) {
    this.#props = { ...props };
    if (!this.#mount) return;
    this.#mount.given.props = this.#props;
    this.#mount.sendProps();
  }

  connectedCallback() {
    if (this.#mount || this.#starting) return;
    this.#starting = true;
    whenParsed(() => {
      this.#starting = false;
      if (this.isConnected && !this.#mount) this.#start();
    });
  }

  /** Taken out for good, or on its way to another place: only a later task can tell. */
  disconnectedCallback() {
    setTimeout(() => { if (!this.isConnected) this.#stop(); });
  }

  /** Where the browser can move nodes, nothing is to be done. */
  connectedMoveCallback() {}

  /**
   * @param {string} _name
   * @param {string | null} before
   * @param {string | null} after
   */
  attributeChangedCallback(_name, before, after) {
    if (this.#mount && before !== after) this.reload(false);
  }

  /** The page's end of what is shown, for tools of development. */
  get session() {
    return this.#mount?.session ?? null;
  }

  /**
   * Call a function of the app's by name: what sk.api or api_name= names.
   * @param {string} name
   * @param {...any} args by position; what JSON can carry
   * @returns {Promise<any>} what it returns; rejects with what it raises
   */
  async call(name, ...args) {
    await this.ready;
    const session = /** @type {Session} */ (this.session);
    return (await need("calls")).call(session, name, args);
  }

  /**
   * The functions that can be called by name, but for those that are not to be listed.
   * @returns {Promise<{name: string, parameters: string[], doc: string}[]>}
   */
  api() {
    return this.call("");
  }

  /** The session's saved state, as text. */
  async dump() {
    await this.ready;
    return this.#mount?.dump?.() ?? null;
  }

  /** What is kept of the app in this browser and tab: where, name of the state class, version, at, text, aside (why it was set aside). */
  async kept() {
    return this.#mount ? (await need("keeping")).keepingOf(this).storage.list() : [];
  }

  /**
   * Keep nothing of the app any more, set aside or not. Its state stays as it is, and the next change is kept again.
   * @param {...string} names of state classes, such as "app:Notes"; none for all
   */
  forget(...names) {
    if (this.#mount) need("keeping").then(({ keepingOf }) => keepingOf(this).forget(names), (error) => this.#mount?.fail(error));
  }

  /**
   * Load the app's source again.
   * @param {boolean} keepState hand the state over to the new session
   */
  reload(keepState = true) {
    if (!keepState) this.#state = null;
    else if (this.dataset.state === "ready") this.#state = this.#mount?.saved() ?? null;
    this.#stop();
    if (this.isConnected) this.#start(true);
    return this.ready;
  }

  /**
   * Show the app's source as it is now, with the state as it is, in one step. Where the new source cannot be shown, the
   * app goes on as it was, and the promise rejects.
   * @param {(swap: () => void) => void} around called with what puts the new in the old one's place
   */
  async update(around = (swap) => swap()) {
    const before = this.#mount;
    if (!before || this.dataset.state !== "ready" || this.hasAttribute("shadow")) return this.reload();
    this.#next?.stop();
    const takeOver = () => around(() => {
      this.#mount = next;
      before.stop();
    });
    const next = this.#next = this.#made({ again: true, before, takeOver });
    try {
      await next.start();
    } catch (error) {
      next.stop();
      throw error;
    } finally {
      if (this.#next === next) this.#next = null;
    }
    return this;
  }

  /**
   * Go on in another interpreter, with what is kept.
   * @param {import("./problem.js").Died} died
   */
  #restart(died) {
    this.#state = null;
    this.#stop();
    if (this.isConnected) this.#start(true, died);
  }

  /** @param {import("./problem.js").Died} [died] */
  #start(again = false, died) {
    const mount = this.#made({ again, died });
    const { resolve, reject } = this.#ready;
    this.#mount = mount;
    mount.start().then(() => { if (!mount.stopped) resolve(this); }, reject);
  }

  /** @param {{again: boolean, died?: import("./problem.js").Died, before?: Mount, takeOver?: () => void}} given */
  #made(given) {
    const retry = () => {
      if (mount.failure instanceof Died) this.#restart(mount.failure);
      else void this.reload().catch(() => {});
    };
    const restart = () => {
      const before = this.#restarted;
      this.#restarted = performance.now();
      if (this.#restarted - before < A_WHILE) return false;
      this.#restart(/** @type {Died} */ (mount.failure));
      return true;
    };
    const mount = new Mount(this, { props: this.#props, state: this.#state, retry, restart, ...given });
    return mount;
  }

  #stop() {
    this.#next?.stop();
    this.#mount?.stop();
    this.#mount = null;
    this.#ready = withResolvers();
  }
}

/**
 * @returns {PromiseWithResolvers<PyApp>} whose rejection need not be handled
 */
function withResolvers() {
  /** @type {any} */
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  made.promise.catch(() => {});
  return made;
}

/**
 * While the document is being parsed, an element's children are not there yet.
 * @param {() => void} run
 */
function whenParsed(run) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run, { once: true });
  else queueMicrotask(run);
}
