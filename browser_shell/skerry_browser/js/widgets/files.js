// What is said of files.

const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

/**
 * A size as people read it: 20 MB is 20 million bytes, as the system's own windows say it.
 * @param {number} count
 */
export function bytes(count) {
  let unit = 0;
  while (count >= 999.5 && unit < UNITS.length - 1) {
    count /= 1000;
    unit++;
  }
  const digits = unit && count < 99.95 ? Number(count.toFixed(1)) : Math.round(count);
  return `${digits} ${count === 1 && !unit ? "byte" : UNITS[unit]}`;
}

/**
 * Whether a file is one that `accept` names: endings and MIME types, as of a file input.
 * @param {File} file
 * @param {string} accept
 */
export function fits({ name, type }, accept) {
  const kinds = accept.toLowerCase().split(",").map((one) => one.trim()).filter(Boolean);
  return !kinds.length || kinds.some((kind) => {
    if (kind.startsWith(".")) return name.toLowerCase().endsWith(kind);
    return kind.endsWith("/*") ? type.startsWith(kind.slice(0, -1)) : type === kind;
  });
}
