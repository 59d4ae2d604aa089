// Functions of JavaScript's that get numbers at a start, and one module that passes calls on to all of them: see the page's table.js.
//
// Emscripten makes a module for each: types, one import "f" of "e", one export "f". They are collected as they are made.

const MAGIC = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const SECTIONS = { types: 1, imports: 2, exports: 7 };
const FUNCTION = 0;
const HOME = "env";

export class Passing {
  constructor() {
    /** By name, the type as WebAssembly writes it. @type {Map<string, number[]>} */
    this.types = new Map();
    /** @type {Map<unknown, string>} */
    this.names = new Map();
    const { Module, Instance } = WebAssembly;
    const sources = new WeakMap();
    WebAssembly.Module = new Proxy(Module, {
      construct(target, given) {
        const module = new target(...given);
        sources.set(module, given[0]);
        return module;
      },
    });
    WebAssembly.Instance = new Proxy(Instance, {
      construct: (target, given) => {
        const name = this.names.get(given[1]?.e?.f);
        if (name) this.types.set(name, typeIn(sources.get(given[0])));
        return new target(...given);
      },
    });
  }

  /** @param {Record<string, unknown>} [env] what the interpreter imports */
  watch(env = {}) {
    for (const [name, one] of Object.entries(env)) if (typeof one === "function") this.names.set(one, name);
  }

  /** @returns {Uint8Array} WebAssembly */
  module() {
    const names = [...this.types.keys()].sort();
    if (!names.length) throw new Error("no function of JavaScript's has got a number, which cannot be");
    const types = [...new Set(names.map((name) => this.types.get(name).join()))];
    const numbers = names.map((name) => types.indexOf(this.types.get(name).join()));
    return Uint8Array.from([
      ...MAGIC,
      ...section(SECTIONS.types, types.map((type) => type.split(",").map(Number))),
      ...section(SECTIONS.imports, names.map((name, index) => [...text(HOME), ...text(name), FUNCTION, ...number(numbers[index])])),
      ...section(SECTIONS.exports, names.map((name, index) => [...text(name), FUNCTION, ...number(index)])),
    ]);
  }
}

/**
 * @param {Uint8Array} bytes a small module, of whose sections the types come first
 * @returns {number[]} its one type
 */
function typeIn(bytes) {
  let at = MAGIC.length;
  const next = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const [section, size, start, count] = [next(), next(), at, next()];
  if (section !== SECTIONS.types || count !== 1) throw new Error("a function's module is not laid out as expected");
  return [...bytes.subarray(at, start + size)];
}

/** @param {number} id @param {number[][]} items */
function section(id, items) {
  const content = [...number(items.length), ...items.flat()];
  return [id, ...number(content.length), ...content];
}

/** @param {string} content */
function text(content) {
  const bytes = new TextEncoder().encode(content);
  return [...number(bytes.length), ...bytes];
}

/** LEB128. @param {number} value */
function number(value) {
  return value < 128 ? [value] : [value % 128 + 128, ...number(Math.floor(value / 128))];
}
