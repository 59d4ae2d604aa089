// Files that a person chose travel beside the messages. A small one's bytes go to Python's file system, or to the server, before the
// event that describes it; a large one stays with the browser, and Python asks for pieces of it.

/**
 * Where Python's own files are put, and how many bytes are worth it.
 * @typedef {{most?: number, put: (name: string, file: File) => Promise<void>}} Store
 * @typedef {(share: number) => void} Watcher is told how much of a file has been read, 0 to 1
 */

/** Bytes up to which a file is copied at once, unless the store says more. */
export const SMALL = 8 * 1024 * 1024;

let next = 1;

/** @type {WeakMap<File, Watcher>} */
const watchers = new WeakMap();

/**
 * Be told how far the reading of a file is, whoever reads it.
 * @param {File} file
 * @param {Watcher} watcher
 */
export function watchFile(file, watcher) {
  watchers.set(file, watcher);
}

/**
 * Have files described in a payload, and the small ones copied.
 * @param {import("./session.js").Session} session
 * @param {any} payload
 */
export async function describe(session, payload) {
  session.uploads ??= session.to.link.uploads = new Uploads(session.to.store);
  await session.uploads.describe(payload);
}

export class Uploads {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    /** Those that Python has. @type {Map<string, File>} */
    this.files = new Map();
    /** @type {WeakMap<File, string>} */
    this.ids = new WeakMap();
  }

  /**
   * Replace the File objects in a payload by descriptions, in place, and copy those that are small.
   * @param {any} payload
   * @returns {Promise<void> | null} null where there is nothing to wait for
   */
  describe(payload) {
    /** @type {Promise<void>[]} */
    const copies = [];
    replaceFiles(payload, (file) => ({
      id: this.ids.get(file) ?? this.take(file, copies),
      name: file.name, size: file.size, type: file.type, last_modified: file.lastModified,
    }));
    return copies.length ? Promise.all(copies).then(() => {}) : null;
  }

  /**
   * @param {File} file
   * @param {Promise<void>[]} copies
   */
  take(file, copies) {
    const id = `upload:${next++}`;
    this.ids.set(file, id);
    this.files.set(id, file);
    if (file.size <= (this.store.most ?? SMALL)) copies.push(this.copy(id, file));
    return id;
  }

  /**
   * @param {string} id
   * @param {File} file
   */
  async copy(id, file) {
    try {
      await this.store.put(id, file);
    } catch {
      // it cannot be read now: whoever asks for it is told why
    }
  }

  /**
   * @param {string} id
   * @returns {number | undefined} bytes; undefined where there is no such file
   */
  size(id) {
    return this.files.get(id)?.size;
  }

  /**
   * Python has let go of a file.
   * @param {string} id
   */
  forget(id) {
    const file = this.files.get(id);
    this.files.delete(id);
    if (file) this.ids.delete(file);
  }

  /**
   * A piece of a file.
   * @param {string} id
   * @param {number} start
   * @param {number} end
   * @returns {Promise<Uint8Array | string | undefined>} a text says why it cannot be read; undefined where there is none
   */
  async slice(id, start, end) {
    const file = this.files.get(id);
    if (!file) return undefined;
    try {
      const piece = new Uint8Array(await file.slice(start, end).arrayBuffer());
      watchers.get(file)?.(Math.min(1, end / file.size));
      return piece;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  close() {
    this.files.clear();
  }
}

/**
 * @param {any} holder
 * @param {(file: File) => object} describe
 */
function replaceFiles(holder, describe) {
  for (const [name, value] of Object.entries(holder)) {
    if (value instanceof File) holder[name] = describe(value);
    else if (value && typeof value === "object") replaceFiles(value, describe);
  }
}
