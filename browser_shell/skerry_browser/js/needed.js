// Which parts of the page's code a message of Python's needs, so that it can wait for them.

import { isCommon } from "./command.js";
import { Fields } from "./fields.js";
import { EXTRACTORS } from "./payloads.js";
import * as wire from "./protocol.js";

/** @typedef {keyof import("./need.js").Parts} Part */

/** What stands for bytes begins with this. */
const BLOB = '"sk-blob:';
/** A tree of a custom element begins with this, and its events may carry anything; sanitized text stands under that. */
const CUSTOM = /\["[a-z]\w*-|"\.innerHTML"/;

/** Elements of ours that make events of what people do: of what was done before there was Python, too, in order with the rest. */
const OURS = /\["sk-(points|upload)"/g;

/** Events of fields, and properties that fields have. */
const OF_FORMS = /^(keydown|keyup|input|change|submit)$/;
const FIELD = /"\.(value|checked|indeterminate|selectedIndex)/; // and .values

/** Options of listeners. */
const SELDOM = ["keys", "at", "debounce_ms", "throttle_ms"];

/** What commands need besides commands.js. @type {Record<string, Part>} */
const BESIDES = { js: "functions", kept: "keeping", leave: "travel", navigate: "travel" };

/** Parts, and "" where there may be elements: what these need, the text tells. @typedef {Part | ""} Found */

/** @returns {Found[]} */
const lists = () => ["lists", ""];
/** @returns {Found[]} */
const keeping = () => ["keeping"];

/** @type {Record<string, (op: import("./protocol.js").Op) => Found[]>} */
const OF_OPERATIONS = {
  [wire.DEFINE]: ([, , { e, o = {} }]) => [
    EXTRACTORS.has(e) ? "" : OF_FORMS.test(e) ? "forms" : "seldom",
    SELDOM.some((name) => name in o) ? "seldom" : "",
    o.js ? "functions" : "",
  ],
  [wire.TEMPLATE]: lists,
  [wire.SHAPE]: lists,
  [wire.INSERT]: () => [""],
  [wire.PROPERTY]: ([, , name]) => (Fields.owns(name) ? ["forms"] : []),
  [wire.MOVE]: () => ["lists"],
  [wire.COMMAND]: ([, name]) => [isCommon(name) ? "" : "commands", BESIDES[name] ?? ""],
};

/** @type {Record<string, (message: import("./protocol.js").Message) => Found[]>} */
const OF_MESSAGES = {
  [wire.PATCH]: ({ o }) => o.flatMap((/** @type {any[]} */ op) => OF_OPERATIONS[op[0]]?.(op) ?? []),
  [wire.SAVE]: keeping,
  [wire.ASIDE]: keeping,
  [wire.FORGET]: keeping,
};

/**
 * @param {import("./protocol.js").Message[]} messages
 * @param {string} text as which they came
 * @returns {Part[]}
 */
export function neededBy(messages, text) {
  const found = new Set(messages.flatMap((message) => OF_MESSAGES[message.t]?.(message) ?? []));
  if (text.includes(BLOB)) found.add("blobs");
  if (found.delete("")) {
    if (FIELD.test(text)) found.add("forms");
    if (CUSTOM.test(text)) found.add("seldom");
    for (const [, name] of text.matchAll(OURS)) found.add(/** @type {Part} */ (name));
  }
  return /** @type {Part[]} */ ([...found]);
}
