// What to say where nothing can be kept: to the person, who may lose what they enter, and to the developer.

/**
 * @typedef {{error: unknown, name: string, size: number, where: string}} Failing name: whose state it was, of `size` characters; empty
 *   where what is kept cannot be read
 * @typedef {{reason: "full" | "refused" | "silent", person: string, developer: string}} Unkept
 */

const FULL = ["QuotaExceededError", "NS_ERROR_DOM_QUOTA_REACHED"];

/** What browsers keep for a tab, or as last words, in characters. */
const SMALL_STORE = 5_000_000;

/**
 * @param {Failing} failing
 * @returns {Unkept}
 */
export function unkept({ error, name, size, where }) {
  const { name: kind = "Error", message = String(error) } = /** @type {any} */ (error ?? {});
  const said = `${kind}: ${message}`;
  if (kind === "TimeoutError") {
    return {
      reason: "silent",
      person: "This browser does not keep what you enter here, and does not show what it may have kept at earlier visits: its storage "
        + "does not answer. The app works, but what you enter is gone when you close it.",
      developer: name
        ? `The state of ${name} is not kept, for this browser's storage does not answer (${said}). The app goes on without`
        : `What this browser may have kept of the app is not read, for its storage does not answer (${said}). It is offered if it comes later`,
    };
  }
  if (!FULL.includes(kind)) {
    return {
      reason: "refused",
      person: "This browser does not keep what you enter here: it is a private window, or storage is blocked. The app works, but "
        + "what you enter is gone when you close it.",
      developer: `The state of ${name} is not kept, for this browser refuses (${said}). The app goes on without`,
    };
  }
  const megabytes = (size / 1e6).toFixed(1);
  const large = where === "tab" && size > SMALL_STORE / 4
    ? `: ${name} has ${megabytes} MB, and browsers keep about 5 MB for a tab. Keep it with persist="browser", or leave fields out with sk.field(persist=False)`
    : `: ${name} has ${megabytes} MB, and the browser has no room for it`;
  return {
    reason: "full",
    person: "There is no room left to keep what you enter here. The app works, but what you enter from now on may be gone when you "
      + "close it. Deleting other sites' data, or files on this device, makes room.",
    developer: `The state of ${name} is not kept (${said})${large}. What was kept before stays; the next change is tried again`,
  };
}
