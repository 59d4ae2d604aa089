// Draws what the shell itself shows around an app: errors, notices, toasts, and how far handlers are.

import { make } from "./dom.js";
import { errorBox } from "./errorbox.js";
import { StatusLines } from "./feedback.js";
import { there } from "./need.js";
import { noticeBox } from "./notice.js";
import { shellSheet } from "./sheet.js";

const MOST_ERRORS = 3;

export class Drawn {
  /** @param {import("./overlay.js").Overlay} place */
  constructor({ shadow, errors, statuses, notices, toasts }) {
    there("bar")?.style(shadow);
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, shellSheet];
    this.errors = errors;
    this.notices = notices;
    this.toasts = toasts;
    this.lines = new StatusLines(statuses);
    this.over = new AbortController();
  }

  /**
   * @param {import("./protocol.js").Message} message
   * @param {(() => void) | null} retry
   */
  error(message, retry) {
    const again = retry && (() => {
      this.errors.replaceChildren();
      retry();
    });
    const box = errorBox(message, again);
    for (const one of [...this.errors.children]) if (one.textContent === box.textContent) one.remove(); // it is said once more
    while (this.errors.childElementCount >= MOST_ERRORS) this.errors.firstElementChild?.remove();
    this.errors.append(box);
    if (again) addEventListener("popstate", again, { signal: this.over.signal }); // what could not be shown may be elsewhere
    if (message.address) this.untilElsewhere(box);
  }

  /** What is wrong with the page's address is said as long as it has that. @param {HTMLElement} box */
  untilElsewhere(box) {
    const { href } = location;
    const { navigation } = /** @type {any} */ (window);
    const [teller, type] = navigation ? [navigation, "currententrychange"] : [window, "popstate"];
    const look = () => {
      if (location.href === href) return;
      teller.removeEventListener(type, look);
      box.remove();
    };
    teller.addEventListener(type, look, { signal: this.over.signal });
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
    this.over.abort();
    this.notices.replaceChildren();
    this.errors.replaceChildren();
    this.toasts.replaceChildren();
    this.lines.clear();
  }
}
