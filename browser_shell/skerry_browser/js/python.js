// Calls loadPyodide, which fetches nothing by itself here: it is answered with what was downloaded and checked.

import { withAnswers } from "./hooks.js";
import { restoreMemory, setTimezone } from "./snapshot.js";
import { alignTable, keepTrampoline, keepTrampolinesPlace, passing } from "./table.js";

/**
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./parts.js").Scripts} Scripts
 */

export const HOME = "/home/pyodide";

/**
 * @param {Manifest} manifest
 * @param {Scripts} scripts
 * @param {WebAssembly.Module} wasm
 * @param {import("./snapshot.js").Snapshot} snapshot
 * @returns {Promise<any>} the pyodide object
 */
export async function restorePython(manifest, scripts, wasm, snapshot) {
  const { header } = snapshot;
  /** @type {import("./hooks.js").Instantiated} */
  const instantiated = (instance, imports) => {
    alignTable(instance);
    return passing(snapshot.passers, imports);
  };
  const createPyodideModule = async (/** @type {any} */ settings) => {
    const module = await scripts.factory({ ...settings, preRun: [...settings.preRun, keepTrampolinesPlace] });
    module.API.restoreSnapshot = () => {
      if (header.build !== module.API.config.BUILD_ID) throw new Error("it was made with another build of Pyodide");
      keepTrampoline(module, () => restoreMemory(module, snapshot));
      setTimezone(module);
      return header.state;
    };
    return module;
  };
  const pyodide = await loadPython(manifest, scripts, wasm, new Uint8Array(), {
    lockFileContents: { info: header.lock, packages: {} },
    createPyodideModule,
    env: { HOME },
    _loadSnapshot: new Uint8Array(), // that there is one; what it is, restoreSnapshot knows
  }, instantiated);
  const renew = pyodide.pyimport("skerry_browser.restored.renew");
  renew(`${navigator.language.replace("-", "_")}.UTF-8`);
  renew.destroy();
  return pyodide;
}

/**
 * @param {Manifest} manifest
 * @param {Scripts} scripts
 * @param {WebAssembly.Module} wasm
 * @param {Uint8Array<ArrayBuffer>} stdlib
 * @param {object} options
 * @param {import("./hooks.js").Instantiated} [instantiated]
 * @returns {Promise<any>}
 */
export function loadPython(manifest, { pyodide }, wasm, stdlib, options, instantiated) {
  const indexURL = new URL(".", manifest.url("pyodide.asm.mjs")).href;
  const stdLibURL = manifest.url("python_stdlib.zip").href;
  const answers = new Map(/** @type {[string, any][]} */ ([
    [`${indexURL}pyodide.asm.wasm`, wasm],
    [stdLibURL, stdlib],
  ]));
  return withAnswers(answers, () => pyodide.loadPyodide({
    indexURL,
    stdLibURL,
    packageBaseUrl: indexURL,
    stdout: (/** @type {string} */ line) => console.log(line),
    stderr: (/** @type {string} */ line) => console.warn(line),
    ...options,
  }), instantiated);
}
