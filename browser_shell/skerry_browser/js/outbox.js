// Events on their way to Python, in the order in which they happened.
//
// While a crossing or a patch is under way, events that it causes wait for its end. An event that waits for a file's bytes makes those
// behind it wait. What is debounced or throttled is held elsewhere (holding.js), and goes before any later event.

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
    /** What is held back, where an app asks for that. @type {import("./holding.js").Holding | null} */
    this.holding = null;
    this.busy = false;
    this.closed = false;
  }

  /**
   * @param {Message} message
   * @param {Promise<void> | null} ready
   */
  push(message, ready = null) {
    this.queue.push(...this.holding?.releaseBefore(message) ?? [], { message, ready });
    this.drain();
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
    this.holding?.close();
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
