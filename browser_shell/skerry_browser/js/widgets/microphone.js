// <sk-microphone>: asks for the microphone when a button is pressed, and records until it is pressed again.

import { make } from "../dom.js";
import { askFor, stopTracks } from "./devices.js";

export class Microphone extends HTMLElement {
  button = /** @type {HTMLButtonElement} */ (make("button", { type: "button", className: "sk-button sk-secondary sk-record", onclick: () => this.pressed() }));
  time = make("span", { className: "sk-record-time", "aria-hidden": "true" });
  complaint = make("div", { role: "alert" });
  /** @type {MediaRecorder | null} */
  recorder = null;
  asking = false;
  since = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  clock = undefined;

  connectedCallback() {
    if (!this.button.isConnected) this.append(make("div", { className: "sk-row sk-webcam-buttons" }, this.button, this.time), this.complaint);
    this.show();
  }

  disconnectedCallback() {
    queueMicrotask(() => { if (!this.isConnected) this.stop(); });
  }

  static get observedAttributes() {
    return ["disabled"];
  }

  attributeChangedCallback() {
    if (this.hasAttribute("disabled")) this.stop();
    this.show();
  }

  pressed() {
    if (this.recorder) this.stop();
    else if (!this.asking) this.begin();
  }

  async begin() {
    this.complaint.replaceChildren();
    this.asking = true;
    this.show();
    try {
      const stream = await askFor("microphone", { audio: true });
      this.asking = false;
      if (this.isConnected) this.record(stream);
      else stopTracks(stream);
    } catch (error) {
      this.asking = false;
      this.complaint.append(make("p", { className: "sk-error" }, /** @type {Error} */ (error).message));
    }
    this.show();
  }

  /** @param {MediaStream} stream */
  record(stream) {
    /** @type {Blob[]} */
    const parts = [];
    const recorder = new MediaRecorder(stream);
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.addEventListener("stop", () => {
      stopTracks(stream);
      const type = recorder.mimeType.split(";")[0] || "audio/webm";
      if (this.recorder === recorder) this.ended();
      const file = new File(parts, `recording.${type.split("/")[1]}`, { type });
      if (this.isConnected && file.size) this.dispatchEvent(Object.assign(new Event("upload"), { files: [file] }));
    });
    recorder.start();
    this.recorder = recorder;
    this.since = performance.now();
    this.clock = setInterval(() => this.show(), 250);
  }

  stop() {
    if (this.recorder?.state === "recording") this.recorder.stop();
  }

  ended() {
    this.recorder = null;
    clearInterval(this.clock);
    this.show();
  }

  show() {
    const text = this.recorder ? "Stop recording" : this.asking ? "Waiting for the microphone…" : "Record";
    if (this.button.textContent !== text) this.button.textContent = text;
    this.button.disabled = this.hasAttribute("disabled");
    this.button.setAttribute("aria-disabled", String(this.asking));
    this.toggleAttribute("data-recording", Boolean(this.recorder));
    const seconds = Math.floor((performance.now() - this.since) / 1000);
    this.time.textContent = this.recorder ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : "";
  }
}

if (!customElements.get("sk-microphone")) customElements.define("sk-microphone", Microphone);
