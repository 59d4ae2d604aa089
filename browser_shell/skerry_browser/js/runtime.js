// The one interpreter of a page, shared by all apps in it. Only this file and those of its start touch Pyodide from the page's side,
// as bridge.py alone does from Python's.

import { boot } from "./boot.js";
import { Watchdog } from "./interrupt.js";
import { later } from "./later.js";
import { LocalLink } from "./link.js";
import { Manifest } from "./manifest.js";
import { need, there } from "./need.js";
import { forget } from "./patient.js";
import { Died } from "./problem.js";
import { Progress } from "./progress.js";

/** Python's working folder. */
const WORKING = "/home/pyodide";

/** @typedef {{progress: Progress, ready: Promise<Runtime>}} Loading */

/** @type {Map<string, Loading>} */
const loading = new Map();

/**
 * The runtime of a manifest, loaded once; after a failure the next call tries again.
 * @param {URL} url
 * @returns {Loading}
 */
export function runtimeOf(url) {
  const known = loading.get(url.href);
  if (known) return known;
  const progress = new Progress();
  const ready = load(url, progress);
  loading.set(url.href, { progress, ready });
  ready.catch(() => loading.delete(url.href));
  return { progress, ready };
}

/**
 * @param {URL} url
 * @param {Progress} progress
 * @returns {Promise<Runtime>}
 */
async function load(url, progress) {
  if (!globalThis.WebAssembly?.instantiate || !globalThis.DecompressionStream) throw (await need("trouble")).tooOld();
  progress.say("Loading Python");
  const manifest = await Manifest.read(url);
  const shared = hasScripts() && await (await need("companion")).sharedInterpreter(manifest);
  const booted = shared || await boot(manifest, progress);
  forget();
  try {
    return new Runtime(booted, manifest);
  } catch (cause) {
    throw (await need("trouble")).notInstalled(cause);
  }
}

/** The first of the page's scripts or elements of PyScript's that run Python in the page, not in a worker; null where it has none. */
export function hasScripts() {
  return document.querySelector(':is(script[type="py"],py-script):not([worker])');
}

export class Runtime {
  /**
   * @param {import("./boot.js").Booted} booted
   * @param {Manifest} manifest
   */
  constructor({ pyodide, way, library }, manifest) {
    this.pyodide = pyodide;
    this.way = way;
    this.library = library;
    this.manifest = manifest;
    this.watchdog = new Watchdog();
    /** @type {Map<number, LocalLink>} */
    this.links = new Map();
    this.next = 1;
    /** Where a line goes that no app has printed. */
    this.output = write;
    /** What it died of. @type {Died | null} */
    this.dead = null;
    pyodide._api.on_fatal = (/** @type {unknown} */ error) => this.die(error);
    this.calls = pythonCalls(pyodide, {
      wake: (/** @type {number} */ id) => this.links.get(id)?.wake(),
      console: (/** @type {string} */ level, /** @type {string} */ text) => {
        this.output(level, text);
        later(() => dispatchEvent(new CustomEvent("py-log", { detail: { level, text } })));
      },
      there,
      need: async (/** @type {"network"} */ name) => {
        await null; // see later.js
        return need(name);
      },
      ask: (/** @type {number} */ id, /** @type {string} */ name, /** @type {string} */ prompt, /** @type {boolean} */ again) =>
        this.links.get(id)?.ask(name, prompt, again),
      size: (/** @type {number} */ id, /** @type {string} */ name) => this.links.get(id)?.uploads?.size(name),
      forget: (/** @type {number} */ id, /** @type {string} */ name) => this.links.get(id)?.uploads?.forget(name),
      slice: async (/** @type {number} */ id, /** @type {string} */ name, /** @type {number} */ start, /** @type {number} */ end) => {
        await null; // see later.js
        return this.links.get(id)?.uploads?.slice(name, start, end);
      },
    });
    pyodide.setInterruptBuffer(this.watchdog.buffer);
  }

  /**
   * The interpreter's memory is not to be trusted any more, and nothing may call it: who asks next gets a new one.
   * @param {unknown} error
   */
  die(error) {
    if (this.dead) return;
    this.dead = new Died(error);
    loading.delete(this.manifest.base.href);
    const links = [...this.links.values()];
    this.links.clear();
    queueMicrotask(() => { for (const link of links) link.die(); }); // behind the call that it died in
  }

  /**
   * A link to a new session.
   * @param {number} runLimit seconds of unbroken Python; 0 for no limit
   * @returns {LocalLink}
   */
  link(runLimit) {
    const link = new LocalLink(this, this.next++);
    this.links.set(link.id, link);
    this.watchdog.allow(link.id, runLimit);
    return link;
  }

  /**
   * Store one of an app's data files, or an uploaded one, where its Python reads it.
   * @param {number} id
   * @param {string} name
   * @param {Uint8Array} bytes
   * @param {boolean} [working] whether it is found in the working folder, too
   */
  putFile(id, name, bytes, working = false) {
    for (const path of [`/skerry/${id}/${name}`, ...(working ? [name.startsWith("/") ? name : `${WORKING}/${name}`] : [])]) {
      this.pyodide.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
      this.pyodide.FS.writeFile(path, bytes);
    }
  }

  /**
   * Wait for what an app imports.
   * @param {import("./source.js").App} app
   */
  async prepare(app) {
    await this.library?.prepare(app);
  }

  /**
   * @param {"open" | "dispatch" | "frame" | "dump"} name of the bridge's function
   * @param {...any} given a link's number first
   * @returns {string}
   */
  call(name, ...given) {
    if (this.dead) throw this.dead;
    const answer = this.calls[name](...given);
    if (name === "open") this.library?.fetchLater();
    return answer;
  }

  /**
   * The bytes that an address in a message stands for, with their type.
   * @param {string} name
   * @returns {[string, Uint8Array<ArrayBuffer>] | undefined}
   */
  blob(name) {
    if (this.dead) return undefined;
    return this.calls.blob(name) ?? undefined;
  }

  /** @param {number} id */
  close(id) {
    this.links.delete(id);
    this.watchdog.allow(id, null);
    if (!this.dead) this.calls.close(id);
  }
}

/**
 * The bridge's functions: the only proxies the page ever holds, and it holds them for good.
 * @param {any} pyodide
 * @param {Record<string, any>} page what Python calls
 * @returns {Record<"open" | "dispatch" | "frame" | "dump" | "blob" | "close", any>}
 */
function pythonCalls(pyodide, page) {
  const bridge = pyodide.pyimport("skerry_browser.bridge");
  bridge.install(page);
  const { open, dispatch, frame, dump, blob, close } = bridge; // they live as long as the bridge does: for good
  return { open, dispatch, frame, dump, blob, close };
}

/**
 * @param {string} level
 * @param {string} text
 */
export function write(level, text) {
  const { [level === "warning" ? "warn" : level]: say = console.log } = /** @type {any} */ (console);
  say(text);
}
