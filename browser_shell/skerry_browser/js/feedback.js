// What people see of handlers that take time: lines that say how far the work is.

import { make } from "./dom.js";

/** @typedef {{id: number, text?: string, value?: number | null, position?: number, done?: boolean}} Status */

const WAITING = (/** @type {number} */ position) => (position === 1 ? "next in line" : `number ${position} in line`);

export class StatusLines {
  /** @param {HTMLElement} element where they stand */
  constructor(element) {
    this.element = element;
    /** @type {Map<number, {line: HTMLElement, text: HTMLElement, amount: HTMLElement, bar: HTMLElement, track: HTMLElement}>} */
    this.lines = new Map();
  }

  /** @param {Status} status */
  show(status) {
    if (status.done) return this.remove(status.id);
    const { text, amount, bar, track } = this.line(status.id);
    const label = status.text ?? "";
    const percent = typeof status.value === "number" ? Math.round(status.value * 100) : null;
    if (text.textContent !== label) text.textContent = label;
    amount.textContent = status.position ? WAITING(status.position) : percent === null ? "" : `${percent} %`;
    bar.classList.toggle("unknown", percent === null);
    bar.style.inlineSize = percent === null ? "" : `${percent}%`;
    track.setAttribute("aria-label", label);
    if (percent === null) track.removeAttribute("aria-valuenow");
    else track.setAttribute("aria-valuenow", String(percent));
  }

  /** @param {number} id */
  line(id) {
    const known = this.lines.get(id);
    if (known) return known;
    const text = make("span");
    const amount = make("span", { "aria-hidden": "true" });
    const bar = make("div", { className: "bar" });
    const track = make("div", { className: "track", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" }, bar);
    const line = make("div", { className: "status" }, make("div", { className: "line" }, text, amount), track);
    this.element.append(line);
    const made = { line, text, amount, bar, track };
    this.lines.set(id, made);
    return made;
  }

  /** @param {number} id */
  remove(id) {
    this.lines.get(id)?.line.remove();
    this.lines.delete(id);
  }

  clear() {
    this.lines.clear();
    this.element.replaceChildren();
  }
}
