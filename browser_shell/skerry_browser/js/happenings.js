// What travels of the events that few apps listen to. payloads.js has the others, and tests/vectors/events.json both.

import { modifiers, mouse, tableOf, targetOf, valueOf } from "./payloads.js";

/** @typedef {import("./payloads.js").Extract} Extract */

/** @type {Extract} */
const nothing = () => ({});

/** @type {Extract} */
const wheel = (event, element) => ({
  ...mouse(event, element), delta_x: event.deltaX, delta_y: event.deltaY, delta_mode: event.deltaMode,
});

/** @type {Extract} */
const drag = (event, element) => ({
  ...mouse(event, element),
  ...(event.type === "drop" && event.dataTransfer
    ? { text: event.dataTransfer.getData("text"), files: [...event.dataTransfer.files] }
    : {}),
});

/** @type {Extract} */
const touch = (event, element) => ({
  touches: [...event.touches].map(({ identifier, clientX, clientY }) => ({ id: identifier, x: clientX, y: clientY })),
  ...modifiers(event, element),
});

/** @type {Extract} */
const scroll = (event) => {
  const target = targetOf(event);
  return { top: target.scrollTop, left: target.scrollLeft, height: target.clientHeight, width: target.clientWidth };
};

/** @type {Extract} */
const toggle = (event) => ({ open: event.newState ? event.newState === "open" : Boolean(targetOf(event).open) });

/** @type {Extract} */
const close = (event) => {
  const { open, returnValue } = targetOf(event);
  return { open: Boolean(open), ...(typeof returnValue === "string" ? { return_value: returnValue } : {}) };
};

/** @type {Extract} */
const media = (event) => {
  const { currentTime, duration, paused, ended, volume, muted } = targetOf(event);
  return { time: currentTime, duration: Number.isFinite(duration) ? duration : null, paused, ended, volume, muted };
};

/** @type {Extract} */
const motion = (event) => ({ name: event.animationName ?? event.propertyName, elapsed: event.elapsedTime });

/** @type {Extract} */
const clipboard = (event) => ({
  ...(event.type === "paste" && event.clipboardData?.files.length ? { files: [...event.clipboardData.files] } : {}),
  text: event.type === "paste" ? event.clipboardData?.getData("text") ?? "" : event.selection ?? String(getSelection() ?? ""),
});

/** @type {Extract} */
const selection = (event) => {
  const { selectionStart, selectionEnd, value } = targetOf(event);
  return { start: selectionStart, end: selectionEnd, value: value.slice(selectionStart, selectionEnd) };
};

/** @type {[string, Extract][]} */
const GROUPS = [
  ["wheel", wheel],
  ["dragstart drag dragend dragenter dragover dragleave drop", drag],
  ["touchstart touchmove touchend touchcancel", touch],
  ["beforeinput", (event) => ({ data: event.data, input_type: event.inputType, ...valueOf(targetOf(event)) })],
  ["reset load error", nothing],
  ["scroll scrollend", scroll],
  ["toggle beforetoggle", toggle],
  ["close cancel", close],
  ["play playing pause ended timeupdate seeked volumechange loadedmetadata durationchange waiting canplay", media],
  ["animationstart animationend animationiteration transitionend", motion],
  ["copy cut paste", clipboard],
  ["select", selection],
  ["resize", ({ target }) => (target instanceof Element
    ? { width: /** @type {any} */ (target).offsetWidth ?? target.clientWidth, height: /** @type {any} */ (target).offsetHeight ?? target.clientHeight }
    : { width: innerWidth, height: innerHeight })],
  ["visibility", ({ visible }) => ({ visible: Boolean(visible) })],
  ["visibilitychange", () => ({ visible: !document.hidden })],
  ["hashchange", () => ({ hash: location.hash })],
  ["online offline", () => ({ online: navigator.onLine })],
  ["pagehide pageshow", ({ persisted }) => ({ persisted: Boolean(persisted) })],
  ["upload", ({ files }) => ({ files: [...files] })],
  ["delete", ({ index, files }) => ({ index, files: [...files] })],
  ["capture", ({ files, width, height }) => ({ files: [...files], width, height })],
  ["point", ({ x, y }) => ({ x, y })],
  ["invalid", (event) => ({ message: targetOf(event).validationMessage, ...valueOf(targetOf(event)) })],
  ["compositionstart compositionupdate compositionend", ({ data }) => ({ data: data ?? "" })],
];

export const EXTRACTORS = tableOf(GROUPS);
