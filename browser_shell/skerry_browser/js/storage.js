// What an app keeps: for the browser in IndexedDB, for the tab in sessionStorage, and with the page everything, which a restart of a
// dead interpreter goes on from. For each app and path apart, for many apps share one origin.
//
// Each state class is written by itself, the newest state only, one transaction after another. Two tabs with one app: the one that
// writes last wins, class by class. What it writes over without having seen it is set aside, and the other tab is told.
// Where the browser refuses (private windows, blocked storage) or has no room left, the app works on, and the person is told.

import { CURRENT, entries, inSlot, remove, setAside, write } from "./database.js";
import { Elsewhere } from "./elsewhere.js";
import { lastWords, tabStore } from "./webstore.js";

/**
 * @typedef {import("./database.js").Entry} Entry
 * @typedef {import("./database.js").Key} Key
 * @typedef {import("./database.js").Kept} Kept
 * @typedef {{version: number, at: number, text?: string, aside?: string}} Record
 * @typedef {{[where: string]: {[name: string]: Record[]}}} Stored as the protocol's hello has it
 * @typedef {{where: string, name: string, version: number}} Place
 * @typedef {"" | "hidden" | "gone"} Leaving whether the page may be gone in a moment: out of sight, or left. One that is left writes
 *   last words only: the browser's back-forward cache drops a page that holds a transaction
 */

/**
 * Who is told what.
 * @typedef {object} Ears
 * @property {(failing: import("./unkept.js").Failing | null) => void} failing nothing of a class is kept from now on; null: all is again
 * @property {(show: () => Promise<Stored>) => void} elsewhere another tab has kept other states; `show` gives them
 * @property {(show: () => Promise<Stored>) => void} late what could not be read at the start, and is there now
 */

export class Storage {
  /**
   * @param {string} app its name, see `storageName`
   * @param {Ears} ears
   */
  constructor(app, ears) {
    this.app = app;
    this.ears = ears;
    /** Which tab's the records are that this writes. */
    this.by = crypto.getRandomValues(new Uint32Array(2)).join("-");
    /** The newest state of each class in this page, by name. @type {Map<string, Place & Kept>} */
    this.newest = new Map();
    /** When the state was kept that this page has seen last, by `idOf`. @type {Map<string, number>} */
    this.seen = new Map();
    /** ... and that which the last words have seen that are taken in its place, likewise. @type {Map<string, number>} */
    this.passed = new Map();
    /** The beginning of a state that comes in several messages, by name. @type {Map<string, string>} */
    this.begun = new Map();
    /** What is to be written, by `idOf`. @type {Map<string, Entry>} */
    this.waiting = new Map();
    /** What is being written. @type {Entry[]} */
    this.batch = [];
    /** @type {Promise<void> | null} */
    this.writing = null;
    /** Whether what is kept could not be read at the start. */
    this.isUnread = false;
    /** The classes of which nothing is kept; an empty one where it cannot be read. @type {Set<string>} */
    this.failing = new Set();
    this.others = new Elsewhere(app, this.by, (keys) => this.heard(keys));
  }

  // Reading

  /**
   * Everything that is kept, for a session's greeting.
   * @param {boolean} restart the interpreter has died, and the app goes on: what this page has had comes first
   * @returns {Promise<Stored>}
   */
  async read(restart = false) {
    await this.writing;
    if (!restart) this.newest.clear();
    this.isUnread = false;
    this.failing.clear(); // who is told of it has gone with the app from before
    const [kept, tab] = [await this.ofBrowser((error) => this.unread(error)), this.ofTab()];
    this.see([...kept, ...tab]);
    /** @type {Stored} */
    const stored = { browser: grouped(kept), tab: grouped(tab) };
    for (const [name, { where, version, text, at }] of this.newest) {
      const records = (stored[where] ??= {})[name] ?? [];
      stored[where][name] = [...records.filter((one) => one.version !== version || one.aside !== undefined), { version, text, at }];
    }
    return stored;
  }

  /**
   * What other tabs have kept.
   * @param {string[]} keys
   * @returns {Promise<Stored>}
   */
  async latest(keys) {
    const meant = (/** @type {Entry} */ { key }) => key[3] === CURRENT && keys.includes(idOf(key));
    const [browser, tab] = [(await this.ofBrowser()).filter(meant), this.ofTab().filter(meant)];
    this.show([...browser, ...tab]);
    return { browser: grouped(browser), tab: grouped(tab) };
  }

  /**
   * What is in IndexedDB cannot be read at the start. Where it only takes its time, it is offered when it is there: the app has
   * begun without. Of a browser that refuses it is said once something is to be kept.
   * @param {any} error
   */
  unread(error) {
    if (error?.name !== "TimeoutError") return;
    this.isUnread = true;
    this.fail(error, "");
    void quietly(async () => {
      const found = (await entries(this.app, true)).filter(({ key, value }) =>
        key[3] === CURRENT && value.by !== this.by && value.at > (this.seen.get(idOf(key)) ?? 0));
      for (const name of this.failing) this.again(name);
      this.works([""]);
      if (found.length) this.ears.late(async () => this.takeBack(found));
    }, undefined);
  }

  /** @param {string} name of a class that could not be kept */
  again(name) {
    const { where, version = 0, text = "", at = 0, by = "" } = this.newest.get(name) ?? {};
    if (where !== "browser") return;
    this.waiting.set(`${name} ${version}`, { key: [this.app, name, version, CURRENT], value: { text, at, by } });
    void this.write();
  }

  /**
   * Go on with what was kept, whatever was written over it meanwhile.
   * @param {Entry[]} found
   * @returns {Stored}
   */
  takeBack(found) {
    const taken = found.map(({ key, value }) => ({ key, value: { ...value, at: this.after(key), by: this.by } }));
    this.see(found);
    this.show(taken);
    for (const one of taken) this.waiting.set(idOf(one.key), one);
    void this.write();
    return { browser: grouped(taken) };
  }

  /**
   * @param {(error: unknown) => void} failed where it cannot be read
   * @returns {Promise<Entry[]>} what is in IndexedDB, and newer last words in its place
   */
  async ofBrowser(failed = () => {}) {
    let isRead = true;
    const kept = await entries(this.app).catch((error) => {
      isRead = false;
      failed(error);
      return /** @type {Entry[]} */ ([]);
    });
    for (const last of await quietly(() => lastWords.entries(this.app), [])) {
      const id = last.key[3] === CURRENT ? idOf(last.key) : JSON.stringify(last.key);
      const same = kept.find(({ key }) => JSON.stringify(key) === JSON.stringify(last.key));
      if (same && same.value.at >= last.value.at) continue;
      if (same && same.value.at === last.value.over) this.passed.set(idOf(last.key), same.value.at);
      if (same) same.value = last.value;
      else kept.push(last);
      if (isRead && !this.waiting.has(id)) this.waiting.set(id, last);
    }
    void this.write();
    return kept;
  }

  ofTab() {
    try {
      return tabStore.entries(this.app);
    } catch {
      return [];
    }
  }

  /** @param {Entry[]} kept */
  see(kept) {
    for (const { key, value } of kept) if (key[3] === CURRENT) this.seen.set(idOf(key), value.at);
  }

  /** @param {Entry[]} kept what the page goes on with from now on, and a restart after it */
  show(kept) {
    this.see(kept);
    for (const { key: [, name, version], value } of kept) {
      const mine = this.newest.get(name);
      if (mine?.version === version) this.newest.set(name, { ...mine, ...value });
    }
  }

  /** @returns {Promise<(Place & {at: number, text: string, aside: string | null})[]>} all that is kept of the app */
  async list() {
    await this.writing;
    const shown = (/** @type {string} */ where) => (/** @type {Entry} */ { key: [, name, version], value: { at, text, aside } }) =>
      ({ where, name, version, at, text, aside: aside ?? null });
    return [...(await this.ofBrowser()).map(shown("browser")), ...this.ofTab().map(shown("tab"))];
  }

  /**
   * The text of one record.
   * @param {Place & {at: number}} wanted
   * @returns {Promise<string | null>}
   */
  async text({ where, name, version, at }) {
    const found = (await this.list()).find((one) => one.where === where && one.name === name && one.version === version && one.at === at);
    return found?.text ?? null;
  }

  // Writing

  /**
   * @param {Place & {text: string, more?: boolean}} message
   * @param {Leaving} leaving
   */
  save({ where, name, version, text, more }, leaving = "") {
    const whole = (this.begun.get(name) ?? "") + text;
    if (more) return void this.begun.set(name, whole);
    this.begun.delete(name);
    /** @type {Entry} */
    const entry = { key: [this.app, name, version, CURRENT], value: { text: whole, at: 0, by: this.by } };
    entry.value.at = this.after(entry.key);
    entry.value.over = this.seen.get(idOf(entry.key));
    this.newest.set(name, { where, name, version, ...entry.value });
    if (where === "tab") this.attempt(name, () => {
      tabStore.put(entry);
      this.see([entry]);
    });
    if (where !== "browser") return;
    this.waiting.set(idOf(entry.key), entry);
    if (!leaving || !this.said(entry) || leaving !== "gone") return void this.write();
    this.waiting.delete(idOf(entry.key));
    this.others.tell([idOf(entry.key)]);
  }

  /**
   * The clock may be set back, and what is written now is newer all the same.
   * @param {Key} key
   * @returns {number}
   */
  after(key) {
    return Math.max(Date.now(), (this.seen.get(idOf(key)) ?? 0) + 1, (this.newest.get(key[1])?.at ?? 0) + 1);
  }

  /**
   * @param {Entry} entry
   * @returns {boolean} whether there was room for last words
   */
  said(entry) {
    try {
      const last = lastOf(entry);
      const aside = last && last.text !== entry.value.text && this.whyAside(entry, last);
      if (aside) lastWords.put({ key: inSlot(entry.key, `tab ${last.by}`), value: { ...last, aside } });
      lastWords.put(entry);
      return true;
    } catch {
      return false;
    }
  }

  /** One write at a time, and of each class the newest state only. */
  write() {
    this.writing ??= (async () => {
      while (this.waiting.size) {
        this.batch = [...this.waiting.values()];
        this.waiting.clear();
        await this.commit(this.batch);
        this.batch = [];
      }
    })().finally(() => { this.writing = null; });
    return this.writing;
  }

  /** @param {Entry[]} batch */
  async commit(batch) {
    const left = new Map(batch.map((entry) => [entry, lastOf(entry)]));
    try {
      await write(batch, (entry, other) => this.whyAside(entry, other), (entry) => left.get(entry) ?? null);
    } catch (error) {
      if (batch.length === 1) return this.fail(error, batch[0].key[1]);
      for (const one of batch) await this.commit([one]); // one may be what the others fail with
      return;
    }
    this.works(batch.map(({ key }) => key[1]));
    this.see(batch);
    for (const entry of batch) {
      const last = lastOf(entry);
      if (!last || ![this.by, entry.value.by].includes(last.by) && last.at !== left.get(entry)?.at) continue;
      void quietly(() => lastWords.remove(entry.key), undefined);
    }
    this.others.tell(batch.filter(({ key }) => key[3] === CURRENT).map(({ key }) => idOf(key)));
  }

  /**
   * @param {Entry} entry
   * @param {Kept} other that it is written over
   * @returns {string} why that is to be set aside; empty where this page has seen it
   */
  whyAside({ key, value }, other) {
    const seen = this.seen.get(idOf(key));
    if (other.by === this.by || other.by === value.by || [seen, this.passed.get(idOf(key))].includes(other.at)) return "";
    return this.isUnread && seen === undefined ? "it could not be read in time, and was written over" : "another tab had it, and this one wrote over it";
  }

  /**
   * Put a record out of the way of all saving.
   * @param {Place & {why: string}} message
   */
  async aside({ where, name, version, why }) {
    /** @type {Key} */
    const key = [this.app, name, version, CURRENT];
    await quietly(() => (where === "tab" ? tabStore.setAside(key, why) : setAside(key, why)), undefined);
  }

  /**
   * Keep nothing of these classes, or of any.
   * @param {string[]} names
   */
  async forget(names) {
    const meant = (/** @type {string} */ name) => !names.length || names.includes(name);
    for (const name of this.newest.keys()) if (meant(name)) this.newest.delete(name);
    for (const [id, { key }] of this.waiting) if (meant(key[1])) this.waiting.delete(id);
    for (const store of [tabStore, lastWords]) void quietly(() => store.drop(this.app, meant), undefined);
    await quietly(() => remove(this.app, names), undefined);
  }

  // Other tabs, and this one once it comes back

  /** @param {string[]} keys */
  heard(keys) {
    const mine = keys.filter((key) => this.isMine(key));
    if (mine.length) this.ears.elsewhere(() => this.latest(mine));
  }

  /**
   * Whether a state is of the version that this page has of its class: the one that it writes, or else the latest that it has read.
   * Nothing is known of a class of which there was nothing; it is taken for the same.
   * @param {string} key see `idOf`
   * @returns {boolean}
   */
  isMine(key) {
    const [name, version] = key.split(/ (?=\d+$)/);
    const read = [...this.seen.keys()].filter((one) => one.startsWith(`${name} `)).map((one) => Number(one.slice(name.length + 1)));
    return Number(version) === (this.newest.get(name)?.version ?? (read.length ? Math.max(...read) : Number(version)));
  }

  /** Back from the browser's back-forward cache: others may have written meanwhile. */
  async resume() {
    this.others.listen();
    const kept = [...await this.ofBrowser(), ...this.ofTab()];
    const news = kept.filter(({ key, value }) => key[3] === CURRENT && value.by !== this.by && this.seen.get(idOf(key)) !== value.at);
    if (news.length) this.heard(news.map(({ key }) => idOf(key)));
  }

  /** The page is left: what is not written, or only on its way, goes into last words. */
  pause() {
    for (const entry of this.batch) if (this.newest.get(entry.key[1])?.at === entry.value.at && this.said(entry)) this.others.tell([idOf(entry.key)]);
    for (const [id, entry] of this.waiting) {
      if (!this.said(entry)) continue;
      this.waiting.delete(id);
      if (entry.value.by === this.by) this.others.tell([id]);
    }
    this.others.close();
  }

  // Where the browser refuses

  /**
   * @param {string} name
   * @param {() => void} run
   */
  attempt(name, run) {
    try {
      run();
      this.works([name]);
    } catch (error) {
      this.fail(error, name);
    }
  }

  /**
   * @param {unknown} error
   * @param {string} name
   */
  fail(error, name) {
    if (this.failing.has(name)) return;
    this.failing.add(name);
    const { text = "", where = "browser" } = this.newest.get(name) ?? {};
    this.ears.failing({ error, name, size: text.length, where });
  }

  /** @param {string[]} names of classes that are kept: one that works says nothing of those that do not */
  works(names) {
    const failed = this.failing.size;
    for (const name of names) this.failing.delete(name);
    if (failed && !this.failing.size) this.ears.failing(null);
  }
}

/**
 * What it gives, or something else where the browser refuses; that is said once something is to be kept.
 * @param {() => T | Promise<T>} run
 * @param {T} otherwise
 * @returns {Promise<T>}
 * @template T
 */
async function quietly(run, otherwise) {
  try {
    return await run();
  } catch {
    return otherwise;
  }
}

/**
 * @param {Entry} entry
 * @returns {Kept | null} what a page that was left has not written of the same
 */
function lastOf(entry) {
  try {
    return lastWords.until(entry);
  } catch {
    return null;
  }
}

/**
 * @param {Key} key
 * @returns {string}
 */
function idOf([, name, version]) {
  return `${name} ${version}`;
}

/**
 * @param {Entry[]} found
 * @returns {{[name: string]: Record[]}} as a session is told of it: of what is set aside only why
 */
function grouped(found) {
  /** @type {{[name: string]: Record[]}} */
  const byName = {};
  for (const { key: [, name, version], value: { text, at, aside } } of found) {
    (byName[name] ??= []).push(aside === undefined ? { version, at, text } : { version, at, aside });
  }
  return byName;
}
