// What a snapshot has left behind: the archives of Skerry and of the standard library, which hold the source of what is imported, for
// tracebacks, and the modules that are not.
//
// They come when the page has nothing else to do, or before an app that is known to need them. What Python asks for earlier, in the
// middle of something, it gets at once: a request that holds up the page.

import { Archive } from "./archive.js";
import { ARCHIVES, fileOf, placeOf } from "./archives.js";
import { whenIdle } from "./frame.js";

/**
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./snapshot.js").Header} Header
 */

/** Import statements, also those inside functions: a module too many is harmless. */
const IMPORT = /^[ \t]*(?:import[ \t]+(?<modules>[^#\n]+)|from[ \t]+(?<from>[\w.]+)[ \t]+import[ \t]+(?<names>\([^)]*\)|[^#\n]+))/gm;

export class Library {
  /**
   * @param {any} pyodide
   * @param {Manifest} manifest
   * @param {Header} header
   */
  constructor(pyodide, manifest, header) {
    this.modules = new Set(header.modules);
    this.absent = new Set(header.absent);
    const there = (/** @type {string} */ path, /** @type {string} */ file) => new Archive(pyodide._module, path, manifest.url(file), manifest.files[file]);
    this.archives = [...ARCHIVES.map((name) => there(placeOf(name), fileOf(name))), there(header.library, "python_stdlib.zip")];
    /** A service worker has the archives at hand, and no request that holds up the page reaches it. */
    this.isKept = Boolean(navigator.serviceWorker?.controller);
    if (this.isKept) void this.fetch().catch(() => {});
  }

  /**
   * Wait for what an app's sources import, where that is not there.
   * @param {Record<string, string>} sources by path
   */
  async prepare(sources) {
    const own = new Set(Object.keys(sources).map((path) => path.split("/")[0].replace(/\.py$/, "")));
    const needed = (/** @type {string} */ name) => !own.has(name.split(".")[0]) && !this.modules.has(name);
    const texts = Object.entries(sources).filter(([path]) => path.endsWith(".py")).map(([, text]) => text);
    if (texts.some((text) => importsOf(text, this.absent).some(needed))) await this.fetch();
    else if (this.isKept) await this.fetch().catch(() => {});
  }

  /** @returns {Promise<unknown>} */
  fetch() {
    return Promise.all(this.archives.map((archive) => archive.fetch()));
  }

  /** When the page has nothing else to do. Who needs an archive later asks again, and hears what is wrong. */
  fetchLater() {
    whenIdle(() => void this.fetch().catch(() => {}));
  }
}

/**
 * The modules that a source imports, by their full names.
 * @param {string} text
 * @param {Set<string>} absent submodules
 * @returns {string[]}
 */
export function importsOf(text, absent) {
  return [...text.matchAll(IMPORT)].flatMap(({ groups = {} }) => {
    if (groups.modules) return groups.modules.split(",").map((part) => part.trim().split(/\s/)[0]).filter(Boolean);
    if (!groups.from || groups.from.startsWith(".")) return [];
    const names = groups.names.replace(/[()\\]/g, " ").split(",").map((part) => part.trim().split(/\s/)[0]);
    return [groups.from, ...names.map((name) => `${groups.from}.${name}`).filter((name) => absent.has(name))];
  });
}
