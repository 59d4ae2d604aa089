// Stops Python that never gives the page its turn back.
//
// Pyodide looks at its interrupt buffer now and then while Python runs, and a 2 there means "interrupt". Without a second
// thread nobody could write it; but the buffer may be any object, so a getter answers 2 once the turn has lasted too long.
// The first look in a turn starts the clock. A microtask, which cannot run before Python has returned or been suspended, ends it.

import { later } from "./later.js";

const SIGINT = 2;

export class Watchdog {
  constructor() {
    /** @type {Map<number, number>} seconds that each mounted app allows */
    this.limits = new Map();
    this.limit = Infinity;
    /** @type {number | null} */
    this.started = null;
    this.buffer = Object.defineProperty({ length: 1 }, 0, { get: () => this.look(), set: () => {} });
  }

  /**
   * @param {number} app
   * @param {number | null} seconds null when the app is gone, 0 for no limit
   */
  allow(app, seconds) {
    if (seconds === null) this.limits.delete(app);
    else this.limits.set(app, seconds || Infinity);
    this.limit = Math.max(0, ...this.limits.values()) * 1000 || Infinity;
  }

  look() {
    const now = performance.now();
    if (this.started === null) {
      this.started = now;
      later(() => { this.started = null; });
    }
    if (now - this.started < this.limit) return 0;
    this.started = now; // a script that catches the interrupt gets another one, one limit later
    return SIGINT;
  }
}
