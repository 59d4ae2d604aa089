// The dialog in which a visitor enters a secret. What is typed into it is heard by nobody else on the page.

import { make } from "./dom.js";
import { there } from "./need.js";
import { shellSheet } from "./sheet.js";

const TEXTS = {
  note: "It stays in the memory of this page until the page is closed, and goes only where this app sends it.",
  keep: "Keep in this tab",
  ok: "OK",
  cancel: "Cancel",
};

const STYLES = `
dialog {
  box-sizing: border-box; inline-size: min(26rem, calc(100vw - 2rem)); max-block-size: calc(100vh - 2rem); overflow: auto; padding: 1.2rem 1.4rem; border-radius: 10px;
  background: light-dark(#fff, #1d1f23); color: light-dark(#1d1f23, #e8eaed); border: 1px solid light-dark(#c9ccd3, #43474e);
  box-shadow: 0 12px 40px rgb(0 0 0 / 0.35);
}
dialog::backdrop { background: rgb(0 0 0 / 0.5); }
dialog h2 { margin: 0; font-size: 1.0625rem; line-height: 1.4; overflow-wrap: anywhere; }
dialog p { margin: 0.35rem 0 0; opacity: 0.85; }
dialog .field { display: grid; gap: 0.25rem; margin-block-start: 0.9rem; overflow-wrap: anywhere; }
dialog input[type="password"] {
  font: inherit; min-inline-size: 0; padding: 0.4rem 0.6rem; border-radius: 6px; color: inherit;
  background: light-dark(#fff, #14161a); border: 1px solid light-dark(#767b85, #8d939e);
}
dialog .keep { display: flex; align-items: center; gap: 0.5rem; margin-block-start: 0.7rem; }
`;

const styles = new CSSStyleSheet();
styles.replaceSync(STYLES);

const HEARD = ["keydown", "keypress", "keyup", "beforeinput", "input", "change", "paste", "compositionstart", "compositionupdate", "compositionend"];

/**
 * Ask, and wait for the answer.
 * @param {ParentNode} place where the dialog is put for that time
 * @param {string} name
 * @param {string} prompt
 * @param {AbortSignal} signal takes the question back
 * @returns {Promise<{value: string, keep: boolean} | null>} null where the visitor gives none
 */
export function askBox(place, name, prompt, signal) {
  const input = /** @type {HTMLInputElement} */ (make("input", { type: "password", required: true, autocomplete: "off", spellcheck: false, autofocus: true }));
  const keep = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox" }));
  const dialog = /** @type {HTMLDialogElement} */ (make("dialog", { "aria-labelledby": "prompt", "aria-describedby": "note" },
    make("form", { method: "dialog" },
      make("h2", { id: "prompt" }, prompt),
      make("p", { id: "note" }, TEXTS.note),
      make("label", { className: "field" }, name, input),
      make("label", { className: "keep" }, keep, TEXTS.keep),
      make("div", { className: "actions" },
        make("button", { className: "first", type: "submit", value: "ok" }, TEXTS.ok),
        make("button", { type: "button", onclick: () => dialog.close() }, TEXTS.cancel),
      ),
    ),
  ));
  for (const type of HEARD) dialog.addEventListener(type, (event) => event.stopPropagation());
  const holder = make("div", {});
  const shadow = holder.attachShadow({ mode: "open" });
  there("bar")?.style(shadow);
  shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, shellSheet, styles];
  shadow.append(dialog);
  place.append(holder);
  return new Promise((resolve) => {
    const end = new AbortController();
    dialog.addEventListener("close", () => {
      end.abort();
      resolve(dialog.returnValue === "ok" ? { value: input.value, keep: keep.checked } : null);
      input.value = "";
      holder.remove();
    });
    signal.addEventListener("abort", () => dialog.close(), { signal: end.signal });
    dialog.showModal();
  });
}
