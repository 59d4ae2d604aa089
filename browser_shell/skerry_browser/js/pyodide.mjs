// For PyScript: `interpreter = "<path>/pyodide.mjs"` in its configuration makes this the module that it takes `loadPyodide` from.
// Python then starts as it does for <py-app>, and is there for both.

import { boot } from "./boot.js";
import { Manifest } from "./manifest.js";
import { Progress } from "./progress.js";

const manifest = await Manifest.read(new URL("manifest.json", import.meta.url));

export const version = manifest.pyodide;

/** Options that PyScript gives and that are taken care of here. */
const KNOWN = new Set(["stdout", "stderr", "stdin", "packages", "indexURL", "lockFileContents", "lockFileURL"]);

/**
 * As Pyodide's own function of this name, for the options that PyScript gives.
 * @param {Record<string, any>} [options]
 * @returns {Promise<any>}
 */
export async function loadPyodide(options = {}) {
  const others = Object.keys(options).filter((name) => !KNOWN.has(name) && options[name] !== undefined);
  if (others.length) console.warn(`skerry: loadPyodide was given ${others.join(", ")}, which has no effect here; it takes ${[...KNOWN].join(", ")}`);
  const { pyodide, library } = await boot(manifest, new Progress());
  library?.fetchLater();
  if (options.stdin) pyodide.setStdin({ stdin: options.stdin });
  if (options.stdout) pyodide.setStdout({ batched: options.stdout });
  if (options.stderr) pyodide.setStderr({ batched: options.stderr });
  if (options.packages?.length) await pyodide.loadPackage(options.packages);
  return pyodide;
}
