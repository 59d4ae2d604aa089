// Names of the wire's kinds and codes: the same names as in core/skerry/protocol.py.

export const VERSION = 1;

/**
 * A tree on the wire: text, or [tag, attributes | 0, listener spec numbers | 0, ...children], or an instance of a template,
 * [its number, ...values, ...lists of trees], or one of a shape, [its number, negative, ...values].
 * @typedef {string | any[]} Tree
 * @typedef {any[]} Op
 * @typedef {{t: string, [field: string]: any}} Message
 */

/**
 * What a listener asks of the page before Python is asked: see docs/protocol.md.
 * @typedef {object} Options
 * @property {boolean} [prevent_default]
 * @property {boolean} [stop_propagation]
 * @property {boolean} [target_only]
 * @property {boolean} [passive]
 * @property {boolean} [capture]
 * @property {number} [debounce_ms]
 * @property {number} [throttle_ms]
 * @property {string[]} [keys]
 * @property {string} [js] a function of the page's: it is called, and Python is not told
 * @property {boolean} [bare] no handler looks at the event: its payload is left empty
 * @property {"window"} [at] the window's event, not the element's
 */

/**
 * A listener spec: defined once, named by number afterwards.
 * @typedef {{e: string, h: string, o: Options}} Spec
 */

// kinds that the page sends
export const HELLO = "hello";
export const EVENT = "event";
export const PROPS = "props";
export const NAVIGATE = "navigate";
export const ACK = "ack";
export const HIDE = "hide";
export const BYE = "bye";
export const RESULT = "result";
export const CALL = "call";
export const STOP = "stop";
export const STORED = "stored";
// kinds that a session sends
export const PATCH = "patch";
export const ERROR = "error";
export const LOG = "log";
export const ANSWER = "answer";
export const SAVE = "save";
export const ASIDE = "aside";
export const FORGET = "forget"; // also from the page

// codes of the operations in a patch
export const DEFINE = "d";
export const INSERT = "+";
export const REMOVE = "-";
export const MOVE = ">";
export const TEXT = "t";
export const ATTRIBUTE = "a";
export const PROPERTY = "p";
export const STYLE = "s";
export const LISTENERS = "l";
export const TEMPLATE = "T";
export const SHAPE = "S";
export const VALUES = "v";
export const COMMAND = "c";

/** So many nodes that one operation removes are forgotten when the page is idle, which is then acknowledged. */
export const MANY = 100;
