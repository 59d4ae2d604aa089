// Debounce and throttle for what the page does by itself: an event's own JavaScript, of which Python is not told.

export class Pace {
  constructor() {
    /** What waits, by listener: its timer, and what it does then. @type {Map<string, {timer: number, act: (() => void) | null}>} */
    this.waiting = new Map();
  }

  /**
   * Do something now, or when a listener's options say. With debounce, once there was no other of its key for so long; with
   * throttle, at once and then at most once each time, the last never dropped.
   * @param {string} key
   * @param {{debounce_ms?: number, throttle_ms?: number}} options
   * @param {() => void} act
   */
  run(key, { debounce_ms, throttle_ms }, act) {
    if (debounce_ms) {
      clearTimeout(this.waiting.get(key)?.timer);
      this.waiting.set(key, { act, timer: setTimeout(() => this.end(key), debounce_ms) });
    } else if (!throttle_ms) {
      act();
    } else if (this.waiting.has(key)) {
      /** @type {{act: (() => void) | null}} */ (this.waiting.get(key)).act = act;
    } else {
      this.open(key, throttle_ms);
      act();
    }
  }

  /**
   * @param {string} key
   * @param {number} ms
   */
  open(key, ms) {
    this.waiting.set(key, { act: null, timer: setTimeout(() => {
      const act = this.waiting.get(key)?.act;
      this.waiting.delete(key);
      if (!act) return;
      this.open(key, ms);
      act();
    }, ms) });
  }

  /** @param {string} key */
  end(key) {
    const act = this.waiting.get(key)?.act;
    this.waiting.delete(key);
    act?.();
  }

  close() {
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }
}
