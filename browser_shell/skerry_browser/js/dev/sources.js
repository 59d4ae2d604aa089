// The lines around a frame of a traceback.

/** What tells apart files of one name in several apps of a page. */
const INSTANCE = /#\d+$/;
const AROUND = 3;

/**
 * @typedef {{file: string, line: number, function: string, source: string, app: boolean}} Frame
 * @typedef {{number: number, text: string, here: boolean}} Line
 * @typedef {(file: string) => Promise<string | null>} Reader gives a module's text
 */

/**
 * @param {URL} listing the app's: its modules lie beside it
 * @returns {Reader}
 */
export function sourceReader(listing) {
  return async (file) => {
    try {
      const response = await fetch(new URL(`source/${file.split("/").map(encodeURIComponent).join("/")}`, listing), { cache: "no-store" });
      return response.ok ? await response.text() : null;
    } catch {
      return null;
    }
  };
}

/**
 * @param {string} file as a traceback has it
 */
export function shownFile(file) {
  return file.replace(INSTANCE, "");
}

/**
 * The lines around a frame's, without the indentation that all of them share; the frame's own line alone where the file
 * is another by now.
 * @param {Frame} frame
 * @param {string | null} text
 * @returns {Line[]}
 */
export function linesAround(frame, text) {
  const lines = text?.split(/\r\n|\r|\n/) ?? [];
  const own = frame.source.trim();
  if (lines[frame.line - 1]?.includes(own) !== true) return own ? [{ number: frame.line, text: own, here: true }] : [];
  let first = Math.max(1, frame.line - AROUND);
  while (!lines[first - 1].trim()) first++; // the frame's own line is not blank
  const shown = lines.slice(first - 1, frame.line + AROUND);
  while (!shown.at(-1)?.trim()) shown.pop();
  const indents = shown.filter((line) => line.trim()).map((line) => /** @type {RegExpMatchArray} */ (line.match(/^\s*/))[0].length);
  const common = Math.min(...indents);
  return shown.map((line, index) => ({ number: first + index, text: line.slice(common), here: first + index === frame.line }));
}
