// One request of Python's to the network. Text and bytes cross; Python holds the transfer, and nothing here holds Python.

/**
 * The head of an answer, or why there is none.
 * @typedef {{status: number, url: string, headers: [string, string][]} | {failed: string, policy: boolean, online: boolean, page: string}} Head
 */

/** What makes a blocking request give its bytes as they are: each is a character of this charset. */
const BYTES = "text/plain; charset=x-user-defined";

export class Transfer {
  /**
   * @param {string} request JSON: method, url, headers
   * @param {Uint8Array<ArrayBuffer> | undefined} body
   */
  constructor(request, body) {
    const { method, url, headers } = JSON.parse(request);
    this.url = url;
    this.options = { method, headers, body };
    /** @type {AbortController | null} */
    this.controller = null;
    this.closed = false;
    /** @type {ReadableStreamDefaultReader<Uint8Array> | null} */
    this.reader = null;
    /** What a blocking request has received. */
    this.content = new Uint8Array();
  }

  /** @returns {Promise<string>} a Head as JSON; it never rejects */
  async start() {
    await null; // see later.js
    this.controller = new AbortController();
    if (this.closed) this.controller.abort();
    const policy = watchPolicy();
    try {
      const response = await fetch(this.url, { ...this.options, signal: this.controller.signal });
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

  /**
   * Send the request and hold up the page until its answer is there, for Python that cannot be suspended.
   * @returns {string} a Head as JSON; the body is in `content`
   */
  block() {
    const { method, headers, body } = this.options;
    const request = new XMLHttpRequest();
    try {
      request.open(method, this.url, false);
      request.overrideMimeType(BYTES);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, /** @type {string} */ (value));
      request.send(body);
    } catch (error) {
      return JSON.stringify({ failed: reason(error), policy: false, online: navigator.onLine, page: location.origin });
    }
    this.content = Uint8Array.from(request.responseText, (char) => char.charCodeAt(0) & 0xff);
    return JSON.stringify({ status: request.status, url: request.responseURL, headers: headersOf(request) });
  }

  /** Let go of the answer, and stop what is still on its way. */
  close() {
    this.closed = true;
    this.controller?.abort();
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

/** @param {XMLHttpRequest} request */
function headersOf(request) {
  const lines = request.getAllResponseHeaders().trim().split(/\r\n/).filter(Boolean);
  return lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]);
}

/** @param {unknown} error */
function reason(error) {
  return error instanceof Error ? error.message : String(error);
}
