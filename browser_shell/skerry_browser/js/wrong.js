// What is said of files that are not what was built.

import { Problem } from "./problem.js";

/**
 * @param {URL} url
 * @param {Uint8Array<ArrayBuffer>} bytes that have come
 * @param {string} actual their hash
 * @param {{size: number, sha256: string}} expected
 * @returns {{title: string, message: string}}
 */
export function wrongContent(url, bytes, actual, { size, sha256 }) {
  return isPage(bytes) ? {
    title: "A web page came instead of a file",
    message: `${url} is answered with a web page. On a network that wants people to sign in (a hotel's, a train's), open any page and sign in, then try again. `
      + "If it is your own site: the file is not there, and the host shows a page of its own for that.",
  } : {
    title: "A file is not the one that belongs here",
    message: `${url} has another content than its build says: ${bytes.length} bytes with sha256 ${actual.slice(0, 12)}…, expected ${size} with ${sha256.slice(0, 12)}…. `
      + "It was changed, damaged, or comes from an older copy in a cache: reload without the cache, or upload the build again.",
  };
}

/** @param {URL} url */
export function damaged(url) {
  return { title: "A file is damaged", message: `${url} cannot be unpacked: it is not whole, or not what was built. Upload the build again.` };
}

let told = false;

/** Browsers do not hash in pages that are not safe. */
export function unchecked() {
  if (!told) console.info("skerry: this page is not in a secure context (https or localhost), so downloads are not checked against their hashes");
  told = true;
}

/** @param {string} text of the attribute props */
export function badProps(text) {
  console.error("py-app: the attribute props must be a JSON object, as in props='{\"start\": 3}', and this is none:", text);
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function isPage(bytes) {
  return /^\s*<(!doctype|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}

/**
 * @param {string | URL} url
 * @param {Response} answer
 */
export function notOk(url, { status, statusText }) {
  const message = status === 404
    ? `There is no file at ${url} (404). Check its name, and that it was uploaded with the rest.`
    : `The server answered ${status} ${statusText} for ${url}.`;
  return new Problem(status === 404 ? "A file is missing" : "A download failed", message, { retry: true });
}

/** @param {URL} url answered with a web page */
export function noSource(url) {
  return new Problem("A file is missing", `${url} is a web page, not the app's source, as the server sends for unknown names. Check it.`, { retry: true });
}

/**
 * @param {URL} url of a manifest
 * @param {string[]} needed
 * @param {string[]} missing
 */
export function unfit(url, needed, missing) {
  return new Problem(
    "The runtime's list of files does not fit",
    `${url} must have version 1 and name ${needed.join(", ")}; missing: ${missing.join(", ") || "none"}. Build the site again.`,
  );
}

/**
 * @param {URL} url of a manifest
 * @param {unknown} cause
 */
export function unread(url, cause) {
  return new Problem("The runtime's list of files cannot be read", `${url} is not JSON. Try again; if it stays so, build the site again.`, { retry: true, cause });
}

/**
 * @param {URL} url of a script of Pyodide's
 * @param {unknown} cause
 */
export function noModule(url, cause) {
  return new Problem("A download failed", `${url} could not be loaded as a module: ${cause instanceof Error ? cause.message : cause}.`, { retry: true, cause });
}

/** @param {unknown} cause why the bridge is not there */
export function notInstalled(cause) {
  return new Problem(
    "Skerry could not be started",
    "Its Python part failed to load; the console has the traceback. Build the site again; if that does not help, report it.",
    { retry: true, cause },
  );
}
