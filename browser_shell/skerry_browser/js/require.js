// Packages that are not locked: micropip installs them in the page. Sites that were built have no use for it.

import { download } from "./download.js";
import { Problem } from "./problem.js";

/**
 * @typedef {import("./source.js").Required} Required
 * @typedef {import("./manifest.js").Manifest} Manifest
 */

const MICROPIP = "micropip";

/**
 * @param {any} pyodide
 * @param {Manifest} manifest
 * @param {Required} required
 * @param {string} app
 */
export async function requirePackages(pyodide, manifest, required, app) {
  await bringMicropip(pyodide, manifest);
  const install = pyodide.pyimport("skerry_browser.packages.install");
  try {
    const index = required.index && new URL(required.index, document.baseURI).href;
    const problem = JSON.parse(await install(JSON.stringify({ ...required, index })));
    if (Object.keys(problem).length) throw await explained(problem, required, app);
  } finally {
    install.destroy();
  }
}

/** By interpreter. @type {WeakMap<any, Promise<void>>} */
const brought = new WeakMap();

/**
 * @param {any} pyodide
 * @param {Manifest} manifest
 * @returns {Promise<void>}
 */
function bringMicropip(pyodide, manifest) {
  let bringing = brought.get(pyodide);
  if (!bringing) {
    bringing = fetchMicropip(pyodide, manifest);
    brought.set(pyodide, bringing);
    bringing.catch(() => brought.delete(pyodide));
  }
  return bringing;
}

/**
 * @param {any} pyodide
 * @param {Manifest} manifest
 */
async function fetchMicropip(pyodide, manifest) {
  const entry = manifest.files[MICROPIP];
  if (!entry) throw new Problem("Packages cannot be installed here", "The runtime's list of files has no micropip. Build the site again.");
  const bytes = await download(manifest.url(MICROPIP), entry, () => {});
  pyodide.FS.writeFile("/lib/micropip.whl", bytes);
  pyodide.runPython("import sys, importlib; sys.path.append('/lib/micropip.whl'); importlib.invalidate_caches()");
}

/**
 * What micropip could not do; the server of development knows more of the index than the page does.
 * @param {{none?: string, conflict?: string, there?: string, failed?: string}} problem
 * @param {Required} required
 * @param {string} app
 */
async function explained({ none, conflict, there = "", failed }, required, app) {
  const from = (/** @type {string} */ path) => (required.why ? ask(new URL(path, new URL(required.why, document.baseURI))) : "");
  const advice = required.index ? "" : " Where the network or the page's Content-Security-Policy has refused a request, the console says so. A page that is built (skerry build) has its packages beside it and asks no other host.";
  const already = there && ` ${conflict} ${there} is in this page already: where its requirement was changed, reload the page.`;
  let text;
  if (none) text = (await from(`why/${encodeURIComponent(none)}`)) || `${app} needs ${none}, and micropip found none that a page can have.${advice}`;
  else if (conflict) text = (await from(`clash/${encodeURIComponent(conflict)}?there=${encodeURIComponent(there)}`)) || `The requirements on ${conflict} exclude each other.${already}`;
  else text = (await from("failed")) || `${app} needs ${required.requirements.join(", ")}, and micropip could not install them: ${failed?.replace(/[.\s]*$/, "")}.${advice}`;
  return new Problem("A package cannot be had in this page", text, { retry: true });
}

/**
 * @param {URL} url
 * @returns {Promise<string>} empty where there is no answer
 */
async function ask(url) {
  try {
    const response = await fetch(url);
    return response.ok ? await response.text() : "";
  } catch {
    return "";
  }
}
