// From a manifest to a running interpreter: from a snapshot where there is one for this browser, else by starting Python. A snapshot
// that cannot be had or restored, for whatever reason, costs time and nothing else.

import { Library } from "./library.js";
import { need } from "./need.js";
import { Parts } from "./parts.js";
import { restorePython } from "./python.js";
import { readSnapshot } from "./snapshot.js";

/**
 * @typedef {import("./manifest.js").Manifest} Manifest
 * @typedef {import("./progress.js").Progress} Progress
 * @typedef {object} Booted
 * @property {any} pyodide
 * @property {"snapshot" | "plain" | "shared"} way "shared": PyScript has started it
 * @property {Library | null} library what a snapshot has left behind
 */

/**
 * @param {Manifest} manifest
 * @param {Progress} progress
 * @returns {Promise<Booted>}
 */
export async function boot(manifest, progress) {
  const parts = new Parts(manifest, progress);
  const name = snapshotFor(manifest);
  let why;
  if (name) {
    try {
      return await bootSnapshot(manifest, parts, progress, name);
    } catch (error) {
      await parts.core(); // where that is what failed, there is no other way
      why = error;
      progress.drop(name);
    }
  }
  void parts.core().catch(() => {}); // beside what starts it
  const { startPython } = await need("plain");
  return { pyodide: await startPython(manifest, parts, progress, why), way: "plain", library: null };
}

/**
 * Whether stack switching is there is part of the memory: a snapshot that was made without it never has it.
 * @param {Manifest} manifest
 * @returns {string | null}
 */
function snapshotFor(manifest) {
  const name = "Suspending" in WebAssembly ? "stack-switching.snapshot" : "plain.snapshot";
  return name in manifest.files ? name : null;
}

/**
 * @param {Manifest} manifest
 * @param {Parts} parts
 * @param {Progress} progress
 * @param {string} name
 * @returns {Promise<Booted>}
 */
async function bootSnapshot(manifest, parts, progress, name) {
  const [{ scripts, wasm }, bytes] = await parts.restored(name);
  progress.say("Starting Python");
  const snapshot = readSnapshot(bytes);
  const pyodide = await restorePython(manifest, scripts, wasm, snapshot);
  return { pyodide, way: "snapshot", library: new Library(pyodide, manifest, snapshot.header) };
}
