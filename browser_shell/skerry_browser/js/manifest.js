// The runtime's files: what they are called here, how big they are, and what they hash to.

import { ARCHIVES, fileOf } from "./archives.js";
import { fetchOk } from "./download.js";
import { Problem } from "./problem.js";

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
  static async read(url) {
    const response = await fetchOk(url, { cache: "no-cache" });
    let content;
    try {
      content = await response.json();
    } catch (cause) {
      throw new Problem("The runtime's list of files cannot be read", `${url} is not JSON. Build the site again.`, { cause });
    }
    const missing = NEEDED.filter((name) => !content?.files?.[name]);
    if (content?.version !== 1 || missing.length) {
      throw new Problem(
        "The runtime's list of files does not fit",
        `${url} must have version 1 and name ${NEEDED.join(", ")}; missing: ${missing.join(", ") || "none"}. Build the site again.`,
      );
    }
    return new Manifest(url, content.files, content.pyodide);
  }

  /**
   * @param {string} name
   * @returns {URL}
   */
  url(name) {
    return new URL(this.files[name].url, this.base);
  }
}
