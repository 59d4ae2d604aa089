// What of a DOM event travels: a table from event names to extractors, matched by tests/vectors/events.json.

import { there } from "./need.js";

/** @typedef {(event: any, element: any) => Record<string, any>} Extract */

// An event that is replayed (replay.js) brings along what has changed since: its target as it `was`, its `form`, the `boxes` of elements.

/** @param {any} event */
export const targetOf = (event) => event.was ?? event.target;

/** @type {Extract} */
export const modifiers = ({ ctrlKey, shiftKey, altKey, metaKey }) => ({ ctrl: ctrlKey, shift: shiftKey, alt: altKey, meta: metaKey });

/** @type {Extract} */
export function mouse(event, element) {
  const box = event.boxes?.get(element) ?? element.getBoundingClientRect();
  const { clientX = 0, clientY = 0, pageX = 0, pageY = 0 } = event; // a script's own event may be of no kind that has them
  return {
    x: clientX - box.left, y: clientY - box.top,
    client_x: clientX, client_y: clientY, page_x: pageX, page_y: pageY,
    button: event.button, buttons: event.buttons, detail: event.detail ?? 0, is_target: event.target === element,
    ...modifiers(event, element),
  };
}

/** @type {Extract} */
const click = (event, element) => ({ ...mouse(event, element), pointer_type: event.pointerType ?? "" });

/** @type {Extract} */
const pointer = (event, element) => ({
  ...click(event, element),
  pointer_id: event.pointerId, pressure: event.pressure, is_primary: event.isPrimary,
});

/** @type {Extract} */
const focus = (event) => valueOf(targetOf(event));

/** @type {[string, Extract][]} */
const GROUPS = [
  ["click dblclick auxclick contextmenu", click],
  ["mousedown mouseup mousemove mouseenter mouseleave mouseover mouseout", mouse],
  ["pointerdown pointerup pointermove pointerenter pointerleave pointerover pointerout pointercancel", pointer],
  ["focus blur focusin focusout", focus],
];

/** What any app listens to; forms.js and seldom.js have the others. */
export const EXTRACTORS = tableOf(GROUPS);

/**
 * @param {[string, Extract][]} groups names with a space between them, and what they have in common
 * @returns {Map<string, Extract>}
 */
export function tableOf(groups) {
  return new Map(groups.flatMap(([names, extract]) => names.split(" ").map((name) => /** @type {[string, Extract]} */ ([name, extract]))));
}

/**
 * The payload of an event for a listener on `element`. Custom elements may send events of the platform's names, so an
 * event that carries a detail object of its own keeps it.
 * @param {Event} event
 * @param {Element} element
 * @returns {Record<string, any>}
 */
export function payloadOf(event, element) {
  const seldom = there("seldom"); // messages with custom elements, or listeners to other events, have waited for it
  const tables = event instanceof CustomEvent && event.detail !== null ? [] : [EXTRACTORS, there("forms")?.EXTRACTORS, seldom?.EXTRACTORS];
  const extract = tables.map((table) => table?.get(event.type)).find(Boolean);
  try {
    const { detail } = /** @type {any} */ (event);
    return extract ? extract(event, element) : { detail: seldom ? seldom.jsonSafe(detail) : JSON.parse(JSON.stringify(detail)) };
  } catch (error) {
    if (event instanceof CustomEvent && event.detail === null) return { detail: null };
    return { [FAILED]: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** In the payload of an event that has none that can be read: why. */
export const FAILED = Symbol("failed");

/**
 * @param {any} target
 * @returns {{value?: string}}
 */
export function valueOf(target) {
  return typeof target?.value === "string" ? { value: target.value } : {};
}
