// `from pyscript import window, when, display` in an app, where PyScript is not on the page: PyScript's own Python modules, and the few
// things that they ask of JavaScript.

import { pyscriptModules } from "./companion.js";
import { download } from "./download.js";
import { Problem } from "./problem.js";

/**
 * @typedef {import("./source.js").App} App
 * @typedef {import("./runtime.js").Runtime} Runtime
 */

const IMPORT = /(?:^|[:;])[ \t]*(?:from[ \t]+|import[ \t](?:[^\n#;]*,)?[ \t]*)pyscript\b(?!\.js_modules)/m;
const PLACE = "/lib/pyscript.zip";

/** @type {WeakMap<object, Promise<void>>} */
const given = new WeakMap();

/**
 * Give an app that imports pyscript what it imports, once for all apps of an interpreter.
 * @param {App} app
 * @param {Runtime} runtime
 * @param {HTMLElement} host where `display` shows what has no other target
 */
export async function givePyScript(app, runtime, host) {
  if (!Object.values(app.sources).some((text) => IMPORT.test(text))) return;
  const { pyodide } = runtime;
  let giving = given.get(pyodide);
  if (!giving) given.set(pyodide, giving = give(runtime, host));
  await giving.catch((error) => {
    given.delete(pyodide);
    throw error;
  });
}

/**
 * @param {Runtime} runtime
 * @param {HTMLElement} host
 */
async function give({ pyodide, manifest }, host) {
  if (await pyscriptModules(pyodide)) return; // its own
  const entry = manifest.files["pyscript.zip"];
  if (!entry) {
    throw new Problem(
      "PyScript's modules are not in this build",
      "The app imports pyscript, and it was built from a source that did not. Build the site again.",
    );
  }
  const [zip, { default: IDBMap }, { default: IDBMapSync }] = await Promise.all([
    download(manifest.url("pyscript.zip"), entry, () => {}),
    import(new URL("pyscript/idb-map/index.js", manifest.base).href),
    import(new URL("pyscript/idb-map/sync.js", manifest.base).href),
  ]);
  pyodide.registerJsModule("polyscript", polyscript(pyodide, IDBMap, IDBMapSync));
  pyodide.registerJsModule("_pyscript", ofCore(pyodide, host));
  pyodide.FS.writeFile(PLACE, zip);
  const makeRoom = pyodide.pyimport("skerry_browser.equipment.make_room");
  makeRoom(PLACE);
  makeRoom.destroy();
}

/**
 * What polyscript gives PyScript's modules.
 * @param {any} pyodide
 * @param {any} IDBMap
 * @param {any} IDBMapSync
 */
function polyscript(pyodide, IDBMap, IDBMapSync) {
  return {
    IDBMap,
    IDBMapSync,
    XWorker: noWorker,
    config: {},
    currentScript: null,
    js_modules: {},
    workers: {},
    JSON,
    storage: async (/** @type {string} */ name) => {
      const storage = new IDBMapSync(name);
      await storage.sync();
      return storage;
    },
    lazy_py_modules: async (/** @type {string[]} */ ...names) => names.map((name) => pyodide.pyimport(name)),
  };
}

/**
 * What PyScript's core gives them.
 * @param {any} pyodide
 * @param {HTMLElement} host
 */
function ofCore(pyodide, host) {
  return {
    PyWorker: noWorker,
    fs: {},
    interpreter: pyodide,
    js_import: (/** @type {string[]} */ ...urls) => Promise.all(urls.map((url) => import(new URL(url, document.baseURI).href))),
    get target() {
      const shown = host.isConnected ? host : document.querySelector("py-app") ?? document.body;
      shown.id ||= `py-app-${crypto.randomUUID?.() ?? Date.now()}`;
      return shown.id;
    },
  };
}

function noWorker() {
  throw new Error("Workers are PyScript's own: load PyScript on this page to make them");
}
