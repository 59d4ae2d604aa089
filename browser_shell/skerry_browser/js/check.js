// A classic script, for where modules cannot run: it says what to do instead of leaving the page empty.
(() => {
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
  if (!words) return;
  const show = () => {
    for (const app of document.querySelectorAll("py-app")) {
      const box = document.createElement("div");
      box.setAttribute("role", "alert");
      box.className = "sk-check";
      const title = document.createElement("strong");
      title.textContent = words[0];
      const text = document.createElement("p");
      text.textContent = words[1];
      box.append(title, text);
      Object.assign(box.style, { font: "16px/1.5 system-ui, sans-serif", maxWidth: "40rem", margin: "2rem auto", padding: "1rem 1.25rem", border: "1px solid", borderRadius: "8px" });
      app.replaceChildren(box);
      app.setAttribute("data-state", "error");
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
})();
