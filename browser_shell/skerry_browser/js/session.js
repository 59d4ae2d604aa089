// The page's end of one session: messages in, the DOM changed; events in, messages out.

import { runCommand } from "./commands.js";
import { Listening } from "./events.js";
import { Fields } from "./fields.js";
import { Nodes } from "./nodes.js";
import { Outbox } from "./outbox.js";
import { Patcher } from "./patch.js";
import { uploadFiles } from "./uploads.js";
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
 * @property {(text: string, kind: string, seconds: number) => void} toast
 * @property {(status: import("./feedback.js").Status) => void} status
 * @property {(message: Message) => void} error
 * @property {(level: string, text: string) => void} log
 * @property {(error: unknown) => void} failed
 */

/** Patches without an event from the page that are taken before they are acknowledged. */
const ACK_EVERY = 20;

export class Session {
  /** @param {Surroundings} to */
  constructor(to) {
    this.to = to;
    this.unacknowledged = 0;
    this.leaving = false;
    this.nodes = new Nodes(to.root);
    this.fields = new Fields();
    this.outbox = new Outbox((messages) => this.send(messages));
    this.listening = new Listening(this.nodes, this.fields, (heard) => this.outbox.during(() => heard.forEach((one) => this.emit(one))));
    this.route = to.route(to.host, (url) => this.push({ t: wire.NAVIGATE, url }));
    this.place = { host: to.host, root: to.root, route: this.route, toast: to.toast, css: to.css, status: to.status,
      element: this.nodes.element.bind(this.nodes), seek: (/** @type {number} */ id) => /** @type {Element | null} */ (this.nodes.byId.get(id) ?? null) };
    this.patcher = new Patcher(this.nodes, this.fields, this.listening, (name, args) => runCommand(this.place, name, args));
    this.listening.on("click", (event) => this.route.click(event), {});
    to.link.receive = (text) => this.receive(text);
    to.link.failed = to.failed;
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
    this.to.link.send(JSON.stringify(messages));
  }

  /**
   * A message that is no DOM event, with the next sequence number.
   * @param {Message} message
   */
  push(message) {
    this.outbox.push({ ...message, s: ++this.listening.sequence });
  }

  /** @param {import("./events.js").Heard} heard */
  emit({ message, spec: { o = {} } }) {
    const ready = uploadFiles(message.d, this.to.store);
    const key = `${message.n} ${message.e} ${message.h}`;
    if (o.debounce_ms) this.outbox.debounce(key, o.debounce_ms, message, ready);
    else if (o.throttle_ms) this.outbox.throttle(key, o.throttle_ms, message, ready);
    else this.outbox.push(message, ready);
  }

  /** The page may go away: have saved what is not. */
  hide() {
    this.leaving = true;
    this.outbox.push({ t: wire.HIDE });
    this.leaving = false;
  }

  close() {
    this.outbox.close();
    this.listening.close();
    this.route.close();
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
  [wire.SAVE]: (session, { where, data }) => void session.to.storage.write(where, data, session.leaving),
  [wire.LOG]: (session, { level, text }) => session.to.log(level, text),
};

/** @param {string} kind */
function handler(kind) {
  const found = HANDLERS[kind];
  if (!found) throw new Error(`Unknown kind of message ${JSON.stringify(kind)}; known are ${Object.keys(HANDLERS).join(", ")}`);
  return found;
}
