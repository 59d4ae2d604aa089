// A classic script, for where modules cannot run, or do not come: what is wrong is said then (why.js) instead of leaving the page empty.
// The module that early.js brings is brought once more, should that not have come.
(() => {
  const me = /** @type {HTMLScriptElement} */ (document.currentScript);
  const bring = (/** @type {Partial<HTMLScriptElement>} */ script) => document.head.append(Object.assign(document.createElement("script"), script));
  const say = () => bring({
    src: me.src.replace("check.js", "why.js"),
    onerror() { // nothing comes any more
      const button = document.createElement("button");
      button.textContent = "Try again";
      button.onclick = () => location.reload();
      document.body.prepend("The connection failed. ", button);
    },
  });
  const check = () => customElements.get("py-app") || say();
  if (location.protocol === "file:" || !("noModule" in me)) say();
  else addEventListener("load", () => {
    const link = /** @type {HTMLLinkElement | null} */ (document.querySelector("#sk-start"));
    if (link) bring({ type: "module", src: link.href, integrity: link.integrity, onload: check, onerror: say });
    else check();
  });
})();
