// An archive in the interpreter: a file that is there from the start, and has its content once somebody opens it.
//
// Opening is the moment to unpack it: what reads a file has its place in memory already, which may move where memory grows.

import { fileOf, placeOf } from "./archives.js";
import { checkHash, download } from "./download.js";
import { unpack } from "./zstandard.js";

/** @typedef {import("./manifest.js").FileEntry} FileEntry */

export class Archive {
  /**
   * @param {any} module Emscripten's
   * @param {string} path
   * @param {URL} url
   * @param {FileEntry} entry
   * @param {Uint8Array<ArrayBuffer> | null} bytes what the file is, where it has come already
   */
  constructor(module, path, url, entry, bytes = null) {
    this.module = module;
    this.url = url;
    this.entry = entry;
    this.bytes = bytes;
    /** @type {Promise<void> | null} */
    this.coming = null;
    const { FS } = module;
    FS.writeFile(path, "");
    const { node } = FS.lookupPath(path);
    this.node = node;
    node.usedBytes = entry.raw;
    const { stream_ops } = node;
    node.stream_ops = {
      ...stream_ops,
      open: (/** @type {any} */ stream) => {
        try {
          node.contents = this.content();
          node.stream_ops = stream_ops;
        } catch (error) {
          FS.closeStream(stream.fd); // nobody is told its number
          throw error;
        }
      },
    };
  }

  /** @returns {Promise<void>} */
  fetch() {
    this.coming ??= download(this.url, this.entry, () => {}).then((bytes) => { this.bytes ??= bytes; });
    this.coming.catch(() => { this.coming = null; });
    return this.coming;
  }

  /**
   * For good: nothing is kept of what came.
   * @returns {Uint8Array<ArrayBuffer>}
   */
  content() {
    const bytes = this.bytes ?? this.fetchNow();
    this.bytes = null;
    try {
      const content = this.entry.encoding === "zstd" ? unpack(this.module, bytes, this.entry.raw) : bytes;
      this.coming ??= Promise.resolve();
      return content;
    } catch (error) {
      console.error(`skerry: ${this.url} cannot be unpacked`, error);
      throw new this.module.FS.ErrnoError(EIO);
    }
  }

  /**
   * In the middle of something: a request that holds up the page.
   * @returns {Uint8Array<ArrayBuffer>}
   */
  fetchNow() {
    const request = new XMLHttpRequest();
    request.open("GET", this.url, false);
    request.overrideMimeType("text/plain; charset=x-user-defined"); // each byte as a character: nothing else can be asked for
    try {
      request.send();
    } catch {
      // the browser says why, and what has come is counted
    }
    const bytes = Uint8Array.from(request.responseText ?? "", (character) => character.charCodeAt(0));
    if (bytes.length !== this.entry.size) {
      console.error(`skerry: ${this.url} did not come whole: ${bytes.length} of ${this.entry.size}`);
      throw new this.module.FS.ErrnoError(EIO);
    }
    void checkHash(this.url, bytes, this.entry).catch((error) => console.error(`skerry: ${error.message}`)); // it can only be told afterwards
    return bytes;
  }
}

/**
 * Skerry's own Python, where it has come already.
 * @param {any} module Emscripten's
 * @param {import("./manifest.js").Manifest} manifest
 * @param {Map<string, Uint8Array<ArrayBuffer>>} archives by name
 */
export function putArchives(module, manifest, archives) {
  for (const [name, bytes] of archives) {
    const file = fileOf(name);
    new Archive(module, placeOf(name), manifest.url(file), manifest.files[file], bytes);
  }
}

/** Emscripten's number for "input/output error". */
const EIO = 29;
