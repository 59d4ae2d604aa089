// A classic script, for where modules cannot run, or do not come: what is wrong is said then (why.js) instead of leaving the page empty.
(() => {
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const say = () => {
    const script = document.createElement("script");
    script.src = src.replace("check.js", "why.js");
    script.onerror = () => { // nothing comes any more
      for (const app of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("py-app"))) {
        const button = document.createElement("button");
        button.textContent = "Try again";
        button.onclick = () => location.reload();
        app.prepend("This page could not be loaded. Check the connection. ", button);
        app.dataset.state = "error";
        app.setAttribute("aria-busy", "false");
      }
    };
    document.head.append(script);
  };
  if (location.protocol === "file:" || !("noModule" in document.createElement("script"))) say();
  else addEventListener("load", () => { if (document.querySelector('script[type="module"][src]') && !customElements.get("py-app")) say(); });
})();
