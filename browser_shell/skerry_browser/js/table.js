// The table of functions, by whose numbers a snapshot's memory calls them: it has to be as it was where the snapshot was made, in
// whatever engine.

/**
 * WebKit's table gives another object for a function than the exports do, whence Emscripten takes it for one that has no number yet,
 * and all later numbers differ. Where one in the table is an export itself, all are: other engines need not look at ten thousand.
 * @param {WebAssembly.Instance} instance in which nothing has run yet
 */
export function alignTable({ exports }) {
  const table = /** @type {WebAssembly.Table} */ (exports.__indirect_function_table);
  const known = new Set(/** @type {any[]} */ (Object.values(exports)));
  for (let at = 0; at < table.length; at++) if (known.has(table.get(at))) return;
  const byName = new Map(Array.from(known, (one) => [one.name, one]));
  for (let at = 0; at < table.length; at++) {
    const exported = byName.get(table.get(at)?.name ?? "");
    if (exported) table.set(at, exported);
  }
}

/**
 * Emscripten gives numbers to hundreds of JavaScript's functions at each start, and makes a module for each that passes calls on to it,
 * once the table has refused the function itself. One module has them all.
 * @param {Uint8Array<ArrayBuffer>} passers WebAssembly that imports functions and exports them again, by the same names
 * @param {{env: Record<string, any>}} imports
 * @returns {Map<unknown, unknown>} what stands for each function in the table
 */
export function passing(passers, imports) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(passers), imports);
  return new Map(Object.entries(exports).map(([name, passer]) => [imports.env[name], passer]));
}

/**
 * On iOS, Pyodide does without the trampoline by which Python's functions are called elsewhere. Its number stays unused there.
 * @param {any} module Emscripten's, before anything has run in it
 */
export function keepTrampolinesPlace(module) {
  if (!module.HEAP32[trampolineAt(module)]) module.wasmTable.grow(1);
}

/**
 * Whether there is a trampoline is this browser's matter, not the snapshot's.
 * @param {any} module
 * @param {() => void} restore
 */
export function keepTrampoline(module, restore) {
  const trampoline = module.HEAP32[trampolineAt(module)];
  restore();
  module.HEAP32[trampolineAt(module)] = trampoline;
}

/** @param {any} module */
function trampolineAt(module) {
  const offset = module.HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >>> 2];
  return (module.__PyRuntime + offset) >>> 2;
}
