// A classic script that holds up nothing: as soon as it is there it asks for what Python is made of, while the modules that will use
// that are still on their way. patient.js takes the answers.
(() => {
  const { fresh = "", files = "", switching = "", plain = "" } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
  /** @type {import("./patient.js").Asked} */
  const asked = new Map();
  /** @type {any} */ (window)[Symbol.for("skerry.asked")] = asked;

  /** @param {string} urls @param {RequestCache} cache */
  const ask = (urls, cache) => {
    for (const url of urls.split(" ").filter(Boolean)) {
      const { href } = new URL(url, document.baseURI);
      const abort = new AbortController();
      const answer = fetch(href, { cache, signal: abort.signal });
      answer.catch(() => {}); // who takes it hears of that
      asked.set(`${cache} ${href}`, { answer, abort });
    }
  };
  ask(fresh, "no-cache");
  ask(`${files} ${"Suspending" in WebAssembly ? switching : plain}`, "default");
})();
