// A download that does not give up at once: silence is noticed, and a broken connection is taken up again where it broke off.
//
//   asked ───answer───> arriving ───all of it───> done
//     ^  \                 │ breaks off, or nothing comes for `silence`
//     │   `─no answer──┐   │
//     └──── pause <────┴───┘        each pause is longer; new bytes begin the row of pauses anew, and after the last comes a Problem

import { need } from "./need.js";

/** The service worker of a built site says with this header that it has checked a file and unpacked it. */
export const KEPT = "x-skerry-kept";

/** Milliseconds without a byte that count as a break, and the pauses before each new attempt. */
export const PATIENCE = { silence: 15_000, pauses: [1_000, 3_000, 9_000] };

/** What a server says when asking again may help. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Files that are checked by hash, as far as they have come: a person who tries again goes on from there. @type {Map<string, Arrival>} */
const kept = new Map();

/**
 * @typedef {object} Options
 * @property {boolean} [checked] the content will be checked against a hash: its pieces may come from several answers, and are kept until `forget`
 * @property {import("./download.js").Arrived} [progress] is told of each piece of the body, and of trouble
 */

/**
 * Fetch with patience. The answer's body goes on where the connection broke.
 * @param {string | URL} url
 * @param {RequestInit} [init]
 * @param {Options} [options]
 * @returns {Promise<Response>} as the server answers; rejects with a Problem where it does not
 */
export function patiently(url, init = {}, options = {}) {
  const { href } = new URL(url, document.baseURI);
  const arrival = (options.checked && kept.get(href)) || new Arrival(href, init, options.checked ?? false);
  if (options.checked) kept.set(href, arrival);
  return arrival.response(options.progress ?? (() => {}));
}

/**
 * @param {Response} response one of `patiently`
 * @returns {unknown} what ended it before all had come, null for nothing
 */
export function whatBroke(response) {
  return response instanceof Answer ? response.arrival.broken : null;
}

/**
 * Let go of what has arrived.
 * @param {string | URL} [url] of everything without it
 */
export function forget(url) {
  if (url) kept.delete(new URL(url, document.baseURI).href);
  else kept.clear();
}

export class Interruption extends Error {}

/** A Response answers "Failed to fetch" whatever its stream broke for; this one says why. */
class Answer extends Response {
  /**
   * @param {ReadableStream} body
   * @param {ResponseInit} head
   * @param {Arrival} arrival
   */
  constructor(body, head, arrival) {
    super(body, head);
    this.arrival = arrival;
  }
}
for (const name of /** @type {const} */ (["arrayBuffer", "json", "text"])) {
  Answer.prototype[name] = function () {
    return Response.prototype[name].call(this).catch((/** @type {unknown} */ error) => { throw this.arrival.broken ?? error; });
  };
}

/** One file on its way. */
export class Arrival {
  /**
   * @param {string} url
   * @param {RequestInit} init
   * @param {boolean} checked
   */
  constructor(url, init, checked) {
    this.url = url;
    this.init = init;
    this.checked = checked;
    /** @type {Response | null} the first answer, for its head */
    this.first = null;
    /** @type {Uint8Array<ArrayBuffer>[]} */
    this.pieces = [];
    this.received = 0;
    this.complete = false;
    /** How much of what comes next is there already. */
    this.surplus = 0;
    /** @type {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | null} */
    this.reader = null;
    this.abort = new AbortController();
    /** @type {import("./download.js").Arrived} */
    this.progress = () => {};
    /** @type {unknown} what ended it before all had come */
    this.broken = null;
    /** @type {string[]} what went wrong, in words */
    this.failures = [];
    this.pauses = [...PATIENCE.pauses];
  }

  /** @param {import("./download.js").Arrived} progress */
  async response(progress) {
    this.progress = progress;
    this.broken = null;
    this.failures = [];
    this.pauses = [...PATIENCE.pauses];
    this.first ??= await this.persist(() => this.ask());
    const { status, statusText, headers, body } = this.first;
    if (!this.first.ok || !body || headers.has(KEPT)) return this.given(this.first);
    if (!body.locked) this.reader = body.getReader();
    return new Answer(this.stream(), { status, statusText, headers }, this);
  }

  /** @param {Response} answer that is not the file, or is there as a whole: the next time asks anew */
  given(answer) {
    this.first = null;
    kept.delete(this.url);
    return answer;
  }

  /** What has arrived, then what comes. */
  stream() {
    let next = 0;
    const replay = this.pieces.length;
    return new ReadableStream({
      pull: async (controller) => {
        const piece = next < replay ? this.pieces[next++] : await this.persist(() => this.next());
        if (!piece) return controller.close();
        this.progress(piece.length);
        controller.enqueue(piece);
      },
      cancel: (reason) => {
        this.abort.abort(reason);
        this.reader = null;
      },
    }, { highWaterMark: 0 });
  }

  /**
   * @param {Record<string, string>} headers
   * @returns {Promise<Response>}
   */
  async ask(headers = {}) {
    this.abort = new AbortController();
    const { signal } = this.abort;
    const answer = await this.heard(fetch(this.url, { ...this.init, headers: { .../** @type {any} */ (this.init.headers), ...headers }, signal }), "it did not answer");
    if (PASSING.has(answer.status)) throw new Interruption(`the server answered ${answer.status} ${answer.statusText}`.trim());
    return answer;
  }

  /** @returns {Promise<Uint8Array<ArrayBuffer> | null>} the next piece, null at the end */
  async next() {
    while (!this.complete) {
      this.reader ??= await (await need("trouble")).goOn(this);
      const { done, value } = await this.heard(this.reader.read(), "nothing more came").catch((cause) => {
        this.reader = null;
        throw cause;
      });
      this.complete = done;
      const piece = value && this.fresh(value);
      if (piece) return piece;
    }
    return null;
  }

  /** @param {Uint8Array<ArrayBuffer>} value */
  fresh(value) {
    const piece = value.subarray(Math.min(this.surplus, value.length));
    this.surplus -= value.length - piece.length;
    if (!piece.length) return null;
    this.received += piece.length;
    if (this.checked) this.pieces.push(piece);
    this.pauses = [...PATIENCE.pauses];
    return piece;
  }

  /**
   * @param {() => Promise<T>} attempt
   * @returns {Promise<T>}
   * @template T
   */
  async persist(attempt) {
    for (;;) {
      try {
        return await attempt();
      } catch (cause) {
        try {
          if (!(cause instanceof Interruption)) throw cause;
          await (await need("trouble")).pauseAfter(this, cause);
        } catch (end) {
          throw (this.broken = end);
        }
      }
    }
  }

  /**
   * @param {Promise<T>} promise
   * @param {string} words what it means when it does not come
   * @returns {Promise<T>}
   * @template T
   */
  heard(promise, words) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Interruption(`${words} for ${PATIENCE.silence / 1000} seconds`));
        this.abort.abort();
      }, PATIENCE.silence);
      promise.then(resolve, () => reject(new Interruption(this.first ? "the connection broke" : "it could not be reached"))).finally(() => clearTimeout(timer));
    });
  }
}

/**
 * A pause; when the device comes back to the network, it is over.
 * @param {number} pause
 * @returns {Promise<void>}
 */
export function passed(pause) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, pause);
    addEventListener("online", done);
  });
}
