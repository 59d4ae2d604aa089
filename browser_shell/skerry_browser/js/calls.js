// Calls of an app's functions by name, from the JavaScript around it (sk.api, api_name=).

import { CALL } from "./protocol.js";

/**
 * @typedef {import("./session.js").Session} Session
 * @typedef {{resolve: (value: any) => void, reject: (error: Error) => void}} Waiting
 */

/** Those that are not answered yet, by number. @type {WeakMap<Session, Map<number, Waiting>>} */
const unanswered = new WeakMap();

let last = 0;

/**
 * @param {Session} session
 * @param {string} name
 * @param {any[] | Record<string, any>} args by position or by name
 * @returns {Promise<any>} what it returns; rejects with what it raises
 */
export function call(session, name, args) {
  const id = ++last;
  return new Promise((resolve, reject) => {
    if (session.closed) return reject(ended());
    const own = unanswered.get(session) ?? new Map();
    unanswered.set(session, own.set(id, { resolve, reject }));
    session.outbox.push({ t: CALL, id, name, args });
  });
}

/**
 * @param {Session} session
 * @param {import("./protocol.js").Message} message
 */
export function answer(session, { id, value, error }) {
  const own = unanswered.get(session);
  const waiting = own?.get(id);
  own?.delete(id);
  if (error === undefined) waiting?.resolve(value ?? null);
  else waiting?.reject(new Error(error));
}

/** @param {Session} session which is over */
export function endCalls(session) {
  for (const { reject } of unanswered.get(session)?.values() ?? []) reject(ended());
  unanswered.delete(session);
}

function ended() {
  return new Error("The app has ended");
}
