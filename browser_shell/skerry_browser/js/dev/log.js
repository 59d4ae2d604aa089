// What the app said, in order: a bounded list that others can watch. Nothing here draws.

/**
 * @typedef {"debug" | "info" | "warning" | "error" | "note"} Level
 * @typedef {import("../protocol.js").Message} Message
 * @typedef {object} Entry
 * @property {number} id
 * @property {Level} level
 * @property {string} text
 * @property {Date} time of the last one
 * @property {number} times how often it came, one right after the other
 * @property {string} [handler] who said it
 * @property {Message} [error] where it is one: title, message, traceback
 */

export const MOST_ENTRIES = 500;
const MOST_CHARACTERS = 10_000;
/** Python logs an error's text just before it sends the error. */
const JUST_BEFORE = 5;

export class Log {
  /** @param {() => Date} now */
  constructor(now = () => new Date()) {
    this.now = now;
    this.next = 1;
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {Set<() => void>} */
    this.watchers = new Set();
  }

  /** @param {{level: Level, text: string, error?: Message, handler?: string}} given */
  add({ level, text, error, handler = "" }) {
    const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}\n… ${text.length - MOST_CHARACTERS} more characters` : text;
    const last = this.entries.at(-1);
    if (last && last.level === level && last.text === shown && last.handler === handler && !error) {
      last.times++;
      last.time = this.now();
    } else {
      this.entries.push({ id: this.next++, level, text: shown, time: this.now(), times: 1, error, handler });
      if (this.entries.length > MOST_ENTRIES) this.entries.splice(0, this.entries.length - MOST_ENTRIES);
    }
    this.changed();
  }

  /**
   * An error takes the place of its own text, which was logged just before.
   * @param {Message} error
   */
  addError(error) {
    const from = Math.max(0, this.entries.length - JUST_BEFORE);
    const at = this.entries.findIndex((entry, index) => index >= from && entry.level === "error" && entry.text === error.text);
    if (at >= 0) this.entries.splice(at, 1);
    this.add({ level: "error", text: [error.title, error.message].filter(Boolean).join(": "), error });
  }

  clear() {
    this.entries = [];
    this.changed();
  }

  changed() {
    for (const watcher of this.watchers) watcher();
  }
}
