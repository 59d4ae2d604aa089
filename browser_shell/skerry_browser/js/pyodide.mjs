// For PyScript: `interpreter = "<path>/pyodide.mjs"` in its configuration makes this the module that it takes `loadPyodide` from.
// Python then starts as it does for <py-app>, and is there for both.

import { boot } from "./boot.js";
import { claimInterpreter } from "./companion.js";
import { Manifest } from "./manifest.js";
import { Progress } from "./progress.js";
import { runtimeOf } from "./runtime.js";

const MANIFEST = new URL("manifest.json", import.meta.url);
const manifest = await Manifest.read(MANIFEST);

export const version = manifest.pyodide;

/** What PyScript gives, and is taken care of here. What it says of places is Skerry's own matter. */
const KNOWN = new Set(["stdout", "stderr", "packages", "indexURL", "lockFileContents", "lockFileURL"]);

/** PyScript registers JavaScript modules and imports them at once. They are not to be looked for in archives that have not come yet. */
const JAVASCRIPT_FIRST = `
import sys
from _pyodide._importhook import jsfinder
sys.meta_path.remove(jsfinder)
sys.meta_path.insert(0, jsfinder)
`;

let isGiven = false;

/**
 * As Pyodide's own function of this name, for the options that PyScript gives.
 * @param {Record<string, any>} [options]
 * @returns {Promise<any>} the first time the interpreter that apps run in, then others
 */
export async function loadPyodide(options = {}) {
  const others = Object.keys(options).filter((name) => !KNOWN.has(name) && options[name] !== undefined);
  if (others.length) console.warn(`skerry: loadPyodide was given ${others.join(", ")}, which has no effect here; it takes ${[...KNOWN].join(", ")}`);
  const pyodide = await (isGiven ? another(options) : shared(options));
  offerMicropip(pyodide);
  if (options.packages?.length) await pyodide.loadPackage(options.packages);
  return pyodide;
}

/** @param {Record<string, any>} options */
async function shared({ stdout, stderr }) {
  isGiven = true;
  claimInterpreter();
  const runtime = await runtimeOf(MANIFEST).ready;
  settle(runtime);
  runtime.output = (level, text) => (level === "info" ? stdout ?? console.log : stderr ?? console.warn)(text);
  return runtime.pyodide;
}

/** @param {Record<string, any>} options */
async function another({ stdout, stderr }) {
  const { pyodide, library } = await boot(manifest, new Progress());
  settle({ pyodide, library });
  if (stdout) pyodide.setStdout({ batched: stdout });
  if (stderr) pyodide.setStderr({ batched: stderr });
  return pyodide;
}

/** @param {{pyodide: any, library: import("./library.js").Library | null}} started */
function settle({ pyodide, library }) {
  pyodide.runPython(JAVASCRIPT_FIRST);
  if (!library) return;
  const { loadPackage } = pyodide;
  pyodide.loadPackage = async (/** @type {any[]} */ ...given) => {
    await library.fetch(); // packages import more of the standard library than a snapshot has
    return loadPackage.apply(pyodide, given);
  };
  library.fetchLater();
}

/**
 * PyScript installs packages by loading micropip by its name; a snapshot knows of no packages at all.
 * @param {any} pyodide
 */
function offerMicropip(pyodide) {
  const entry = manifest.files.micropip;
  if (!entry || pyodide.lockfile.packages.micropip?.file_name.includes(":")) return;
  const name = "micropip";
  pyodide.lockfile.packages[name] = {
    name, version: "0", file_name: manifest.url(name).href, sha256: entry.sha256, install_dir: "site", depends: [], imports: [name], package_type: "package",
    unvendored_tests: false, tool: {},
  };
}
