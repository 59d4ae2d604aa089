// PyScript on the page: one interpreter for its scripts and for apps, whoever starts it.
//
//   pyodide.mjs is PyScript's interpreter   Skerry starts it, from the snapshot, and PyScript is given it
//   PyScript has another one                it starts that, and apps run in it where it is the Python that they are made for
//   PyScript cannot run here                apps start their own, as on any page
//
// What PyScript leaves to other modules is under a symbol; it is there once PyScript's own module has run.

import { putArchives } from "./archive.js";
import { ARCHIVES, fileOf, placeOf } from "./archives.js";
import { download } from "./download.js";
import { Problem } from "./problem.js";
import { hasScripts } from "./runtime.js";

/** @typedef {{whenDefined: (type: string) => Promise<{interpreter: any}>}} Core */

const CORE = Symbol.for("@pyscript/core");
const PYTHON = "3.14";
/** Milliseconds from look to look, and after which a loaded page has no PyScript for its scripts. */
const LOOK = 20, LATEST = 2000;

/** @type {(nothing: null) => void} */
let claim;
/** @type {Promise<null>} */
const claimed = new Promise((resolve) => { claim = resolve; });

/** PyScript asks Skerry for its interpreter: there is no other to wait for. */
export function claimInterpreter() {
  claim(null);
}

/** Interpreters of PyScript's that a runtime has, or has seen die. @type {WeakSet<object>} */
const taken = new WeakSet();

/**
 * The interpreter that PyScript has, with Skerry in it.
 * @param {import("./manifest.js").Manifest} manifest
 * @returns {Promise<import("./boot.js").Booted | null>}
 */
export async function sharedInterpreter(manifest) {
  const pyodide = await pyscriptInterpreter();
  if (!pyodide || taken.has(pyodide)) return null;
  await addPackages(pyodide, manifest);
  taken.add(pyodide);
  return { pyodide, way: "shared", library: null };
}

/**
 * The interpreter that PyScript has started by itself, or will.
 * @returns {Promise<any>} null where there is none that an app can run in
 */
async function pyscriptInterpreter() {
  const found = await Promise.race([claimed, whenReady().then((wrap) => wrap?.interpreter ?? null)]);
  if (!found) return null;
  const version = found.runPython("import sys; '.'.join(map(str, sys.version_info[:2]))");
  if (version === PYTHON) return found;
  console.warn(`skerry: PyScript runs Python ${version} on this page, and apps are made for ${PYTHON}, so there is a second interpreter. `
    + 'PyScript takes the one of apps with: interpreter = "<path>/pyodide.mjs", in the folder that has py-app.js');
  return null;
}

/**
 * Wait until PyScript's Python modules can be imported.
 * @param {any} pyodide
 * @returns {Promise<boolean>} false where PyScript has no part in this interpreter
 */
export async function pyscriptModules(pyodide) {
  const wrap = await whenReady();
  if (wrap?.interpreter !== pyodide) return false;
  const isThere = () => pyodide.runPython("from importlib import invalidate_caches, machinery; invalidate_caches(); machinery.PathFinder.find_spec('pyscript') is not None");
  while (!isThere()) await pause(LOOK); // its first script, which is on its way, begins with writing them
  return true;
}

/** @type {Promise<{interpreter: any} | null> | null} */
let ready = null;

/** @returns {Promise<{interpreter: any} | null>} null where PyScript is not on the page, or has failed */
function whenReady() {
  ready ??= hasScripts() ? started() : Promise.resolve(null);
  return ready;
}

/** @returns {Promise<{interpreter: any} | null>} */
async function started() {
  const core = await pyscriptCore();
  if (!core || !canEvaluate()) return null;
  return Promise.race([core.whenDefined("py"), failure()]);
}

/** @returns {Promise<Core | undefined>} */
async function pyscriptCore() {
  const scope = /** @type {Record<symbol, Core | undefined>} */ (/** @type {unknown} */ (globalThis));
  if (!scope[CORE] && document.readyState !== "complete") {
    await new Promise((resolve) => { addEventListener("load", resolve, { once: true }); });
  }
  for (let waited = 0; !scope[CORE] && waited < LATEST; waited += LOOK) await pause(LOOK);
  return scope[CORE];
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

/** PyScript makes functions of texts. Where the page's policy has none of that, PyScript never gets as far as to say so. */
function canEvaluate() {
  try {
    return Boolean(new Function("return true")());
  } catch {
    console.warn("skerry: PyScript cannot run under this page's Content-Security-Policy: it needs 'unsafe-eval' in script-src. Apps do not.");
    return false;
  }
}

/** @returns {Promise<null>} once anything has failed on the page: PyScript does not tell what */
function failure() {
  return new Promise((resolve) => {
    for (const name of ["error", "unhandledrejection"]) addEventListener(name, () => resolve(null), { once: true });
  });
}

/**
 * Put Skerry's own Python where an interpreter finds it that was started without.
 * @param {any} pyodide
 * @param {import("./manifest.js").Manifest} manifest
 */
async function addPackages(pyodide, manifest) {
  try {
    const fetched = ARCHIVES.map(async (name) => {
      const file = fileOf(name);
      return /** @type {const} */ ([name, await download(manifest.url(file), manifest.files[file], () => {})]);
    });
    putArchives(pyodide._module, manifest, new Map(await Promise.all(fetched)));
    pyodide.runPython(`import sys; sys.path += ${JSON.stringify(ARCHIVES.map(placeOf))}`);
  } catch (cause) {
    throw new Problem("Skerry could not be added to PyScript's interpreter", cause instanceof Error ? cause.message : String(cause), { retry: true, cause });
  }
}
