// What an app needs of the archives before it can be shown, where its build has seen that: those of Skerry's own Python, and of the
// standard library only some modules, in a small file of the app's. The whole then comes in idle time.
//
// That file is laid out as the end of the library's zip file, in the place of its directory: modules, uncompressed, and a directory of
// all that there are. Where something else is read than what is there, the file becomes whole: nobody finds a package half.

import { download } from "./download.js";
import { unpack } from "./zstandard.js";

/**
 * @typedef {import("./archive.js").Archive} Archive
 * @typedef {{url: string, size: number, raw: number, sha256: string, at: number, of: string}} Entry at: where it belongs in the library;
 *   of: the library's own hash
 * @typedef {{archives: string[], file: Entry | null}} Listed archives: those of Skerry's own that it needs, by name
 * @typedef {{archives: string[], file: Entry | null, bytes: Promise<Uint8Array<ArrayBuffer>> | null}} Ahead on its way
 */

/**
 * @param {Listed} listed
 * @param {URL} base what its address is relative to
 * @param {import("./progress.js").Progress} progress
 * @returns {Ahead}
 */
export function fetchAhead({ archives, file }, base, progress) {
  if (!file) return { archives, file, bytes: null };
  const url = new URL(file.url, base);
  const bytes = download(url, { ...file, encoding: "zstd" }, progress.part("the standard library", file.size));
  bytes.catch(() => {}); // who waits for it is told
  return { archives, file, bytes };
}

/** What is in the place of an interpreter's library. @type {WeakMap<Archive, string>} */
const laid = new WeakMap();

/**
 * @param {import("./library.js").Library} library
 * @param {Ahead} ahead
 */
export async function putAhead(library, { archives, file, bytes }) {
  const [packed] = await Promise.all([bytes, ...archives.map((name) => library.archives.get(name)?.fetch())]);
  const whole = /** @type {Archive} */ (library.archives.get("library"));
  const before = laid.get(whole);
  if (!file || !packed || before === file.sha256) return;
  if (before || file.of !== whole.entry.sha256) return whole.fetch(); // another app on the page has brought its own
  if (!whole.node.stream_ops.open) return; // it has been read
  laid.set(whole, file.sha256);
  lay(whole, unpack(whole.module, packed, file.raw), file.at);
}

/**
 * @param {Archive} whole
 * @param {Uint8Array} end
 * @param {number} at
 */
function lay(whole, end, at) {
  const { node } = whole;
  const { open, ...operations } = node.stream_ops;
  node.usedBytes = at + end.length;
  node.stream_ops = {
    ...operations,
    read(/** @type {any} */ stream, /** @type {Uint8Array} */ buffer, /** @type {number} */ offset, /** @type {number} */ length, /** @type {number} */ position) {
      if (node.stream_ops !== operations && position < at) {
        const content = new Uint8Array(node.usedBytes);
        content.set(whole.content().subarray(0, at));
        content.set(end, at);
        node.contents = content;
        node.stream_ops = operations;
      }
      if (node.stream_ops === operations) return operations.read(stream, buffer, offset, length, position);
      const piece = end.subarray(position - at, position - at + length);
      buffer.set(piece, offset);
      return piece.length;
    },
  };
}
