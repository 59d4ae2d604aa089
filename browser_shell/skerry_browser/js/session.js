// The page's end of one session: messages in, the DOM changed; events in, messages out.

import { Adopter } from "./adopt.js";
import { runCommand } from "./command.js";
import { Listening } from "./events.js";
import { Fields } from "./fields.js";
import { nextFrame, whenIdle } from "./frame.js";
import { oneOf } from "./lookup.js";
import { need, there } from "./need.js";
import { neededBy } from "./needed.js";
import { Nodes } from "./nodes.js";
import { MOST_TEXT, Outbox, bundled } from "./outbox.js";
import { Patcher } from "./patch.js";
import { FAILED } from "./payloads.js";
import { Replay } from "./replay.js";
import * as wire from "./protocol.js";

/** @typedef {import("./protocol.js").Message} Message */

/**
 * What a session is given.
 * @typedef {object} Surroundings
 * @property {import("./element.js").PyApp} host
 * @property {HTMLElement} root
 * @property {import("./link.js").Link} link
 * @property {(host: import("./element.js").PyApp, navigated: (url: string, more?: object) => void) => import("./route.js").Route} route
 * @property {import("./uploads.js").Store} store
 * @property {() => import("./storage.js").Storage} storage once there is the code for it
 * @property {import("./surface.js").Surface} surface
 * @property {() => Promise<import("./functions.js").Functions>} functions the JavaScript that the app names
 * @property {import("./functions.js").Functions | null} [known] the same, where it is there already
 * @property {(message: Message) => void} error
 * @property {(level: string, text: string, handler: string) => void} log
 * @property {(error: unknown) => void} failed
 */

/** Characters of a message that is acknowledged when the page is idle, since it has left Python work that can wait. */
const LARGE = 5000;

/** Patches without an event from the page that are taken before they are acknowledged. */
const ACK_EVERY = 20;

export class Session {
  /** @param {Surroundings} to */
  constructor(to) {
    this.to = to;
    this.unacknowledged = 0;
    /** @type {import("./storage.js").Leaving} */
    this.leaving = "";
    this.closed = false;
    /** Whether the root holds a page that the build has rendered, which goes on as it is until there are messages to be taken. */
    this.rendered = false;
    /** @type {import("./uploads.js").Uploads | null} */
    this.uploads = null;
    /** @type {import("./javascript.js").JavaScript | null} */
    this.ownJavaScript = null;
    /** Messages that wait for parts of the page's code, and the end of their waiting. @type {[messages: Message[], text: string][]} */
    this.held = [];
    /** @type {Promise<void> | null} */
    this.coming = null;
    /** When the first messages have been taken, or cannot be. @type {() => void} */
    this.begun = () => {};
    this.first = new Promise((/** @type {(value?: any) => void} */ resolve) => { this.begun = resolve; });
    this.nodes = new Nodes(to.root);
    this.fields = new Fields();
    this.outbox = new Outbox((messages) => this.send(messages));
    this.listening = new Listening(this.nodes, this.fields, (heard) => this.outbox.during(() => heard.forEach((one) => this.emit(one))));
    this.route = to.route(to.host, (url, more) => this.push({ t: wire.NAVIGATE, url, ...more }));
    this.place = { ...to, route: this.route, taking: () => this.before, patcher: () => this.patcher, blobs: () => this.nodes.blobs,
      js: (/** @type {any} */ args) => void this.javascript().called(args),
      answer: (/** @type {any} */ result) => this.outbox.push({ t: wire.RESULT, ...result }),
      seek: (/** @type {number} */ id) => /** @type {Element | null} */ (this.nodes.byId.get(id) ?? null) };
    this.patcher = new Patcher(this.nodes, this.fields, this.listening, (name, args) => runCommand(this.place, name, args));
    this.listening.route = this.route;
    /** What there was before Python. @type {Replay | null} */
    this.before = null;
    /** @type {Adopter | null} */
    this.adopter = null;
    to.link.receive = (text) => this.receive(text);
    to.link.failed = to.failed;
  }

  /** The root holds the page already, as the build has rendered it, and the first messages are about to take it over. */
  takeOver() {
    this.rendered = false;
    this.before = new Replay(this.to.root);
    this.before.number(this.listening, this.fields);
    this.adopter = this.patcher.adopter = new Adopter(this.patcher, (element) => {
      this.fields.edited(element, ++this.listening.sequence);
    });
  }

  /**
   * Handle what people did to the page before it was taken over.
   * @returns {import("./differences.js").Difference[]} where it was not what the app shows
   */
  replay() {
    const { before } = this;
    this.before = null;
    before?.run(this.listening, (level, text) => this.to.log(level, text, ""));
    there("forms")?.announceUntold(this.adopter?.untold ?? []);
    const differences = this.adopter?.differences ?? [];
    this.adopter = null;
    return differences;
  }

  /**
   * Take messages, or hold them until the parts of the page's code are there that they need.
   * @param {string} text messages from Python, in order
   * @returns {Promise<void> | void} when what is held has been taken, where something is
   */
  receive(text) {
    try {
      this.held.push([JSON.parse(text), text]);
      if (!this.coming) this.takeHeld();
      else this.saveHeld();
    } catch (error) {
      this.to.failed(error);
      this.begun();
    }
    return this.coming ?? undefined;
  }

  /** Take what is held, up to what has to wait. */
  takeHeld() {
    for (let next; (next = this.held[0]);) {
      const missing = neededBy(...next).filter((name) => !there(name));
      if (missing.length) return this.wait(missing);
      this.held.shift();
      this.take(...next);
    }
  }

  /** @param {(keyof import("./need.js").Parts)[]} missing */
  wait(missing) {
    this.saveHeld();
    this.coming = Promise.all(missing.map((name) => need(name))).then(() => {
      this.coming = null;
      if (this.closed) return;
      this.takeHeld();
      return this.coming ?? undefined;
    }).catch((error) => {
      this.held = [];
      this.to.failed(error);
      this.begun();
    });
  }

  /** What is to be kept waits for nothing: the page may be gone before it would have its turn. */
  saveHeld() {
    if (!there("keeping")) return;
    for (const one of this.held) {
      for (const message of one[0]) if (message.t === wire.SAVE) HANDLERS[wire.SAVE](this, message);
      one[0] = one[0].filter(({ t }) => t !== wire.SAVE);
    }
  }

  /**
   * @param {Message[]} messages
   * @param {string} text
   */
  take(messages, text) {
    if (this.rendered) this.takeOver();
    const blobs = there("blobs");
    if (blobs && text.includes("sk-blob:")) this.nodes.blobs ??= new blobs.Blobs((name) => this.to.link.blob?.(name));
    this.outbox.during(() => { for (const message of messages) oneOf(HANDLERS, "kind of message", message.t)(this, message); });
    this.begun();
    const { left } = this.nodes;
    if (this.unacknowledged >= ACK_EVERY) this.acknowledge();
    if (!left.length && text.length < LARGE) return;
    this.nodes.left = [];
    nextFrame(() => whenIdle(() => { this.nodes.forgetAll(left); this.acknowledge(); }));
  }

  acknowledge() {
    this.outbox.push({ t: wire.ACK, p: this.listening.applied });
  }

  /** @param {Message[]} messages */
  send(messages) {
    this.unacknowledged = 0;
    const texts = messages.map((message) => this.text(message));
    for (const text of bundled(texts.filter(Boolean))) this.to.link.send(text);
  }

  /**
   * @param {Message} message
   * @returns {string} empty where it cannot be sent, which whoever waits for it is told
   */
  text(message) {
    let text = "";
    let why = message.d?.[FAILED];
    try {
      if (!why) text = JSON.stringify(message);
    } catch (error) {
      why = error;
    }
    if (!why && text.length + 2 <= MOST_TEXT) return text;
    need("trouble").then(({ refuse }) => refuse(this, message, why, text.length), this.to.failed);
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
    if (js) return this.javascript().heard(key, o, event, node);
    const ready = holdsFile(message.d)
      ? need("uploads").then(({ describe }) => describe(this, message.d)).catch((error) => { message.d = { [FAILED]: error }; })
      : null;
    const { Holding } = (o.debounce_ms || o.throttle_ms) && there("seldom") || {}; // messages with such listeners have waited for it
    if (Holding) (this.outbox.holding ??= new Holding((one, when) => this.outbox.push(one, when))).hold(key, o, message, ready);
    else this.outbox.push(message, ready);
  }

  /** The app's JavaScript: messages that have any in them have waited for the code. */
  javascript() {
    const { JavaScript } = /** @type {typeof import("./functions.js")} */ (there("functions"));
    return this.ownJavaScript ??= new JavaScript(this.to, (message) => this.outbox.push(message));
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
    this.closed = true;
    this.begun();
    this.ownJavaScript?.close();
    this.outbox.close();
    this.listening.close();
    this.route.close();
    this.nodes.blobs?.close();
    this.uploads?.close();
    there("calls")?.endCalls(this);
    this.to.link.close();
  }
}

/** @type {Record<string, (session: Session, message: Message) => void>} */
const HANDLERS = {
  [wire.HELLO]: () => {}, // the session has refused the page's own greeting where the versions differ
  [wire.PATCH]: (session, { p, a, o }) => {
    session.patcher.apply(o, a);
    session.listening.applied = p;
    session.patcher.settle();
    session.unacknowledged++;
  },
  [wire.ERROR]: (session, message) => session.to.error(message),
  [wire.ANSWER]: (session, message) => there("calls")?.answer(session, message),
  [wire.SAVE]: (session, message) => session.to.storage().save(/** @type {any} */ (message), session.leaving),
  [wire.ASIDE]: (session, message) => void session.to.storage().aside(/** @type {any} */ (message)),
  [wire.FORGET]: (session, { names }) => void session.to.storage().forget(names),
  [wire.LOG]: (session, { level, text, handler }) => session.to.log(level, text, handler ?? ""),
};

/**
 * @param {any} payload
 * @returns {boolean}
 */
function holdsFile(payload) {
  return payload instanceof File || Boolean(payload && typeof payload === "object" && Object.values(payload).some(holdsFile));
}
