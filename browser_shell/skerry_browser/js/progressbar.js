// The loading bar.

import { make } from "./dom.js";

export class ProgressBar {
  constructor() {
    this.label = make("span");
    this.amount = make("span");
    this.bar = make("div", { className: "bar" });
    this.track = make("div", {
      className: "track", role: "progressbar", "aria-label": "Loading", "aria-valuemin": "0", "aria-valuemax": "100",
    }, this.bar);
    this.element = make("div", { className: "progress" }, make("div", { className: "line" }, this.label, this.amount), this.track);
  }

  /** @param {import("./progress.js").State} state */
  show({ loaded, total, label }) {
    const percent = total ? Math.round((100 * loaded) / total) : 0;
    const done = total > 0 && loaded >= total;
    this.label.textContent = `${label}…`;
    this.amount.textContent = total && !done ? `${megabytes(loaded)} of ${megabytes(total)} MB` : "";
    this.bar.style.inlineSize = `${percent}%`;
    this.bar.classList.toggle("waiting", done);
    this.track.setAttribute("aria-valuenow", String(percent));
    this.track.setAttribute("aria-valuetext", `${label}, ${percent} %`);
  }
}

/**
 * @param {number} bytes
 * @returns {string}
 */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
