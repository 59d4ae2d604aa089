// Runs before the page's own scripts: counts the calls over the border of WebAssembly modules, by name, in window.crossings.
(() => {
  const counts = (window.crossings = {});
  const counted = (name, original) => new Proxy(original, {
    apply(target, self, given) { counts[name] = (counts[name] ?? 0) + 1; return Reflect.apply(target, self, given); },
  });
  const watched = (imports) => {
    for (const part of new Set(Object.values(imports ?? {}))) { // Emscripten gives one object under two names
      for (const [name, value] of Object.entries(part)) if (typeof value === "function" && NAMES.test(name)) part[name] = counted(name, value);
    }
    return imports;
  };
  // What Pyodide converts and calls.
  const NAMES = /^(Js|js2python|_python2js)/;
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = (source, imports, ...rest) => original.call(WebAssembly, source, watched(imports), ...rest);
  }
})();
