// Has a built site's service worker keep it, once an app is there and the page has nothing else to do; tells of a newer build; and names
// the site's manifest, which browsers fetch at once, with its icons.

import { shown } from "./mount.js";

/** Milliseconds: the first moments belong to the person; and a page that stays open asks no more often whether there is a newer build. */
const PAUSE = 3_000;
const AGAIN = 3_600_000;

const ROOT = new URL("..", import.meta.url);
const WORKER = new URL("service-worker.js", ROOT);

let begun = false;

/**
 * @param {string} build that the page comes from
 * @param {HTMLElement} host of the app that tells the person
 */
export function keepSite(build, host) {
  nameManifest();
  const { serviceWorker } = navigator; // not in private windows of some browsers, nor without https
  if (begun || !serviceWorker || !location.href.startsWith(ROOT.href)) return;
  begun = true;
  serviceWorker.addEventListener("message", ({ data }) => {
    if (data?.skerry === "update" && data.build !== build) offer(data.build, host);
    if (data?.skerry === "failed") unkept(data.text);
  });
  serviceWorker.startMessages();
  greet(serviceWorker.controller, build);
  serviceWorker.addEventListener("controllerchange", () => greet(serviceWorker.controller, build));
  setTimeout(() => register(serviceWorker).catch((error) => unkept(`${error.name}: ${error.message}`)), PAUSE);
}

/** By an element of its own: Chromium does not look again at one that is there (or it says that there is no manifest). */
function nameManifest() {
  const link = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="skerry-manifest"]'));
  link?.replaceWith(Object.assign(document.createElement("link"), { rel: "manifest", href: link.href }));
}

/** @param {ServiceWorkerContainer} serviceWorker */
async function register(serviceWorker) {
  if (/** @type {any} */ (navigator).connection?.saveData && !serviceWorker.controller) return; // the person pays for bytes
  const registration = await serviceWorker.register(WORKER);
  if (!registration) return; // where a tool keeps it from being registered
  const ask = () => registration.update().catch(() => {}); // offline
  if (registration.active) void ask(); // browsers do so by themselves, but take their time
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - asked < AGAIN) return;
    asked = Date.now();
    void ask();
  });
}

/**
 * @param {ServiceWorker | null} worker
 * @param {string} build
 */
function greet(worker, build) {
  worker?.postMessage({ skerry: "page", build });
}

/** @param {string} why */
function unkept(why) {
  console.info(`skerry: this site is not kept for use without a network: ${why}`);
}

/**
 * @param {string} build
 * @param {HTMLElement} host
 */
function offer(build, host) {
  const apply = () => location.reload();
  if (!host.dispatchEvent(new CustomEvent("py-update", { detail: { build, apply }, bubbles: true, composed: true, cancelable: true }))) return;
  shown.get(host)?.notice({
    kind: "update",
    text: "There is a new version of this page. It comes the next time you load it.",
    actions: [{ label: "Load it now", run: apply }],
  });
}
