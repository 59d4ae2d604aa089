// Listens at the mount root for every event that an element inside listens to, and turns each into messages.
//
// There are two DOM listeners for each event's name: one for the way down (events that do not bubble, and listeners that ask
// for capture) and one for the way up. From the target to the root, each element's listeners are looked up by node.

import { there } from "./need.js";
import { EVENT } from "./protocol.js";
import { applies } from "./options.js";
import { payloadOf } from "./payloads.js";

/**
 * @typedef {import("./protocol.js").Spec} Spec
 * @typedef {import("./protocol.js").Message} Message
 * @typedef {{node: Element, spec: Spec}} Match
 * @typedef {{message: Message, spec: Spec, event: Event, node: Element}} Heard
 * @typedef {(heard: Heard[]) => void} Emit takes what one DOM event has to say, in order
 */

/** Events whose default would leave the page: whoever listens to them means to handle them. */
const PREVENTED = /^(submit|drop)$/;

export class Listening {
  /**
   * @param {import("./nodes.js").Nodes} nodes
   * @param {import("./fields.js").Fields} fields
   * @param {Emit} emit
   */
  constructor(nodes, fields, emit) {
    this.nodes = nodes;
    this.fields = fields;
    this.emit = emit;
    this.sequence = 0;
    this.applied = 0;
    /** What was written down before there was Python, and is replayed. @type {WeakSet<Event> | null} */
    this.seen = null;
    /** Resets of forms whose edits are not told yet. @type {Set<Event>} */
    this.resets = new Set();
    /** @type {Set<string>} */
    this.used = new Set();
    /** Whether a listener asks for the way down. */
    this.captures = false;
    this.abort = new AbortController();
    /** @type {import("./observers.js").Observers | null} */
    this.observers = null;
    this.watchFields();
    /** Sees clicks on links, once there is one. @type {import("./route.js").Route | null} */
    this.route = null;
    this.use(/** @type {Spec} */ ({ e: "click" }));
  }

  /**
   * An element has these listeners now.
   * @param {Element} element
   * @param {Spec[]} specs
   */
  follow(element, specs) {
    for (const spec of specs) this.use(spec);
    const part = there("seldom"); // messages that need it have waited for it
    if (part) (this.observers ??= new part.Observers()).follow(element, specs);
  }

  /**
   * Make sure that the root listens to a spec's event.
   * @param {Spec} spec
   */
  use(spec) {
    const passive = Boolean(spec.o?.passive);
    if (spec.o?.capture) this.captures = true;
    const key = `${spec.e} ${passive} ${spec.o?.at ?? ""}`;
    if (this.used.has(key)) return;
    this.used.add(key);
    if (spec.o?.at === "window") return there("seldom")?.listenToWindow(this, spec.e, passive);
    for (const capture of [true, false]) {
      this.on(spec.e, (event) => this.heard(event, capture, passive), { capture, passive });
    }
    if (spec.e === "drop") there("seldom")?.offerDrop(this);
  }

  /**
   * @param {string} name
   * @param {(event: any) => void} listener
   * @param {AddEventListenerOptions} options
   */
  on(name, listener, options) {
    const hear = (/** @type {Event} */ event) => {
      this.tellResets();
      listener(event);
    };
    this.nodes.root.addEventListener(name, hear, { ...options, signal: this.abort.signal });
  }

  /** Of resets that are over, before anything that happens next. */
  tellResets() {
    if (this.resets.size) there("forms")?.tellResets(this.resets);
  }

  /** Every edit takes a sequence number, whether Python listens to it or not. */
  watchFields() {
    const edit = (/** @type {Event} */ { type, target }) => {
      if (target instanceof Element) this.fields.edited(target, ++this.sequence, type);
    };
    this.on("input", edit, { capture: true });
    this.on("change", edit, { capture: true });
    this.on("compositionstart", ({ target }) => this.fields.compositionStart(target), { capture: true });
    this.on("compositionend", () => this.fields.compositionEnd(), { capture: true });
    this.on("keydown", (event) => there("forms")?.sendsOnEnter(event), {});
    this.on("reset", (event) => {
      this.resets.add(event);
      setTimeout(() => this.tellResets());
    }, {});
  }

  /**
   * @param {Event} event
   * @param {boolean} capture
   * @param {boolean} passive
   */
  heard(event, capture, passive) {
    // Where some listen passively it is asked twice, and finds that it has prevented the event.
    if (event.type === "click" && !capture) this.route?.click(/** @type {MouseEvent} */ (event));
    if (this.seen?.has(event) || (capture && event.bubbles && !this.captures)) return;
    const found = this.matches(event, capture, passive);
    if (!found.length) return;
    if (PREVENTED.test(event.type) || found.some(({ spec }) => spec.o.prevent_default)) event.preventDefault();
    const handled = there("forms")?.activates(event, this.nodes.root);
    this.say(event, found);
    handled?.();
  }

  /**
   * An event from before there was Python (replay.js), on the whole of its way.
   * @param {any} event
   * @param {number} sequence
   * @returns {number} how many listeners to the window it is for, wherever it happened
   */
  replay(event, sequence) {
    if (this.nodes.root.contains(event.target)) {
      for (const capture of [true, false]) if (!event.stopped) this.say(event, this.matches(event, capture), sequence);
    }
    const anywhere = !event.stopped && there("seldom")?.replayed(this, event, sequence) || [];
    this.say(event, anywhere, sequence);
    return anywhere.length;
  }

  /**
   * @param {Event} event
   * @param {Match[]} found
   * @param {number} [sequence] where it has one already
   */
  say(event, found, sequence) {
    if (!found.length) return;
    this.emit(found.map(({ node, spec }) => ({ message: this.message(event, node, spec, sequence), spec, event, node })));
  }

  /**
   * The listeners that an event reaches on this way, in order, up to one that stops it.
   * @param {Event} event
   * @param {boolean} capture
   * @param {boolean} [passive] only those that are, or are not; else all
   * @returns {Match[]}
   */
  matches(event, capture, passive) {
    const path = this.pathOf(event);
    if (capture) path.reverse();
    /** @type {Match[]} */
    const found = [];
    for (const node of path) {
      let stops;
      for (const spec of this.nodes.specsOf(node)) {
        const { e, o } = spec;
        const onThisWay = o.capture || !event.bubbles ? capture && (o.capture || event.target === node) : !capture;
        if (e !== event.type || o.at || !onThisWay || !applies(event, node, o)) continue;
        if (!o.passive !== passive) found.push({ node, spec });
        stops ||= o.stop_propagation;
      }
      if (stops) {
        event.stopPropagation();
        break;
      }
    }
    return found;
  }

  /**
   * @param {Event} event
   * @returns {Element[]} from the target to the root
   */
  pathOf(event) {
    const path = [];
    const { root } = this.nodes;
    for (let node = /** @type {any} */ (event.target); node && node !== root; node = node.parentNode) path.push(node);
    path.push(root);
    return path;
  }

  /**
   * @param {Event} event
   * @param {Element} node
   * @param {Spec} spec
   * @param {number} [sequence]
   * @returns {Message}
   */
  message(event, node, spec, sequence = ++this.sequence) {
    const inside = this.nodes.inside.get(node);
    return {
      t: EVENT, n: this.nodes.ids.get(node), ...(inside ? { i: inside } : {}), e: spec.e, h: spec.h,
      p: this.applied, s: sequence, d: spec.o.bare ? {} : payloadOf(event, node),
    };
  }

  close() {
    this.observers?.close();
    this.abort.abort();
  }
}
