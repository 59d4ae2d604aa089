// The page of `skerry run`: the app, and around it what tells a developer how it fares.

import "../py-app.js";
import { Errors } from "./errors.js";
import { Inspector } from "./inspector.js";
import { Log } from "./log.js";
import { Panel } from "./panel.js";
import { keepFocus } from "./place.js";
import { Reloader } from "./reloader.js";
import { Reports } from "./reports.js";
import { Server } from "./server.js";
import { devSheet } from "./sheet.js";
import { sourceReader } from "./sources.js";

/** @typedef {import("../element.js").PyApp} PyApp */

const app = /** @type {PyApp} */ (document.querySelector("py-app"));
const listing = new URL(app.getAttribute("src") ?? "", document.baseURI);
const started = document.querySelector("meta[name=skerry-version]")?.getAttribute("content") ?? "";

const place = document.createElement("div");
place.id = "skerry-dev";
const shadow = place.attachShadow({ mode: "open" });
shadow.adoptedStyleSheets = [devSheet()];
document.body.append(place);

const log = new Log();
const reports = new Reports();
const errors = new Errors(shadow, { read: sourceReader(listing), keepFocus: () => keepFocus(app) });
const panel = new Panel(shadow, log, { showErrors: () => errors.open() });
const inspector = new Inspector(shadow, app, { keepFocus: () => keepFocus(app) });
panel.toggle.before(inspector.toggle);
const reloader = new Reloader(app, started, {
  taken(changed, milliseconds) {
    errors.clear();
    say("note", `${changed.join(", ") || "The app"} changed: taken in ${Math.round(milliseconds)} ms`);
  },
  refused(changed) {
    say("note", `${changed.join(", ") || "The app"} changed, and cannot be shown`);
  },
});
errors.counted = (count) => panel.showErrors(count);
new Server("/_skerry/events", {
  version: (version, changed) => void reloader.want(version, changed),
  connected: (yes) => panel.showConnection(yes),
}).start();

/**
 * @param {import("./log.js").Level} level
 * @param {string} text
 * @param {string} [handler]
 */
function say(level, text, handler = "") {
  log.add({ level, text, handler });
  reports.add(level === "note" ? { kind: "note", text } : { kind: "log", level, text });
}

addEventListener("py-log", (event) => {
  const { level, text, handler } = /** @type {CustomEvent} */ (event).detail;
  say(level, text, handler);
});
addEventListener("py-error", (event) => {
  const message = /** @type {CustomEvent} */ (event).detail;
  const beneath = app.dataset.state === "ready";
  log.addError(message);
  reports.addError(message);
  errors.add(message, reloader.busy ? (beneath ? "kept" : "dead") : beneath ? "handler" : "dead");
});
addEventListener("error", ({ message, filename, lineno }) => say("error", `${message} (${filename}:${lineno})`));
void forgetBuilt();

/** A built site that was shown at this address may have left a service worker, which would answer in the place of this server. */
async function forgetBuilt() {
  const left = (await navigator.serviceWorker?.getRegistrations().catch(() => [])) ?? [];
  for (const one of left) if (one.active?.scriptURL.endsWith("/service-worker.js")) void one.unregister();
}

addEventListener("unhandledrejection", ({ reason }) => {
  if (reason?.name !== "Problem") say("error", `Unhandled in a promise: ${reason?.stack ?? reason}`);
});
