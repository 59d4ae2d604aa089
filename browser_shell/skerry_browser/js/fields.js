// What a person types is never taken back: when a patch may write a field, and how.
//
// Every edit takes the next sequence number, and the field remembers it. A patch says up to which number it answers. A write
// is skipped where the field has been edited since; it waits while an input method is composing in the field.

/**
 * @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field
 * @typedef {{element: Element, name: string, value: any, answered: number}} Write
 */

/**
 * Properties that a person changes as well, with how each is written. They are written last in a patch: a select's options,
 * a slider's limits have to be there.
 * @type {Record<string, (element: any, value: any) => void>}
 */
const EDITABLE = {
  value: writeValue,
  values: writeValues,
  checked: (element, value) => { element.checked = value; },
  indeterminate: (element, value) => { element.indeterminate = value; },
  selectedIndex: (element, value) => { element.selectedIndex = value; },
};

export class Fields {
  constructor() {
    /** @type {WeakMap<Element, number>} */
    this.edits = new WeakMap();
    /** @type {Element | null} */
    this.composing = null;
    /** @type {Write[]} */
    this.waiting = [];
  }

  /**
   * @param {string} name
   * @returns {boolean} whether this is a property that a person changes as well
   */
  static owns(name) {
    return Object.hasOwn(EDITABLE, name);
  }

  /**
   * @param {Element} element
   * @param {number} sequence
   */
  edited(element, sequence) {
    this.edits.set(element, sequence);
    const group = radioGroup(element);
    for (const other of group) this.edits.set(other, sequence);
  }

  /** @param {Write} write */
  write(write) {
    if (write.element === this.composing) {
      this.waiting = this.waiting.filter((other) => other.name !== write.name);
      this.waiting.push(write);
    } else if ((this.edits.get(write.element) ?? 0) <= write.answered) {
      EDITABLE[write.name](write.element, write.value);
    }
  }

  /** @param {Element} element */
  compositionStart(element) {
    this.composing = element;
  }

  compositionEnd() {
    this.composing = null;
    const waiting = this.waiting;
    this.waiting = [];
    for (const write of waiting) this.write(write);
  }
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
 * The other radio buttons of an element's group: choosing one has changed them all.
 * @param {Element} element
 * @returns {Element[]}
 */
function radioGroup(element) {
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
