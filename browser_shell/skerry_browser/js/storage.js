// What an app keeps: for the browser in IndexedDB, for the tab in sessionStorage; for each app and path apart, for many
// apps share one origin. A page that goes away cannot wait for IndexedDB, so it leaves its last words in localStorage, and
// the next visit takes them from there. Where the browser refuses (private windows, blocked storage), the app works on without.

const DATABASE = "skerry";
const STORE = "state";

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

export class Storage {
  /**
   * @param {string} name the app's, see `storageName`
   * @param {(text: string) => void} warn
   */
  constructor(name, warn) {
    this.name = name;
    this.warn = warn;
    this.refused = false;
  }

  /** @returns {Promise<Record<string, any>>} what there is, by place */
  async read() {
    const browser = (await this.lastWords()) ?? await this.attempt(async () => done(objects(await database(), "readonly").get(this.name)));
    const tab = await this.attempt(async () => JSON.parse(sessionStorage.getItem(this.name) ?? "null"));
    return { browser: browser ?? null, tab: tab ?? null };
  }

  /**
   * @param {string} where "browser" or "tab"
   * @param {any} data
   * @param {boolean} leaving the page may be gone in a moment
   */
  async write(where, data, leaving = false) {
    await this.attempt(async () => {
      if (where === "tab") sessionStorage.setItem(this.name, JSON.stringify(data));
      else if (leaving) localStorage.setItem(this.name, JSON.stringify(data));
      else {
        await done(objects(await database(), "readwrite").put(data, this.name));
        localStorage.removeItem(this.name); // older by now
      }
    });
  }

  /** @returns {Promise<any>} what a page left behind as it went away, moved to where the rest is */
  async lastWords() {
    return this.attempt(async () => {
      const text = localStorage.getItem(this.name);
      if (text === null) return null;
      const data = JSON.parse(text);
      await this.write("browser", data);
      return data;
    });
  }

  /**
   * @param {() => Promise<T>} run
   * @returns {Promise<T | null>}
   * @template T
   */
  async attempt(run) {
    try {
      return await run();
    } catch (error) {
      if (!this.refused) this.warn(`This browser does not keep the app's state: ${error instanceof Error ? error.message : error}`);
      this.refused = true;
      return null;
    }
  }
}

/**
 * @param {HTMLElement} host a <py-app>
 * @returns {string} the same at each visit, another for each app on each path
 */
export function storageName(host) {
  const own = host.getAttribute("routing") === "path"; // then many paths are one app
  const path = own ? new URL(host.getAttribute("base") ?? ".", document.baseURI).pathname : location.pathname;
  const src = host.getAttribute("src")?.replace(/[?#].*$/, "");
  const inline = [...document.querySelectorAll("py-app:not([src])")].indexOf(host);
  return `${path.replace(/index\.html$/, "")} ${src ?? (host.id || `inline ${inline}`)}`;
}

/** @returns {Promise<IDBDatabase>} */
function database() {
  opening ??= (() => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    return done(request);
  })();
  opening.catch(() => { opening = null; });
  return opening;
}

/**
 * @param {IDBDatabase} from
 * @param {IDBTransactionMode} mode
 */
function objects(from, mode) {
  return from.transaction(STORE, mode, { durability: "relaxed" }).objectStore(STORE);
}

/**
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 * @template T
 */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
