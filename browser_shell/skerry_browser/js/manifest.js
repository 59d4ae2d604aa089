// The runtime's files: what they are called here, how big they are, and what they hash to.

import { ARCHIVES, fileOf } from "./archives.js";
import { fetchOk } from "./download.js";
import { expectParts, need } from "./need.js";

/** @typedef {import("./download.js").FileEntry} FileEntry */

const NEEDED = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json", ...ARCHIVES.map(fileOf)];

export class Manifest {
  /**
   * @param {URL} url
   * @param {Record<string, FileEntry>} files
   * @param {string} pyodide its version
   */
  constructor(url, files, pyodide) {
    this.base = url;
    this.files = files;
    this.pyodide = pyodide;
  }

  /**
   * @param {URL} url
   * @returns {Promise<Manifest>}
   */
  static read(url) {
    const content = readContent(url);
    expectParts(content.then(({ parts }) => parts));
    return content.then(({ files, pyodide }) => new Manifest(url, files, pyodide));
  }

  /**
   * @param {string} name
   * @returns {URL}
   */
  url(name) {
    return new URL(this.files[name].url, this.base);
  }
}

/**
 * @param {URL} url
 * @returns {Promise<{files: Record<string, FileEntry>, pyodide: string, parts?: import("./need.js").Made}>}
 */
async function readContent(url) {
  const response = await fetchOk(url, { cache: "no-cache" });
  let content;
  try {
    content = await response.json();
  } catch (cause) {
    throw (await need("trouble")).unread(url, cause);
  }
  const missing = NEEDED.filter((name) => !content?.files?.[name]);
  if (content?.version !== 1 || missing.length) {
    throw (await need("trouble")).unfit(url, NEEDED, missing);
  }
  return content;
}
