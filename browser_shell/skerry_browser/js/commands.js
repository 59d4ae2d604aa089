// What Python may ask of the page besides its content: a table from a command's name to what it does.

import { markBusy } from "./feedback.js";

/**
 * What commands may touch of the mounted app.
 * @typedef {object} Place
 * @property {HTMLElement} host the <py-app> element
 * @property {HTMLElement} root the mount root
 * @property {import("./route.js").Route} route
 * @property {(text: string, kind: string, seconds: number) => void} toast
 * @property {(text: string) => void} css
 * @property {(call: {id: number, code: string, args: any[]}) => void} js
 * @property {(wanted: any) => void} kept answers with the text of something kept
 * @property {(status: import("./feedback.js").Status) => void} status
 * @property {(id: number) => Element | null} seek
 * @property {import("./blobs.js").Blobs} blobs
 */

/** @type {Record<string, (place: Place, args: any) => void>} */
const COMMANDS = {
  focus: (place, args) => {
    const element = find(place, args);
    element?.focus();
    if (args.select) /** @type {any} */ (element)?.select?.();
  },
  blur: (place, args) => find(place, args)?.blur(),
  scroll: (place, args) => {
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : args.behavior ?? "smooth";
    const element = find(place, args);
    if (typeof args.top === "number" || typeof args.left === "number") (element ?? place.root).scrollTo({ ...args, behavior });
    else element?.scrollIntoView({ block: args.block ?? "nearest", behavior });
  },
  title: (place, { text }) => place.route.title(text),
  leave: (place, { url }) => place.route.open(url),
  navigate: (place, { url, replace }) => place.route.go(url, Boolean(replace)),
  emit: ({ host }, { name, detail }) => {
    host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  },
  toast: (place, { text, kind, duration }) => place.toast(text, kind ?? "info", duration ?? 0),
  theme: (place, { vars, mode }) => {
    const target = place.route.owns ? document.documentElement : place.root;
    for (const [name, value] of Object.entries(vars ?? {})) place.root.style.setProperty(name, value);
    if (mode === "auto" || mode === "") delete target.dataset.theme;
    else if (mode) target.dataset.theme = mode;
  },
  css: (place, { text }) => place.css(text),
  clear: (place, { id }) => {
    const field = /** @type {any} */ (place.root.querySelector(`#${CSS.escape(id)}`));
    if (field) field.value = "";
  },
  empty: (place, args) => {
    const element = /** @type {any} */ (find(place, args));
    if (element instanceof HTMLInputElement) element.value = "";
    else element?.clear?.(); // a widget; one whose module is not there yet has nothing to take out
  },
  js: (place, args) => place.js(args),
  kept: (place, args) => place.kept(args),
  busy: ({ seek }, { n, state }) => markBusy(seek(n), state),
  status: (place, status) => place.status(status),
  download: ({ blobs }, { name, blob }) => {
    const bytes = blobs.take(blob);
    if (!bytes) return;
    const url = URL.createObjectURL(bytes);
    const link = Object.assign(document.createElement("a"), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  },
};

/**
 * @param {Place} place
 * @param {string} name
 * @param {any} args
 */
export function runCommand(place, name, args) {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : null;
  if (!command) throw new Error(`Unknown command ${JSON.stringify(name)}; known are ${Object.keys(COMMANDS).join(", ")}`);
  command(place, args ?? {});
}

/**
 * @param {Place} place
 * @param {{n?: number}} args n: the element's node id; 0 where Python has not found it. It may be gone again by now
 * @returns {HTMLElement | null}
 */
function find({ seek }, { n }) {
  return n ? /** @type {HTMLElement | null} */ (seek(n)) : null;
}
