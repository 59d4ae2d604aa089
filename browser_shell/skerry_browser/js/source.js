// Where an app's Python comes from: a listing of several files, as a build writes it; for what has none, see unlisted.js.

import { fetchOk } from "./download.js";
import { need } from "./need.js";
import { Problem } from "./problem.js";

/** @typedef {import("./element.js").PyApp} PyApp */

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
 * @property {import("./ahead.js").Ahead | null} [ahead] what it needs before it is shown: null for nothing; without it nobody has looked
 * @property {Part[]} parts those of the page's code that it may need
 * @property {Unread | null} unread what no tool has read: the app's own script block, and its configuration
 *
 * @typedef {{requirements: string[], index: string | null, constraints: string[], why?: string}} Required
 * @typedef {{base: URL, config: {url: URL, name: string, text: string} | null}} Unread
 * @typedef {import("./progress.js").Progress} Progress
 * @typedef {keyof import("./need.js").Parts} Part
 */

/**
 * What an app may need of which the build has not said that it does not. keeping and network have to be there before Python runs: what is
 * kept is read then, and a request that holds up the page waits for nothing. For the others a message would wait.
 * @type {Part[]}
 */
export const EVERY = ["keeping", "network", "commands", "forms", "lists", "seldom"];

/**
 * @param {PyApp} host
 * @param {RequestCache} cache "no-cache" asks the server whether a file has changed, "reload" takes it anew
 * @param {Progress} progress
 * @returns {Promise<App>}
 */
export async function readApp(host, cache, progress) {
  const url = new URL(host.getAttribute("src") ?? "", host.placed);
  if (url.pathname.endsWith(".json")) return listedApp(url, cache, progress);
  return (await need("unlisted")).readUnlisted(host, cache);
}

/**
 * Whether an app needs nothing but the interpreter and its own sources, as far as can be seen from here.
 * @param {App} app
 * @returns {boolean}
 */
function isAlone(app) {
  const more = [app.files, app.packages, app.archives, app.modules, app.styles].some((named) => Object.keys(named).length);
  return !more && !app.required?.requirements.length && !app.unread && !Object.values(app.sources).some((text) => text.includes("pyscript"));
}

/**
 * The parts of the page's code that come beside Python.
 * @param {App} app
 * @returns {Part[]}
 */
export function partsOf(app) {
  return isAlone(app) ? app.parts : ["equip", ...app.parts];
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
  const [packages, ahead, sources] = await Promise.all([
    listing.packages?.length ? need("packages").then((part) => part.fetchPackages(listing.packages, url, progress)) : [], // at once: they are most of what is to come
    listing.library ? need("ahead").then((part) => part.fetchAhead(listing.library, url, progress)) : listing.library,
    fetchSources(absolute(listing.sources), cache),
  ]);
  return {
    entry: listing.entry,
    sources,
    files: absolute(listing.files),
    functions: listing.functions ? new URL(listing.functions, url) : null,
    packages,
    ahead,
    required: listing.required ?? null,
    archives: absolute(listing.archives),
    modules: absolute(listing.modules),
    styles: (listing.styles ?? []).map((/** @type {string} */ style) => new URL(style, url)),
    working: listing.working ?? [],
    parts: listing.parts ?? EVERY,
    unread: null,
  };
}

/**
 * @param {Record<string, URL>} urls
 * @param {RequestCache} cache
 * @returns {Promise<Record<string, string>>}
 */
export async function fetchSources(urls, cache) {
  const texts = await Promise.all(Object.entries(urls).map(async ([path, url]) => [path, await fetchText(url, cache)]));
  return Object.fromEntries(texts);
}

/**
 * @param {URL} url
 * @param {RequestCache} cache
 * @returns {Promise<string>}
 */
export async function fetchText(url, cache) {
  const text = await (await fetchOk(url, { cache })).text();
  if (!/^\s*<(!doctype|html)/i.test(text)) return text;
  throw (await need("trouble")).noSource(url);
}
