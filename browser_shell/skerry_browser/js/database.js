// What is kept for the browser, in IndexedDB: one record for each app, state class and version, and those set aside beside it.
//
//   key    [app, "app:Notes", 2, 0]            the state of version 2;  [app, "app:Notes", 2, "..."] one that was set aside
//   value  {text, at, by, over?, aside?}       by: which tab's; at: when, in milliseconds; over: when that was kept which the tab had
//                                              seen last; aside: why
//
// Many apps of an origin share the database, built at different times, so its form never changes: another form has another name.

/**
 * @typedef {{text: string, at: number, by: string, over?: number, aside?: string}} Kept
 * @typedef {[app: string, name: string, version: number, slot: string | number]} Key
 * @typedef {{key: Key, value: Kept}} Entry
 */

const DATABASE = "skerry.kept";
const STORE = "records";

/** The slot of a state that is not set aside. */
export const CURRENT = 0;

/** How many states of a class that tabs have written over are kept aside. */
const MOST_OVERWRITTEN = 3;

/** An IndexedDB that does not answer must not keep an app from starting (milliseconds). */
const PATIENCE = 4000;

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

/** Rejects where the opening takes too long; who waits for it all the same may. @type {Promise<never>} */
let patience;

/**
 * Every record of an app.
 * @param {string} app
 * @param {boolean} patiently wait for as long as it takes
 * @returns {Promise<Entry[]>}
 */
export async function entries(app, patiently = false) {
  const range = IDBKeyRange.bound([app], [app, []]);
  /** @type {Entry[]} */
  const found = [];
  await transaction("readonly", (store) => {
    const request = store.openCursor(range);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      found.push({ key: /** @type {Key} */ (cursor.key), value: cursor.value });
      cursor.continue();
    };
  }, patiently);
  return found;
}

/**
 * Write states. What another tab has kept since this one last looked is set aside in the same transaction.
 * @param {Entry[]} batch
 * @param {(entry: Entry, other: Kept) => string} unseen why the other is to be set aside; empty where it need not
 * @param {(entry: Entry) => Kept | null} last what a tab has left unwritten of the same; it is newer than what that tab has written
 */
export function write(batch, unseen, last) {
  return transaction("readwrite", (store) => {
    for (const entry of batch) {
      const { key, value } = entry;
      const before = store.get(key);
      before.onsuccess = () => {
        for (const other of /** @type {(Kept | null | undefined)[]} */ ([before.result, last(entry)])) {
          const aside = other && other.text !== value.text && unseen(entry, other);
          if (!aside) continue;
          store.put({ ...other, aside }, inSlot(key, `tab ${other.by}`));
          thin(store, key);
        }
        store.put(value, key);
      };
    }
  });
}

/**
 * @param {Key} key
 * @param {string} why
 */
export function setAside(key, why) {
  return transaction("readwrite", (store) => {
    const found = store.get(key);
    found.onsuccess = () => {
      if (!found.result) return;
      store.put({ ...found.result, aside: why }, inSlot(key, found.result.at));
      store.delete(key);
    };
  });
}

/**
 * @param {string} app
 * @param {string[]} names of classes; none for all
 */
export function remove(app, names) {
  const starts = names.length ? names.map((name) => [app, name]) : [[app]];
  return transaction("readwrite", (store) => {
    for (const start of starts) store.delete(IDBKeyRange.bound(start, [...start, []]));
  });
}

/**
 * @param {Key} key
 * @param {string | number} slot
 * @returns {Key}
 */
export function inSlot([app, name, version], slot) {
  return [app, name, version, slot];
}

/**
 * Of what tabs have written over, the newest only.
 * @param {IDBObjectStore} store
 * @param {Key} key
 */
function thin(store, key) {
  const range = IDBKeyRange.bound(inSlot(key, "tab "), inSlot(key, "tab ~"));
  const keys = store.getAllKeys(range);
  const values = store.getAll(range);
  values.onsuccess = () => {
    const byAge = keys.result.map((one, i) => ({ one, at: values.result[i].at })).sort((a, b) => b.at - a.at);
    for (const { one } of byAge.slice(MOST_OVERWRITTEN)) store.delete(one);
  };
}

/**
 * Do something in one transaction; it is done, or nothing of it.
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => void} act
 * @param {boolean} patiently
 * @returns {Promise<void>} settles when it is committed
 */
async function transaction(mode, act, patiently = false) {
  const from = await database(patiently);
  return new Promise((resolve, reject) => {
    const made = from.transaction(STORE, mode, { durability: "relaxed" });
    made.oncomplete = () => resolve();
    made.onabort = () => reject(made.error ?? new DOMException("The transaction was given up", "AbortError"));
    act(made.objectStore(STORE));
  });
}

/**
 * Who waits first goes on first, patient or not: what is kept is read before it is written over.
 * @param {boolean} patiently
 * @returns {Promise<IDBDatabase>}
 */
function database(patiently) {
  if (!opening) {
    opening = open();
    opening.catch(() => { opening = null; });
  }
  return Promise.race(patiently ? [opening] : [opening, patience]);
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  let late = 0;
  patience = new Promise((_, reject) => {
    late = setTimeout(() => reject(new DOMException("IndexedDB does not answer", "TimeoutError")), PATIENCE);
  });
  patience.catch(() => {});
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      clearTimeout(late);
      const found = request.result;
      found.onclose = () => { opening = null; };
      found.onversionchange = () => { // it is being deleted: what is to be kept next makes it anew
        found.close();
        opening = null;
      };
      resolve(found);
    };
  });
}
