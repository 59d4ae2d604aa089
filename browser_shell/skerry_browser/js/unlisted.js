// An app that no build has listed: its Python is in the page, or in files that the element names, with PyScript's configuration beside it.

import { have } from "./need.js";
import { Problem } from "./problem.js";
import { EVERY, fetchSources, fetchText } from "./source.js";

/** @typedef {import("./element.js").PyApp} PyApp */

/**
 * @typedef {import("./source.js").App} App
 * @typedef {import("./source.js").Unread} Unread
 */

const NOTHING = { parts: EVERY, files: {}, functions: null, packages: [], required: null, archives: {}, modules: {}, styles: [], working: [], unread: null };

/**
 * @param {PyApp} host
 * @param {RequestCache} cache
 * @returns {Promise<App>}
 */
export async function readUnlisted(host, cache) {
  have("imports");
  const src = host.getAttribute("src");
  const config = readConfig(host, cache);
  config.catch(() => {}); // it is awaited below
  if (src === null) return withConfig(inlineApp(host), new URL(host.placed), await config);
  const url = new URL(src, host.placed);
  return withConfig(await singleApp(url, host.getAttribute("files") ?? "", cache), url, await config);
}

/**
 * A configuration of PyScript's: the name of a file, or JSON itself.
 * @param {PyApp} host
 * @param {RequestCache} cache
 * @returns {Promise<Unread["config"]>}
 */
async function readConfig(host, cache) {
  const config = host.getAttribute("config");
  if (!config) return null;
  if (config.trimStart().startsWith("{")) return { url: new URL(host.placed), name: 'the attribute "config"', text: config };
  const url = new URL(config, host.placed);
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
 * @param {PyApp} host
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
