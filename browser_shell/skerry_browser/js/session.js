// The page's end of one session: messages in, the DOM changed; events in, messages out.

import { Adopter } from "./adopt.js";
import { Blobs } from "./blobs.js";
import { runCommand } from "./commands.js";
import { Listening, announceEdit } from "./events.js";
import { Fields } from "./fields.js";
import { Nodes } from "./nodes.js";
import { MOST_TEXT, Outbox, bundled } from "./outbox.js";
import { Patcher } from "./patch.js";
import { Pace } from "./pace.js";
import { FAILED, jsonSafe } from "./payloads.js";
import { errorMessage } from "./problem.js";
import { Replay } from "./replay.js";
import { Uploads } from "./uploads.js";
import * as wire from "./protocol.js";

/** @typedef {import("./protocol.js").Message} Message */

/**
 * What a session is given.
 * @typedef {object} Surroundings
 * @property {HTMLElement} host
 * @property {HTMLElement} root
 * @property {import("./link.js").Link} link
 * @property {(host: HTMLElement, navigated: (url: string) => void) => import("./route.js").Route} route
 * @property {import("./uploads.js").Store} store
 * @property {import("./storage.js").Storage} storage
 * @property {(text: string) => void} css style rules for the app's root
 * @property {import("./functions.js").Functions} [functions] the JavaScript that the app names
 * @property {(text: string, kind: string, seconds: number) => void} toast
 * @property {(status: import("./feedback.js").Status) => void} status
 * @property {(message: Message) => void} error
 * @property {(level: string, text: string, handler: string) => void} log
 * @property {(error: unknown) => void} failed
 */

/** Patches without an event from the page that are taken before they are acknowledged. */
const ACK_EVERY = 20;

export class Session {
  /** @param {Surroundings} to */
  constructor(to) {
    this.to = to;
    this.unacknowledged = 0;
    /** @type {import("./storage.js").Leaving} */
    this.leaving = "";
    /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
    this.calls = new Map();
    this.called = 0;
    /** What the person was told of already. @type {Set<string>} */
    this.refused = new Set();
    this.uploads = new Uploads(to.store);
    this.blobs = new Blobs((name) => to.link.blob?.(name));
    this.nodes = new Nodes(to.root, this.blobs);
    this.fields = new Fields();
    this.pace = new Pace();
    this.outbox = new Outbox((messages) => this.send(messages));
    this.listening = new Listening(this.nodes, this.fields, (heard) => this.outbox.during(() => heard.forEach((one) => this.emit(one))));
    this.route = to.route(to.host, (url) => this.push({ t: wire.NAVIGATE, url }));
    this.place = { host: to.host, root: to.root, route: this.route, toast: to.toast, css: to.css, status: to.status, blobs: this.blobs,
      js: (/** @type {any} */ args) => void this.runJs(args),
      kept: (/** @type {any} */ args) => void this.tellKept(args),
      seek: (/** @type {number} */ id) => /** @type {Element | null} */ (this.nodes.byId.get(id) ?? null) };
    this.patcher = new Patcher(this.nodes, this.fields, this.listening, (name, args) => runCommand(this.place, name, args));
    this.listening.on("click", (event) => this.route.click(event), {});
    /** What there was before Python. @type {Replay | null} */
    this.before = null;
    /** @type {Adopter | null} */
    this.adopter = null;
    to.link.receive = (text) => this.receive(text);
    to.link.failed = to.failed;
  }

  /** The root holds the page already, as the build has rendered it: the first patch takes it over. */
  adopt() {
    this.before = new Replay(this.to.root);
    this.before.number(this.listening, this.fields);
    this.adopter = this.patcher.adopter = new Adopter(this.patcher, (element) => {
      this.fields.edited(element, ++this.listening.sequence);
    });
  }

  /**
   * Handle what people did to the page before it was taken over.
   * @returns {string[]} where it was not what the app shows
   */
  replay() {
    this.before?.run(this.listening, (level, text) => this.to.log(level, text, ""));
    for (const field of this.adopter?.untold ?? []) {
      if (/** @type {any} */ (field).type !== "radio" || /** @type {any} */ (field).checked) announceEdit(field);
    }
    const differences = this.adopter?.differences ?? [];
    this.before = this.adopter = null;
    return differences;
  }

  /** @param {string} text messages from Python, in order */
  receive(text) {
    try {
      this.outbox.during(() => {
        for (const message of JSON.parse(text)) handler(message.t)(this, message);
      });
    } catch (error) {
      return this.to.failed(error);
    }
    if (this.unacknowledged >= ACK_EVERY) this.outbox.push({ t: wire.ACK, p: this.listening.applied });
  }

  /** @param {Message[]} messages */
  send(messages) {
    this.unacknowledged = 0;
    const texts = messages.map((message) => this.text(message));
    for (const text of bundled(texts.filter((one) => one !== ""))) this.to.link.send(text);
  }

  /**
   * @param {Message} message
   * @returns {string} empty where it cannot be sent, which has been said then
   */
  text(message) {
    let text;
    try {
      text = JSON.stringify(message);
    } catch (error) {
      return this.refuse(message, `what it carries cannot be sent: ${error instanceof Error ? error.message : error}`);
    }
    if (text.length + 2 <= MOST_TEXT) return text;
    return this.refuse(message, `it has ${text.length.toLocaleString("en")} characters, and the most is ${MOST_TEXT.toLocaleString("en")}. `
      + "Choose a file instead: files travel beside the messages");
  }

  /**
   * Say that a message was not sent, to whoever waits for it or else to the person, once for each cause.
   * @param {Message} message
   * @param {string} why
   * @returns {string} what is sent in its place
   */
  refuse(message, why) {
    const { t, e, id, n } = message;
    const what = t === wire.EVENT ? `event ${e} of <${this.place.seek(n)?.localName ?? "?"}>` : `message ${t}`;
    const said = `The ${what} was not sent to the app: ${why}.`;
    if (t === wire.RESULT) return JSON.stringify({ t, id, error: said });
    if (t === wire.CALL) {
      queueMicrotask(() => this.answer({ t, id, error: said }));
      return "";
    }
    this.to.log("error", said, "");
    const cause = `${t} ${n} ${e}`;
    if (!this.refused.has(cause)) this.to.error({ t: wire.ERROR, title: "Not sent", message: said, traceback: [], text: "", handler: "", fatal: false });
    this.refused.add(cause);
    return "";
  }

  /**
   * A message that is no DOM event, with the next sequence number.
   * @param {Message} message
   */
  push(message) {
    this.outbox.push({ ...message, s: ++this.listening.sequence });
  }

  /** @param {import("./events.js").Heard} heard */
  emit({ message, spec: { o = {} }, event, node }) {
    const key = `${message.n} ${message.e} ${message.h}`;
    const { js } = o;
    if (js) return this.pace.run(key, o, () => void this.runHere(js, event, node));
    const failed = message.d[FAILED];
    if (failed) return void this.refuse(message, `its payload cannot be read: ${failed}`);
    const ready = this.uploads.describe(message.d);
    if (o.debounce_ms) this.outbox.debounce(key, o.debounce_ms, message, ready);
    else if (o.throttle_ms) this.outbox.throttle(key, o.throttle_ms, message, ready);
    else this.outbox.push(message, ready);
  }

  /**
   * A function of the page's that Python has called; its answer goes back.
   * @param {{id: number, code: string, args: any[]}} call
   */
  async runJs({ id, code, args }) {
    let answer;
    try {
      const made = await this.functions().get(code);
      const value = await made(...args);
      answer = value === undefined ? {} : { value: jsonSafe(value) };
    } catch (error) {
      answer = { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    }
    this.outbox.push({ t: wire.RESULT, id, ...answer });
  }

  /**
   * The text of something kept, which Python has asked for.
   * @param {{id: number, where: string, name: string, version: number, at: number}} wanted
   */
  async tellKept({ id, ...wanted }) {
    this.outbox.push({ t: wire.RESULT, id, value: await this.to.storage.text(wanted) });
  }

  /**
   * An event's own JavaScript, of which Python is not told.
   * @param {string} code
   * @param {Event} event
   * @param {Element} node
   */
  async runHere(code, event, node) {
    try {
      const known = this.functions().known.get(code);
      await (known ?? await this.functions().get(code)).call(node, event);
    } catch (error) {
      this.to.error({ ...errorMessage(error), fatal: false });
    }
  }

  functions() {
    if (!this.to.functions) throw new Error("This page knows no JavaScript of the app's");
    return this.to.functions;
  }

  /**
   * Call a handler of the app by its name.
   * @param {string} name
   * @param {any[] | Record<string, any>} args by position or by name
   * @returns {Promise<any>}
   */
  call(name, args) {
    const id = ++this.called;
    return new Promise((resolve, reject) => {
      this.calls.set(id, { resolve, reject });
      this.outbox.push({ t: wire.CALL, id, name, args });
    });
  }

  /** @param {Message} message */
  answer({ id, value, error }) {
    const waiting = this.calls.get(id);
    this.calls.delete(id);
    if (error === undefined) waiting?.resolve(value ?? null);
    else waiting?.reject(new Error(error));
  }

  /**
   * The page may go away: have saved what is not.
   * @param {import("./storage.js").Leaving} leaving
   */
  hide(leaving) {
    this.leaving = leaving;
    this.outbox.push({ t: wire.HIDE });
    this.leaving = "";
  }

  close() {
    this.pace.close();
    this.outbox.close();
    this.listening.close();
    this.route.close();
    this.blobs.close();
    this.uploads.close();
    for (const { reject } of this.calls.values()) reject(new Error("The app has ended"));
    this.calls.clear();
    this.to.link.close();
  }
}

/** @type {Record<string, (session: Session, message: Message) => void>} */
const HANDLERS = {
  [wire.HELLO]: (_session, { version }) => {
    if (version !== wire.VERSION) throw new Error(`The app speaks version ${version} of the protocol and the page version ${wire.VERSION}`);
  },
  [wire.PATCH]: (session, { p, a, o }) => {
    session.patcher.apply(o, a);
    session.listening.applied = p;
    session.patcher.settle();
    session.unacknowledged++;
  },
  [wire.ERROR]: (session, message) => session.to.error(message),
  [wire.ANSWER]: (session, message) => session.answer(message),
  [wire.SAVE]: (session, message) => session.to.storage.save(/** @type {any} */ (message), session.leaving),
  [wire.ASIDE]: (session, message) => void session.to.storage.aside(/** @type {any} */ (message)),
  [wire.FORGET]: (session, { names }) => void session.to.storage.forget(names),
  [wire.LOG]: (session, { level, text, handler }) => session.to.log(level, text, handler ?? ""),
};

/** @param {string} kind */
function handler(kind) {
  const found = HANDLERS[kind];
  if (!found) throw new Error(`Unknown kind of message ${JSON.stringify(kind)}; known are ${Object.keys(HANDLERS).join(", ")}`);
  return found;
}
