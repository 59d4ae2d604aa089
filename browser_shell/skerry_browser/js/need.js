// The parts of the page's own code that not every app needs. Each is a file of its own, and comes when something asks for it.
//
// What is certain to be needed is asked for at once, side by side with Python; what a message of Python's needs is waited for before
// the message is taken (session.js); what has to answer in the middle of something uses `there`.

import { make } from "./dom.js";
import { PATIENCE, passed } from "./patient.js";
import { Problem } from "./problem.js";

/**
 * Their modules, by name. A bundle reads here which there are.
 * @typedef {object} Parts
 * @property {typeof import("./ahead.js")} ahead
 * @property {typeof import("./bar.js")} bar
 * @property {typeof import("./blobs.js")} blobs
 * @property {typeof import("./calls.js")} calls
 * @property {typeof import("./commands.js")} commands
 * @property {typeof import("./companion.js")} companion
 * @property {typeof import("./drawn.js")} drawn
 * @property {typeof import("./equip.js")} equip
 * @property {typeof import("./forms.js")} forms
 * @property {typeof import("./functions.js")} functions
 * @property {typeof import("./imports.js")} imports
 * @property {typeof import("./keeping.js")} keeping
 * @property {typeof import("./lists.js")} lists
 * @property {typeof import("./network.js")} network
 * @property {typeof import("./offline.js")} offline
 * @property {typeof import("./packages.js")} packages
 * @property {typeof import("./plain.js")} plain
 * @property {typeof import("./points.js")} points
 * @property {typeof import("./secrets.js")} secrets
 * @property {typeof import("./seldom.js")} seldom
 * @property {typeof import("./served.js")} served
 * @property {typeof import("./travel.js")} travel
 * @property {typeof import("./trouble.js")} trouble
 * @property {typeof import("./unlisted.js")} unlisted
 * @property {typeof import("./upload.js")} upload
 * @property {typeof import("./uploads.js")} uploads
 */

/** @type {Map<string, Promise<any>>} */
const asked = new Map();
/** @type {Map<string, any>} */
const come = new Map();

/**
 * A part, once it is there. One that does not come is asked for again as other downloads are.
 * @template {keyof Parts} N
 * @param {N} name
 * @returns {Promise<Parts[N]>} rejects with a Problem
 */
export function need(name) {
  let coming = asked.get(name);
  if (!coming) {
    asked.set(name, coming = load(name));
    coming.then((part) => come.set(name, part), () => asked.delete(name));
  }
  return coming;
}

/**
 * A part that is there by now.
 * @template {keyof Parts} N
 * @param {N} name
 * @returns {Parts[N] | undefined}
 */
export function there(name) {
  return come.get(name);
}

/**
 * Have parts come; who needs one asks again, and hears what is wrong.
 * @param {(keyof Parts)[]} names
 */
export function have(...names) {
  for (const name of names) need(name).catch(() => {});
}

/** @param {keyof Parts} name */
async function load(name) {
  for (let again = 0; ; again++) {
    const query = again ? `?again=${again}` : ""; // a browser may remember a failure under its address
    try {
      await checked(name, query);
      return await import(beside(`${name}.js${query}`));
    } catch (cause) {
      if (again === PATIENCE.pauses.length) {
        throw new Problem("A download failed", `${name}.js, part of this page, did not arrive, or is damaged. Check the connection and try again.`, { retry: true, cause });
      }
      await passed(PATIENCE.pauses[again]);
    }
  }
}

/** What says that something takes long, or is wrong, does not wait for the manifest. */
const URGENT = /^(bar|drawn|trouble)$/;

/** @typedef {Record<string, Record<string, string>>} Made the files that each part is made of, with their hashes */

/** @type {Promise<Made | undefined>} */
let made = Promise.resolve(undefined);

/** @param {Promise<Made | undefined>} told the manifest's, on its way */
export function expectParts(told) {
  made = told.catch(() => undefined); // what is wrong with the manifest, who reads it is told
}

/**
 * Have the browser refuse a part that is not the one which was built.
 * @param {string} name
 * @param {string} [query] of its own file's address
 */
export async function checked(name, query = "") {
  const files = (await (URGENT.test(name) ? Promise.race([made, null]) : made))?.[name] ?? {};
  return Promise.all(Object.entries(files).map(([file, hash]) => preload(beside(file === `${name}.js` ? file + query : file), hash)));
}

/**
 * An import takes no hash; but a module that was preloaded with one is what it gets. WebKit looks at no hash there, and where it fetches.
 * @param {string} href
 * @param {string} sha256 in hex
 * @returns {Promise<unknown>}
 */
export function preload(href, sha256) {
  const bytes = sha256.match(/../g)?.map((byte) => parseInt(byte, 16)) ?? [];
  const integrity = `sha256-${btoa(String.fromCharCode(...bytes))}`;
  const link = /** @type {HTMLLinkElement} */ (make("link", { rel: "modulepreload", href, integrity }));
  if (navigator.vendor.startsWith("Apple") || !link.relList.supports("modulepreload")) return fetch(href, { integrity });
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error("it did not come, or is not the one that belongs here"));
    document.head.append(link);
  }).finally(() => link.remove());
}

/** @param {string} file of the shell */
function beside(file) {
  return new URL(file, import.meta.url).href;
}
