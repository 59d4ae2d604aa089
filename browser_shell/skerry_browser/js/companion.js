// PyScript beside <py-app>: a page where PyScript runs Python has one interpreter for both.

import { Problem } from "./problem.js";

/** PyScript's scripts and elements that run Python in the page, not in a worker. */
const PYTHON = 'script[type="py"]:not([worker]), py-script:not([worker])';
const OLDEST = [3, 14];

/**
 * PyScript's own module, where the page loads it and has Python for it.
 * @returns {string | null} its address
 */
export function pyscriptModule() {
  if (!document.querySelector(PYTHON)) return null;
  const scripts = /** @type {HTMLScriptElement[]} */ ([...document.querySelectorAll('script[type="module"][src]')]);
  return scripts.find(({ src }) => /\/(pyscript\/)?core\.js($|\?)/.test(src))?.src ?? null;
}

/**
 * The interpreter that PyScript has started, or will.
 * @param {string} version that this build is made for
 * @returns {Promise<any>} null where there is none that an app can run in
 */
export async function pyscriptInterpreter(version) {
  const address = pyscriptModule();
  if (!address) return null;
  let interpreter;
  try {
    const { whenDefined } = await import(address);
    ({ interpreter } = await whenDefined("py"));
  } catch (cause) {
    console.warn(`skerry: PyScript is on this page and its interpreter cannot be shared, so there is a second one: ${cause instanceof Error ? cause.message : cause}`);
    return null;
  }
  const found = JSON.parse(interpreter.runPython("import sys, json; json.dumps(sys.version_info[:2])"));
  if (found[0] === OLDEST[0] && found[1] === OLDEST[1]) return interpreter;
  console.warn(`skerry: PyScript runs Python ${found.join(".")} on this page, and apps are built for ${OLDEST.join(".")} (Pyodide ${version}), so there is a second `
    + "interpreter. PyScript shares this one with: interpreter = \"<path>/pyodide.mjs\", the path of the folder that has py-app.js");
  return null;
}

/**
 * Put Skerry's Python packages where an interpreter finds them that was started without.
 * @param {any} pyodide
 * @param {() => Promise<Uint8Array>} packages
 */
export async function addPackages(pyodide, packages) {
  if (pyodide.runPython("import importlib.util; importlib.util.find_spec('skerry_browser') is not None")) return;
  const place = "/lib/skerry.zip";
  try {
    pyodide.FS.writeFile(place, await packages());
    pyodide.runPython(`import sys; sys.path.append(${JSON.stringify(place)})`);
  } catch (cause) {
    throw new Problem("Skerry could not be added to PyScript's interpreter", cause instanceof Error ? cause.message : String(cause), { retry: true, cause });
  }
}
