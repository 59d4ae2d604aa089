// Zstandard, by the decoder that is in the interpreter's wasm file.

/**
 * @param {any} module Emscripten's, once it runs
 * @param {Uint8Array} packed one frame
 * @param {number} size of what is in it
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function unpack(module, packed, size) {
  const from = module._malloc(packed.length);
  const to = module._malloc(size);
  try {
    if (!from || !to) throw new Error("there is no memory for it");
    module.HEAPU8.set(packed, from);
    if (module._ZSTD_decompress(to, size, from, packed.length) !== size) throw new Error("it is damaged, or cut short");
    return module.HEAPU8.slice(to, to + size);
  } finally {
    module._free(to);
    module._free(from);
  }
}
