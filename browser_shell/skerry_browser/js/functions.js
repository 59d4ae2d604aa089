// JavaScript functions that an app names as text: "(a, b) => a + b", or "tools.js#add" in a module among its files.
//
// A build puts the texts that it finds in the source into one module, by text. A text that is not there is evaluated, which a
// strict Content-Security-Policy refuses.

import { Problem } from "./problem.js";

export { JavaScript } from "./javascript.js";

/** @typedef {(...args: any[]) => any} AnyFunction */

const NAMED = /^([\w./-]+\.m?js)#(\w+)$/;

/**
 * The JavaScript that an app names.
 * @param {{files: Record<string, URL>, functions: URL | null}} app
 */
export async function functionsOf({ files, functions }) {
  const made = new Functions(files, functions);
  await made.load();
  return made;
}

export class Functions {
  /**
   * @param {Record<string, URL>} files the app's files
   * @param {URL | null} module the texts of the build
   */
  constructor(files, module) {
    this.files = files;
    this.module = module;
    /** @type {Map<string, AnyFunction>} */
    this.known = new Map();
  }

  /** Load what the build has found. */
  async load() {
    if (!this.module) return;
    const { default: found } = await import(this.module.href);
    for (const [text, made] of Object.entries(found)) this.known.set(text, /** @type {AnyFunction} */ (made));
  }

  /**
   * @param {string} text
   * @returns {Promise<AnyFunction>}
   */
  async get(text) {
    const known = this.known.get(text);
    if (known) return known;
    const named = NAMED.exec(text.trim());
    const made = named ? await this.named(named[1], named[2]) : evaluated(text);
    this.known.set(text, made);
    return made;
  }

  /**
   * @param {string} file
   * @param {string} name
   * @returns {Promise<AnyFunction>}
   */
  async named(file, name) {
    const url = this.files[file] ?? new URL(file, document.baseURI);
    const module = await import(url.href);
    if (typeof module[name] === "function") return module[name];
    const has = Object.keys(module).filter((key) => typeof module[key] === "function");
    throw new Problem("A JavaScript function is missing", `${file} exports no function ${name}. It exports: ${has.join(", ") || "none"}`);
  }
}

/**
 * @param {string} text
 * @returns {AnyFunction}
 */
function evaluated(text) {
  let made;
  try {
    made = new Function(`return (${text}\n)`)();
  } catch (error) {
    if (error instanceof EvalError) {
      throw new Problem(
        "JavaScript was refused",
        `This page's Content-Security-Policy allows no JavaScript from text: ${text.trim().slice(0, 60)}. Put the function into a `
          + 'module among the app\'s files and name it, as in js="tools.js#add", or build the site with skerry build.',
      );
    }
    throw error;
  }
  if (typeof made !== "function") throw new Problem("This is no function", `js takes one JavaScript function, and this is ${typeof made}: ${text.slice(0, 60)}`);
  return made;
}
