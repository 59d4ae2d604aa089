// An app's storage, and what its page does and says about it: when to write, what a person is told where nothing can be kept, and
// when another tab has kept something newer.

import { storageName } from "./name.js";
import { Storage } from "./storage.js";
import { unkept } from "./unkept.js";
import { FORGET, STORED } from "./protocol.js";

export { storageName };

const LATE = "What was kept here at an earlier visit was not read in time, and is there only now. What you change here takes the place of that.";

/**
 * Who shows the app.
 * @typedef {object} Shown
 * @property {import("./session.js").Session | null} session
 * @property {(level: string, text: string) => void} log
 * @property {(notice: import("./notice.js").Notice) => void} notice
 * @property {(kind: string) => void} unnotice
 */

/** One for each element: it outlives the interpreter, and the mounts of one app. @type {WeakMap<HTMLElement, Keeping>} */
const known = new WeakMap();

/**
 * @param {import("./element.js").PyApp} host
 * @returns {Keeping}
 */
export function keepingOf(host) {
  const name = storageName(host);
  const found = known.get(host);
  if (found?.storage.app === name) return found;
  const made = new Keeping(host, name);
  known.set(host, made);
  return made;
}

export class Keeping {
  /**
   * @param {import("./element.js").PyApp} host
   * @param {string} name
   */
  constructor(host, name) {
    this.host = host;
    /** @type {Shown | null} */
    this.shown = null;
    /** Whether the person knows that not all is kept. */
    this.isTold = false;
    /** What is said once an app is shown. @type {(() => void)[]} */
    this.unsaid = [];
    this.storage = new Storage(name, {
      failing: (failing) => this.whenShown(() => this.failing(failing)),
      elsewhere: (show) => this.elsewhere(show, "This was changed elsewhere. What you change here takes the place of that."),
      late: (show) => this.whenShown(() => this.elsewhere(show, LATE)),
    });
  }

  /** @param {() => void} run what there is to say; reading begins before the app is shown */
  whenShown(run) {
    if (this.shown) run();
    else this.unsaid.push(run);
  }

  /**
   * Watch over the page for as long as an app is shown.
   * @param {Shown} shown
   * @param {AbortSignal} signal
   */
  watch(shown, signal) {
    this.shown = shown;
    this.isTold = false;
    for (const say of this.unsaid.splice(0)) say();
    this.storage.others.listen();
    addEventListener("pagehide", () => {
      shown.session?.hide("gone");
      this.storage.pause();
    }, { signal });
    addEventListener("pageshow", ({ persisted }) => { if (persisted) void this.storage.resume(); }, { signal });
    addEventListener("visibilitychange", () => { if (document.hidden) shown.session?.hide("hidden"); }, { signal });
  }

  /** @param {import("./unkept.js").Failing | null} failing */
  failing(failing) {
    if (failing === null) {
      this.isTold = false;
      this.shown?.unnotice("unkept");
      this.shown?.log("info", "The state is kept again");
      return;
    }
    const { reason, person, developer } = unkept(failing);
    this.shown?.log("warning", developer);
    if (this.isTold) return;
    this.isTold = true;
    if (this.tell("py-unkept", { reason, text: developer })) this.shown?.notice({ kind: "unkept", text: person });
  }

  /**
   * The interpreter has died, and the app goes on in another one.
   * @param {string} reason
   */
  restarted(reason) {
    if (!this.tell("py-restart", { reason })) return;
    this.shown?.notice({
      kind: "restart",
      text: "Python stopped and was started again. What this app keeps is as it was; anything else begins anew.",
    });
  }

  /**
   * There is something else than what is shown, such as what another tab has kept: the person decides.
   * @param {() => Promise<import("./storage.js").Stored>} found
   * @param {string} text
   */
  elsewhere(found, text) {
    const show = async () => {
      const stored = await found();
      this.shown?.session?.push({ t: STORED, stored });
    };
    if (!this.tell("py-elsewhere", { show })) return;
    this.shown?.notice({
      kind: "elsewhere",
      text,
      actions: [{ label: "Show it here", run: () => void show() }],
    });
  }

  /**
   * @param {string} name
   * @param {any} detail
   * @returns {boolean} whether the page around the app leaves it to this one to tell the person
   */
  tell(name, detail) {
    return this.host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  /** @param {string[]} names of state classes; none for all */
  forget(names) {
    if (this.shown?.session) this.shown.session.push({ t: FORGET, names });
    else void this.storage.forget(names);
  }

  /** @param {Shown} shown what ends; another may show the app already */
  close(shown) {
    if (this.shown !== shown) return;
    this.storage.others.close();
    this.shown = null;
  }
}
