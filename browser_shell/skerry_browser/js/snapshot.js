// A snapshot: the interpreter's memory as it is once Skerry is imported, so that a page need not start Python and import it.
//
//   8 bytes   "skerry" and the format's version, two digits
//   4 bytes   length of the header, little-endian
//   header    JSON, see Header
//   passers   WebAssembly, see table.js
//   the rest  one frame of Zstandard: the pages of memory that are not empty, one after another
//
// That is all of the memory, with the interpreter's own constants, which need not be in its wasm file then, but for those that are read
// before. The decoder is the interpreter's, too: no Python has run in it yet.

/**
 * @typedef {object} Header
 * @property {string} build of Pyodide: a snapshot fits no other
 * @property {any} state what Pyodide's restoring of JavaScript objects needs
 * @property {number} memory bytes, at least
 * @property {number} page bytes
 * @property {[number, number][]} runs of pages: the first, and how many
 * @property {number[]} read pages of the interpreter's constants that are read before they are unpacked
 * @property {any} lock what Pyodide's list of packages says of itself
 * @property {string} library where Python looks for its standard library
 * @property {string[]} modules that are imported in it
 * @property {string[]} absent submodules of those that are not
 * @property {number} passers bytes
 * @typedef {{header: Header, passers: Uint8Array<ArrayBuffer>, packed: Uint8Array}} Snapshot
 */

const MAGIC = "skerry03";
const SIZE_AT = MAGIC.length;
const HEADER_AT = SIZE_AT + 4;
/** What a call of the decoder may take of the stack. */
const STACK_OF_DECODER = 2 ** 20;

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Snapshot}
 */
export function readSnapshot(bytes) {
  const text = (/** @type {number} */ from, /** @type {number} */ to) => new TextDecoder().decode(bytes.subarray(from, to));
  if (text(0, SIZE_AT) !== MAGIC) throw new Error("it is no snapshot, or one of another version");
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(SIZE_AT, true);
  const end = HEADER_AT + size;
  if (end > bytes.length) throw new Error("it is cut short");
  const header = JSON.parse(text(HEADER_AT, end));
  const packed = end + header.passers;
  return { header, passers: bytes.subarray(end, packed), packed: bytes.subarray(packed) };
}

/**
 * Put a snapshot into an interpreter in which nothing has run yet.
 * @param {any} module Emscripten's
 * @param {Snapshot} snapshot
 */
export function restoreMemory(module, { header: { memory, page, runs }, packed }) {
  grow(module, memory);
  const bytes = module.HEAPU8;
  const size = runs.reduce((sum, [, count]) => sum + count * page, 0);
  let at = bytes.length - size; // as high as can be, so that each run moves down, and none onto those that have not moved yet
  unpack(module, packed, at, size);
  let end = 0;
  for (const [first, count] of runs) {
    const start = first * page;
    bytes.fill(0, end, start);
    end = start + count * page;
    bytes.copyWithin(start, at, (at += count * page));
  }
  bytes.fill(0, end);
}

/**
 * The C library asks for the timezone once, and has that of the machine where the snapshot was made.
 * @param {any} module
 */
export function setTimezone(module) {
  const [standard, summer] = module.HEAPU32.subarray(module._tzname >>> 2);
  module.__tzset_js(module._timezone, module._daylight, standard, summer);
}

/**
 * What is packed lies on the stack meanwhile, which is empty and large, and the decoder has its own above that.
 * @param {any} module
 * @param {Uint8Array} packed
 * @param {number} to
 * @param {number} size of what comes out
 */
export function unpack(module, packed, to, size) {
  const from = aligned(module._emscripten_stack_get_end());
  const workspace = aligned(from + packed.length);
  const needed = module._ZSTD_estimateDCtxSize();
  const before = module.stackSave();
  const stack = Math.min(before, to & -16);
  if (workspace + needed + STACK_OF_DECODER > stack) throw new Error("there is no memory for it");
  module.HEAPU8.set(packed, from);
  module.stackRestore(stack);
  const decoder = module._ZSTD_initStaticDCtx(workspace, needed);
  const found = module._ZSTD_decompressDCtx(decoder, to, size, from, packed.length);
  module.stackRestore(before);
  if (found !== size) throw new Error("it is damaged, or cut short");
}

/**
 * @param {any} module
 * @param {number} memory bytes
 */
function grow(module, memory) {
  if (module.HEAPU8.length < memory && !module._emscripten_resize_heap(memory)) throw new Error("there is no memory for it");
}

/** @param {number} address */
function aligned(address) {
  return (address + 15) & -16;
}
