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

/** The elements that have the names. @type {Map<string, WeakRef<PyApp>>} */
const taken = new Map();

/** What each element is called, and from what. @type {WeakMap<PyApp, {plain: string, name: string}>} */
const given = new WeakMap();

/**
 * An element keeps its name while what it is made of stays, whatever comes and goes around it.
 * @param {PyApp} host
 * @returns {string} the same at each visit, another for each app on each path
 */
export function storageName(host) {
  const plain = plainName(host);
  const before = given.get(host);
  if (before?.plain === plain && isFree(before.name, host)) return before.name;
  const name = namesFor(host, plain).find((one) => isFree(one, host)) ?? plain;
  given.set(host, { plain, name });
  taken.set(name, new WeakRef(host));
  return name;
}

/**
 * One app may be on a page several times: the first has the plain name, the others are told apart by the ids of their elements and
 * of those that these are inside of, or else by their places.
 * @param {PyApp} host
 * @param {string} plain
 * @returns {string[]} what it may be called, best first
 */
function namesFor(host, plain) {
  if (!host.id && !isPlaced(host) && host.getRootNode() === document) return [plain]; // it has its number already
  const same = [...apps(document, host.constructor)].filter((one) => isPlaced(one) === isPlaced(host) && plainName(one) === plain);
  if (!same.includes(host)) same.push(host); // in a closed shadow root
  const place = same.indexOf(host);
  const ids = idsOf(host);
  const isOwn = ids && same.every((one) => one === host || idsOf(one) !== ids);
  return [...(place ? [] : [plain]), ...(isOwn ? [`${plain} #${ids}`] : []), ...same.map((_, i) => `${plain} (${place + 1 + i})`)];
}

/**
 * @param {string} name
 * @param {PyApp} host
 * @returns {boolean}
 */
function isFree(name, host) {
  const other = taken.get(name)?.deref();
  return !other?.isConnected || other === host || given.get(other)?.name !== name;
}

/**
 * The apps of a page in their order, those in shadow roots where they are.
 * @param {Document | ShadowRoot} root
 * @param {Function} type
 * @returns {Generator<PyApp>}
 */
function* apps(root, type) {
  for (const one of root.querySelectorAll("*")) {
    if (one instanceof type) yield /** @type {PyApp} */ (one);
    else if (one.shadowRoot) yield* apps(one.shadowRoot, type);
  }
}

/**
 * @param {PyApp} host
 * @returns {boolean} whether it is called by an address
 */
function isPlaced(host) {
  return host.hasAttribute("src") || host.hasAttribute("server");
}

/**
 * @param {Element} host
 * @returns {string}
 */
function idsOf(host) {
  const root = host.getRootNode();
  const outer = root instanceof ShadowRoot ? idsOf(root.host) : "";
  return [outer, host.id].filter(Boolean).join(" #");
}

/**
 * @param {PyApp} host
 * @returns {string} what it is called where it is alone
 */
function plainName(host) {
  const own = host.getAttribute("routing") === "path"; // then many paths are one app
  const path = own ? new URL(host.getAttribute("base") ?? ".", host.placed).pathname : location.pathname;
  const src = ["src", "server"].map((name) => host.getAttribute(name)).filter((one) => one !== null).map((one) => placeOf(one, host.placed))[0];
  const inline = () => (host.getRootNode() === document ? [...document.querySelectorAll("py-app:not([src])")].indexOf(host) : -1);
  return `${path.replace(/index\.html$/, "")} ${src || (host.id || `inline ${inline()}`)}`;
}
