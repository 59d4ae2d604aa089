// What of a DOM event travels: a table from event names to extractors, matched by tests/vectors/events.json.

/** @typedef {(event: any, element: any) => Record<string, any>} Extract */

// An event that is replayed (replay.js) brings along what has changed since: its target as it `was`, its `form`, the `boxes` of elements.

/** @param {any} event */
const targetOf = (event) => event.was ?? event.target;

/** @type {Extract} */
const nothing = () => ({});

/** @type {Extract} */
const modifiers = ({ ctrlKey, shiftKey, altKey, metaKey }) => ({ ctrl: ctrlKey, shift: shiftKey, alt: altKey, meta: metaKey });

/** @type {Extract} */
function mouse(event, element) {
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
const key = (event, element) => ({
  pressed: event.key ?? "", code: event.code ?? "", repeat: Boolean(event.repeat), composing: Boolean(event.isComposing),
  ...modifiers(event, element), ...valueOf(targetOf(event)),
});

/** @type {Extract} */
function field(event) {
  const target = targetOf(event);
  return {
    value: String(target.value ?? target.textContent),
    ...(target.type === "checkbox" || target.type === "radio" ? { checked: target.checked } : {}),
    ...(target.type === "select-multiple" ? { values: chosen(target) } : {}),
    ...(target.type === "file" ? { files: [...target.files] } : {}),
  };
}

/** @type {Extract} */
const submit = (event, element) => ({
  values: formValues(event.target instanceof HTMLFormElement ? event.target : element, event.submitter ?? null, event.form),
  ...(event.submitter?.name ? { submitter: event.submitter.name } : {}),
});

/** @type {Extract} */
const focus = (event) => valueOf(targetOf(event));

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
  ["click dblclick auxclick contextmenu", click],
  ["mousedown mouseup mousemove mouseenter mouseleave mouseover mouseout", mouse],
  ["pointerdown pointerup pointermove pointerenter pointerleave pointerover pointerout pointercancel", pointer],
  ["wheel", wheel],
  ["dragstart drag dragend dragenter dragover dragleave drop", drag],
  ["touchstart touchmove touchend touchcancel", touch],
  ["keydown keyup", key],
  ["input change", field],
  ["beforeinput", (event) => ({ data: event.data, input_type: event.inputType, ...valueOf(targetOf(event)) })],
  ["submit", submit],
  ["reset load error", nothing],
  ["focus blur focusin focusout", focus],
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

/** @type {Map<string, Extract>} */
export const EXTRACTORS = new Map(
  GROUPS.flatMap(([names, extract]) => names.split(" ").map((name) => /** @type {[string, Extract]} */ ([name, extract]))),
);

/**
 * The payload of an event for a listener on `element`. Custom elements may send events of the platform's names, so an
 * event that carries a detail object of its own keeps it.
 * @param {Event} event
 * @param {Element} element
 * @returns {Record<string, any>}
 */
export function payloadOf(event, element) {
  const extract = event instanceof CustomEvent && event.detail !== null ? undefined : EXTRACTORS.get(event.type);
  try {
    return extract ? extract(event, element) : { detail: jsonSafe(/** @type {any} */ (event).detail) };
  } catch (error) {
    if (event instanceof CustomEvent && event.detail === null) return { detail: null };
    return { [FAILED]: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** In the payload of an event that has none that can be read: why. */
export const FAILED = Symbol("failed");

/** Values that a detail may be made of, all taken together. */
const MOST_VALUES = 1_000_000;

/**
 * @param {any} target
 * @returns {{value?: string}}
 */
function valueOf(target) {
  return typeof target?.value === "string" ? { value: target.value } : {};
}

/**
 * @param {HTMLSelectElement} select
 * @returns {string[]}
 */
function chosen(select) {
  return [...select.selectedOptions].map((option) => option.value);
}

/**
 * Each named field's text; a list where a name has several. An unticked box is absent, as in any form.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 * @param {FormData | null} [known] what the form held
 * @returns {Record<string, any>}
 */
export function formValues(form, submitter, known) {
  /** @type {Record<string, any>} */
  const values = {};
  const data = known ?? new FormData(form, submitter);
  for (const name of new Set(data.keys())) {
    const all = data.getAll(name);
    const several = all.length > 1 || form.elements.namedItem(name) instanceof HTMLSelectElement
      && /** @type {HTMLSelectElement} */ (form.elements.namedItem(name)).multiple;
    values[name] = several ? all : all[0];
  }
  return values;
}

/**
 * A detail as JSON gives it: what JSON cannot say (functions, nodes, cycles) becomes null. Throws where there is too much of it.
 * @param {any} value
 * @param {number} depth
 * @param {{left: number, inside: Set<object>}} [taken] how many more values there may be, and what this one is inside of
 * @returns {any}
 */
export function jsonSafe(value, depth = 8, taken = { left: MOST_VALUES, inside: new Set() }) {
  taken.left -= ArrayBuffer.isView(value) ? value.byteLength + 1 : 1;
  if (taken.left < 0) throw new RangeError(`it is made of more than ${MOST_VALUES.toLocaleString("en")} values`);
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || depth === 0 || value instanceof Node || value instanceof Window) return null;
  if (value instanceof Date) return value.toJSON();
  if (taken.inside.has(value)) return null;
  taken.inside.add(value);
  const safe = Array.isArray(value)
    ? value.map((item) => jsonSafe(item, depth - 1, taken))
    : Object.fromEntries([...(value instanceof Map ? value : Object.entries(value))].map(([name, item]) => [String(name), jsonSafe(item, depth - 1, taken)]));
  taken.inside.delete(value);
  return safe;
}
