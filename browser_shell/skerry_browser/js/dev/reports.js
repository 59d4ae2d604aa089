// Tells the terminal: log lines and errors, in order, a few at a time.

/** @typedef {import("../protocol.js").Message} Message */

const MOST_WAITING = 2_000;
const MOST_AT_ONCE = 200;
const MOST_CHARACTERS = 20_000;

export class Reports {
  /** @param {string} url */
  constructor(url = "/_skerry/report") {
    this.url = url;
    this.tab = tabName();
    /** @type {Record<string, any>[]} */
    this.waiting = [];
    this.dropped = 0;
    this.sending = false;
  }

  /** @param {Record<string, any>} item */
  add(item) {
    if (this.waiting.length >= MOST_WAITING) this.dropped++;
    else this.waiting.push({ ...item, text: item.text.slice(0, MOST_CHARACTERS), tab: this.tab });
    if (!this.sending) void this.send();
  }

  /**
   * Without its text, which was logged just before and waits here still.
   * @param {Message} message
   */
  addError({ title, message, text, handler = "", fatal, traceback }) {
    const at = this.waiting.findLastIndex((item) => item.kind === "log" && item.text === text.slice(0, MOST_CHARACTERS));
    if (at >= 0) this.waiting.splice(at, 1);
    this.add({ kind: "error", title, message, text, handler, fatal, traceback });
  }

  async send() {
    this.sending = true;
    await null; // what comes in this task goes together
    while (this.waiting.length) {
      const items = this.waiting.splice(0, MOST_AT_ONCE);
      if (this.dropped) items.push({ kind: "note", tab: this.tab, text: `${this.dropped} lines came too fast and were left out here; the page's log has the last ones` });
      this.dropped = 0;
      await post(this.url, items);
    }
    this.sending = false;
  }
}

/**
 * @param {string} url
 * @param {unknown} content
 */
async function post(url, content) {
  const body = JSON.stringify(content);
  const keepalive = body.length < 50_000; // the browser keeps no more than that alive when the page goes
  try {
    await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body, keepalive });
  } catch {
    // the server is away; the page shows that, and has the lines
  }
}

/** @returns {string} the same for all pages of one tab, one after the other */
function tabName() {
  const known = sessionStorage.getItem("skerry dev tab");
  if (known) return known;
  const made = Math.random().toString(36).slice(2, 10);
  sessionStorage.setItem("skerry dev tab", made);
  return made;
}
