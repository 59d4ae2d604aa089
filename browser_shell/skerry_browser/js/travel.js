// Where an app goes on a page whose address it owns: how the address and what is in sight follow.

/** @typedef {import("./route.js").Route} Route */

/**
 * A link into the app was pressed.
 * @param {Route} route
 * @param {string} url
 */
export function follow(route, url) {
  if (!route.owns) return route.navigated(url, { guest: true });
  const before = route.last;
  setAddress(route, url, false);
  route.navigated(url);
  arrive(route, before);
}

/**
 * Python went somewhere: show it in the address.
 * @param {Route} route
 * @param {string} url
 * @param {boolean} replace
 */
export function go(route, url, replace) {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url)) return void leave(url);
  if (!route.owns) return;
  const before = route.last;
  setAddress(route, url, replace);
  if (!replace) arrive(route, before);
}

/**
 * Where an address inside the app lies outside it.
 * @param {Route} route
 * @param {string} url
 * @returns {URL}
 */
function outside({ mode, base }, url) {
  if (mode === "hash") return new URL("#" + url, location.href);
  return new URL(url.replace(/^\//, ""), base);
}

/** What is named from the document's own address, and looked for once more from its next one, keeps where it is: the icon, and the page's module (early.js). */
function pin() {
  for (const link of /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll('link[rel~="icon"], #sk-start'))) {
    const { href } = link;
    if (link.getAttribute("href") === href) continue;
    if (link.id) link.rel = ""; // it was preloaded, and is there
    link.href = href;
  }
}

/**
 * @param {Route} route
 * @param {string} url
 * @param {boolean} replace
 */
function setAddress(route, url, replace) {
  const target = outside(route, url);
  if (target.href === location.href) return;
  pin();
  if (replace) history.replaceState(null, "", target);
  else history.pushState(null, "", target);
  route.last = route.url();
}

/**
 * A person begins to read a new page at its top, or at the part that the address names. Back and forward are the browser's: it
 * knows where the person was.
 * @param {Route} route
 * @param {string} before
 */
function arrive({ last }, before) {
  if (before === last) return;
  const there = new URL(last, location.origin);
  const part = there.hash.length > 1 ? document.getElementById(decoded(there.hash.slice(1))) : null;
  if (part) part.scrollIntoView();
  else if (there.pathname !== new URL(before, location.origin).pathname) scrollTo({ top: 0, left: 0, behavior: "instant" });
}

/** @param {string} url */
function leave(url) {
  if (/^(https?|mailto|tel):|^\/\//i.test(url)) location.assign(url);
  else throw new Error(`An app may go to http, https, mailto and tel addresses; it asked for ${JSON.stringify(url)}`);
}

/**
 * A link led to a file beside the app, which is none of its pages, or out of a guest to its host's: that is the browser's to open.
 * @param {Route} route
 * @param {string} url as the app writes it
 */
export function open(route, url) {
  if (!route.owns) return location.assign(url);
  const target = new URL(url.replace(/^\//, ""), route.base);
  if (location.href !== target.href) return void location.assign(target);
  // The click has put it into the history as a place in this document: that is taken back, or Back would not lead here again.
  route.leaving = true;
  addEventListener("popstate", () => location.assign(target), { once: true });
  history.back();
}

/** @param {string} text which may hold a "%" of its own */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
