// A snapshot: the interpreter's memory as it is once Skerry is imported, so that a page need not start Python and import it.
//
//   8 bytes   "skerry" and the format's version, two digits
//   4 bytes   length of the header, little-endian
//   header    JSON, see Header
//   passers   WebAssembly, see table.js
//   the rest  one frame of Zstandard: the pages of memory that are not what they are without it, one after another
//
// The interpreter's own constants are in its wasm file already. They lie in memory below `base` as soon as that is instantiated, so what
// a snapshot has of that part is only the difference (exclusive or); above, where there is nothing yet, it has the bytes themselves.
// Pages that are not listed are as they were.
//
// The decoder is the interpreter's own: its wasm file has all of Zstandard, and nothing is in its memory yet.

/**
 * @typedef {object} Header
 * @property {string} build of Pyodide: a snapshot fits no other
 * @property {any} state what Pyodide's restoring of JavaScript objects needs
 * @property {number} base where constants end
 * @property {number} memory bytes, at least
 * @property {number} page bytes
 * @property {[number, number][]} runs of pages: the first, and how many
 * @property {any} lock what Pyodide's list of packages says of itself
 * @property {string} library where Python looks for its standard library
 * @property {string[]} modules that are imported in it
 * @property {string[]} absent submodules of those that are not
 * @property {number} passers bytes
 * @typedef {{header: Header, passers: Uint8Array<ArrayBuffer>, packed: Uint8Array}} Snapshot
 */

const MAGIC = "skerry02";
const SIZE_AT = MAGIC.length;
const HEADER_AT = SIZE_AT + 4;
const ALIGNMENT = 16;
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
 * @param {Uint8Array} constants the memory below `base` as it was when the module had just been instantiated
 * @param {Snapshot} snapshot
 */
export function restoreMemory(module, constants, { header, packed }) {
  const { base, memory, page, runs } = header;
  const size = runs.reduce((sum, [, count]) => sum + count * page, 0);
  grow(module, memory);
  const { HEAPU8: bytes, HEAPU32: words } = module;
  let at = bytes.length - size; // as high as can be, so that each run moves down, and none onto those that have not moved yet
  unpack(module, packed, at, size);
  bytes.set(constants.subarray(0, base));
  let end = base;
  for (const [first, count] of runs) {
    const start = first * page;
    const piece = bytes.subarray(at, (at += count * page));
    if (start < base) differ(words, start, piece, base);
    else {
      bytes.fill(0, end, start);
      bytes.copyWithin(start, piece.byteOffset, at);
    }
    end = Math.max(base, start + piece.length);
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
 * @param {Uint32Array} words of the memory
 * @param {number} start
 * @param {Uint8Array} piece
 * @param {number} base
 */
function differ(words, start, piece, base) {
  const differences = new Uint32Array(piece.buffer, piece.byteOffset, piece.length >>> 2);
  const first = start >>> 2;
  const constant = Math.min(differences.length, (base - start) >>> 2);
  for (let i = 0; i < constant; i++) words[first + i] ^= differences[i];
  words.set(differences.subarray(constant), first + constant);
}

/**
 * The frame lies on the stack meanwhile, which is empty and large.
 * @param {any} module
 * @param {Uint8Array} packed
 * @param {number} to
 * @param {number} size of what comes out
 */
function unpack(module, packed, to, size) {
  const from = aligned(module._emscripten_stack_get_end());
  const workspace = aligned(from + packed.length);
  const needed = module._ZSTD_estimateDCtxSize();
  if (workspace + needed + STACK_OF_DECODER > module.stackSave()) throw new Error("it is too large");
  module.HEAPU8.set(packed, from);
  const decoder = module._ZSTD_initStaticDCtx(workspace, needed);
  if (module._ZSTD_decompressDCtx(decoder, to, size, from, packed.length) !== size) throw new Error("it is damaged, or cut short");
}

/**
 * @param {any} module
 * @param {number} memory bytes
 */
function grow(module, memory) {
  if (module.HEAPU8.length < memory && !module._emscripten_resize_heap(memory)) throw new Error(`there is no memory for it (${memory} bytes)`);
}

/** @param {number} address */
function aligned(address) {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}
