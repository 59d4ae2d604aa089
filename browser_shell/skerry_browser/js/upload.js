// <sk-upload>: takes the files that a person chooses, drops or pastes, refuses what is too large or of another kind, and lists them.
//
// Python places the file input and what stands around it; this draws the messages and the list, in the element made for that.

import { make } from "./dom.js";
import { SMALL, watchFile } from "./uploads.js";
import { bytes, fits } from "./widgets/files.js";

/** @typedef {{file: File, row: HTMLElement}} Entry */

export class Upload extends HTMLElement {
  /** @type {Entry[]} */
  entries = [];
  complaints = make("div", { className: "sk-upload-complaints", role: "alert" });
  list = make("ul", { className: "sk-files" });
  said = make("p", { className: "sk-hidden", role: "status" });
  wired = false;

  connectedCallback() {
    shown.add(this);
    keepFilesOut();
    if (this.wired) return;
    this.wired = true;
    this.own.append(this.complaints, this.list, this.said);
    this.list.hidden = true;
    this.list.setAttribute("aria-label", "Chosen files");
    for (const type of ["change", "paste"]) {
      this.addEventListener(type, (event) => {
        if (!this.waits) this.take(event);
      });
    }
    this.addEventListener("click", (event) => { if (event.target === this.input && this.closed) event.preventDefault(); });
    this.addEventListener("dragenter", (event) => this.dragged(event));
    this.addEventListener("dragover", (event) => this.dragged(event));
    this.addEventListener("dragleave", (event) => {
      if (!this.contains(/** @type {Node | null} */ (event.relatedTarget))) this.removeAttribute("data-over");
    });
    this.addEventListener("drop", (event) => this.dropped(event));
    const early = Symbol.for("skerry.early") in globalThis; // else nobody has written down what was chosen
    if (!early && this.waits) addEventListener("py-ready", () => this.take({ type: "change", target: this.input }), { once: true });
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  get own() {
    return /** @type {HTMLElement} */ (this.querySelector(":scope > .sk-upload-own"));
  }

  /** @returns {HTMLInputElement | null} */
  get input() {
    return this.querySelector(":scope input[type=file]");
  }

  get enabled() {
    return !this.input?.matches(":disabled"); // without one, as where a picture is shown that cannot be replaced, pasting goes on
  }

  /** Whether there is no Python yet: what is chosen then is written down (early.js), and what is dropped the browser gives to the field. */
  get waits() {
    return this.closest("[data-sk-page]") !== null;
  }

  /** Whether files can only be pasted. */
  get closed() {
    return this.getAttribute("drop") === "none";
  }

  /** @param {any} event as it happens, or as it was before there was Python (replay.js) */
  take(event) {
    if (event.type === "change" && event.target === this.input) this.chosen(event.was?.files ?? [...event.target.files]);
    if (event.type === "paste") this.pasted(event);
  }

  /** @param {File[]} files */
  chosen(files) {
    if (!files.length) return this.takeAllOut(); // its form was reset
    this.choose(files);
    /** @type {HTMLInputElement} */ (this.input).value = ""; // so that the same file can be chosen again
  }

  /** @param {ClipboardEvent} event */
  pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || !this.enabled || this.getAttribute("paste") === "none") return;
    event.preventDefault();
    this.choose(files);
  }

  /** @param {DragEvent} event */
  dragged(event) {
    if (!event.dataTransfer?.types.includes("Files") || !this.enabled || this.closed || this.waits) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    this.setAttribute("data-over", "");
  }

  /** @param {DragEvent} event */
  dropped(event) {
    this.removeAttribute("data-over");
    if (!event.dataTransfer?.types.includes("Files") || this.closed || this.waits) return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.enabled) return;
    const folders = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry?.isDirectory).map((entry) => entry?.name);
    this.choose([...event.dataTransfer.files], folders);
  }

  /**
   * @param {File[]} files
   * @param {(string | undefined)[]} folders names of those that are none
   */
  choose(files, folders = []) {
    const { accept, multiple } = this.input ?? { accept: "image/*", multiple: false };
    const limit = Number(this.getAttribute("max-size") ?? Infinity);
    const most = multiple ? Number(this.getAttribute("max-files") ?? Infinity) : 1;
    const room = multiple ? most - this.entries.length : 1;
    /** @type {string[]} */
    const complaints = [];
    /** @type {File[]} */
    const good = [];
    for (const file of files) {
      if (folders.includes(file.name)) complaints.push(`${file.name} is a folder. Choose the files in it.`);
      else if (!fits(file, accept)) complaints.push(`${file.name} is not of a kind that fits here: ${accept.split(",").map((one) => one.trim()).join(", ")}.`);
      else if (file.size > limit) complaints.push(`${file.name} has ${bytes(file.size)}, and the limit is ${bytes(limit)}.`);
      else if (good.length >= room) complaints.push(`${file.name} was left out: ${most === 1 ? "only one file fits" : `only ${most} files fit`} here.`);
      else good.push(file);
    }
    this.complaints.replaceChildren(...complaints.map((text) => make("p", { className: "sk-error" }, text)));
    if (!good.length) return;
    if (!multiple) this.clear();
    if (this.getAttribute("list") !== "none") good.forEach((file) => this.add(file));
    this.say(`${good.map((file) => file.name).join(", ")} added`);
    this.dispatchEvent(Object.assign(new Event("upload"), { files: good }));
  }

  /** @param {File} file */
  add(file) {
    const bar = make("progress", { className: "sk-file-progress", max: 1, value: 0, hidden: true, "aria-label": `Reading ${file.name}` });
    const row = make("li", { className: "sk-file-row" },
      make("span", { className: "sk-file-name" }, file.name),
      make("span", { className: "sk-file-size" }, bytes(file.size)),
      make("button", { type: "button", className: "sk-button sk-quiet sk-file-remove", "aria-label": `Remove ${file.name}`, onclick: () => this.takeOut(file) }, "×"),
      bar,
    );
    if (file.size > SMALL) {
      watchFile(file, (share) => {
        bar.hidden = share >= 1;
        /** @type {HTMLProgressElement} */ (bar).value = share;
      });
    }
    this.entries.push({ file, row });
    this.list.append(row);
    this.list.hidden = false;
  }

  /**
   * The person takes a file out again; the focus goes to the next one.
   * @param {File} file
   */
  takeOut(file) {
    const index = this.entries.findIndex((entry) => entry.file === file);
    if (index < 0 || !this.enabled) return;
    const [{ row }] = this.entries.splice(index, 1);
    const next = this.entries[index] ?? this.entries[index - 1];
    (next ? /** @type {HTMLElement} */ (next.row.querySelector("button")) : this.input)?.focus();
    row.remove();
    this.list.hidden = !this.entries.length;
    this.complaints.replaceChildren();
    this.say(`${file.name} removed`);
    this.dispatchEvent(Object.assign(new Event("delete"), { index, files: [file] }));
  }

  /** Each is told of by itself, the last first, so that their places are right. */
  takeAllOut() {
    this.complaints.replaceChildren();
    while (this.entries.length) {
      const [{ file, row }] = this.entries.splice(-1);
      row.remove();
      this.dispatchEvent(Object.assign(new Event("delete"), { index: this.entries.length, files: [file] }));
    }
    this.list.hidden = true;
  }

  clear() {
    this.entries = [];
    this.list.replaceChildren();
    this.list.hidden = true;
  }

  /** @param {string} text */
  say(text) {
    this.said.textContent = text;
  }
}

/** The zones that are in the page. @type {Set<Upload>} */
const shown = new Set();
let guarded = false;

/** A file that is dropped beside a zone would take the place of the whole page: as long as there is one, such drops do nothing. */
function keepFilesOut() {
  if (guarded) return;
  guarded = true;
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, (event) => {
      const { dataTransfer, defaultPrevented } = /** @type {DragEvent} */ (event);
      const taken = defaultPrevented || /** @type {Element} */ (event.composedPath()[0]).matches?.("input[type=file]:enabled");
      if (!shown.size || taken || !dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      dataTransfer.dropEffect = "none";
    });
  }
}

if (!customElements.get("sk-upload")) customElements.define("sk-upload", Upload);
