// What a snapshot has left behind: the archives of Skerry and of the standard library, which hold the source of what is imported, for
// tracebacks, and the modules that are not.
//
// They come when the page has nothing else to do; what an app is known to need of them comes before it. What Python asks for earlier,
// in the middle of something, it gets at once: a request that holds up the page.

import { Archive } from "./archive.js";
import { ARCHIVES, fileOf, placeOf } from "./archives.js";
import { whenIdle } from "./frame.js";
import { need } from "./need.js";

/**
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./snapshot.js").Header} Header
 */

export class Library {
  /**
   * @param {any} pyodide
   * @param {Manifest} manifest
   * @param {Header} header
   */
  constructor(pyodide, manifest, header) {
    this.header = header;
    const there = (/** @type {string} */ path, /** @type {string} */ file) => new Archive(pyodide._module, path, manifest.url(file), manifest.files[file]);
    /** @type {Map<string, Archive>} */
    this.archives = new Map(ARCHIVES.map((name) => [name, there(placeOf(name), fileOf(name))]));
    this.archives.set("library", there(header.library, "python_stdlib.zip"));
    /** A service worker has the archives at hand, and no request that holds up the page reaches it: so they come at once. */
    this.isKept = Boolean(navigator.serviceWorker?.controller);
    if (this.isKept) void this.fetch().catch(() => {});
  }

  /**
   * Wait for what an app needs that is not there.
   * @param {import("./source.js").App} app
   */
  async prepare({ sources, packages, ahead }) {
    if (ahead) return (await need("ahead")).putAhead(this, ahead);
    if (ahead === null) return;
    if (packages.length || (await need("imports")).importMore(sources, this.header)) await this.fetch();
    else if (this.isKept) await this.fetch().catch(() => {}); // nobody has looked what it needs
  }

  /** @returns {Promise<unknown>} */
  fetch() {
    return Promise.all([...this.archives.values()].map((archive) => archive.fetch()));
  }

  /** When the page has nothing else to do. Who needs an archive later asks again, and hears what is wrong. */
  fetchLater() {
    whenIdle(() => void this.fetch().catch(() => {}));
  }
}
