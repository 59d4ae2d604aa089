// Takes one version of the app after the other, never two at once; of those that came meanwhile only the last.

/**
 * @typedef {import("../element.js").PyApp} PyApp
 * @typedef {{taken: (changed: string[], milliseconds: number) => void, refused: (changed: string[]) => void}} Told
 */

import { keepFocus } from "./place.js";

export class Reloader {
  /**
   * @param {PyApp} app
   * @param {string} version what the page came with
   * @param {Told} told
   */
  constructor(app, version, told) {
    this.app = app;
    this.told = told;
    this.wanted = version;
    this.had = version;
    /** @type {Set<string>} */
    this.changed = new Set();
    this.busy = false;
  }

  /**
   * @param {string} version
   * @param {string[]} changed the files whose change made it
   */
  async want(version, changed) {
    this.wanted = version;
    if (version !== this.had) changed.forEach((name) => this.changed.add(name));
    if (this.busy) return;
    while (this.had !== this.wanted) await this.take();
  }

  async take() {
    await this.app.ready.catch(() => {});
    this.busy = true;
    this.had = this.wanted;
    const changed = [...this.changed];
    this.changed.clear();
    const start = performance.now();
    try {
      await this.app.update((swap) => {
        const restore = keepFocus(this.app);
        swap();
        restore();
      });
      this.told.taken(changed, performance.now() - start);
    } catch {
      this.told.refused(changed); // the error itself came as an event
    } finally {
      this.busy = false;
    }
  }
}
