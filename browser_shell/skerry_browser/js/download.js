// Downloads a file with progress, unpacks it and checks its hash.

import { need } from "./need.js";
import { KEPT, forget, patiently, whatBroke } from "./patient.js";
import { Problem } from "./problem.js";

/**
 * @typedef {object} FileEntry a file in the manifest
 * @property {string} url
 * @property {"gzip" | "zstd" | null} encoding what is `zstd` is unpacked by the interpreter (archive.js)
 * @property {number} size bytes as stored
 * @property {number} raw bytes unpacked
 * @property {string} sha256 lower-case hex: with `gzip` of the unpacked bytes, else of those that are stored
 * @property {string} [packed] with `gzip` of those that are stored
 */

/** Who compiles a file while it arrives has to be told that it is WebAssembly. */
const AS_WASM = { headers: { "content-type": "application/wasm" } };

/**
 * @callback Through sees the unpacked file first
 * @param {Response} file
 * @param {boolean} sure whether it is known to be right
 * @param {boolean} alone whether nobody else needs it: what is checked is the packed file
 * @returns {Response | null | Promise<Response | null>} the same for the others, null for nobody
 */

/**
 * @callback Arrived
 * @param {number} bytes the size of a piece
 * @param {string} [trouble] why nothing comes; what comes next ends it
 * @returns {void}
 */

/**
 * Fetch with patience, and with a Problem that names the address where it fails.
 * @param {string | URL} url
 * @param {RequestInit} [init]
 * @param {import("./patient.js").Options} [options]
 * @returns {Promise<Response>}
 */
export async function fetchOk(url, init, options) {
  const response = await patiently(url, init, options);
  if (response.ok) return response;
  throw (await need("trouble")).notOk(url, response);
}

/**
 * A file that is not the right one may come from an older copy in a cache: then it is taken anew, once.
 * @param {URL} url
 * @param {FileEntry} entry
 * @param {Arrived} progress
 * @param {Through} [through]
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the unpacked bytes, checked
 */
export async function download(url, entry, progress, through = (file) => file) {
  try {
    return await checked(url, entry, progress, "default", through);
  } catch (error) {
    if (!(error instanceof WrongContent)) throw error;
    forget(url);
    return checked(url, entry, progress, "reload", through).finally(() => forget(url));
  }
}

/**
 * @param {URL} url
 * @param {FileEntry} entry
 * @param {Arrived} progress
 * @param {RequestCache} cache
 * @param {Through} through
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function checked(url, entry, progress, cache, through) {
  const response = await fetchOk(url, { cache }, { checked: true, progress });
  const sure = response.headers.has(KEPT);
  let bytes, stored;
  try {
    if (sure) progress(entry.size);
    const [file, packed] = sure ? [response] : await unpacked(/** @type {ReadableStream} */ (response.body), entry);
    const [rest, whole] = await Promise.all([through(file, sure, Boolean(packed)), packed?.arrayBuffer()]);
    bytes = new Uint8Array(/** @type {ArrayBuffer} */ (await rest?.arrayBuffer()));
    stored = whole && new Uint8Array(whole);
  } catch (cause) {
    const broken = whatBroke(response);
    if (broken) throw broken;
    const { title, message } = (await need("trouble")).damaged(url);
    throw new WrongContent(title, message, { retry: true, cause });
  }
  const { encoding, size, raw, sha256, packed = sha256 } = entry;
  if (stored) await checkHash(url, stored, { size, sha256: packed });
  else if (!sure) await checkHash(url, bytes, { size: encoding === "gzip" ? raw : size, sha256 });
  return bytes;
}

/**
 * Some hosts unpack a .gz file on the way by announcing its encoding; the first bytes tell.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @param {FileEntry} entry
 * @returns {Promise<[unpacked: Response, packed?: Response]>}
 */
async function unpacked(stream, { encoding }) {
  if (encoding !== "gzip") return [new Response(stream, AS_WASM)];
  const reader = stream.getReader();
  const first = await reader.read();
  const packed = first.value?.[0] === 0x1f && (first.value.length < 2 || first.value[1] === 0x8b);
  const whole = new ReadableStream({
    start(controller) {
      if (first.value) controller.enqueue(first.value);
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  if (!packed) return [new Response(whole, AS_WASM)];
  const [one, other] = whole.tee();
  return [new Response(one.pipeThrough(new DecompressionStream("gzip")), AS_WASM), new Response(other)];
}

/** What arrived whole, and is not what belongs there. */
class WrongContent extends Problem {}

/**
 * @param {URL} url
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {{size: number, sha256: string}} expected
 */
export async function checkHash(url, bytes, expected) {
  if (!globalThis.crypto?.subtle) return (await need("trouble")).unchecked();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const actual = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (actual === expected.sha256) return;
  const { title, message } = (await need("trouble")).wrongContent(url, bytes, actual, expected);
  throw new WrongContent(title, message, { retry: true });
}
