// Records in the two simple stores of a browser. sessionStorage holds what is kept for the tab. localStorage holds last words: a page
// that goes away cannot wait for IndexedDB, so it leaves there what it has not written yet, and the next visit takes it.

import { CURRENT, inSlot } from "./database.js";

/**
 * @typedef {import("./database.js").Entry} Entry
 * @typedef {import("./database.js").Kept} Kept
 * @typedef {import("./database.js").Key} Key
 */

export class WebStore {
  /**
   * @param {string} prefix
   * @param {() => globalThis.Storage} open may throw: a browser can refuse
   */
  constructor(prefix, open) {
    this.prefix = prefix;
    this.open = open;
  }

  /**
   * @param {string} app
   * @returns {Entry[]} what can be read; what cannot is none of ours
   */
  entries(app) {
    const store = this.open();
    const start = this.prefix + JSON.stringify([app]).slice(0, -1);
    return Object.keys(store).filter((key) => key.startsWith(start)).flatMap((key) => {
      try {
        return [{ key: JSON.parse(key.slice(this.prefix.length)), value: JSON.parse(store.getItem(key) ?? "") }];
      } catch {
        return [];
      }
    });
  }

  /** @param {Entry} entry */
  put({ key, value }) {
    this.open().setItem(this.prefix + JSON.stringify(key), JSON.stringify(value));
  }

  /** @param {Key} key */
  remove(key) {
    this.open().removeItem(this.prefix + JSON.stringify(key));
  }

  /**
   * @param {Entry} entry
   * @returns {Kept | null} what is there in its place, where it is older or the same
   */
  until({ key, value }) {
    const text = this.open().getItem(this.prefix + JSON.stringify(key));
    const found = text === null ? null : JSON.parse(text);
    return found?.at <= value.at ? found : null;
  }

  /**
   * @param {Key} key
   * @param {string} why
   */
  setAside(key, why) {
    const found = this.entries(key[0]).find((one) => JSON.stringify(one.key) === JSON.stringify(inSlot(key, CURRENT)));
    if (!found) return;
    this.put({ key: inSlot(key, found.value.at), value: { ...found.value, aside: why } });
    this.remove(key);
  }

  /**
   * @param {string} app
   * @param {(name: string) => boolean} meant
   */
  drop(app, meant) {
    for (const { key } of this.entries(app)) if (meant(key[1])) this.remove(key);
  }
}

export const tabStore = new WebStore("skerry kept ", () => sessionStorage);
export const lastWords = new WebStore("skerry last ", () => localStorage);
