// Debounced and throttled events.
//
// When any later event goes, what is held from before it goes first, in the same crossing: a click never overtakes the text that was
// typed before it.

/**
 * @typedef {import("./protocol.js").Message} Message
 * @typedef {import("./outbox.js").Entry} Entry
 * @typedef {{debounce_ms?: number, throttle_ms?: number}} Timing
 */

export class Holding {
  /** @param {(message: Message, ready: Promise<void> | null) => void} push */
  constructor(push) {
    this.push = push;
    /** @type {Map<string, {entry: Entry, timer: number}>} */
    this.held = new Map();
    /** @type {Map<string, number>} */
    this.windows = new Map();
  }

  /**
   * With debounce, send this one once there was no other of the same key for so long, or before the next event. With throttle, send the
   * first at once, then at most one each time; the last is never dropped.
   * @param {string} key
   * @param {Timing} timing
   * @param {Message} message
   * @param {Promise<void> | null} ready
   */
  hold(key, { debounce_ms, throttle_ms = 0 }, message, ready = null) {
    if (debounce_ms) {
      clearTimeout(this.held.get(key)?.timer);
      const timer = setTimeout(() => this.release(key), debounce_ms);
      this.held.set(key, { entry: { message, ready }, timer });
    } else if (this.windows.has(key)) {
      this.held.set(key, { entry: { message, ready }, timer: 0 });
    } else {
      this.openWindow(key, throttle_ms);
      this.push(message, ready);
    }
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

  close() {
    for (const { timer } of this.held.values()) clearTimeout(timer);
    for (const timer of this.windows.values()) clearTimeout(timer);
    this.held.clear();
    this.windows.clear();
  }
}
