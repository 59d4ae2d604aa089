// From a manifest to a running interpreter.

import { download } from "./download.js";
import { withAnswers } from "./hooks.js";
import { Problem } from "./problem.js";

/**
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./progress.js").Progress} Progress
 * @typedef {object} Parts
 * @property {any} pyodide the module pyodide.mjs
 * @property {any} factory what pyodide.asm.mjs exports
 * @property {WebAssembly.Module} wasm
 * @property {Uint8Array<ArrayBuffer>} stdlib
 * @property {string} lock
 * @property {Uint8Array<ArrayBuffer>} packages
 */

const PACKAGES = "/lib/skerry.zip";

/**
 * Everything at once, and checked.
 * @param {Manifest} manifest
 * @param {Progress} progress
 * @returns {Promise<Parts>}
 */
export async function fetchParts(manifest, progress) {
  const file = (/** @type {string} */ name) => {
    const entry = manifest.files[name];
    const part = progress.part(name, entry.size);
    return download(manifest.url(name), entry, part);
  };
  const script = async (/** @type {string} */ name) => {
    const part = progress.part(name, manifest.files[name].size);
    const module = await importScript(manifest.url(name));
    part(manifest.files[name].size);
    return module;
  };
  const [pyodide, factory, wasm, stdlib, lock, packages] = await Promise.all([
    script("pyodide.mjs"),
    script("pyodide.asm.mjs"),
    file("pyodide.asm.wasm").then(compile),
    file("python_stdlib.zip"),
    file("pyodide-lock.json").then((bytes) => new TextDecoder().decode(bytes)),
    file("skerry.zip"),
  ]);
  return { pyodide, factory: factory.default, wasm, stdlib, lock, packages };
}

/**
 * Start the interpreter. Another way to start one (a memory snapshot) replaces this function.
 * @param {Manifest} manifest
 * @param {Parts} parts
 * @returns {Promise<any>} the pyodide object
 */
export function bootInterpreter(manifest, parts) {
  const indexURL = new URL(".", manifest.url("pyodide.asm.mjs")).href;
  const stdLibURL = manifest.url("python_stdlib.zip").href;
  const answers = new Map(/** @type {[string, any][]} */ ([
    [indexURL + "pyodide.asm.wasm", parts.wasm],
    [stdLibURL, parts.stdlib],
  ]));
  return withAnswers(answers, () => parts.pyodide.loadPyodide({
    indexURL,
    stdLibURL,
    packageBaseUrl: indexURL,
    lockFileContents: parts.lock,
    createPyodideModule: parts.factory,
    env: { HOME: "/home/pyodide", PYTHONPATH: PACKAGES },
    fsInit: async (/** @type {any} */ fs) => fs.writeFile(PACKAGES, parts.packages),
    stdout: (/** @type {string} */ line) => console.log(line),
    stderr: (/** @type {string} */ line) => console.warn(line),
  })).catch((cause) => {
    throw new Problem("Python could not be started", `The interpreter did not come up: ${cause?.message ?? cause}.`, { retry: true, cause });
  });
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(bytes) {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw new Problem(
      "This browser cannot run this Python",
      `It does not know all of the WebAssembly that Python 3.14 needs (${cause instanceof Error ? cause.message : cause}). Update the browser.`,
      { cause },
    );
  }
}

/** How often each script has failed: a browser may remember a failure under its address. @type {Map<string, number>} */
const failures = new Map();

/**
 * @param {URL} url
 * @returns {Promise<any>}
 */
async function importScript(url) {
  const again = failures.get(url.href) ?? 0;
  try {
    return await import(again ? `${url.href}?again=${again}` : url.href);
  } catch (cause) {
    failures.set(url.href, again + 1);
    throw new Problem("A download failed", `${url} could not be loaded as a module: ${cause instanceof Error ? cause.message : cause}.`, { retry: true, cause });
  }
}
