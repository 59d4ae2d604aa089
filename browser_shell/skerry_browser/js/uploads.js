// Files that a person chose travel beside the messages: their bytes first, then the event with a description of each.

/**
 * @typedef {(name: string, bytes: Uint8Array) => void} Store
 */

let next = 1;

/**
 * Replace the File objects in a payload by descriptions, in place, and store their bytes.
 * @param {any} payload
 * @param {Store} store
 * @returns {Promise<void> | null} null where there are none
 */
export function uploadFiles(payload, store) {
  /** @type {Promise<void>[]} */
  const reads = [];
  replaceFiles(payload, (file) => {
    const id = `upload:${next++}`;
    reads.push(file.arrayBuffer().then((buffer) => store(id, new Uint8Array(buffer))));
    return { id, name: file.name, size: file.size, type: file.type, last_modified: file.lastModified };
  });
  return reads.length ? Promise.all(reads).then(() => {}) : null;
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
