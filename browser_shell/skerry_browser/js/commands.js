// What Python may ask of the page besides its content, and seldom does: a table from a command's name to what it does.

import { there } from "./need.js";

/** @typedef {import("./command.js").Place} Place */

/** Messages that need it have waited for it. */
const travel = () => /** @type {typeof import("./travel.js")} */ (there("travel"));

/** @type {Record<string, (place: Place, args: any) => unknown>} */
export const COMMANDS = {
  focus: (place, args) => {
    if (isAtWork(place)) return;
    const element = find(place, args);
    element?.focus();
    if (args.select) /** @type {any} */ (element)?.select?.();
  },
  blur: (place, args) => find(place, args)?.blur(),
  scroll: (place, args) => {
    if (isAtWork(place)) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : args.behavior ?? "smooth";
    const element = find(place, args);
    if (typeof args.top === "number" || typeof args.left === "number") (element ?? place.root).scrollTo({ ...args, behavior });
    else element?.scrollIntoView({ block: args.block ?? "nearest", behavior });
  },
  leave: (place, { url }) => travel().open(place.route, url),
  navigate: (place, { url, replace }) => travel().go(place.route, url, Boolean(replace)),
  emit: ({ host }, { name, detail }) => {
    host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  },
  toast: ({ surface }, { text, kind, duration }) => surface.overlay.draw((drawn) => drawn.toast(text, kind ?? "info", duration ?? 0)),
  theme: (place, { vars, mode }) => {
    const target = place.route.owns ? document.documentElement : place.root;
    for (const [name, value] of Object.entries(vars ?? {})) place.root.style.setProperty(name, value);
    if (mode === "auto" || mode === "") delete target.dataset.theme;
    else if (mode) target.dataset.theme = mode;
  },
  css: ({ surface }, { text }) => addStyles(surface, text),
  clear: ({ root, patcher }, { id }) => {
    const element = root.querySelector(`#${CSS.escape(id)}`);
    const { fields, answered } = patcher();
    if (element) fields.write({ element, name: "value", value: "", answered }); // what was typed since stays
  },
  empty: (place, args) => {
    const element = /** @type {any} */ (find(place, args));
    if (element instanceof HTMLInputElement) element.value = "";
    else element?.clear?.(); // a widget; one whose module is not there yet has nothing to take out
  },
  js: (place, args) => place.js(args),
  kept: async ({ storage, answer }, { id, ...wanted }) => answer({ id, value: await storage().text(wanted) }),
  status: ({ surface }, status) => surface.overlay.draw((drawn) => drawn.lines.show(status)),
  download: ({ blobs }, { name, blob }) => {
    const bytes = blobs()?.take(blob);
    if (!bytes) return;
    const url = URL.createObjectURL(bytes);
    const link = Object.assign(document.createElement("a"), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  },
};

/**
 * @param {Place} place
 * @param {{n?: number}} args n: the element's node id; 0 where Python has not found it. It may be gone again by now
 * @returns {HTMLElement | null}
 */
function find({ seek }, { n }) {
  return n ? /** @type {HTMLElement | null} */ (seek(n)) : null;
}

/**
 * Style rules; they go when the app goes.
 * @param {import("./surface.js").Surface} surface
 * @param {string} text
 */
function addStyles({ sheets, styled }, text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  sheets.push(sheet);
  styled.adoptedStyleSheets = [...styled.adoptedStyleSheets, sheet];
}

/**
 * Whether a person was in the app before there was Python, which is just taking it over.
 * @param {Place} place
 */
function isAtWork({ taking, root }) {
  return taking() && root.matches(":focus-within");
}
