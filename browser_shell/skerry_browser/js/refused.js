// Messages that cannot be sent.

import { answer } from "./calls.js";
import { MOST_TEXT } from "./outbox.js";
import { FAILED } from "./payloads.js";
import { CALL, ERROR, EVENT, RESULT } from "./protocol.js";

/** @typedef {import("./session.js").Session} Session */

/** What the person was told of already. @type {WeakMap<Session, Set<string>>} */
const told = new WeakMap();

/**
 * Say that a message was not sent, to whoever waits for it or else to the person, once for each cause.
 * @param {Session} session
 * @param {import("./protocol.js").Message} message
 * @param {unknown} error
 * @param {number} length
 */
export function refuse(session, message, error, length) {
  const { t, e, id, n } = message;
  const what = t === EVENT ? `event ${e} of <${session.place.seek(n)?.localName ?? "?"}>` : `message ${t}`;
  const said = `The ${what} was not sent to the app: ${reason(message, error, length)}.`;
  if (t === RESULT) return session.outbox.push({ t, id, error: said });
  if (t === CALL) return answer(session, { t, id, error: said });
  session.to.log("error", said, "");
  const cause = `${t} ${n} ${e}`;
  const known = told.get(session) ?? new Set();
  if (!known.has(cause)) session.to.error({ t: ERROR, title: "Not sent", message: said, traceback: [], text: "", handler: "", fatal: false });
  told.set(session, known.add(cause));
}

/**
 * @param {import("./protocol.js").Message} message
 * @param {unknown} error
 * @param {number} length
 */
function reason(message, error, length) {
  if (message.d?.[FAILED]) return `its payload cannot be read: ${error}`;
  if (error) return `what it carries cannot be sent: ${error instanceof Error ? error.message : error}`;
  return `it has ${length.toLocaleString("en")} characters, and the most is ${MOST_TEXT.toLocaleString("en")}. `
    + "Choose a file instead: files travel beside the messages";
}
