// The overlay for errors: what went wrong, the lines of the app's own code around it, the rest folded away.

import { make } from "../dom.js";
import { linesAround, shownFile } from "./sources.js";

/**
 * @typedef {import("../protocol.js").Message} Message
 * @typedef {import("./sources.js").Frame} Frame
 * @typedef {"kept" | "dead" | "handler"} Standing what has become of the app
 * @typedef {{read: import("./sources.js").Reader, keepFocus: () => () => void}} Given
 */

const MOST_ERRORS = 20;

/** @type {Record<Standing, string>} */
const WHAT_NOW = {
  kept: "The version from before goes on beneath. Save a version that works, and this closes by itself.",
  dead: "Save a version that works, and the app starts.",
  handler: "What the handler had changed since its last step is undone, and the app goes on.",
};

export class Errors {
  /**
   * @param {ShadowRoot} shadow
   * @param {Given} given
   */
  constructor(shadow, given) {
    this.given = given;
    /** @type {{message: Message, standing: Standing}[]} */
    this.list = [];
    this.at = 0;
    /** @type {(count: number) => void} */
    this.counted = () => {};
    this.restoreFocus = () => {};
    this.dialog = /** @type {HTMLDialogElement} */ (make("dialog", { className: "errors", "aria-labelledby": "error-title" }));
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    this.dialog.addEventListener("close", () => this.close()); // the browser closed it without asking
    shadow.append(this.dialog);
  }

  /**
   * @param {Message} message the protocol's error
   * @param {Standing} standing
   */
  add(message, standing) {
    this.list.push({ message, standing });
    if (this.list.length > MOST_ERRORS) this.list.shift();
    this.counted(this.list.length);
    this.open();
  }

  /** Show the latest. */
  open() {
    if (!this.list.length) return;
    this.at = this.list.length - 1;
    this.draw();
    if (this.dialog.open) return;
    this.restoreFocus = this.given.keepFocus();
    this.dialog.showModal();
  }

  /** All is well again. */
  clear() {
    this.list = [];
    this.counted(0);
    this.close();
  }

  /** The focus is back at once, not when the browser tells of the closing: by then the person may have moved it. */
  close() {
    if (this.dialog.open) this.dialog.close();
    const restore = this.restoreFocus;
    this.restoreFocus = () => {};
    restore();
  }

  /** @param {number} by */
  step(by) {
    this.at = Math.min(Math.max(this.at + by, 0), this.list.length - 1);
    this.draw();
    /** @type {HTMLElement | null} */ (this.dialog.querySelector(by < 0 ? ".earlier:enabled, .later" : ".later:enabled, .earlier"))?.focus();
  }

  draw() {
    const { message, standing } = this.list[this.at];
    /** @type {Frame[]} */
    const frames = (message.traceback ?? []).toReversed();
    const own = frames.filter((frame) => frame.app);
    const others = frames.filter((frame) => !frame.app);
    this.dialog.replaceChildren(
      this.header(message),
      make("div", { className: "body", tabIndex: 0, role: "group", "aria-label": "What happened" },
        message.message ? make("p", { className: "message" }, message.message) : null,
        ...own.map((frame) => this.frame(frame)),
        folded(`${others.length} ${others.length === 1 ? "frame" : "frames"} outside the app`, others.length ? make("ol", { className: "others" }, ...others.map(placeItem)) : null),
        folded("The traceback as Python prints it", message.text ? make("pre", { tabIndex: 0 }, message.text) : null),
      ),
      make("footer", {}, make("p", {}, message.retry ? "Check the terminal of the development server, then reload this page." : WHAT_NOW[standing]), this.buttons(message)),
    );
  }

  /** @param {Message} message */
  header(message) {
    const handler = message.handler ? make("span", { className: "handler" }, `in ${message.handler}`) : null;
    return make("header", {},
      make("h2", { id: "error-title" }, make("span", { className: "kind" }, message.title), handler ? " " : null, handler),
      this.list.length > 1 ? this.pager() : null,
    );
  }

  pager() {
    const step = (/** @type {string} */ name, /** @type {string} */ sign, /** @type {number} */ by, /** @type {boolean} */ disabled) =>
      make("button", { type: "button", className: name, "aria-label": `The error ${by < 0 ? "before" : "after"}`, disabled, onclick: () => this.step(by) }, sign);
    return make("div", { className: "pager" },
      step("earlier", "‹", -1, this.at === 0),
      make("span", {}, `${this.at + 1} of ${this.list.length}`),
      step("later", "›", 1, this.at === this.list.length - 1),
    );
  }

  /** @param {Message} message */
  buttons(message) {
    const text = [message.title, message.message, message.text].filter(Boolean).join("\n\n");
    const copy = make("button", { type: "button", onclick: () => navigator.clipboard.writeText(text).then(() => { copy.textContent = "Copied"; }) }, "Copy");
    const close = make("button", { type: "button", className: "first", autofocus: true, onclick: () => this.close() }, "Close ", make("kbd", {}, "Esc"));
    return make("div", { className: "actions" }, navigator.clipboard ? copy : null, close);
  }

  /**
   * One of the app's frames; the lines around it follow when they are there.
   * @param {Frame} frame
   */
  frame(frame) {
    const code = codeOf(linesAround(frame, null));
    void this.given.read(shownFile(frame.file)).then((text) => code.replaceWith(codeOf(linesAround(frame, text))));
    return make("section", { className: "frame" }, placeOf(frame), code);
  }
}

/** @param {Frame} frame */
function placeOf(frame) {
  return make("p", { className: "place" },
    make("b", {}, `${shownFile(frame.file)}:${frame.line}`),
    frame.function && frame.function !== "<module>" ? ` in ${frame.function}` : null,
  );
}

/** @param {Frame} frame */
function placeItem(frame) {
  return make("li", {}, placeOf(frame), frame.source ? make("code", {}, frame.source.trim()) : null);
}

/** @param {import("./sources.js").Line[]} lines */
function codeOf(lines) {
  return make("pre", { className: "code", tabIndex: 0, hidden: !lines.length }, ...lines.map(({ number, text, here }) =>
    make("span", { className: here ? "line here" : "line" }, make("span", { className: "number" }, String(number)), `${text}\n`)));
}

/**
 * @param {string} title
 * @param {HTMLElement | null} content
 */
function folded(title, content) {
  return content && make("details", {}, make("summary", {}, title), content);
}
