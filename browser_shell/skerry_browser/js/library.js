// What a snapshot has left behind: the archives of the standard library and of Skerry, which hold the source of what is imported, for
// tracebacks, and the modules that are not.
//
// They come when the page has nothing else to do, or before an app that is known to need them. What Python asks for earlier, in the
// middle of something, it gets at once: a request that holds up the page.

import { checkHash, download } from "./download.js";
import { whenIdle } from "./frame.js";

/**
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./manifest.js").FileEntry} FileEntry
 * @typedef {import("./snapshot.js").Header} Header
 */

const SKERRY = "/lib/skerry.zip";
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
    this.archives = [
      new Archive(pyodide.FS, header.library, manifest.url("python_stdlib.zip"), manifest.files["python_stdlib.zip"]),
      new Archive(pyodide.FS, SKERRY, manifest.url("skerry.zip"), manifest.files["skerry.zip"]),
    ];
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

/** One file in the interpreter, which is there from the start and has its content once somebody reads it. */
class Archive {
  /**
   * @param {any} fs
   * @param {string} path
   * @param {URL} url
   * @param {FileEntry} entry
   */
  constructor(fs, path, url, entry) {
    this.url = url;
    this.entry = entry;
    /** @type {Uint8Array<ArrayBuffer> | null} */
    this.bytes = null;
    /** @type {Promise<void> | null} */
    this.coming = null;
    fs.writeFile(path, "");
    const { node } = fs.lookupPath(path);
    Object.defineProperties(node, {
      usedBytes: { get: () => entry.raw, configurable: true },
      contents: { get: () => this.read(fs), configurable: true },
    });
  }

  /** @returns {Promise<void>} */
  fetch() {
    this.coming ??= download(this.url, this.entry, () => {}).then((bytes) => { this.bytes ??= bytes; });
    this.coming.catch(() => { this.coming = null; });
    return this.coming;
  }

  /**
   * @param {any} fs
   * @returns {Uint8Array<ArrayBuffer>}
   */
  read(fs) {
    this.bytes ??= this.fetchNow(fs);
    return this.bytes;
  }

  /**
   * @param {any} fs
   * @returns {Uint8Array<ArrayBuffer>}
   */
  fetchNow(fs) {
    const request = new XMLHttpRequest();
    request.open("GET", this.url, false);
    request.overrideMimeType("text/plain; charset=x-user-defined"); // each byte as a character: nothing else can be asked for
    try {
      request.send();
    } catch (error) {
      console.error(`skerry: ${this.url} could not be fetched`, error);
    }
    const bytes = Uint8Array.from(request.responseText ?? "", (character) => character.charCodeAt(0));
    if (bytes.length !== this.entry.raw) {
      console.error(`skerry: ${this.url} did not come whole (${bytes.length} bytes, expected ${this.entry.raw}), so Python cannot import what is in it`);
      throw new fs.ErrnoError(EIO);
    }
    void checkHash(this.url, bytes, this.entry).catch((error) => console.error(`skerry: ${error.message}`)); // it can only be told afterwards
    return bytes;
  }
}

/** Emscripten's number for "input/output error". */
const EIO = 29;
