// What a person types is never taken back: when a patch may write a field, and how.
//
// Every edit takes the next sequence number, and the field remembers it. A patch says up to which number it answers. A write
// is skipped where the field has been edited since; it waits while an input method is composing in the field.

import { need, there } from "./need.js";

/**
 * @typedef {{element: Element, name: string, value: any, answered: number}} Write
 */

/**
 * Properties that a person changes as well; forms.js has how each is written, and messages with one of them have waited for it. They are
 * written last in a patch: a select's options, a slider's limits have to be there.
 */
const EDITABLE = ["value", "values", "checked", "indeterminate", "selectedIndex"];

export class Fields {
  constructor() {
    /** @type {WeakMap<Element, number>} */
    this.edits = new WeakMap();
    /** Where an input has been told, and no change after it. @type {WeakSet<Element>} */
    this.begun = new WeakSet();
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
    return EDITABLE.includes(name);
  }

  /**
   * A change that ends what inputs have told is no edit of its own: nothing would answer it.
   * @param {Element} element
   * @param {number} sequence
   * @param {string} [type] of the event that tells of it
   */
  edited(element, sequence, type) {
    if (type === "input") this.begun.add(element);
    else if (type && this.begun.delete(element)) return;
    this.edits.set(element, sequence);
    for (const other of there("forms")?.radioGroup(element) ?? []) this.edits.set(other, sequence);
  }

  /** @param {Write} write */
  write(write) {
    if (write.element === this.composing) {
      this.waiting = this.waiting.filter((other) => other.name !== write.name);
      this.waiting.push(write);
    } else if ((this.edits.get(write.element) ?? 0) <= write.answered) {
      const forms = there("forms");
      if (forms) forms.WRITERS[write.name](write.element, write.value);
      else void need("forms").then(() => this.write(write));
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
