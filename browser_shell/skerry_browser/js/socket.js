// A session's far end on a server: messages go over a WebSocket. When that drops, another one takes up where it ended.

import { Frames } from "./frames.js";
import { Problem } from "./problem.js";

/** Milliseconds to the next try, by how many have failed; after that the last again and again. */
const PAUSES = [100, 500, 1000, 2000, 5000];

/** Frames that are taken before they are acknowledged, where there is nothing else to send. */
const ACK_EVERY = 8;

/** Milliseconds in which a connection has to come about. */
const PATIENCE = 10_000;

const NEWLINE = 10;

/** With what a server closes a connection over which a message has come that is too long. */
const TOO_MUCH = 1009;

/**
 * @typedef {import("./link.js").Link} Link
 * @typedef {object} Told
 * @property {(since: number) => void} lost the connection has dropped, at this moment (as Date.now)
 * @property {() => void} back it is there again
 */

/** @implements {Link} */
export class SocketLink {
  /**
   * @param {URL} url with ws: or wss:
   * @param {Told} told
   */
  constructor(url, told) {
    this.url = url;
    this.told = told;
    this.frames = new Frames();
    /** What the server knows the session by. */
    this.token = "";
    /** @type {WebSocket | null} once both ends know each other */
    this.socket = null;
    this.closed = false;
    this.failures = 0;
    this.lostAt = 0;
    /** @type {number | undefined} */
    this.timer = undefined;
    /** Bytes that the next messages name. @type {Map<string, [type: string, bytes: Uint8Array<ArrayBuffer>]>} */
    this.blobs = new Map();
    /** How many texts are being taken: the bytes that they name stay for that time. */
    this.taking = 0;
    /** @type {Link["receive"]} */
    this.receive = () => {};
    /** @type {(error: unknown) => void} */
    this.failed = () => {};
    this.signal = new AbortController();
    addEventListener("online", () => { if (!this.socket && this.token) this.retry(0); }, this.signal);
    addEventListener("offline", () => this.drop(), this.signal);
  }

  /**
   * Begin a session. Its first messages come to `receive` like all others.
   * @param {import("./protocol.js").Message} hello
   * @returns {Promise<void>} when it has begun; rejects with a Problem
   */
  open(hello) {
    return new Promise((resolve, reject) => {
      this.connect({ t: "begin", hello }, resolve, reject);
    });
  }

  /**
   * @param {object} first what the server is told
   * @param {() => void} [opened]
   * @param {(error: Problem) => void} [refused]
   */
  connect(first, opened, refused) {
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    const timer = setTimeout(() => socket.close(), PATIENCE);
    socket.onopen = () => socket.send(JSON.stringify(first));
    socket.onmessage = ({ data }) => {
      clearTimeout(timer);
      const answer = JSON.parse(data);
      if (answer.t === "refused") {
        socket.onclose = null;
        socket.close();
        const problem = refusal(answer);
        if (refused) refused(problem);
        else this.end(problem);
        return;
      }
      this.took(socket, answer);
      opened?.();
    };
    socket.onclose = () => {
      clearTimeout(timer);
      if (this.closed || this.socket) return;
      if (refused) refused(unreachable(this.url));
      else this.retry();
    };
  }

  /**
   * Both ends know each other.
   * @param {WebSocket} socket
   * @param {{token?: string, got: number}} answer
   */
  took(socket, { token, got }) {
    if (this.closed) return socket.close();
    this.token = token ?? this.token;
    this.socket = socket;
    this.failures = 0;
    socket.onmessage = ({ data }) => this.take(data);
    socket.onclose = ({ code }) => {
      if (code === TOO_MUCH) this.end(new Problem("Too much was sent at once", "The server takes less in one piece. Choose a file instead of pasting what is in it.", { retry: true }));
      else if (socket === this.socket) this.drop();
    };
    for (const frame of this.frames.again(got)) socket.send(frame);
    if (this.lostAt) this.told.back();
    this.lostAt = 0;
  }

  /** @param {string | ArrayBuffer} data */
  take(data) {
    if (typeof data !== "string") return this.keep(new Uint8Array(data));
    const text = this.frames.incoming(data);
    if (text) {
      const taken = this.receive(text);
      const spent = () => { if (!--this.taking) this.blobs.clear(); };
      this.taking++;
      if (taken) void taken.then(spent);
      else spent();
    }
    if (this.frames.got % ACK_EVERY === 0 && this.socket?.readyState === WebSocket.OPEN) this.socket.send(this.frames.acknowledgement());
  }

  /**
   * Bytes beside the messages: a line of JSON, their address and type, and then they.
   * @param {Uint8Array<ArrayBuffer>} bytes
   */
  keep(bytes) {
    const end = bytes.indexOf(NEWLINE);
    const [name, type] = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
    this.blobs.set(name, [type, bytes.slice(end + 1)]);
  }

  /** @type {import("./blobs.js").Take} */
  blob(name) {
    return this.blobs.get(name);
  }

  /** @param {string} text */
  send(text) {
    const frame = this.frames.outgoing(text);
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(frame);
  }

  /** The connection is gone, or a browser without a network says that it soon will be. */
  drop() {
    const { socket } = this;
    if (!socket || this.closed) return;
    this.socket = null;
    socket.close();
    this.blobs.clear();
    this.lostAt = Date.now();
    this.told.lost(this.lostAt);
    this.retry();
  }

  /** @param {number} [pause] milliseconds */
  retry(pause = PAUSES[Math.min(this.failures++, PAUSES.length - 1)]) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect({ t: "resume", token: this.token, got: this.frames.got }), pause);
  }

  /** @param {Problem} problem the session is over */
  end(problem) {
    this.quit();
    this.told.back();
    this.failed(problem);
  }

  close() {
    if (this.closed) return;
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(this.frames.outgoing('[{"t":"bye"}]'));
    this.quit();
  }

  quit() {
    this.closed = true;
    clearTimeout(this.timer);
    this.signal.abort();
    this.socket?.close();
    this.socket = null;
  }
}

/** @param {{status: number, detail: string}} answer */
function refusal({ status, detail }) {
  const title = status === 410 ? "The session has ended" : "The server has not begun";
  return new Problem(title, detail, { retry: true });
}

/** @param {URL} url */
function unreachable(url) {
  return new Problem("The server cannot be reached", `${url.host} does not answer. Check the connection, and that the server runs.`, { retry: true });
}
