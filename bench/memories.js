// Runs before the page's own scripts: keeps count of WebAssembly's memories, however they come about. window.wasmBytes() adds them up.
(() => {
  const memories = new Set();
  const note = (found) => {
    const exported = (found.instance ?? found).exports ?? {};
    for (const one of Object.values(exported)) if (one instanceof WebAssembly.Memory) memories.add(one);
    return found;
  };
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(target, given) { const made = Reflect.construct(target, given); memories.add(made); return made; },
  });
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct(target, given) { return note(Reflect.construct(target, given)); } });
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => note(await original.apply(WebAssembly, given));
  }
  window.wasmBytes = () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
})();
