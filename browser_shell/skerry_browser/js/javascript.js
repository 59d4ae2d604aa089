// A session's JavaScript: what Python calls in the page, and what events run by themselves.

import { jsonSafe } from "./jsonsafe.js";
import { Pace } from "./pace.js";
import { errorMessage } from "./problem.js";
import { RESULT } from "./protocol.js";

/** @typedef {import("./session.js").Surroundings} Surroundings */

export class JavaScript {
  /**
   * @param {Surroundings} to
   * @param {(message: import("./protocol.js").Message) => void} send
   */
  constructor(to, send) {
    this.to = to;
    this.send = send;
    this.pace = new Pace();
  }

  /**
   * A function of the page's that Python has called; its answer goes back.
   * @param {{id: number, code: string, args: any[]}} call
   */
  async called({ id, code, args }) {
    let answer;
    try {
      const made = await (await this.to.functions()).get(code);
      const value = await made(...args);
      answer = value === undefined ? {} : { value: jsonSafe(value) };
    } catch (error) {
      answer = { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    }
    this.send({ t: RESULT, id, ...answer });
  }

  /**
   * An event that runs JavaScript of its own, of which Python is not told.
   * @param {string} key of the listener
   * @param {import("./protocol.js").Options} options
   * @param {Event} event
   * @param {Element} node
   */
  heard(key, options, event, node) {
    this.pace.run(key, options, () => void this.run(options.js ?? "", event, node));
  }

  /**
   * @param {string} code
   * @param {Event} event
   * @param {Element} node
   */
  async run(code, event, node) {
    try {
      const known = this.to.known?.known.get(code);
      await (known ?? await (await this.to.functions()).get(code)).call(node, event);
    } catch (error) {
      this.to.error({ ...errorMessage(error), fatal: false });
    }
  }

  close() {
    this.pace.close();
  }
}
