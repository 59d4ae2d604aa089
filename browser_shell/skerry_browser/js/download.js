// Downloads a file with progress, unpacks it and checks its hash.

import { Problem } from "./problem.js";

/**
 * @typedef {object} FileEntry a file in the manifest
 * @property {string} url
 * @property {"gzip" | null} encoding
 * @property {number} size bytes as stored
 * @property {number} raw bytes unpacked
 * @property {string} sha256 of the unpacked bytes, lower-case hex
 */

/**
 * Fetch, with a Problem that names the address where it fails.
 * @param {string | URL} url
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
export async function fetchOk(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (cause) {
    throw new Problem("A download failed", `${url} could not be reached. Check the connection and try again.`, { retry: true, cause });
  }
  if (response.ok) return response;
  const message = response.status === 404
    ? `There is no file at ${url} (404). Check its name, and that it was uploaded with the rest.`
    : `The server answered ${response.status} ${response.statusText} for ${url}.`;
  throw new Problem(response.status === 404 ? "A file is missing" : "A download failed", message, { retry: true });
}

/**
 * @param {URL} url
 * @param {FileEntry} entry
 * @param {(bytes: number) => void} progress is told of each piece's size as it arrives
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the unpacked bytes, checked
 */
export async function download(url, entry, progress) {
  const response = await fetchOk(url);
  let bytes;
  try {
    const stream = await unpacked(counted(/** @type {ReadableStream} */ (response.body), progress), entry);
    bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new Problem("A download broke off", `${url} did not arrive whole. Check the connection and try again.`, { retry: true, cause });
  }
  await checkHash(url, bytes, entry.sha256);
  return bytes;
}

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @param {(bytes: number) => void} progress
 */
function counted(stream, progress) {
  return stream.pipeThrough(new TransformStream({
    transform(chunk, controller) {
      progress(chunk.byteLength);
      controller.enqueue(chunk);
    },
  }));
}

/**
 * Some hosts unpack a .gz file on the way by announcing its encoding; the first bytes tell.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @param {FileEntry} entry
 * @returns {Promise<ReadableStream>}
 */
async function unpacked(stream, { encoding }) {
  if (encoding !== "gzip") return stream;
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
  return packed ? whole.pipeThrough(new DecompressionStream("gzip")) : whole;
}

let told = false;

/**
 * @param {URL} url
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} expected
 */
export async function checkHash(url, bytes, expected) {
  if (!globalThis.crypto?.subtle) {
    if (!told) console.info("skerry: this page is not in a secure context (https or localhost), so downloads are not checked against their hashes");
    told = true;
    return;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const actual = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (actual === expected) return;
  throw new Problem(
    "A file is not the one that belongs here",
    `${url} has another content than its build says (sha256 ${actual.slice(0, 12)}…, expected ${expected.slice(0, 12)}…). `
      + "It was changed, damaged, or comes from an older copy in a cache: reload without the cache, or upload the build again.",
    { retry: true },
  );
}
