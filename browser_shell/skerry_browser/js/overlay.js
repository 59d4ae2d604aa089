// What the shell itself shows around an app: the loading bar, errors, toasts. What draws them (drawn.js) comes with the first of them.

import { make } from "./dom.js";
import { have, need, there } from "./need.js";

/** @typedef {import("./protocol.js").Message} Message */
/** @typedef {import("./drawn.js").Drawn} Drawn */
/** @typedef {{draw: (drawn: Drawn) => void, plainly?: () => void}} Act plainly: where what draws cannot be had */

/** Milliseconds: what takes no longer needs no bar. */
const AT_ONCE = 500;
/** Milliseconds after which something may yet go wrong, and the network may not be there any more to bring what says so. */
const SLOW = 2000;

export class Overlay {
  /** @param {HTMLElement} [element] where there is one already */
  constructor(element = make("div", { className: "sk-shell" })) {
    this.element = element;
    this.shadow = this.element.shadowRoot ?? this.element.attachShadow({ mode: "open" });
    const status = (/** @type {string} */ className) => make("div", { className, role: "status" });
    // Readers tell of what comes into a place that is there already.
    this.errors = make("div");
    this.statuses = status("statuses");
    this.notices = status("notices");
    this.toasts = status("toasts");
    this.below = make("div", { className: "below" }, this.statuses, this.notices, this.toasts);
    this.shadow.replaceChildren(this.errors, this.below);
    this.shadow.adoptedStyleSheets = [];
    /** @type {Drawn | null} */
    this.drawn = null;
    /** What is to be drawn, in order. @type {Act[]} */
    this.waiting = [];
    /** @type {(() => void) | null} */
    this.unwatch = null;
  }

  /**
   * Draw something: now, or as soon as there is what draws.
   * @param {Act["draw"]} draw
   * @param {Act["plainly"]} [plainly]
   */
  draw(draw, plainly) {
    this.waiting.push({ draw, plainly });
    if (there("bar") && there("drawn")) this.drawAll();
    else if (this.waiting.length === 1) Promise.all([need("bar"), need("drawn")]).then(() => this.drawAll(), () => { for (const one of this.waiting.splice(0)) one.plainly?.(); });
  }

  drawAll() {
    const { Drawn } = /** @type {typeof import("./drawn.js")} */ (there("drawn"));
    for (const { draw } of this.waiting.splice(0)) draw(this.drawn ??= new Drawn(this));
  }

  /**
   * Show how far loading is, unless it is over at once.
   * @param {import("./progress.js").Progress} progress
   */
  showProgress(progress) {
    this.hideProgress();
    /** @type {(() => void) | undefined} */
    let hide;
    let over = false;
    const shown = setTimeout(() => need("bar").then(({ showBar }) => { if (!over) hide = showBar(this, progress); }, () => {}), AT_ONCE);
    const slow = setTimeout(() => have("drawn", "trouble"), SLOW);
    this.unwatch = () => {
      over = true;
      clearTimeout(shown);
      clearTimeout(slow);
      hide?.();
    };
  }

  hideProgress() {
    this.unwatch?.();
    this.unwatch = null;
  }

  /**
   * @param {Message} message
   * @param {(() => void) | null} retry
   */
  showError(message, retry) {
    this.draw((drawn) => drawn.error(message, retry), () => this.errors.append(make("div", { role: "alert" },
      make("h2", {}, message.title), message.message, retry && make("button", { onclick: retry }, "Try again"))));
  }

  /** @param {import("./notice.js").Notice} notice */
  notice(notice) {
    this.draw((drawn) => drawn.notice(notice));
  }

  /** @param {string} kind */
  unnotice(kind) {
    if (this.drawn || this.waiting.length) this.draw((drawn) => drawn.unnotice(kind));
  }

  clear() {
    this.waiting = [];
    this.hideProgress();
    this.drawn?.clear();
  }
}
