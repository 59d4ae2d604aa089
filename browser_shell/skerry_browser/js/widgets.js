// Elements of our own that need more than the DOM gives: each module is loaded when the first of its elements is made, and defines it.

import { checked } from "./need.js";

/** @type {Record<string, () => Promise<unknown>>} */
const MODULES = {
  "sk-plot": () => import("./widgets/plot.js"),
  "sk-range": () => import("./widgets/range.js"),
  "sk-microphone": () => import("./widgets/microphone.js"),
  "sk-webcam": () => import("./widgets/webcam.js"),
};

/** @type {Set<string>} */
const asked = new Set();

/** @param {string} tag the tag of an element that is made */
export function loadWidget(tag) {
  if (asked.has(tag) || !MODULES[tag]) return;
  asked.add(tag);
  checked(tag.slice("sk-".length)).then(MODULES[tag]).catch((error) => {
    asked.delete(tag); // the next one asks again
    console.error(`<${tag}> could not be loaded`, error);
  });
}
