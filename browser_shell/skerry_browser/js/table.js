// The table of functions, by whose numbers a snapshot's memory calls them: it has to be as it was where the snapshot was made, in
// whatever engine.

/**
 * WebKit's table gives another object for a function than the exports do, whence Emscripten takes it for one that has no number yet,
 * and all later numbers differ. Where the first that is in both is the same, all are: other engines need not look at ten thousand.
 * @param {WebAssembly.Instance} instance in which nothing has run yet
 */
export function alignTable({ exports }) {
  const table = /** @type {WebAssembly.Table} */ (exports.__indirect_function_table);
  const byName = new Map(Object.values(exports).flatMap((one) => (typeof one === "function" ? [[one.name, one]] : [])));
  let differs = false;
  for (let at = 0; at < table.length; at++) {
    const found = table.get(at);
    const exported = found && byName.get(found.name);
    if (!exported) continue;
    if (exported !== found) table.set(at, exported);
    else if (!differs) return;
    differs = true;
  }
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
