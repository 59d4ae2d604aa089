// What the page itself has to tell the person, with what they can do about it. It takes no focus and covers little.

import { make } from "./dom.js";

/**
 * @typedef {{label: string, run: () => void}} Action
 * @typedef {{kind: string, text: string, actions?: Action[]}} Notice kind: there is one of each at most
 */

/**
 * @param {Notice} notice
 * @returns {HTMLElement}
 */
export function noticeBox({ kind, text, actions = [] }) {
  const box = make("section", { className: "notice" }, make("p", {}, text));
  box.dataset.kind = kind;
  const button = (/** @type {string} */ label, /** @type {string} */ className, /** @type {() => void} */ run) =>
    make("button", { type: "button", className, onclick: () => { box.remove(); run(); } }, label);
  box.append(make("div", { className: "actions" },
    ...actions.map(({ label, run }) => button(label, "first", run)),
    button("Dismiss", "", () => {}),
  ));
  return box;
}
