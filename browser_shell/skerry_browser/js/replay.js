// What people did before there was Python, as early.js has written it down, is handled as if it happened now: by the same listeners,
// with values, ticks and places as they were, in order and once.

/**
 * One event.
 * @typedef {object} Recorded
 * @property {Event} event
 * @property {EventTarget[]} path from the innermost target outwards
 * @property {boolean} prevented whether a listener on the path has prevented its default
 * @property {Record<string, any>} was of the target: value, checked and the like
 * @property {Map<Element, DOMRect>} boxes where the elements that listen were
 * @property {FormData | null} form
 * @property {{files: File[], getData: () => string} | null} carried what was dropped or pasted
 * @property {string} selection the text that was marked
 */

/**
 * What has happened in one page.
 * @typedef {object} Page
 * @property {WeakSet<Event>} seen what was written down, or is to be passed over
 * @property {Recorded[]} records in order
 * @property {Element | null} composing where an input method composes now
 * @property {number} missed how many events there were more than can be kept
 * @property {Event} [leaving] the last click on a link, where it waits
 */

/**
 * @typedef {object} Early
 * @property {(root: Element) => Page | undefined} page
 */

/** The event names of edits. */
const EDITS = new Set(["input", "change"]);

export class Replay {
  /**
   * Take over what early.js knows of a page, and end its writing it down.
   * @param {Element} root
   */
  constructor(root) {
    /** @type {Early | undefined} */
    const early = /** @type {any} */ (globalThis)[Symbol.for("skerry.early")];
    const page = early?.page(root);
    this.seen = page?.seen ?? null;
    this.composing = page?.composing ?? null;
    this.missed = page?.missed ?? 0;
    /** @type {{recorded: Recorded, sequence: number}[]} */
    this.entries = (page?.records.splice(0) ?? []).map((recorded) => ({ recorded, sequence: 0 }));
    root.removeAttribute("data-sk-page");
  }

  /**
   * Number the events and the edits among them, before the first patch: it does not answer them.
   * @param {import("./events.js").Listening} listening
   * @param {import("./fields.js").Fields} fields
   */
  number(listening, fields) {
    listening.seen = this.seen;
    fields.composing = this.composing;
    for (const entry of this.entries) {
      const { event, path: [target] } = entry.recorded;
      entry.sequence = ++listening.sequence;
      if (EDITS.has(event.type) && target instanceof Element) fields.edited(target, entry.sequence, event.type);
    }
  }

  /**
   * Handle them, each after what the one before has led to is shown.
   * @param {import("./events.js").Listening} listening
   * @param {(level: string, text: string) => void} log
   */
  run(listening, log) {
    for (const { recorded, sequence } of this.entries.splice(0)) {
      const target = /** @type {Node} */ (recorded.path[0]);
      const gone = target instanceof Element && !target.isConnected;
      if (!listening.replay(asItWas(recorded), sequence) && gone) log("debug", `${recorded.event.type} was dropped: its <${target.localName}> is gone`);
    }
    if (this.missed) log("warning", `${this.missed} events were lost: too many came before Python`);
  }
}

/**
 * The event with everything that has changed since, as it was.
 * @param {Recorded} recorded
 * @returns {any}
 */
function asItWas({ event, path, prevented, was, boxes, form, carried, selection }) {
  /** @type {Record<string, any>} */
  const then = {
    target: path[0], defaultPrevented: prevented, was, boxes, form, selection, stopped: false,
    dataTransfer: carried, clipboardData: carried,
    composedPath: () => path,
    preventDefault() {},
    stopPropagation() { then.stopped = true; },
  };
  return new Proxy(event, {
    get(real, name) {
      if (Object.hasOwn(then, name)) return then[/** @type {string} */ (name)];
      const value = Reflect.get(real, name, real);
      return typeof value === "function" ? value.bind(real) : value;
    },
  });
}
