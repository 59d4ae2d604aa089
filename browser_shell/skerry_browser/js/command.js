// What Python may ask of the page besides its content. commands.js has most of it.

import { markBusy } from "./busy.js";
import { oneOf } from "./lookup.js";
import { there } from "./need.js";

/**
 * What commands may touch of the mounted app.
 * @typedef {object} Place
 * @property {HTMLElement} host the <py-app> element
 * @property {HTMLElement} root the mount root
 * @property {import("./route.js").Route} route
 * @property {import("./surface.js").Surface} surface
 * @property {(call: {id: number, code: string, args: any[]}) => void} js
 * @property {() => import("./storage.js").Storage} storage
 * @property {(result: any) => void} answer gives Python what it has asked for
 * @property {(id: number) => Element | null} seek
 * @property {() => import("./blobs.js").Blobs | null} blobs
 * @property {() => import("./patch.js").Patcher} patcher
 * @property {() => unknown} taking whether a page that was there before Python is just being taken over
 */

/** What any app asks. @type {Record<string, (place: Place, args: any) => unknown>} */
const COMMON = {
  title: (place, { text }) => place.route.title(text),
  busy: ({ seek }, { n, state }) => markBusy(seek(n), state),
};

/** @param {string} name */
export function isCommon(name) {
  return Object.hasOwn(COMMON, name);
}

/**
 * @param {Place} place
 * @param {string} name
 * @param {any} args
 */
export function runCommand(place, name, args) {
  const known = { ...there("commands")?.COMMANDS, ...COMMON }; // messages with others have waited for them
  oneOf(known, "command", name)(place, args ?? {});
}
