// What can go wrong before Python can say it itself, in the form of the protocol's error message.

export class Problem extends Error {
  /**
   * @param {string} title one line
   * @param {string} message what happened and what to do
   * @param {{retry?: boolean, cause?: unknown}} options retry: trying again may help
   */
  constructor(title, message, { retry = false, cause } = {}) {
    super(message, { cause });
    this.name = "Problem";
    this.title = title;
    this.retry = retry;
  }
}

/** The interpreter has come to its end, and no app can go on in it. */
export class Died extends Problem {
  /** @param {unknown} cause */
  constructor(cause) {
    const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(
      "Python has stopped again",
      `Its interpreter failed once more (${said}). What this app keeps is kept. If what you did last makes it stop, do something else first.`,
      { retry: true, cause },
    );
    this.said = said;
  }
}

/**
 * Any thrown value as the protocol's error message.
 * @param {any} error
 * @returns {import("./protocol.js").Message & {retry: boolean}}
 */
export function errorMessage(error) {
  const known = error instanceof Problem;
  return {
    t: "error",
    title: known ? error.title : "The page's own code failed",
    message: error?.message ?? String(error),
    traceback: [],
    text: known ? String(error.cause ?? "") : String(error?.stack ?? ""),
    fatal: true,
    retry: known ? error.retry : true,
  };
}
