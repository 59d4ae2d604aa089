// Numbered texts, both ways. What the other end has not acknowledged is sent again over the next connection, and what comes twice is
// taken once, so that nothing is lost or doubled when a connection drops. server_shell/skerry_server/frames.py is the same.
//
//   "7 12 [...]"   frame 7; its sender has frames up to 12; the messages
//   "0 12 "        nothing but an acknowledgement

const FORM = /^(\d+) (\d+) /;

export class Frames {
  constructor() {
    /** The last that was sent. */
    this.number = 0;
    /** The last that has come. */
    this.got = 0;
    /** Those that may not have arrived. @type {{number: number, text: string}[]} */
    this.kept = [];
  }

  /**
   * @param {string} text
   * @returns {string} what is sent for it
   */
  outgoing(text) {
    const frame = { number: ++this.number, text };
    this.kept.push(frame);
    return this.form(frame);
  }

  /** @returns {string} */
  acknowledgement() {
    return this.form({ number: 0, text: "" });
  }

  /**
   * @param {string} frame
   * @returns {string | null} its text; null where there is none, or it has come before
   */
  incoming(frame) {
    const found = FORM.exec(frame);
    if (!found) throw new Error(`The server sent what is no frame: ${frame.slice(0, 80)}`);
    const number = Number(found[1]);
    this.acknowledged(Number(found[2]));
    if (number <= this.got) return null;
    if (number !== this.got + 1) throw new Error(`The server sent frame ${number} after ${this.got}: what stands between them is missing`);
    this.got = number;
    return frame.slice(found[0].length);
  }

  /** @param {number} number the other end has all up to this */
  acknowledged(number) {
    while (this.kept.length && this.kept[0].number <= number) this.kept.shift();
  }

  /**
   * What is to be sent over a new connection.
   * @param {number} got the last that the other end has
   * @returns {string[]}
   */
  again(got) {
    this.acknowledged(got);
    return this.kept.map((frame) => this.form(frame));
  }

  /** @param {{number: number, text: string}} frame */
  form({ number, text }) {
    return `${number} ${this.got} ${text}`;
  }
}
