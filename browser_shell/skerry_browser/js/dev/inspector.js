// The inspector: point at an element of the app, or go to it with the keyboard, and see what listens there and what could.

import { make } from "../dom.js";
import { copyText } from "./copy.js";
import { Looker } from "./look.js";

/**
 * @typedef {import("./look.js").Look} Look
 * @typedef {import("./look.js").Stub} Stub
 * @typedef {import("../protocol.js").Spec} Spec
 * @typedef {{keepFocus: () => () => void}} Given
 */

/** Options that are no listener's own: the binding's, and what follows from the handler. */
const UNTOLD = new Set(["value", "bare"]);

export const SHORTCUT = "Alt+Shift+E";
/** What would make the app do something, while it is only looked at. */
const KEPT_FROM_THE_APP = ["pointerdown", "pointerup", "mousedown", "mouseup", "click", "dblclick", "auxclick", "contextmenu", "dragstart"];
const CORNERS = ["top end", "top start", "bottom start", "bottom end"];
const MARGIN = 12;
const LEAST_HEIGHT = 160;

export class Inspector {
  /**
   * @param {ShadowRoot} shadow
   * @param {import("../element.js").PyApp} app
   * @param {Given} given
   */
  constructor(shadow, app, given) {
    this.shadow = shadow;
    this.given = given;
    this.looker = new Looker(app);
    /** @type {Element | null} */
    this.chosen = null;
    this.pinned = false;
    /** @type {AbortController | null} */
    this.on = null;
    this.restoreFocus = () => {};
    this.toggle = make("button", {
      type: "button", className: "inspect", title: `Inspect (${SHORTCUT})`, "aria-pressed": "false", "aria-keyshortcuts": SHORTCUT,
      onclick: () => this.show(!this.on),
    }, "Inspect");
    this.outline = make("div", { className: "outline", hidden: true });
    this.what = make("h2", { id: "inspected" });
    this.picker = make("div", { className: "picker", role: "application", tabIndex: 0, "aria-label": "Inspector", "aria-describedby": "inspector-keys" },
      this.what,
      make("p", { className: "keys", id: "inspector-keys" },
        make("kbd", {}, "Tab"), " and ", make("kbd", {}, "arrows"), " go through the elements, ", make("kbd", {}, "Enter"), " into this panel. A click keeps one, or lets go. ",
        make("kbd", {}, "Esc"), " leaves."),
    );
    this.said = make("p", { className: "said", role: "status" });
    this.body = make("div", { className: "body", tabIndex: 0, role: "group", "aria-label": "What is known of it" });
    this.panel = make("section", { className: "inspector", "aria-label": "Inspector" },
      make("button", { type: "button", className: "leave", "aria-label": "Close the inspector", onclick: () => this.show(false) }, "Close"),
      this.picker, this.said, this.body);
    this.layer = make("div", { className: "layer", popover: "manual" }, this.outline, this.panel);
    shadow.append(this.layer);
    addEventListener("keydown", (event) => this.shortcut(event), { capture: true });
  }

  /** @param {KeyboardEvent} event */
  shortcut(event) {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || event.code !== "KeyE" || event.repeat) return;
    take(event);
    this.show(!this.on);
  }

  /** @param {boolean} on */
  show(on) {
    if (on === Boolean(this.on)) return;
    this.toggle.setAttribute("aria-pressed", String(on));
    if (on) this.start();
    else this.stop();
  }

  start() {
    const focused = this.looker.at(document.activeElement);
    const restore = this.given.keepFocus();
    this.restoreFocus = focused ? restore : () => this.toggle.focus();
    this.on = new AbortController();
    const options = { capture: true, signal: this.on.signal };
    addEventListener("pointermove", (event) => this.pointed(event), options);
    for (const name of KEPT_FROM_THE_APP) addEventListener(name, (event) => this.clicked(event), options);
    addEventListener("keydown", (event) => this.pressed(event), options);
    this.layer.showPopover();
    this.choose(focused);
    this.picker.focus({ preventScroll: true });
    this.follow();
  }

  stop() {
    this.on?.abort();
    this.on = null;
    this.choose(null);
    this.layer.hidePopover();
    this.restoreFocus();
  }

  /** The outline stays with its element, wherever that goes. */
  follow() {
    if (!this.on) return;
    if (this.chosen && !this.chosen.isConnected) {
      this.choose(null);
      this.say("The element has left the page.");
    }
    this.draw();
    requestAnimationFrame(() => this.follow());
  }

  // What people do

  /** @param {PointerEvent} event */
  pointed(event) {
    const element = this.looker.at(event.target);
    if (element && !this.pinned && element !== this.chosen) this.choose(element);
  }

  /** @param {Event} event */
  clicked(event) {
    const element = this.looker.at(event.target);
    if (!element) return;
    take(event);
    if (event.type !== "click") return;
    const again = this.pinned && element === this.chosen;
    this.pinned = !again;
    this.choose(element);
    this.say(again ? "Let go" : `Kept: ${this.spoken()}`);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const path = event.composedPath();
    if (path.includes(this.shadow) && !path.includes(this.picker)) {
      if (event.key !== "Escape" || !path.includes(this.panel)) return; // the log's and the errors' own
      take(event);
      this.picker.focus();
      return;
    }
    const act = this.keys(event)[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    take(event);
    act();
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {Record<string, () => void>}
   */
  keys({ shiftKey }) {
    const next = () => this.step(1, false);
    const before = () => this.step(-1, false);
    return {
      Tab: () => this.step(shiftKey ? -1 : 1, true),
      ArrowDown: next, ArrowRight: next, ArrowUp: before, ArrowLeft: before,
      Home: () => this.step(1, false, -1),
      End: () => this.step(-1, false, 0),
      Enter: () => /** @type {HTMLElement} */ (this.body.querySelector("button") ?? this.body).focus(),
      Escape: () => this.show(false),
    };
  }

  /**
   * To another element, around the end.
   * @param {number} by
   * @param {boolean} acting only to those that people act on
   * @param {number} [from] instead of the one that is chosen
   */
  step(by, acting, from) {
    const all = this.looker.all(acting);
    if (!all.length) return this.say("There is no such element on the page.");
    const at = from ?? placeOf(all, this.chosen, by);
    const element = all[(at + by + all.length) % all.length];
    this.pinned = true; // a pointer that rests somewhere does not take it back
    this.choose(element);
    element.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.say(this.spoken());
  }

  // What is shown

  /** @param {Element | null} element */
  choose(element) {
    this.chosen = element;
    if (!element) this.pinned = false;
    this.found = element && this.looker.look(element);
    this.what.replaceChildren(...(this.found ? titleOf(this.found) : ["Point at an element"]));
    this.body.replaceChildren(...(this.found ? this.parts(this.found) : []));
    this.body.hidden = !this.found;
    this.body.scrollTop = 0;
    this.draw();
    if (element) this.makeRoom(element.getBoundingClientRect());
  }

  draw() {
    this.outline.hidden = !this.chosen;
    this.layer.classList.toggle("pinned", this.pinned);
    if (!this.chosen) return;
    const { x, y, width, height } = this.chosen.getBoundingClientRect();
    Object.assign(this.outline.style, { translate: `${x}px ${y}px`, inlineSize: `${width}px`, blockSize: `${height}px` });
  }

  /**
   * Put the panel where it leaves the element to be seen: into a corner, else above or below and as high as there is room.
   * @param {DOMRect} element
   */
  makeRoom(element) {
    this.panel.style.maxBlockSize = "";
    for (const corner of CORNERS) {
      this.panel.dataset.corner = corner;
      const own = this.panel.getBoundingClientRect();
      if (own.right + MARGIN < element.left || own.left - MARGIN > element.right || own.bottom + MARGIN < element.top || own.top - MARGIN > element.bottom) return;
    }
    const above = element.top > innerHeight - element.bottom;
    this.panel.dataset.corner = above ? "top end" : "bottom end";
    const own = this.panel.getBoundingClientRect();
    const room = above ? element.top - MARGIN - own.top : own.bottom - element.bottom - MARGIN;
    this.panel.style.maxBlockSize = `${Math.max(LEAST_HEIGHT, room)}px`;
  }

  /** @param {string} text */
  say(text) {
    this.said.textContent = text;
  }

  /** What is shown, in a few words for those who hear it. */
  spoken() {
    if (!this.found) return "Nothing";
    const { tag, label, specs, told } = this.found;
    const heard = specs.map((spec) => `${spec.e}: ${handlerOf(this.found, spec)}`);
    const missing = told?.stubs.filter(({ expected }) => expected).map(({ event }) => event) ?? [];
    return [
      `${told?.component || tag}${label ? ` “${label}”` : ""}`,
      told?.key && `key ${told.key}`,
      told?.binding && `bound to ${told.binding}`,
      heard.length ? `listens to ${heard.join(", ")}` : "no listeners",
      missing.length && `nobody handles ${missing.join(", ")}`,
      told?.stubs.length && `code to copy: ${told.stubs.length}`,
    ].filter(Boolean).join("; ");
  }

  /**
   * @param {Look} look
   * @returns {HTMLElement[]}
   */
  parts(look) {
    const { told, specs, problem } = look;
    const facts = [["Key", told?.key], ["Bound to", told?.binding], ["Path", told?.path]].filter(([, value]) => value);
    return [
      make("dl", {}, ...facts.flatMap(([name, value]) => [make("dt", {}, name ?? ""), make("dd", {}, make("code", {}, value ?? ""))])),
      make("h3", {}, "Listeners"),
      specs.length ? make("ul", {}, ...specs.map((spec) => listenerItem(look, spec))) : make("p", { className: "none" }, "None of its own."),
      ...(told?.stubs.length ? [make("h3", {}, "No listener yet"), ...told.stubs.map((stub) => this.stub(stub))] : []),
      ...(problem ? [make("p", { className: "problem" }, problem)] : []),
    ];
  }

  /** @param {Stub} stub */
  stub({ event, expected, note, code }) {
    const written = make("pre", { tabIndex: 0, role: "group", "aria-label": `A handler of ${event}` }, code.trimEnd());
    const copy = make("button", { type: "button", "aria-label": `Copy the handler of ${event}` }, "Copy");
    copy.addEventListener("click", async () => {
      const done = await copyText(code, written);
      copy.textContent = done ? "Copied" : "Selected";
      this.say(done ? `Copied the handler of ${event}` : "It is selected: copy it with the keyboard");
      copy.focus();
    });
    const mark = note || (expected ? "nobody handles it" : "");
    return make("div", { className: expected ? "stub expected" : "stub" },
      make("details", { open: expected }, make("summary", {}, make("b", {}, event), mark ? ` ${mark}` : null), written),
      copy);
  }
}

/** @param {Event} event */
function take(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/**
 * Where in a list an element stands, or would stand.
 * @param {Element[]} all
 * @param {Element | null} element
 * @param {number} by which way one goes from there
 * @returns {number}
 */
function placeOf(all, element, by) {
  if (!element) return by > 0 ? -1 : 0;
  const at = all.indexOf(element);
  if (at >= 0) return at;
  const after = all.findIndex((one) => element.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  const place = after < 0 ? all.length : after;
  return by > 0 ? place - 1 : place;
}

/** @param {Look} look */
function titleOf({ tag, label, told }) {
  return [
    make("code", {}, told?.component || `<${tag}>`),
    label ? ` ${label.length > 60 ? `${label.slice(0, 60)}…` : label}` : "",
    ...(told?.component ? [make("small", {}, ` <${tag}>`)] : []),
  ];
}

/**
 * @param {Look | null | undefined} look
 * @param {Spec} spec
 * @returns {string}
 */
function handlerOf(look, spec) {
  return spec.h ? (look?.told?.handlers[spec.h] ?? spec.h) : "the binding";
}

/**
 * @param {Look} look
 * @param {Spec} spec
 */
function listenerItem(look, spec) {
  const options = Object.entries(spec.o ?? {}).filter(([name]) => !UNTOLD.has(name)).map(([name, value]) => optionText(name, value));
  return make("li", {},
    make("b", {}, spec.e), " → ", make("code", {}, handlerOf(look, spec)),
    spec.h ? make("small", { title: "The handler's id" }, ` ${spec.h}`) : null,
    ...options.flatMap((option) => [" ", make("span", { className: "option" }, option)]));
}

/**
 * ``debounce_ms: 300`` reads ``debounce 300 ms``.
 * @param {string} name
 * @param {any} value
 */
function optionText(name, value) {
  const [, plain, unit] = /** @type {RegExpMatchArray} */ (name.match(/^(.*?)(_ms)?$/));
  const words = plain.replaceAll("_", " ");
  if (value === true) return words;
  return `${words} ${Array.isArray(value) ? value.join(", ") : typeof value === "object" ? JSON.stringify(value) : value}${unit ? " ms" : ""}`;
}
