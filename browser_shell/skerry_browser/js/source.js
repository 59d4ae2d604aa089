// Where an app's Python comes from: inline, one file, or a listing of several.

import { fetchOk } from "./download.js";
import { fetchPackages } from "./packages.js";
import { Problem } from "./problem.js";

/**
 * @typedef {object} App
 * @property {string} entry
 * @property {Record<string, string>} sources path -> text
 * @property {Record<string, URL>} files name -> where to get it
 * @property {URL | null} functions a module with the JavaScript in the app's source, by its text
 * @property {import("./packages.js").Package[]} packages those that a build has locked, on their way
 * @property {Required | null} required what micropip is to install
 * @property {Record<string, URL>} archives folder -> what is unpacked there
 * @property {Record<string, URL>} modules name -> JavaScript that Python imports from pyscript.js_modules
 * @property {URL[]} styles
 * @property {string[]} working the data files that are found in Python's working folder, too
 * @property {Unread | null} unread what no tool has read: the app's own script block, and its configuration
 *
 * @typedef {{requirements: string[], index: string | null, constraints: string[], why?: string}} Required
 * @typedef {{base: URL, config: {url: URL, name: string, text: string} | null}} Unread
 * @typedef {import("./progress.js").Progress} Progress
 */

const NOTHING = { files: {}, functions: null, packages: [], required: null, archives: {}, modules: {}, styles: [], working: [], unread: null };

/**
 * @param {HTMLElement} host
 * @param {RequestCache} cache "no-cache" asks the server whether a file has changed, "reload" takes it anew
 * @param {Progress} progress
 * @returns {Promise<App>}
 */
export async function readApp(host, cache, progress) {
  const src = host.getAttribute("src");
  const config = readConfig(host.getAttribute("config"), cache);
  config.catch(() => {}); // it is awaited below
  if (src === null) return withConfig(inlineApp(host), new URL(document.baseURI), await config);
  const url = new URL(src, document.baseURI);
  if (url.pathname.endsWith(".json")) return listedApp(url, cache, progress);
  return withConfig(await singleApp(url, host.getAttribute("files") ?? "", cache), url, await config);
}

/**
 * Whether an app needs nothing but the interpreter and its own sources, as far as can be seen from here.
 * @param {App} app
 * @returns {boolean}
 */
export function isAlone(app) {
  const more = [app.files, app.packages, app.archives, app.modules, app.styles].some((named) => Object.keys(named).length > 0);
  return !more && !app.required?.requirements.length && !app.unread && !Object.values(app.sources).some((text) => text.includes("pyscript"));
}

/**
 * A configuration of PyScript's: the name of a file, or JSON itself.
 * @param {string | null} config
 * @param {RequestCache} cache
 * @returns {Promise<Unread["config"]>}
 */
async function readConfig(config, cache) {
  if (!config) return null;
  if (config.trimStart().startsWith("{")) return { url: new URL(document.baseURI), name: 'the attribute "config"', text: config };
  const url = new URL(config, document.baseURI);
  return { url, name: decodeURIComponent(url.pathname.slice(url.pathname.lastIndexOf("/") + 1)), text: await fetchText(url, cache) };
}

/**
 * @param {App} app
 * @param {URL} base
 * @param {Unread["config"]} config
 * @returns {App}
 */
function withConfig(app, base, config) {
  const says = config || /^# \/\/\/ script\s*$/m.test(app.sources[app.entry]);
  return says ? { ...app, unread: { base, config } } : app;
}

/**
 * @param {HTMLElement} host
 * @returns {App}
 */
function inlineApp(host) {
  const script = host.querySelector(':scope > script[type="text/python"]');
  if (!script) {
    throw new Problem(
      "This app has no source",
      'A <py-app> needs src="app.py", or its Python inside, in a <script type="text/python">.',
    );
  }
  return { ...NOTHING, entry: "app.py", sources: { "app.py": dedent(script.textContent ?? "") }, files: {} };
}

/**
 * @param {URL} url
 * @param {string} files names, relative to the entry, separated by spaces
 * @param {RequestCache} cache
 * @returns {Promise<App>}
 */
async function singleApp(url, files, cache) {
  const entry = decodeURIComponent(url.pathname.slice(url.pathname.lastIndexOf("/") + 1));
  const names = files.split(/\s+/).filter(Boolean);
  const urls = Object.fromEntries(names.map((name) => [name, new URL(name, url)]));
  const python = names.filter((name) => name.endsWith(".py"));
  const sources = await fetchSources({ [entry]: url, ...pick(urls, python) }, cache);
  return { ...NOTHING, entry, sources, files: pick(urls, names.filter((name) => !name.endsWith(".py"))) };
}

/**
 * @param {URL} url of a listing: see browser_shell/README.md
 * @param {RequestCache} cache
 * @param {Progress} progress
 * @returns {Promise<App>}
 */
async function listedApp(url, cache, progress) {
  const listing = JSON.parse(await fetchText(url, cache));
  if (listing.problem) throw new Problem("The app's configuration cannot be read", listing.problem, { retry: true });
  const absolute = (/** @type {Record<string, string>} */ map) =>
    Object.fromEntries(Object.entries(map ?? {}).map(([name, path]) => [name, new URL(path, url)]));
  const packages = fetchPackages(listing.packages ?? [], url, progress); // at once: they are most of what is to come
  return {
    ...NOTHING,
    entry: listing.entry,
    sources: await fetchSources(absolute(listing.sources), cache),
    files: absolute(listing.files),
    functions: listing.functions ? new URL(listing.functions, url) : null,
    packages,
    required: listing.required ?? null,
    archives: absolute(listing.archives),
    modules: absolute(listing.modules),
    styles: (listing.styles ?? []).map((/** @type {string} */ style) => new URL(style, url)),
    working: listing.working ?? [],
  };
}

/**
 * @param {Record<string, URL>} urls
 * @param {RequestCache} cache
 * @returns {Promise<Record<string, string>>}
 */
async function fetchSources(urls, cache) {
  const texts = await Promise.all(Object.entries(urls).map(async ([path, url]) => [path, await fetchText(url, cache)]));
  return Object.fromEntries(texts);
}

/**
 * @param {URL} url
 * @param {RequestCache} cache
 * @returns {Promise<string>}
 */
async function fetchText(url, cache) {
  const text = await (await fetchOk(url, { cache })).text();
  if (!/^\s*<(!doctype|html)/i.test(text)) return text;
  throw new Problem(
    "A file is missing",
    `${url} is a web page, not the app's source: the server answers unknown addresses with a page. Check the file's name.`,
    { retry: true },
  );
}

/**
 * @param {Record<string, T>} from
 * @param {string[]} names
 * @returns {Record<string, T>}
 * @template T
 */
function pick(from, names) {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}

/**
 * Remove the indentation that all lines share. Line numbers stay what they are within the script.
 * @param {string} text
 * @returns {string}
 */
export function dedent(text) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const indents = lines.filter((line) => line.trim()).map((line) => /** @type {string[]} */ (line.match(/^[ \t]*/))[0]);
  const common = indents.reduce(sharedStart, indents[0] ?? "");
  return lines.map((line) => (line.trim() ? line.slice(common.length) : "")).join("\n");
}

/**
 * @param {string} a
 * @param {string} b
 */
function sharedStart(a, b) {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
