// What an interpreter is made of, downloaded side by side; each part once, whoever asks for it.

import { download } from "./download.js";
import { need, preload } from "./need.js";

/**
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./progress.js").Progress} Progress
 * @typedef {object} Scripts
 * @property {any} pyodide the module pyodide.mjs
 * @property {any} factory what pyodide.asm.mjs exports
 * @typedef {{scripts: Scripts, wasm: WebAssembly.Module}} Core
 */

export class Parts {
  /**
   * @param {Manifest} manifest
   * @param {Progress} progress
   */
  constructor(manifest, progress) {
    this.manifest = manifest;
    this.progress = progress;
    /** @type {Promise<Core> | null} */
    this.coming = null;
  }

  /**
   * For a start from a snapshot.
   * @param {string} snapshot
   * @returns {Promise<[Core, Uint8Array<ArrayBuffer>]>}
   */
  restored(snapshot) {
    return Promise.all([this.core(), this.file(snapshot)]);
  }

  core() {
    this.coming ??= this.fetchCore();
    return this.coming;
  }

  /** @returns {Promise<Core>} */
  async fetchCore() {
    const [pyodide, { default: factory }, wasm] = await Promise.all([
      this.script("pyodide.mjs"),
      this.script("pyodide.asm.mjs"),
      this.compiled("pyodide.asm.wasm"),
    ]);
    return { scripts: { pyodide, factory }, wasm };
  }

  /**
   * Compiled while it arrives; nobody gets it before its hash is known to be right.
   * @param {string} name
   * @returns {Promise<WebAssembly.Module>}
   */
  async compiled(name) {
    /** @type {Promise<WebAssembly.Module> | null} */
    let coming = null;
    await this.file(name, (file, sure, alone) => {
      const other = sure || alone ? null : file.clone();
      coming = compile(file);
      coming.catch(() => {}); // what is wrong with the file, its download says
      return sure ? coming.then(() => null) : other;
    });
    return /** @type {any} */ (coming);
  }

  /**
   * @param {string} name
   * @param {import("./download.js").Through} [through]
   */
  file(name, through) {
    const entry = this.manifest.files[name];
    return download(this.manifest.url(name), entry, this.progress.part(name, entry.size), through);
  }

  /**
   * @param {string} name
   * @returns {Promise<any>}
   */
  async script(name) {
    const { size, sha256 } = this.manifest.files[name];
    const part = this.progress.part(name, size);
    const module = await importScript(this.manifest.url(name), sha256);
    part(size);
    return module;
  }
}

/**
 * @param {Response} file
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(file) {
  try {
    return await WebAssembly.compileStreaming(file);
  } catch (cause) {
    throw (await need("trouble")).cannotCompile(cause);
  }
}

/** How often each script has failed: a browser may remember a failure under its address. @type {Map<string, number>} */
const failures = new Map();

/**
 * @param {URL} url
 * @param {string} sha256
 * @returns {Promise<any>}
 */
async function importScript(url, sha256) {
  const again = failures.get(url.href) ?? 0;
  const href = again ? `${url.href}?again=${again}` : url.href;
  try {
    await preload(href, sha256);
    return await import(href);
  } catch (cause) {
    failures.set(url.href, again + 1);
    throw (await need("trouble")).noModule(url, cause);
  }
}
