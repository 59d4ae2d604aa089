// What a page's own values are as JSON.

/** Values that a detail may be made of, all taken together. */
const MOST_VALUES = 1_000_000;

/**
 * A detail as JSON gives it: what JSON cannot say (functions, nodes, cycles) becomes null. Throws where there is too much of it.
 * @param {any} value
 * @param {number} depth
 * @param {{left: number, inside: Set<object>}} [taken] how many more values there may be, and what this one is inside of
 * @returns {any}
 */
export function jsonSafe(value, depth = 8, taken = { left: MOST_VALUES, inside: new Set() }) {
  taken.left -= ArrayBuffer.isView(value) ? value.byteLength + 1 : 1;
  if (taken.left < 0) throw new RangeError(`it is made of more than ${MOST_VALUES.toLocaleString("en")} values`);
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || depth === 0 || value instanceof Node || value instanceof Window) return null;
  if (value instanceof Date) return value.toJSON();
  if (taken.inside.has(value)) return null;
  taken.inside.add(value);
  const safe = Array.isArray(value)
    ? value.map((item) => jsonSafe(item, depth - 1, taken))
    : Object.fromEntries([...(value instanceof Map ? value : Object.entries(value))].map(([name, item]) => [String(name), jsonSafe(item, depth - 1, taken)]));
  taken.inside.delete(value);
  return safe;
}
