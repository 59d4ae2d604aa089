// Packages that a build has locked: fetched, checked and unpacked before Python is there, and put into their place once it is.

import { download } from "./download.js";
import { Problem } from "./problem.js";
import { unzip } from "./unzip.js";

/**
 * @typedef {import("./progress.js").Progress} Progress
 * @typedef {[string, Uint8Array<ArrayBuffer>][]} Files
 * @typedef {{name: string, version: string, url: string, size: number, sha256: string}} Entry as a listing has it
 * @typedef {Entry & {files: Promise<Files>}} Package on its way
 */

const SHARED_LIBRARY = /\.so(\.\d+)*$/;

/** What is on its way or has come, by address: apps on one page share it. @type {Map<string, Promise<Files>>} */
const coming = new Map();

/**
 * @param {Entry[]} entries
 * @param {URL} base what their addresses are relative to
 * @param {Progress} progress
 * @returns {Package[]}
 */
export function fetchPackages(entries, base, progress) {
  return entries.map((entry) => {
    const url = new URL(entry.url, base);
    let files = coming.get(url.href);
    if (!files) {
      files = fetchPackage(url, entry, progress);
      coming.set(url.href, files);
      files.catch(() => coming.delete(url.href)); // who waits for it is told
    }
    return { ...entry, files };
  });
}

/**
 * @param {URL} url
 * @param {Entry} entry
 * @param {Progress} progress
 * @returns {Promise<Files>}
 */
async function fetchPackage(url, { name, size, sha256 }, progress) {
  const bytes = await download(url, { url: url.href, encoding: null, size, raw: size, sha256 }, progress.part(`package ${name}`, size));
  try {
    return await unzip(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Problem("A package cannot be unpacked", `${url} is the file that was built, and ${reason}. Build the site again.`, { cause });
  }
}

/** @type {WeakMap<object, Shelf>} */
const shelves = new WeakMap();

/**
 * The one place of packages in an interpreter.
 * @param {import("./runtime.js").Runtime} runtime
 * @param {(pyodide: any, module: string, name: string, given: string) => string} ask
 * @returns {Shelf}
 */
export function shelfOf(runtime, ask) {
  const known = shelves.get(runtime);
  if (known) return known;
  const made = new Shelf(runtime.pyodide, (module, name, given) => ask(runtime.pyodide, module, name, given));
  shelves.set(runtime, made);
  return made;
}

class Shelf {
  /**
   * @param {any} pyodide
   * @param {(module: string, name: string, given: string) => string} callPython
   */
  constructor(pyodide, callPython) {
    this.pyodide = pyodide;
    this.callPython = callPython;
    /** Those that are there, or on their way to it. @type {Map<string, {version: string, app: string, done: Promise<void>}>} */
    this.known = new Map();
  }

  /**
   * Put packages into their place; those that are there stay.
   * @param {Package[]} packages
   * @param {string} app whose they are, for people
   */
  async put(packages, app) {
    if (!packages.length) return;
    this.ask(packages);
    const clashes = packages.filter(({ name, version }) => this.known.has(name) && this.known.get(name)?.version !== version);
    if (clashes.length) throw clash(clashes.map((one) => ({ ...one, there: /** @type {any} */ (this.known.get(one.name)) })), app);
    await Promise.all(packages.map((one) => {
      const known = this.known.get(one.name);
      if (known) return known.done;
      const done = this.install(one);
      this.known.set(one.name, { version: one.version, app, done });
      done.catch(() => this.known.delete(one.name));
      return done;
    }));
    this.callPython("skerry_browser.equipment", "look_anew", this.pyodide._api.sitepackages);
  }

  /**
   * Packages that came by another way (PyScript's, micropip's) are known to Pyodide by name, and to Python by version.
   * @param {Package[]} packages
   */
  ask(packages) {
    const loaded = packages.map(({ name }) => name).filter((name) => !this.known.has(name) && this.pyodide.loadedPackages[name]);
    if (!loaded.length) return;
    const versions = JSON.parse(this.callPython("skerry_browser.packages", "versions", JSON.stringify(loaded)));
    for (const [name, version] of Object.entries(versions)) this.known.set(name, { version, app: "the page", done: Promise.resolve() });
  }

  /** @param {Package} one */
  async install({ name, files }) {
    const { FS, _api } = this.pyodide;
    const place = _api.sitepackages;
    const libraries = [];
    const folders = new Set();
    for (const [file, bytes] of await files) {
      const path = `${place}/${file}`;
      const folder = path.slice(0, path.lastIndexOf("/"));
      if (!folders.has(folder)) FS.mkdirTree(folder);
      folders.add(folder);
      FS.writeFile(path, bytes, { canOwn: true });
      if (SHARED_LIBRARY.test(file)) libraries.push(path);
    }
    for (const path of libraries) await _api.loadDynlib(path); // the browser compiles large ones only when it need not wait for it
    this.pyodide.loadedPackages[name] = "skerry";
  }
}

/**
 * @param {{name: string, version: string, there: {version: string, app: string}}[]} clashes
 * @param {string} app
 */
function clash(clashes, app) {
  const lines = clashes.map(({ name, version, there }) => `${name} ${version}, and ${there.app} has brought ${there.version}`);
  return new Problem(
    "Apps on this page need different versions of a package",
    `${app} needs ${lines.join("; ")}. The apps of a page share one Python, which has one version of each package. Name a version that `
      + "goes for all of them and build each again, or put one of them on a page of its own (an iframe will do).",
  );
}
