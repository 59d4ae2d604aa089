// The log, at the foot of the page: a small button, and a list behind it.

import { make } from "../dom.js";

/**
 * @typedef {import("./log.js").Entry} Entry
 * @typedef {import("./log.js").Log} Log
 */

const OPEN = "skerry dev log";
/** @type {Record<string, string>} */
const LABELS = { debug: "debug", info: "print", warning: "warning", error: "error", note: "page" };

export class Panel {
  /**
   * @param {ShadowRoot} shadow
   * @param {Log} log
   * @param {{showErrors: () => void}} to
   */
  constructor(shadow, log, to) {
    this.log = log;
    this.waiting = false;
    this.count = make("span", { className: "count" });
    this.toggle = make("button", { type: "button", className: "toggle", "aria-expanded": "false", "aria-controls": "log", onclick: () => this.show(!this.isOpen) }, "Log", this.count);
    this.errors = make("button", { type: "button", className: "some-errors", hidden: true, onclick: to.showErrors });
    this.state = make("span", { className: "state", role: "status" });
    this.list = make("ol", {});
    this.scroller = make("div", { className: "entries", role: "log", tabIndex: 0, "aria-label": "What the app printed and logged" }, this.list);
    this.empty = make("p", { className: "empty" }, "What the app prints and logs is shown here, and in the terminal.");
    this.panel = make("section", { className: "log", id: "log", hidden: true, "aria-label": "Log" },
      make("header", {},
        make("h2", {}, "Log"),
        make("button", { type: "button", onclick: () => log.clear() }, "Clear"),
        make("button", { type: "button", className: "close", onclick: () => this.show(false) }, "Close ", make("kbd", {}, "Esc")),
      ),
      this.empty, this.scroller,
    );
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.show(false);
    });
    shadow.append(make("aside", { "aria-label": "Development" }, make("div", { className: "corner" }, this.state, this.errors, this.toggle), this.panel));
    log.watchers.add(() => this.soon());
    this.draw();
    if (sessionStorage.getItem(OPEN)) this.show(true, false);
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /**
   * @param {boolean} open
   * @param {boolean} move the focus goes along
   */
  show(open, move = true) {
    this.panel.hidden = !open;
    document.body.style.paddingBlockEnd = open ? `${this.panel.offsetHeight}px` : ""; // the end of the app can be scrolled to
    this.toggle.setAttribute("aria-expanded", String(open));
    if (open) sessionStorage.setItem(OPEN, "yes");
    else sessionStorage.removeItem(OPEN);
    this.draw();
    if (open) this.scroller.scrollTop = this.scroller.scrollHeight;
    if (move) (open ? this.scroller : this.toggle).focus();
  }

  /** @param {boolean} yes */
  showConnection(yes) {
    this.state.textContent = yes ? "" : "The development server is away";
  }

  /** @param {number} count */
  showErrors(count) {
    this.errors.hidden = !count;
    this.errors.textContent = count === 1 ? "1 error" : `${count} errors`;
  }

  /** Once a frame is enough, whatever is printed. */
  soon() {
    if (this.waiting) return;
    this.waiting = true;
    setTimeout(() => {
      this.waiting = false;
      this.draw();
    }, 16);
  }

  draw() {
    const { entries } = this.log;
    this.count.textContent = entries.length ? String(entries.length) : "";
    this.empty.hidden = entries.length > 0;
    if (!this.isOpen) return;
    const atEnd = this.scroller.scrollTop + this.scroller.clientHeight >= this.scroller.scrollHeight - 8;
    const known = new Map([...this.list.children].map((item) => [Number(/** @type {HTMLElement} */ (item).dataset.id), item]));
    for (const [id, item] of known) if (!entries.some((entry) => entry.id === id)) item.remove();
    for (const entry of entries) {
      const item = known.get(entry.id);
      if (!item) this.list.append(itemOf(entry));
      else if (item.getAttribute("data-times") !== String(entry.times)) item.replaceWith(itemOf(entry));
    }
    if (atEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
  }
}

/** @param {Entry} entry */
function itemOf({ id, level, text, time, times, error, handler }) {
  return make("li", { className: level, "data-id": String(id), "data-times": String(times) },
    make("time", { dateTime: time.toISOString() }, time.toTimeString().slice(0, 8)),
    make("span", { className: "level" }, LABELS[level] ?? level),
    error?.text ? make("details", {}, make("summary", {}, text), make("pre", { tabIndex: 0 }, error.text)) : make("span", { className: "text" }, text),
    handler ? make("span", { className: "whose", title: "The handler that said it" }, handler) : null,
    times > 1 ? make("span", { className: "times", "aria-label": `${times} times` }, `×${times}`) : null,
  );
}
