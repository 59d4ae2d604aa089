// What is done where a download is interrupted (patient.js): pauses, the rest of a file, and what is said in the end.

import { Interruption, passed } from "./patient.js";
import { Problem } from "./problem.js";

/** @typedef {import("./patient.js").Arrival} Arrival */

/**
 * Wait until it is worth another try.
 * @param {Arrival} arrival
 * @param {Error} cause
 * @returns {Promise<void>} rejects with a Problem after the last pause
 */
export async function pauseAfter(arrival, cause) {
  arrival.failures.push(cause.message);
  const pause = arrival.pauses.shift();
  if (pause === undefined) throw problem(arrival);
  arrival.progress(0, `${nameOf(arrival)} does not arrive: ${cause.message}. Trying again`);
  await passed(pause);
}

/**
 * Ask for the rest: of what the server sends, what is there already is left out.
 * @param {Arrival} arrival
 */
export async function goOn(arrival) {
  const { received } = arrival;
  const first = /** @type {Response} */ (arrival.first);
  const answer = await arrival.ask(rest(first.headers, received, new URL(arrival.url).origin === location.origin));
  const start = answer.status === 206 ? rangeStart(answer.headers) : answer.ok ? 0 : null;
  if (start === null || start > received) throw new Interruption(`the server answered ${answer.status} when asked for the rest`);
  if (received && !arrival.checked && !sameFile(first.headers, answer.headers)) {
    throw new Problem("A file changed while it was loading", `${nameOf(arrival)} is another one than it was when its download began. Try again.`, { retry: true });
  }
  arrival.surplus = received - start;
  return /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (answer.body).getReader();
}

/** @param {Arrival} arrival */
function nameOf({ url }) {
  return decodeURIComponent(new URL(url).pathname.split("/").pop() || url);
}

/** @param {Arrival} arrival */
function problem(arrival) {
  const { url, received, failures, checked } = arrival;
  const name = nameOf(arrival);
  const some = received > 0;
  const last = failures[failures.length - 1];
  const attempts = failures.map((words, index) => `${index + 1}. ${words}`);
  return new Problem(
    some ? "A download broke off" : "A download failed",
    `${navigator.onLine ? "" : "This device is offline. "}${name} ${some ? `stopped after ${(received / 1e6).toFixed(1)} MB` : "did not arrive"}. It was asked for `
      + `${attempts.length} times, and at last ${last}. Check the connection and try again${checked ? "; what has arrived is kept" : ""}.`,
    { retry: true, cause: [url, ...attempts].join("\n") },
  );
}

/**
 * What to ask for when the first bytes are there. An encoded answer has other bytes on the way than here, and another origin must not
 * be asked like this: those come from the beginning.
 * @param {Headers} head of the first answer
 * @param {number} received
 * @param {boolean} own
 * @returns {Record<string, string>}
 */
function rest(head, received, own) {
  if (!received || !own || head.has("content-encoding") || head.get("accept-ranges") === "none") return {};
  const etag = head.get("etag");
  const mark = etag && !etag.startsWith("W/") ? etag : head.get("last-modified");
  return { Range: `bytes=${received}-`, ...(mark ? { "If-Range": mark } : {}) };
}

/**
 * @param {Headers} headers
 * @returns {number | null}
 */
function rangeStart(headers) {
  const found = /^bytes (\d+)-/.exec(headers.get("content-range") ?? "");
  return found ? Number(found[1]) : null;
}

/**
 * @param {Headers} one
 * @param {Headers} other
 * @returns {boolean} whether both surely are of the same file
 */
function sameFile(one, other) {
  const known = ["etag", "last-modified"].find((name) => one.has(name) && other.has(name));
  return known !== undefined && one.get(known) === other.get(known);
}
