// A classic script, for where modules cannot run, or do not come: what is wrong is said then (why.js) instead of leaving the page empty.
// The module that early.js brings is brought from here, too, where it has not come.
(() => {
  const me = /** @type {HTMLScriptElement} */ (document.currentScript);
  const bring = (/** @type {Partial<HTMLScriptElement>} */ script) => document.head.append(Object.assign(document.createElement("script"), script));
  const say = () => bring({
    src: me.src.replace("check.js", "why.js"),
    onerror() { // nothing comes any more
      for (const app of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("py-app"))) {
        app.insertAdjacentHTML("afterbegin", "<p role=alert>Loading failed. <a href>Try again</a>");
        app.dataset.state = "error";
        app.ariaBusy = "false";
      }
    },
  });
  const check = () => customElements.get("py-app") || say();
  if (location.protocol === "file:" || !("noModule" in me)) say();
  else addEventListener("load", () => setTimeout(() => { // what is loaded may not be drawn yet, and a page in the background never is
    const link = /** @type {HTMLLinkElement | null} */ (document.querySelector("#sk-start"));
    if (customElements.get("py-app") || !link) check(); // an app that runs may have gone to an address from which the link leads elsewhere
    else bring({ type: "module", src: link.href, integrity: link.integrity, onload: check, onerror: say });
  }, 200));
})();
