// loadPyodide fetches and compiles its parts itself. For the time of that call, it is handed those that were downloaded, checked
// and compiled already; whatever else the page fetches meanwhile goes its own way.

/** By this name Python looks whether it is to be interrupted. */
const LOOK = "_Py_CheckEmscriptenSignals_Helper";

/** Python looks after every fifty calls and turns of loops, and Pyodide's answer takes a microsecond: one look in so many gets it. */
const SELDOM = 64;

/**
 * @callback Instantiated sees an instance before anything has run in it
 * @param {WebAssembly.Instance} instance
 * @param {any} imports
 * @returns {Map<unknown, unknown>} what stands for JavaScript's functions in its table
 */

/**
 * @param {Map<string, Uint8Array<ArrayBuffer> | WebAssembly.Module>} answers by absolute URL
 * @param {() => Promise<T>} run
 * @param {Instantiated} [instantiated]
 * @returns {Promise<T>}
 * @template T
 */
export async function withAnswers(answers, run, instantiated = () => new Map()) {
  const { fetch } = globalThis;
  let passed = new Map();
  const { instantiateStreaming } = WebAssembly;
  /** @type {WeakMap<Response, WebAssembly.Module>} */
  const modules = new WeakMap();
  /** @type {(error: unknown) => void} */
  let failed = () => {};
  const failure = /** @type {Promise<never>} */ (new Promise((_resolve, reject) => { failed = reject; })); // which Pyodide only logs

  const answer = (/** @type {any} */ input, /** @type {any} */ init) => {
    const found = answers.get(String(input?.url ?? input));
    if (!found) return fetch(input, init);
    const response = new Response(found instanceof WebAssembly.Module ? null : found);
    if (found instanceof WebAssembly.Module) modules.set(response, found);
    return Promise.resolve(response);
  };
  const instantiate = async (/** @type {any} */ source, /** @type {any} */ imports) => {
    const module = modules.get(await source);
    if (!module) return instantiateStreaming.call(WebAssembly, source, imports);
    try {
      imports.env[LOOK] = seldom(imports.env[LOOK]);
      const instance = await WebAssembly.instantiate(module, imports);
      passed = instantiated(instance, imports);
      return { module, instance };
    } catch (error) {
      failed(error);
      throw error;
    }
  };

  /** In Emscripten's own start, which nobody waits for. @param {PromiseRejectionEvent} event */
  const trapped = (event) => {
    if (!(event.reason instanceof WebAssembly.RuntimeError)) return;
    event.preventDefault();
    failed(event.reason);
  };

  const { Memory, Table: { prototype: table } } = WebAssembly;
  const { set } = table;
  /** @this {WebAssembly.Table} @param {number} at @param {any[]} one */
  const setPassed = function (at, ...one) { set.call(this, at, ...one.map((it) => passed.get(it) ?? it)); };
  const unshared = new Proxy(Memory, { construct: (target, [how]) => new target({ ...how, shared: false }) });

  const back = [
    replace(globalThis, "fetch", answer),
    replace(WebAssembly, "instantiateStreaming", instantiate),
    replace(WebAssembly, "Memory", unshared), // Pyodide wants one to wait with, which no page may; of one that is shared the browser warns, which takes 20 ms
    replace(table, "set", setPassed),
    () => removeEventListener("unhandledrejection", trapped),
  ];
  addEventListener("unhandledrejection", trapped);
  try {
    return await Promise.race([run(), failure]);
  } finally {
    for (const putBack of back) putBack();
  }
}

/**
 * @param {any} where
 * @param {string} name
 * @param {unknown} own
 * @returns {() => void} puts back what was there, unless somebody else has put in something
 */
function replace(where, name, own) {
  const before = where[name];
  where[name] = own;
  return () => { if (where[name] === own) where[name] = before; };
}

/**
 * @param {{(): number, sig?: string}} look
 * @returns {() => number} answers 0 without looking, but for one call in so many
 */
function seldom(look) {
  let calls = 0;
  return Object.assign(() => ++calls % SELDOM ? 0 : look(), { sig: look.sig });
}
