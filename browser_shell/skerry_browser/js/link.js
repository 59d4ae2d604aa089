// A session's far end. Everything the page knows of Python is: text goes, text comes. This one is in the page;
// one to a worker or over a socket has the same members.

import { nextFrame } from "./frame.js";
import { later } from "./later.js";

/**
 * @typedef {object} Link
 * @property {(text: string) => void} send
 * @property {(text: string) => void | Promise<void>} receive set by the session; a promise where parts of the page have to come first
 * @property {(error: unknown) => void} failed set by the session: the far end is gone
 * @property {() => void} close
 * @property {import("./blobs.js").Take} [blob] the bytes of an address that came in a message
 * @property {import("./uploads.js").Uploads | null} [uploads] the files that the person chose
 */

/** @implements {Link} */
export class LocalLink {
  /**
   * @param {import("./runtime.js").Runtime} runtime
   * @param {number} id
   */
  constructor(runtime, id) {
    this.runtime = runtime;
    this.id = id;
    this.woken = false;
    this.closed = false;
    /** @type {(() => Promise<import("./secrets.js").Secrets>) | null} */
    this.secrets = null;
    /** The files that the person chose. @type {import("./uploads.js").Uploads | null} */
    this.uploads = null;
    /** @type {Link["receive"]} */
    this.receive = () => {};
    /** @type {(error: unknown) => void} */
    this.failed = () => {};
  }

  /** @param {string} config */
  open(config) {
    this.cross(() => this.runtime.call("open", this.id, config));
  }

  /** @param {string} text */
  send(text) {
    this.cross(() => this.runtime.call("dispatch", this.id, text));
  }

  /** Python has something to show. */
  wake() {
    if (this.woken) return;
    this.woken = true;
    later(() => nextFrame(() => {
      this.woken = false;
      this.cross(() => this.runtime.call("frame", this.id));
    }));
  }

  /**
   * Python asks for a secret.
   * @param {string} name
   * @param {string} prompt
   * @param {boolean} again what is known is of no use
   * @returns {import("./secrets.js").Asking}
   */
  ask(name, prompt, again) {
    let cancel = () => { cancelled = true; };
    let cancelled = false;
    const answer = (async () => {
      await null; // see later.js
      const secrets = await this.secrets?.();
      if (cancelled || !secrets) return undefined;
      const asking = secrets.ask(name, prompt, again);
      cancel = asking.cancel;
      return asking.answer;
    })();
    return { answer, cancel: () => cancel() };
  }

  /** @type {import("./blobs.js").Take} */
  blob(name) {
    return this.runtime.blob(name);
  }

  /** @param {() => string} call */
  cross(call) {
    if (this.closed) return;
    let text;
    try {
      text = call();
    } catch (error) {
      if (!this.runtime.dead) this.failed(error); // else all its links hear of it
      return;
    }
    if (text !== "[]") void this.receive(text);
  }

  /** The interpreter has died. */
  die() {
    if (this.closed) return;
    this.closed = true;
    this.failed(this.runtime.dead);
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    this.runtime.close(this.id);
  }
}
