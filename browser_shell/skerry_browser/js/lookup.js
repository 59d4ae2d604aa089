// What a message names, looked up: what is not there is an error that says so.

/**
 * In a table that both ends have.
 * @param {Record<string, T>} known
 * @param {string} what
 * @param {string} name
 * @returns {T}
 * @template T
 */
export function oneOf(known, what, name) {
  if (!Object.hasOwn(known, name)) throw new Error(`Unknown ${what} ${JSON.stringify(name)}; known are ${Object.keys(known).join(", ")}`);
  return known[name];
}

/**
 * Among what patches have defined.
 * @param {Map<number, T>} defined
 * @param {string} what
 * @param {number} number
 * @returns {T}
 * @template T
 */
export function numbered(defined, what, number) {
  const found = defined.get(number);
  if (found === undefined) throw new Error(`The patch names ${what} ${number}, which the page does not have`);
  return found;
}
