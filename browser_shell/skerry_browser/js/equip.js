// What an app needs besides its sources: packages, data files, archives, and the JavaScript and styles that its configuration names.

import { pyscriptModules } from "./companion.js";
import { make } from "./dom.js";
import { fetchOk } from "./download.js";
import { checked, need } from "./need.js";
import { Problem } from "./problem.js";
import { givePyScript } from "./pyscript.js";
import { linkOnce } from "./surface.js";

/**
 * @typedef {import("./source.js").App} App
 * @typedef {import("./runtime.js").Runtime} Runtime
 */

/**
 * @param {App} app with what its configuration adds, once this is done
 * @param {Runtime} runtime
 * @param {number} id of the app in the interpreter
 * @param {import("./surface.js").Surface} surface where it is shown
 * @param {HTMLElement} host
 */
export async function equip(app, runtime, id, surface, host) {
  if (app.unread) readConfiguration(app, runtime);
  for (const url of app.styles) linkStyles(surface, url.href);
  await Promise.all([
    putPackages(app, runtime, host),
    require(app, runtime),
    storeFiles(app, runtime, id),
    ...Object.entries(app.archives).map(([folder, url]) => unpackArchive(app, runtime, id, folder, url)),
    ...Object.entries(app.modules).map(([name, url]) => provideModule(runtime, name, url)),
  ]);
  await givePyScript(app, runtime, host);
}

/**
 * A style sheet that the app's configuration names.
 * @param {import("./surface.js").Surface} surface
 * @param {string} href
 */
function linkStyles({ styled, root }, href) {
  if (styled === document) linkOnce(href);
  else root.before(make("link", { rel: "stylesheet", href }));
}

/**
 * One of Python's functions that are called while an app is loaded, and then not again.
 * @param {any} pyodide
 * @param {string} module
 * @param {string} name
 * @param {string} given
 * @returns {string}
 */
function ask(pyodide, module, name, given) {
  const found = pyodide.pyimport(`${module}.${name}`);
  try {
    return found(given);
  } finally {
    found.destroy();
  }
}

/**
 * An app that no tool has read says itself what it needs, and PyScript's configuration too; Python reads both.
 * @param {App} app
 * @param {Runtime} runtime
 */
function readConfiguration(app, runtime) {
  const { config, base } = /** @type {import("./source.js").Unread} */ (app.unread);
  const given = { entry: app.entry, text: app.sources[app.entry], config: config?.text ?? "", name: config?.name ?? "" };
  const found = JSON.parse(ask(runtime.pyodide, "skerry_browser.equipment", "read", JSON.stringify(given)));
  if (found.error) throw new Problem("The app's configuration cannot be read", found.error);
  const absolute = (/** @type {string} */ url) => new URL(url, config?.url ?? base);
  const wheels = (/** @type {string} */ text) => (/^\.{0,2}\/.*\.whl$/.test(text) ? absolute(text).href : text);
  app.required = { requirements: found.requirements.map(wheels), index: found.index, constraints: [] };
  for (const [path, url] of Object.entries(found.files)) app.files[path] = absolute(url);
  app.archives = Object.fromEntries(Object.entries(found.archives).map(([folder, url]) => [folder, absolute(url)]));
  app.modules = Object.fromEntries(Object.entries(found.modules).map(([name, url]) => [name, absolute(url)]));
  app.styles = found.styles.map(absolute);
  app.working = Object.keys(found.files);
}

/**
 * @param {App} app
 * @param {Runtime} runtime
 * @param {HTMLElement} host whose address tells apps apart that are all "app.py"
 */
async function putPackages({ packages, entry }, runtime, host) {
  if (packages.length) await (await need("packages")).shelfOf(runtime, ask).put(packages, `${entry} (${host.getAttribute("src")})`);
}

/**
 * Have micropip install what is not locked.
 * @param {App} app
 * @param {Runtime} runtime
 */
async function require({ entry, required }, runtime) {
  if (!required?.requirements.length) return;
  await checked("require");
  const { requirePackages } = await import("./require.js"); // a site that was built never needs it
  await runtime.library?.fetch(); // nor much of the standard library
  await requirePackages(runtime.pyodide, runtime.manifest, required, entry);
}

/**
 * @param {App} app
 * @param {Runtime} runtime
 * @param {number} id
 */
async function storeFiles(app, runtime, id) {
  await Promise.all(Object.entries(app.files).map(async ([name, url]) => {
    const bytes = new Uint8Array(await (await fetchOk(url)).arrayBuffer());
    if (name.endsWith(".py") && app.unread) app.sources[name] = new TextDecoder().decode(bytes);
    else runtime.putFile(id, name, bytes, app.working.includes(name));
  }));
}

/**
 * @param {App} app
 * @param {Runtime} runtime
 * @param {number} id
 * @param {string} folder
 * @param {URL} url
 */
async function unpackArchive(app, runtime, id, folder, url) {
  const name = decodeURIComponent(url.pathname.slice(url.pathname.lastIndexOf("/") + 1));
  const place = `.archives/${folder}/${name}`;
  runtime.putFile(id, place, new Uint8Array(await (await fetchOk(url)).arrayBuffer()), false);
  const found = JSON.parse(ask(runtime.pyodide, "skerry_browser.equipment", "unpack", JSON.stringify({ number: id, place, folder })));
  if (found.error) throw new Problem("An archive cannot be unpacked", `${url}: ${found.error}`);
  Object.assign(app.sources, found.sources);
}

/**
 * @param {Runtime} runtime
 * @param {string} name
 * @param {URL} url
 */
async function provideModule(runtime, name, url) {
  let module;
  try {
    module = await import(url.href);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Problem("A JavaScript module cannot be loaded", `js_modules names ${url} as ${name}, and it cannot be imported: ${reason}`, { retry: true, cause });
  }
  await pyscriptModules(runtime.pyodide); // where PyScript brings its own, these stand beside them
  const provide = runtime.pyodide.pyimport("skerry_browser.equipment.provide");
  const refused = provide(name, module, url.href); // what is in the way, or nothing
  provide.destroy();
  if (refused) throw new Problem("A JavaScript module cannot be named so", refused);
}
