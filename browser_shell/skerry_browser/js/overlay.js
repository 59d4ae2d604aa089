// What the shell itself shows around an app: the loading bar, errors, toasts.

import { make } from "./dom.js";
import { errorBox } from "./errorbox.js";
import { noticeBox } from "./notice.js";
import { StatusLines } from "./feedback.js";
import { ProgressBar } from "./progressbar.js";
import { shellSheet } from "./sheet.js";

/** @typedef {import("./protocol.js").Message} Message */

const MOST_ERRORS = 3;
/** Milliseconds: what takes no longer needs no bar. */
const AT_ONCE = 500;

export class Overlay {
  /** @param {HTMLElement} [element] where there is one already */
  constructor(element = make("div", { className: "sk-shell" })) {
    this.element = element;
    this.shadow = this.element.shadowRoot ?? this.element.attachShadow({ mode: "open" });
    this.shadow.replaceChildren();
    this.shadow.adoptedStyleSheets = [shellSheet()];
    this.errors = make("div", {});
    this.notices = make("div", { className: "notices", role: "status" });
    this.toasts = make("div", { className: "toasts", role: "status" });
    this.statuses = new StatusLines();
    this.below = make("div", { className: "below" }, this.statuses.element, this.notices, this.toasts);
    this.shadow.append(this.errors, this.below);
    /** @type {(() => void) | null} */
    this.unwatch = null;
  }

  /**
   * Show how far loading is, unless it is over at once. Where there is something to see already, the bar lies over it: nothing moves.
   * @param {import("./progress.js").Progress} progress
   */
  showProgress(progress) {
    this.hideProgress();
    const bar = new ProgressBar();
    const timer = setTimeout(() => {
      const over = this.besides();
      bar.element.classList.toggle("status", over);
      if (over) this.below.prepend(bar.element);
      else this.shadow.prepend(bar.element);
    }, AT_ONCE);
    const unwatch = progress.watch((state) => bar.show(state));
    this.unwatch = () => {
      clearTimeout(timer);
      unwatch();
      bar.element.remove();
    };
  }

  /** @returns {boolean} whether the place of the app shows anything but this */
  besides() {
    const root = this.element.getRootNode();
    const host = root instanceof ShadowRoot ? root.host : this.element.parentElement;
    return (host?.getBoundingClientRect().height ?? 0) > this.element.getBoundingClientRect().height;
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
    while (this.errors.childElementCount >= MOST_ERRORS) this.errors.firstElementChild?.remove();
    this.errors.append(errorBox(message, retry && (() => {
      this.clearErrors();
      retry();
    })));
  }

  clearErrors() {
    this.errors.replaceChildren();
  }

  /**
   * @param {string} text
   * @param {string} kind
   * @param {number} seconds
   */
  toast(text, kind, seconds) {
    const className = `toast ${kind === "error" ? "error-toast" : kind}`;
    const toast = make("div", { className, ...(kind === "error" ? { role: "alert" } : {}) }, text);
    this.toasts.append(toast);
    if (seconds > 0) setTimeout(() => toast.remove(), seconds * 1000);
  }

  /**
   * Something that stays until the person has read it; one of the same kind takes its place.
   * @param {import("./notice.js").Notice} notice
   */
  notice(notice) {
    this.unnotice(notice.kind);
    this.notices.append(noticeBox(notice));
  }

  /** @param {string} kind */
  unnotice(kind) {
    for (const one of [...this.notices.children]) if (/** @type {HTMLElement} */ (one).dataset.kind === kind) one.remove();
  }

  clear() {
    this.notices.replaceChildren();
    this.hideProgress();
    this.clearErrors();
    this.toasts.replaceChildren();
    this.statuses.clear();
  }
}
