// The secrets that a visitor has given an app: in memory for as long as its element is there, in the tab only where they said so.

import { need } from "./need.js";
import { askBox } from "./secretbox.js";

/**
 * One who waits for a secret.
 * @typedef {object} Asking
 * @property {Promise<string | undefined>} answer nothing where the visitor gives none
 * @property {() => void} cancel nobody waits any more; after the answer it does nothing
 */

/** @typedef {{answer: Promise<string | undefined>, waiting: number, abort: AbortController}} Question */

/** What is known of each element's secrets, also after its app was loaded anew. @type {WeakMap<HTMLElement, Map<string, string>>} */
const known = new WeakMap();

/** By the place where dialogs are put, which each mount of an app has anew. @type {WeakMap<ParentNode, Secrets>} */
const made = new WeakMap();

/** One dialog at a time, whichever app asks. @type {Promise<unknown>} */
let turn = Promise.resolve();

/**
 * @param {import("./mount.js").Mount} mount
 * @returns {Promise<Secrets>}
 */
export async function secretsOf(mount) {
  const { host, surface } = mount;
  const place = surface.overlay.shadow;
  const [{ storageName }] = await Promise.all([need("keeping"), need("bar")]); // dialogs have the bar's styles
  const found = made.get(place) ?? new Secrets(host, storageName(host), place, (text) => mount.log("warning", text));
  made.set(place, found);
  return found;
}

export class Secrets {
  /**
   * @param {import("./element.js").PyApp} host
   * @param {string} app what it is called in the tab's storage
   * @param {ParentNode} place where dialogs are put
   * @param {(text: string) => void} warn
   */
  constructor(host, app, place, warn) {
    this.app = app;
    this.place = place;
    this.warn = warn;
    /** @type {Map<string, string>} */
    this.values = known.get(host) ?? new Map();
    known.set(host, this.values);
    /** @type {Map<string, Question>} */
    this.questions = new Map();
  }

  /**
   * @param {string} name
   * @param {string} prompt
   * @param {boolean} again what is known is of no use
   * @returns {Asking}
   */
  ask(name, prompt, again) {
    if (again) this.forget(name);
    const value = this.values.get(name) ?? this.kept(name);
    if (value !== null) return { answer: Promise.resolve(value), cancel: () => {} };
    const question = this.questions.get(name) ?? this.question(name, prompt);
    question.waiting++;
    let waits = true;
    const cancel = () => {
      if (waits && --question.waiting === 0) question.abort.abort();
      waits = false;
    };
    return { answer: question.answer, cancel };
  }

  /**
   * @param {string} name
   * @param {string} prompt
   * @returns {Question}
   */
  question(name, prompt) {
    const abort = new AbortController();
    const asked = turn.then(() => (abort.signal.aborted ? null : askBox(this.place, name, prompt, abort.signal)));
    turn = asked.catch(() => {});
    const answer = asked.then((given) => {
      if (given) this.remember(name, given);
      return given?.value;
    }).finally(() => { if (this.questions.get(name) === question) this.questions.delete(name); });
    abort.signal.addEventListener("abort", () => { if (this.questions.get(name) === question) this.questions.delete(name); });
    /** @type {Question} */
    const question = { answer, waiting: 0, abort };
    this.questions.set(name, question);
    return question;
  }

  /**
   * @param {string} name
   * @param {{value: string, keep: boolean}} given
   */
  remember(name, { value, keep }) {
    this.values.set(name, value);
    if (keep) this.tab((storage) => storage.setItem(this.key(name), value));
  }

  /** @param {string} name */
  kept(name) {
    return this.tab((storage) => storage.getItem(this.key(name)));
  }

  /** @param {string} name */
  forget(name) {
    this.values.delete(name);
    this.tab((storage) => storage.removeItem(this.key(name)));
  }

  /** @param {string} name */
  key(name) {
    return `skerry secret ${this.app} ${name}`;
  }

  /**
   * @param {(storage: globalThis.Storage) => T} use
   * @returns {T | null} null where the browser refuses
   * @template T
   */
  tab(use) {
    try {
      return use(sessionStorage);
    } catch (error) {
      this.warn(`This browser keeps no secret in the tab: ${error instanceof Error ? error.message : error}`);
      return null;
    }
  }
}
