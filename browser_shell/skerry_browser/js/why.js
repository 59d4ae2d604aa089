// A classic script that check.js brings where modules cannot run, or do not come: it says what is wrong.
(() => {
  const ROOT = new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
  /** @type {string[] | null} */
  const words = location.protocol === "file:"
    ? [
        "This page has to come from a web server",
        "A browser does not let a file on disk load Python. In a terminal, go to the folder that this page lies in and run:  "
          + "python3 -m http.server  . Then open  http://localhost:8000/  . Any static web host will do as well.",
      ]
    : !("noModule" in document.createElement("script"))
      ? ["This browser is too old for this page", "It does not know JavaScript modules. Any current browser does."]
      : null;

  /** @typedef {HTMLLinkElement | HTMLScriptElement} Part */

  /** @returns {Part[]} */
  const parts = () => [...document.querySelectorAll('link[rel="modulepreload"], script[type="module"][src]')].map((one) => /** @type {Part} */ (one));
  /** @param {Part} part */
  const urlOf = (part) => ("src" in part ? part.src : part.href);

  /**
   * @param {string} title
   * @param {string} message
   * @param {HTMLElement} [button]
   */
  function show(title, message, button) {
    for (const app of document.querySelectorAll("py-app")) {
      const box = document.createElement("div");
      box.setAttribute("role", "alert");
      box.className = "sk-check";
      const strong = document.createElement("strong");
      strong.textContent = title;
      const text = document.createElement("p");
      text.textContent = message;
      box.append(strong, text, ...(button ? [button] : []));
      Object.assign(box.style, { font: "16px/1.5 system-ui, sans-serif", maxWidth: "40rem", margin: "2rem auto", padding: "1rem 1.25rem", border: "1px solid", borderRadius: "8px", overflowWrap: "anywhere" });
      if (app.getAttribute("data-state") === "prerendered") app.prepend(box); // there is something to read
      else app.replaceChildren(box);
      app.setAttribute("data-state", "error");
      app.setAttribute("aria-busy", "false");
      app.dispatchEvent(new CustomEvent("py-state", { detail: { state: "error" }, bubbles: true, composed: true })); // lets links go that wait
    }
    addEventListener("click", forget, { capture: true });
  }

  /** Nothing will handle what early.js has written down: no link waits for it. */
  function forget() {
    const early = /** @type {any} */ (window)[Symbol.for("skerry.early")];
    for (const root of document.querySelectorAll("[data-sk-page]")) early?.page(root)?.records.splice(0);
  }

  /** @param {Part} part @returns {Promise<string>} what is wrong with it, or nothing */
  async function wrongWith(part) {
    const url = urlOf(part);
    const answer = await fetch(url).catch(() => null);
    if (!answer) return `${url} could not be reached.`;
    if (!answer.ok) return `${url} is answered with ${answer.status}.`;
    if (!part.integrity || await fetch(url, { integrity: part.integrity }).catch(() => null)) return "";
    return `${url} is not the file that belongs here: it was changed or damaged, or comes from an older copy, and was refused.`;
  }

  /** What the browser takes from the service worker's front without a look at how it is asked for. */
  async function forgetFront() {
    for (const name of await caches.keys()) if (name.startsWith(`skerry ${ROOT} front `)) await caches.delete(name);
  }

  /** The page's modules did not run. */
  async function explain() {
    const wrong = (await Promise.all(parts().map(wrongWith))).find(Boolean);
    const button = document.createElement("button");
    button.textContent = "Try again";
    button.onclick = async () => {
      button.disabled = true;
      await (await navigator.serviceWorker?.getRegistration().catch(() => undefined))?.unregister(); // should that be what is broken
      await forgetFront().catch(() => {});
      await Promise.all(parts().map((part) => fetch(urlOf(part), { cache: "reload" }).catch(() => null)));
      location.reload();
    };
    show("This page could not be loaded", wrong ?? "A part of it did not come, or failed. Try again; if it stays so, the browser's console says why.", button);
  }

  const start = () => (words ? show(words[0], words[1]) : void explain());
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
