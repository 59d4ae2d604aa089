// An error, as people see it: what happened, where in their own code, and the rest folded away.

import { make } from "./dom.js";

/** What tells apart files of one name in several apps of a page. */
const INSTANCE = /#\d+$/;

/**
 * @typedef {{file: string, line: number, function: string, source: string, app: boolean}} Frame
 */

/**
 * @param {import("./protocol.js").Message} message the protocol's error
 * @param {(() => void) | null} retry
 * @returns {HTMLElement}
 */
export function errorBox(message, retry) {
  /** @type {Frame[]} */
  const frames = message.traceback ?? [];
  const mine = frames.filter((frame) => frame.app);
  const box = make("section", { className: "error", role: "alert" },
    make("h2", {}, message.title),
    message.message ? make("p", {}, message.message) : null,
    mine.length ? frameList(mine) : null,
    message.text && message.text !== message.message ? make("details", {}, make("summary", {}, "Details"), make("pre", { tabIndex: 0 }, message.text)) : null,
  );
  box.append(actions(box, message, retry));
  return box;
}

/**
 * The app's frames, the innermost (where it happened) first.
 * @param {Frame[]} frames
 */
function frameList(frames) {
  return make("ol", {}, ...frames.toReversed().map(({ file, line, function: name, source }) => make("li", {},
    make("span", { className: "place" }, `${file.replace(INSTANCE, "")}, line ${line}${name ? `, in ${name}` : ""}`),
    source ? make("code", { className: "source", tabIndex: 0 }, source.trim()) : null,
  )));
}

/**
 * @param {HTMLElement} box
 * @param {import("./protocol.js").Message} message
 * @param {(() => void) | null} retry
 */
function actions(box, message, retry) {
  const copied = [...new Set([message.title, message.message, message.text])].filter(Boolean).join("\n\n");
  return make("div", { className: "actions" },
    retry ? make("button", { className: "first", type: "button", onclick: retry }, "Try again") : null,
    message.fatal ? null : make("button", { className: "first", type: "button", onclick: () => box.remove() }, "Dismiss"),
    navigator.clipboard ? make("button", { type: "button", onclick: () => navigator.clipboard.writeText(copied) }, "Copy") : null,
  );
}
