// Listeners to what happens to the window as a whole, for the elements that stand for it.

import { appliesAnywhere } from "./anywhere.js";
import { there } from "./need.js";

/** @typedef {import("./events.js").Listening} Listening */

/**
 * @param {Listening} listening
 * @param {string} name
 * @param {boolean} passive
 */
export function listenToWindow(listening, name, passive) {
  const place = name === "visibilitychange" ? document : window;
  place.addEventListener(name, (event) => {
    if (listening.seen?.has(event)) return;
    listening.tellResets();
    const found = matchesAnywhere(listening, event).filter(({ spec }) => Boolean(spec.o?.passive) === passive);
    if (found.some(({ spec }) => spec.o?.prevent_default)) event.preventDefault();
    listening.say(event, found);
  }, { passive, signal: listening.abort.signal });
}

/**
 * The listeners to the window that an event is for.
 * @param {Listening} listening
 * @param {Event} event
 * @returns {import("./events.js").Match[]}
 */
export function matchesAnywhere({ nodes }, event) {
  return [...nodes.root.querySelectorAll("[data-sk-window]")].flatMap((node) => nodes.specsOf(node)
    .filter(({ e, o }) => e === event.type && o?.at === "window" && appliesAnywhere(event, o))
    .map((spec) => ({ node, spec })));
}

/**
 * For whom else an event from before there was Python is: listeners to the window; and elements of ours that make events of
 * their own of it, which have its number.
 * @param {Listening} listening
 * @param {Event} event
 * @param {number} sequence
 * @returns {import("./events.js").Match[]}
 */
export function replayed(listening, event, sequence) {
  const { sequence: last } = listening;
  const ours = [there("points")?.Points, there("upload")?.Upload].filter((one) => one !== undefined);
  listening.sequence = sequence - 1;
  for (const node of event.composedPath()) if (ours.some((one) => node instanceof one)) /** @type {any} */ (node).take(event);
  listening.sequence = last;
  return matchesAnywhere(listening, event);
}
