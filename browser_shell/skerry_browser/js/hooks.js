// loadPyodide fetches and compiles its parts itself. For the time of that call, it is handed those that were downloaded, checked
// and compiled already; whatever else the page fetches meanwhile goes its own way.

/** Bytes of a module that does nothing but pass a call on. */
const SMALL = 256;

/** By this name Python looks whether it is to be interrupted. */
const LOOK = "_Py_CheckEmscriptenSignals_Helper";

/** Python looks after every fifty calls and turns of loops, and Pyodide's answer takes a microsecond: one look in so many gets it. */
const SELDOM = 64;

/**
 * @param {Map<string, Uint8Array<ArrayBuffer> | WebAssembly.Module>} answers by absolute URL
 * @param {() => Promise<T>} run
 * @param {(instance: WebAssembly.Instance) => void} [instantiated] sees an instance before anything has run in it
 * @returns {Promise<T>}
 * @template T
 */
export async function withAnswers(answers, run, instantiated = () => {}) {
  const { fetch } = globalThis;
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
      instantiated(instance);
      return { module, instance };
    } catch (error) {
      failed(error);
      throw error;
    }
  };

  const { Module } = WebAssembly;
  const compiled = compileOnce(Module);

  globalThis.fetch = answer;
  WebAssembly.instantiateStreaming = instantiate;
  WebAssembly.Module = compiled;
  try {
    return await Promise.race([run(), failure]);
  } finally {
    if (globalThis.fetch === answer) globalThis.fetch = fetch;
    if (WebAssembly.instantiateStreaming === instantiate) WebAssembly.instantiateStreaming = instantiateStreaming;
    if (WebAssembly.Module === compiled) WebAssembly.Module = Module;
  }
}

/**
 * Emscripten compiles a module of its own for each function of JavaScript's that gets a number; there are hundreds, and few differ.
 * @param {typeof WebAssembly.Module} Module
 * @returns {typeof WebAssembly.Module} gives what it has for bytes that it knows
 */
function compileOnce(Module) {
  /** @type {Map<string, WebAssembly.Module>} */
  const known = new Map();
  return new Proxy(Module, {
    construct(target, /** @type {any} */ [bytes]) {
      if (!(bytes.length < SMALL)) return new target(bytes); // an ArrayBuffer has no length
      const key = bytes.join();
      const module = known.get(key) ?? new target(bytes);
      known.set(key, module);
      return module;
    },
  });
}

/**
 * @param {{(): number, sig?: string}} look
 * @returns {() => number} answers 0 without looking, but for one call in so many
 */
function seldom(look) {
  let calls = 0;
  return Object.assign(() => ++calls % SELDOM ? 0 : look(), { sig: look.sig });
}
