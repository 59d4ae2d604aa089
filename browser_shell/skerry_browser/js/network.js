// One request of Python's to the network. Text and bytes cross; Python holds the transfer, and nothing here holds Python.

/**
 * The head of an answer, or why there is none.
 * @typedef {{status: number, url: string, headers: [string, string][]} | {failed: string, policy: boolean, online: boolean, page: string}} Head
 */

export class Transfer {
  /**
   * @param {string} request JSON: method, url, headers
   * @param {Uint8Array<ArrayBuffer> | undefined} body
   */
  constructor(request, body) {
    const { method, url, headers } = JSON.parse(request);
    this.controller = new AbortController();
    this.url = url;
    this.options = { method, headers, body, signal: this.controller.signal };
    /** @type {ReadableStreamDefaultReader<Uint8Array> | null} */
    this.reader = null;
  }

  /** @returns {Promise<string>} a Head as JSON; it never rejects */
  async start() {
    const policy = watchPolicy();
    try {
      const response = await fetch(this.url, this.options);
      this.reader = response.body?.getReader() ?? null;
      return JSON.stringify({ status: response.status, url: response.url, headers: [...response.headers] });
    } catch (error) {
      return JSON.stringify({ failed: reason(error), policy: await policy.refused(), online: navigator.onLine, page: location.origin });
    } finally {
      policy.end();
    }
  }

  /** @returns {Promise<Uint8Array | string | undefined>} the next bytes; nothing at the end; text says why there are none */
  async read() {
    try {
      return (await this.reader?.read())?.value;
    } catch (error) {
      return reason(error);
    }
  }

  /** Let go of the answer, and stop what is still on its way. */
  close() {
    this.controller.abort();
  }
}

/** Whether the page's own policy refuses a connection from now on: fetch itself does not tell that from a network that fails. */
function watchPolicy() {
  let found = false;
  const heard = (/** @type {SecurityPolicyViolationEvent} */ event) => { found ||= event.effectiveDirective === "connect-src"; };
  document.addEventListener("securitypolicyviolation", heard);
  return {
    /** The event is a task of its own. */
    refused: () => new Promise((resolve) => { setTimeout(() => resolve(found)); }),
    end: () => document.removeEventListener("securitypolicyviolation", heard),
  };
}

/** @param {unknown} error */
function reason(error) {
  return error instanceof Error ? error.message : String(error);
}
