// What an app is called in the stores of a browser, which many apps of one origin share.

/** @typedef {import("./element.js").PyApp} PyApp */

/**
 * Pages of a site name an app from where they are, and each build of it anew: `app/app.3f2a91c0.json`.
 * @param {string} src
 * @param {string} base
 * @returns {string}
 */
function placeOf(src, base) {
  const { origin, pathname } = new URL(src, base);
  return (origin === location.origin ? pathname : origin + pathname).replace(/\.[0-9a-f]{8}(?=\.json$)/, "");
}

/**
 * @param {PyApp} host
 * @returns {string} the same at each visit, another for each app on each path
 */
export function storageName(host) {
  const own = host.getAttribute("routing") === "path"; // then many paths are one app
  const path = own ? new URL(host.getAttribute("base") ?? ".", host.placed).pathname : location.pathname;
  const src = ["src", "server"].map((name) => host.getAttribute(name)).filter((one) => one !== null).map((one) => placeOf(one, host.placed))[0];
  const inline = [...document.querySelectorAll("py-app:not([src])")].indexOf(host);
  return `${path.replace(/index\.html$/, "")} ${src || (host.id || `inline ${inline}`)}`;
}
