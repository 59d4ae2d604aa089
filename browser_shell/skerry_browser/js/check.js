// A classic script that brings the page's module once the page is drawn, since the little that it does first would come before that. Where
// modules cannot run, or do not come, what is wrong is said (why.js) instead of leaving the page empty.
(() => {
  const me = /** @type {HTMLScriptElement} */ (document.currentScript);
  const link = /** @type {HTMLLinkElement | null} */ (document.querySelector("#sk-start")); // a page may have a script for it
  const bring = (/** @type {Partial<HTMLScriptElement>} */ script) => document.head.append(Object.assign(document.createElement("script"), script));
  const say = () => bring({
    src: me.src.replace("check.js", "why.js"),
    onerror() { // nothing comes any more
      for (const app of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("py-app"))) {
        const button = document.createElement("button");
        button.textContent = "Try again";
        button.onclick = () => location.reload();
        app.prepend("This page could not be loaded. Check the connection. ", button);
        app.dataset.state = "error";
        app.ariaBusy = "false";
      }
    },
  });
  const check = () => customElements.get("py-app") || say();
  if (location.protocol === "file:" || !("noModule" in me)) say();
  else if (!link) addEventListener("load", check);
  else new Promise((drawn) => {
    requestAnimationFrame(() => setTimeout(drawn));
    setTimeout(drawn, 100); // what is out of sight is not drawn
  }).then(() => bring({ type: "module", src: link.href, integrity: link.integrity, onload: check, onerror: say }));
})();
