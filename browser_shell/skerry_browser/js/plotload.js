// The libraries of plots: classic scripts from the runtime's own folder, each loaded once, and only as it was when this version was made.

import { Problem } from "./problem.js";

/** The same hashes as in vendor.json. @type {Record<string, string>} */
const HASHES = {
  "plotly-strict.min.js": "sha256-SshBg3sxwb/SqxQOOiSN3MbCEGl4+/LBwYp6rakwo3o=",
  "vega.min.js": "sha256-j2o1h8+NT0LH4IEg4+sF0GfnRtVU450tz1KswL1boo8=",
  "vega-lite.min.js": "sha256-NamCHfg4glsFpqc+lBS1h0ehsYMhWDhY7ZA8Zjk6XH4=",
};

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/** @param {string} name */
const address = (name) => new URL(`./plots/${name}`, import.meta.url).href;

/**
 * @param {string} name of a file
 * @returns {Promise<void>} once it has run
 */
export function loadScript(name) {
  let known = loading.get(name);
  if (!known) {
    known = new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address(name);
      script.integrity = HASHES[name];
      script.crossOrigin = "anonymous";
      script.addEventListener("load", () => done());
      script.addEventListener("error", () => {
        loading.delete(name); // the next chart asks again
        failed(missing(name));
      });
      document.head.append(script);
    });
    loading.set(name, known);
  }
  return known;
}

/**
 * @param {string} name of a module
 * @returns {Promise<any>}
 */
export function loadModule(name) {
  return import(address(name)).catch(() => { throw missing(name); });
}

/** @param {string} name */
function missing(name) {
  return new Problem(
    "A library of plots is missing",
    `${name} did not load. A built site has it where the app's source calls sk.plot and names the library, as in "plotly" or "vega-lite".`,
  );
}
