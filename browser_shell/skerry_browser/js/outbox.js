// Events on their way to Python, in the order in which they happened.
//
// A debounced or throttled event is held; when any later event goes, what is held from before it goes first, in the same
// crossing: a click never overtakes the text that was typed before it. While a crossing or a patch is under way,
// events that it causes wait for its end. An event that waits for a file's bytes makes those behind it wait.

/**
 * @typedef {import("./protocol.js").Message} Message
 * @typedef {{message: Message, ready: Promise<void> | null}} Entry
 */

/** Characters that a text of messages may have; the same in core/skerry/protocol.py. */
export const MOST_TEXT = 32 * 1024 * 1024;

export class Outbox {
  /** @param {(messages: Message[]) => void} send */
  constructor(send) {
    this.send = send;
    /** @type {Entry[]} */
    this.queue = [];
    /** @type {Map<string, {entry: Entry, timer: number}>} */
    this.held = new Map();
    /** @type {Map<string, number>} */
    this.windows = new Map();
    this.busy = false;
    this.closed = false;
  }

  /**
   * @param {Message} message
   * @param {Promise<void> | null} ready
   */
  push(message, ready = null) {
    this.queue.push(...this.releaseBefore(message), { message, ready });
    this.drain();
  }

  /**
   * Send this one after `ms` without another of the same key, or before the next event.
   * @param {string} key
   * @param {number} ms
   * @param {Message} message
   * @param {Promise<void> | null} ready
   */
  debounce(key, ms, message, ready = null) {
    clearTimeout(this.held.get(key)?.timer);
    const timer = setTimeout(() => this.release(key), ms);
    this.held.set(key, { entry: { message, ready }, timer });
  }

  /**
   * Send the first at once, then at most one each `ms`; the last is never dropped.
   * @param {string} key
   * @param {number} ms
   * @param {Message} message
   * @param {Promise<void> | null} ready
   */
  throttle(key, ms, message, ready = null) {
    if (this.windows.has(key)) {
      this.held.set(key, { entry: { message, ready }, timer: 0 });
      return;
    }
    this.openWindow(key, ms);
    this.push(message, ready);
  }

  /**
   * @param {string} key
   * @param {number} ms
   */
  openWindow(key, ms) {
    this.windows.set(key, setTimeout(() => {
      this.windows.delete(key);
      if (!this.held.has(key)) return;
      this.openWindow(key, ms);
      this.release(key);
    }, ms));
  }

  /** @param {string} key */
  release(key) {
    const held = this.held.get(key);
    if (!held) return;
    this.held.delete(key);
    this.push(held.entry.message, held.entry.ready);
  }

  /**
   * @param {Message} message
   * @returns {Entry[]} what was held from before, in order, but for other listeners to the same event of the same element
   */
  releaseBefore({ s = Infinity, n, e }) {
    const earlier = [...this.held].filter(([, { entry: { message } }]) => message.s < s && (e === undefined || message.n !== n || message.e !== e));
    for (const [key, { timer }] of earlier) {
      clearTimeout(timer);
      this.held.delete(key);
    }
    return earlier.map(([, { entry }]) => entry).sort((a, b) => a.message.s - b.message.s);
  }

  /**
   * Do something that may cause events (apply a patch); they go afterwards.
   * @param {() => void} run
   */
  during(run) {
    if (this.busy) return run();
    this.busy = true;
    try {
      run();
    } finally {
      this.busy = false;
      this.drain();
    }
  }

  drain() {
    while (!this.busy && !this.closed && this.queue.length) {
      const waiting = this.queue.findIndex((entry) => entry.ready);
      if (waiting === 0) return this.wait(/** @type {Promise<void>} */ (this.queue[0].ready));
      const batch = this.queue.splice(0, waiting < 0 ? this.queue.length : waiting);
      this.during(() => this.send(batch.map((entry) => entry.message)));
    }
  }

  /** @param {Promise<void>} ready */
  wait(ready) {
    this.busy = true;
    ready.finally(() => {
      if (this.closed) return;
      this.queue[0].ready = null;
      this.busy = false;
      this.drain();
    });
  }

  close() {
    this.closed = true;
    for (const { timer } of this.held.values()) clearTimeout(timer);
    for (const timer of this.windows.values()) clearTimeout(timer);
    this.held.clear();
    this.windows.clear();
    this.queue.length = 0;
  }
}

/**
 * Messages as few texts, none of them longer than may be.
 * @param {string[]} texts each message's own
 * @returns {string[]}
 */
export function bundled(texts) {
  /** @type {string[][]} */
  const bundles = [];
  let length = Infinity;
  for (const text of texts) {
    if (length + text.length + 1 > MOST_TEXT) {
      bundles.push([]);
      length = 1;
    }
    bundles[bundles.length - 1].push(text);
    length += text.length + 1;
  }
  return bundles.map((bundle) => `[${bundle.join(",")}]`);
}
