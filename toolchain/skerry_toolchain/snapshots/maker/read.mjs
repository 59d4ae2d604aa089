// Which of the interpreter's constants are read before a snapshot has been unpacked: tried, for nobody says so. A wasm file that is made
// smaller (skerry_toolchain/lean) has these pages of them, and a snapshot has all.

/**
 * Something that is done before, or is the unpacking.
 * @typedef {object} Trial
 * @property {() => void} run may fail
 * @property {() => boolean} right whether it did what it does with all constants
 */

/**
 * @param {any} module Emscripten's, in which no Python has run; afterwards its memory has these pages of constants and no others
 * @param {Uint8Array} constants the memory as it was when the module had just been instantiated, up to where constants end
 * @param {number} page bytes
 * @param {Trial[]} trials the quickest first
 * @returns {number[]} pages, in order
 */
export function pagesRead(module, constants, page, trials) {
  const all = Array.from({ length: Math.ceil(constants.length / page) }, (_, number) => number)
    .filter((number) => partOf(constants, page, number).some(Boolean));

  /** @param {Trial} trial @param {number[]} pages the only ones that are there */
  function works({ run, right }, pages) {
    leaveOnly(module.HEAPU8, constants, page, pages);
    const stack = module.stackSave();
    try {
      run();
    } catch {
      return false;
    } finally {
      module.stackRestore(stack);
    }
    return right();
  }

  /** Which of some pages are needed beside others. @param {Trial} trial @param {number[]} pages @param {number[]} others @returns {number[]} */
  function needed(trial, pages, others) {
    if (works(trial, others)) return [];
    if (pages.length === 1) return pages;
    const half = pages.length >> 1;
    const [first, second] = [pages.slice(0, half), pages.slice(half)];
    const ofFirst = needed(trial, first, [...others, ...second]);
    return [...ofFirst, ...needed(trial, second, [...others, ...ofFirst])];
  }

  /** @type {number[]} */
  let found = [];
  for (const trial of trials) found = [...found, ...needed(trial, all.filter((number) => !found.includes(number)), found)];
  if (!trials.every((trial) => works(trial, found))) throw new Error("with the pages that were found to be read, it does not come up");
  return found.sort((a, b) => a - b);
}

/** @param {Uint8Array} constants @param {number} page @param {number} number */
function partOf(constants, page, number) {
  return constants.subarray(number * page, (number + 1) * page);
}

/**
 * Have some pages of constants in a memory, and no others.
 * @param {Uint8Array} memory
 * @param {Uint8Array} constants
 * @param {number} page bytes
 * @param {number[]} pages
 */
export function leaveOnly(memory, constants, page, pages) {
  memory.fill(0, 0, constants.length);
  for (const number of pages) memory.set(partOf(constants, page, number), number * page);
}

/**
 * @param {any} module
 * @param {(module: any, packed: Uint8Array, to: number, size: number) => void} unpack
 * @param {Uint8Array} packed
 * @param {Uint8Array} body what is in it
 * @returns {Trial}
 */
export function unpacking(module, unpack, packed, body) {
  const to = module.HEAPU8.length - body.length;
  return {
    run() {
      module.HEAPU8.fill(0, to);
      unpack(module, packed, to, body.length);
    },
    right: () => !Buffer.compare(module.HEAPU8.subarray(to), body),
  };
}

/**
 * What the module does of itself when it begins.
 * @param {any} module
 * @param {() => void} begin
 * @param {Uint8Array} constants
 * @returns {Trial}
 */
export function beginning(module, begin, constants) {
  const after = () => {
    module.HEAPU8.set(constants);
    begin();
    return module.HEAPU8.slice(0, constants.length);
  };
  const [once, again] = [after(), after()];
  /** Places that it writes to, always the same. */
  const written = Array.from(once.keys()).filter((at) => once[at] !== constants[at] && once[at] === again[at]);
  return { run: begin, right: () => written.every((at) => module.HEAPU8[at] === once[at]) };
}
