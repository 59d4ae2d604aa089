// The loading bar.

import { make } from "./dom.js";

export class ProgressBar {
  constructor() {
    this.label = make("span");
    this.amount = make("span");
    this.bar = make("div", { className: "bar" });
    this.track = make("div", { className: "track", role: "progressbar", "aria-label": "Loading", "aria-valuemin": "0", "aria-valuemax": "100" }, this.bar);
    this.trouble = make("div", { className: "trouble", role: "status" });
    this.element = make("div", { className: "progress" }, make("div", { className: "line", "aria-hidden": "true" }, this.label, this.amount), this.track, this.trouble);
  }

  /** @param {import("./progress.js").State} state */
  show({ loaded, total, label, trouble }) {
    const percent = total ? Math.round((100 * loaded) / total) : 0;
    const done = total > 0 && loaded >= total;
    const amount = total && !done ? `${megabytes(loaded)} of ${megabytes(total)} MB` : "";
    this.label.textContent = `${label}…`;
    this.amount.textContent = amount;
    this.bar.style.inlineSize = `${percent}%`;
    this.bar.classList.toggle("waiting", done);
    this.track.setAttribute("aria-label", label);
    this.track.setAttribute("aria-valuenow", String(percent));
    this.track.setAttribute("aria-valuetext", amount ? `${label}: ${amount}` : label);
    if (this.trouble.textContent !== trouble) this.trouble.textContent = trouble;
  }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
