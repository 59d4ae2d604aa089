// Python without a snapshot: it is started as Pyodide does it, and imports Skerry.

import { putArchives } from "./archive.js";
import { ARCHIVES, SEARCHED, fileOf } from "./archives.js";
import { Problem } from "./problem.js";
import { HOME, loadPython } from "./python.js";

/** What a wasm file lacks where snapshots have it. */
const CONSTANTS = "pyodide.constants";

/**
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./parts.js").Parts} Parts
 */

/**
 * @param {Manifest} manifest
 * @param {Parts} parts
 * @param {import("./progress.js").Progress} progress
 * @param {unknown} [why] the snapshot cannot be used, where there is one
 * @returns {Promise<any>} the pyodide object
 */
export async function startPython(manifest, parts, progress, why) {
  if (why) console.warn(`skerry: Python starts the long way, because its snapshot cannot be used: ${why instanceof Error ? why.message : why}`);
  const [{ scripts, wasm }, constants, stdlib, lock, archives] = await Promise.all([
    parts.core(),
    CONSTANTS in manifest.files ? parts.file(CONSTANTS) : null,
    parts.file("python_stdlib.zip"),
    parts.file("pyodide-lock.json").then((bytes) => new TextDecoder().decode(bytes)),
    Promise.all(ARCHIVES.map(async (name) => /** @type {const} */ ([name, await parts.file(fileOf(name))]))),
  ]);
  progress.say("Starting Python");
  /** @type {import("./hooks.js").Instantiated} */
  const instantiated = ({ exports }) => {
    if (constants) new Uint8Array(/** @type {WebAssembly.Memory} */ (exports.memory).buffer).set(constants);
    return new Map();
  };
  const put = (/** @type {any} */ module) => putArchives(module, manifest, new Map(archives));
  try {
    return await loadPython(manifest, scripts, wasm, stdlib, {
      lockFileContents: lock,
      createPyodideModule: (/** @type {any} */ settings) => scripts.factory({ ...settings, preRun: [...settings.preRun, put] }),
      env: { HOME, PYTHONPATH: SEARCHED },
    }, instantiated);
  } catch (cause) {
    throw new Problem("Python could not be started", `The interpreter did not come up: ${cause instanceof Error ? cause.message : cause}.`, { retry: true, cause });
  }
}
