// How far loading is, in bytes and in words. Those who show it subscribe.

/**
 * @typedef {{loaded: number, total: number, label: string, trouble: string}} State trouble: why nothing comes, or ""
 */

export class Progress {
  constructor() {
    /** @type {Map<string, {loaded: number, size: number, trouble: string}>} */
    this.parts = new Map();
    this.label = "Loading";
    /** @type {Set<(state: State) => void>} */
    this.watchers = new Set();
  }

  /**
   * Announce a part. The counter it returns never passes the announced size, whatever a host unpacks on the way.
   * @param {string} name
   * @param {number} size
   * @returns {import("./download.js").Arrived}
   */
  part(name, size) {
    const part = { loaded: 0, size, trouble: "" };
    this.parts.set(name, part);
    this.tell();
    return (bytes, trouble = "") => {
      part.loaded = Math.min(part.size, part.loaded + bytes);
      part.trouble = trouble;
      this.tell();
    };
  }

  /** @param {string} name of a part that is not needed after all */
  drop(name) {
    this.parts.delete(name);
    this.tell();
  }

  /** @param {string} label what is being done now */
  say(label) {
    this.label = label;
    this.tell();
  }

  /** @returns {State} */
  state() {
    let loaded = 0;
    let total = 0;
    let trouble = "";
    for (const part of this.parts.values()) {
      loaded += part.loaded;
      total += part.size;
      trouble ||= part.trouble;
    }
    return { loaded, total, label: this.label, trouble };
  }

  tell() {
    for (const watcher of this.watchers) watcher(this.state());
  }

  /**
   * @param {(state: State) => void} watcher
   * @returns {() => void} ends it
   */
  watch(watcher) {
    this.watchers.add(watcher);
    watcher(this.state());
    return () => void this.watchers.delete(watcher);
  }
}
