// Bytes from Python: an address in a message stands for them, and becomes a blob: URL for as long as an element uses it.

const PREFIX = "sk-blob:";

/** @typedef {(name: string) => [type: string, bytes: Uint8Array<ArrayBuffer>] | undefined} Take asks Python for the bytes of an address */

export class Blobs {
  /** @param {Take} [take] */
  constructor(take = () => undefined) {
    this.ask = take;
    /** @type {Map<string, {url: string, users: number}>} */
    this.urls = new Map();
    /** @type {Map<Element, Map<string, string>>} */
    this.used = new Map();
  }

  /**
   * The value that an attribute gets: a blob: URL where the one from the wire is an address of bytes.
   * @param {Element} element
   * @param {string} name
   * @param {string | null} value
   * @returns {string | null}
   */
  resolve(element, name, value) {
    const meant = value?.startsWith(PREFIX) ? this.acquire(value) : undefined;
    const names = this.used.get(element);
    const before = names?.get(name);
    if (meant && names) names.set(name, /** @type {string} */ (value));
    else if (meant) this.used.set(element, new Map([[name, /** @type {string} */ (value)]]));
    else if (before) names?.delete(name);
    if (before) this.drop(before);
    return meant === undefined ? value : meant;
  }

  /**
   * @param {string} address
   * @returns {string | null} its URL; null where the bytes are gone
   */
  acquire(address) {
    let known = this.urls.get(address);
    if (!known) {
      const blob = this.take(address);
      if (!blob) return null;
      known = { url: URL.createObjectURL(blob), users: 0 };
      this.urls.set(address, known);
    }
    known.users++;
    return known.url;
  }

  /**
   * The bytes of an address.
   * @param {string} address
   * @returns {Blob | null}
   */
  take(address) {
    const found = this.ask(address);
    if (found) return new Blob([found[1]], { type: found[0] });
    console.warn(`The bytes of ${address} are gone`);
    return null;
  }

  /**
   * A node has left the page.
   * @param {any} node
   */
  release(node) {
    const names = this.used.size ? this.used.get(node) : undefined;
    if (!names) return;
    this.used.delete(node);
    for (const address of names.values()) this.drop(address);
  }

  /** @param {string} address */
  drop(address) {
    const known = this.urls.get(address);
    if (!known || --known.users) return;
    this.urls.delete(address);
    URL.revokeObjectURL(known.url);
  }

  close() {
    for (const { url } of this.urls.values()) URL.revokeObjectURL(url);
    this.urls.clear();
    this.used.clear();
  }
}

/**
 * Sound or film that nobody has started yet.
 * @param {Element} element
 */
export function isIdleMedia(element) {
  return element instanceof HTMLMediaElement && element.paused && element.currentTime === 0;
}
