// <sk-webcam>: asks for the camera when a button is pressed, shows what it sees, and takes pictures of it.

import { make } from "../dom.js";
import { askFor, stopTracks } from "./devices.js";

export class Webcam extends HTMLElement {
  video = /** @type {HTMLVideoElement} */ (make("video", { className: "sk-webcam-picture", muted: true, playsInline: true, autoplay: true, hidden: true, "aria-label": "What the camera sees" }));
  begin = this.button("Start the camera", "sk-secondary", () => this.open());
  take = this.button("Take a picture", "sk-primary", () => this.capture());
  end = this.button("Stop the camera", "sk-quiet", () => { this.stop(); this.begin.focus(); });
  complaint = make("div", { className: "sk-webcam-complaint", role: "alert" });
  /** @type {MediaStream | null} */
  stream = null;
  asking = false;

  connectedCallback() {
    if (!this.begin.isConnected) this.append(this.video, make("div", { className: "sk-row sk-webcam-buttons" }, this.begin, this.take, this.end), this.complaint);
    this.show();
  }

  disconnectedCallback() {
    queueMicrotask(() => { if (!this.isConnected) this.stop(); }); // one that is only moved goes on
  }

  static get observedAttributes() {
    return ["disabled"];
  }

  attributeChangedCallback() {
    if (this.hasAttribute("disabled")) this.stop();
    this.show();
  }

  /**
   * @param {string} text
   * @param {string} kind
   * @param {() => unknown} onclick
   */
  button(text, kind, onclick) {
    return /** @type {HTMLButtonElement} */ (make("button", { type: "button", className: `sk-button ${kind}`, onclick }, text));
  }

  async open() {
    if (this.asking || this.stream) return;
    this.complain("");
    this.asking = true;
    this.show();
    try {
      const stream = await askFor("camera", { video: { facingMode: this.getAttribute("facing") ?? "user" }, audio: false });
      this.asking = false;
      if (!this.isConnected) return stopTracks(stream);
      this.started(stream);
    } catch (error) {
      this.asking = false;
      this.complain(/** @type {Error} */ (error).message);
      this.show();
    }
  }

  /** @param {MediaStream} stream */
  started(stream) {
    const focused = this.begin.matches(":focus");
    this.stream = stream;
    this.video.srcObject = stream;
    this.video.play().catch(() => {}); // it is shown as soon as there is something to show
    stream.getVideoTracks()[0]?.addEventListener("ended", () => {
      if (this.stream !== stream) return;
      this.stop();
      this.complain("The camera has stopped.");
    });
    this.show();
    if (focused) this.take.focus();
  }

  async capture() {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (!width) return this.complain("The camera has shown nothing yet. Try again in a moment.");
    this.complain("");
    const canvas = /** @type {HTMLCanvasElement} */ (make("canvas", { width, height }));
    canvas.getContext("2d")?.drawImage(this.video, 0, 0);
    const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ done) => canvas.toBlob(done, "image/png"));
    if (!blob) return this.complain("The picture could not be taken.");
    const file = new File([blob], "camera.png", { type: "image/png" });
    this.dispatchEvent(Object.assign(new Event("capture"), { files: [file], width, height }));
  }

  stop() {
    if (this.stream) stopTracks(this.stream);
    this.stream = null;
    this.video.srcObject = null;
    this.show();
  }

  show() {
    const on = Boolean(this.stream);
    this.video.hidden = this.take.hidden = this.end.hidden = !on;
    this.begin.hidden = on;
    this.begin.disabled = this.hasAttribute("disabled");
    this.begin.setAttribute("aria-disabled", String(this.asking)); // and not disabled, which would lose the focus
    this.begin.textContent = this.asking ? "Waiting for the camera…" : "Start the camera";
  }

  /** @param {string} text */
  complain(text) {
    this.complaint.replaceChildren(...(text ? [make("p", { className: "sk-error" }, text)] : []));
  }
}

if (!customElements.get("sk-webcam")) customElements.define("sk-webcam", Webcam);
