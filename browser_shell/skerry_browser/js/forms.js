// Fields: what travels of their events, how what they hold is written, and whether a person has changed one that came as HTML.

import { modifiers, tableOf, targetOf, valueOf } from "./payloads.js";

/** @typedef {import("./payloads.js").Extract} Extract */

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

export const EXTRACTORS = tableOf([
  ["keydown keyup", key],
  ["input change", field],
  ["submit", submit],
]);

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
    const several = all.length > 1 || fieldsOf(form).some((field) => field instanceof HTMLSelectElement && field.name === name && field.multiple);
    values[name] = several ? all : all[0];
  }
  return values;
}

/**
 * A form's fields. Its members are no way to them: a field of the name "elements" would be the one.
 * @param {HTMLFormElement} form
 * @returns {Element[]}
 */
function fieldsOf(form) {
  return [.../** @type {Iterable<Element>} */ (/** @type {unknown} */ (form))];
}

/**
 * Whether a field of a page that came as HTML holds something else than the HTML says: a person, or the browser for them, has edited it.
 * @param {any} field
 * @param {string} name of a property
 * @returns {boolean}
 */
export function isTouched(field, name) {
  if (name === "checked") return field.checked !== field.defaultChecked;
  if (field instanceof HTMLSelectElement) return isChosenAnew(field);
  if (name !== "value" || field.value === field.defaultValue || field.defaultValue === undefined) return false;
  if (!(field instanceof HTMLInputElement)) return true;
  const fresh = document.createElement("input"); // colours, numbers and dates are made what they can be
  for (const name of ["type", "min", "max", "step", "value"]) if (field.hasAttribute(name)) fresh.setAttribute(name, field.getAttribute(name) ?? "");
  return fresh.value !== field.value;
}

/** @param {HTMLSelectElement} select */
function isChosenAnew(select) {
  const options = [...select.options];
  const meant = options.filter((option) => option.defaultSelected);
  if (!meant.length && !select.multiple) return select.selectedIndex > 0;
  const last = meant.slice(select.multiple ? 0 : -1);
  return options.some((option) => option.selected !== last.includes(option));
}

/**
 * A form resets its fields once the event is over. They are told of soon after, but before whatever happens next: the browser handles
 * what people do before a timer, and a click on Save is to find what they see.
 * @param {Set<Event>} resets those that are not told yet
 */
export function tellResets(resets) {
  for (const event of resets) if (event.eventPhase === Event.NONE && resets.delete(event)) announceReset(event);
}

/**
 * A reset changes fields without telling: say it as edits, so that what is bound to them follows.
 * @param {Event} event
 */
function announceReset(event) {
  if (event.defaultPrevented || !(event.target instanceof HTMLFormElement)) return;
  for (const field of fieldsOf(event.target)) {
    if (field instanceof HTMLButtonElement || field instanceof HTMLFieldSetElement) continue;
    announceEdit(field);
  }
}

/** @param {any[]} fields that a person has edited before there was Python, of which nobody was told */
export function announceUntold(fields) {
  for (const field of fields) if (field.type !== "radio" || field.checked) announceEdit(field);
}

/**
 * Tell of a field's new value what the browser has not told.
 * @param {Element} field
 */
function announceEdit(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/**
 * Enter in a text area that sends (a chat's): Shift+Enter begins a line there.
 * @param {KeyboardEvent} event
 */
export function sendsOnEnter(event) {
  const { target, key, shiftKey, isComposing, defaultPrevented } = event;
  if (key !== "Enter" || shiftKey || isComposing || defaultPrevented) return;
  if (!(target instanceof HTMLTextAreaElement) || !target.hasAttribute("data-sk-sends")) return;
  event.preventDefault();
  target.form?.requestSubmit();
}

/** How a property is written that a person changes as well. @type {Record<string, (element: any, value: any) => void>} */
export const WRITERS = {
  value: writeValue,
  values: writeValues,
  checked: (element, value) => { element.checked = value; },
  indeterminate: (element, value) => { element.indeterminate = value; },
  selectedIndex: (element, value) => { element.selectedIndex = value; },
};

/**
 * The other radio buttons of an element's group: choosing one has changed them all.
 * @param {Element} element
 * @returns {Element[]}
 */
export function radioGroup(element) {
  if (!(element instanceof HTMLInputElement) || element.type !== "radio" || !element.name) return [];
  const owner = element.form ?? /** @type {ParentNode} */ (element.getRootNode());
  const same = `input[type=radio][name="${CSS.escape(element.name)}"]`;
  return [...owner.querySelectorAll(same)];
}

/**
 * @param {any} element
 * @param {any} value
 */
function writeValue(element, value) {
  const text = value === null ? "" : value;
  if (element.value === text) return;
  const caret = caretOf(element);
  element.value = text;
  if (caret) element.setSelectionRange(...caret);
}

/**
 * The selection to give a focused text field after its value is written: at the end it stays at the end.
 * @param {any} element
 * @returns {[number, number, "forward" | "backward" | "none" | undefined] | null}
 */
function caretOf(element) {
  if (element.getRootNode().activeElement !== element) return null;
  if (typeof element.selectionStart !== "number" || element.selectionStart === element.value.length) return null;
  return [element.selectionStart, element.selectionEnd, element.selectionDirection];
}

/**
 * @param {HTMLSelectElement} element
 * @param {string[]} values
 */
function writeValues(element, values) {
  for (const option of element.options) option.selected = values.includes(option.value);
}

/**
 * Enter and Space press what has the focus after the key went down. Where that key has just moved the focus (it has opened
 * a dialog, say), it would press what the person has not even seen.
 * @param {Event} event
 * @param {Element} root
 * @returns {(() => void) | undefined} to be called when the event is handled, where it is such a key
 */
export function activates(event, root) {
  if (event.type !== "keydown" || !(event instanceof KeyboardEvent) || (event.key !== "Enter" && event.key !== " ")) return undefined;
  const place = /** @type {Document | ShadowRoot} */ (root.getRootNode());
  const focused = place.activeElement;
  return () => { if (place.activeElement !== focused) event.preventDefault(); };
}
