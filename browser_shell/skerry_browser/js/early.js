// A classic script, in the head of a prerendered page: from the first paint until there is Python it writes down what people do to
// parts of the page that listen, with values, ticks and places as they were. replay.js takes it from here. What has to be
// decided at once (a form must not leave the page) is decided here; the rest when it is handled. A form may have fields by whose names
// its own members are hidden, such as "dataset".
(() => {
  const ALWAYS = "input change compositionstart compositionend reset".split(" ");
  const TYPES = new Set([...ALWAYS, ...(
    "click dblclick auxclick contextmenu mousedown mouseup mousemove mouseenter mouseleave mouseover mouseout pointerdown pointerup"
    + " pointermove pointerenter pointerleave pointerover pointerout pointercancel wheel dragstart drag dragend dragenter dragover dragleave"
    + " drop touchstart touchmove touchend touchcancel keydown keyup beforeinput submit focus blur focusin focusout scroll scrollend toggle"
    + " beforetoggle close cancel play playing pause ended timeupdate seeked volumechange copy cut paste select invalid compositionupdate"
  ).split(" ")]);
  /** Of these only the last in a row counts. */
  const STREAMS = /(move|over|wheel|drag|scroll|timeupdate)$/;
  const LEAVES = /^(submit|drop)$/;
  const PASSIVE = /^(wheel|touch)/;
  const OF_THE_WINDOW = /^(key|pointerup)/;
  const STATE = "value checked type open returnValue selectionStart selectionEnd currentTime duration paused ended volume muted validationMessage".split(" ");
  const PLACE = "scrollTop scrollLeft clientHeight clientWidth".split(" ");
  const MOST = 5000;

  /** @typedef {import("./replay.js").Page} Page */
  /** @type {WeakMap<Element, Page>} */
  const pages = new WeakMap();
  /** Those of which something was written down. @type {Set<Page>} */
  const written = new Set();
  const unhandled = () => [...written].some(({ records }) => records.length);
  const heardOf = new WeakSet();
  /** @type {Set<Event>} */
  const resets = new Set();
  /** The apps whose pages wait for Python. @type {Set<Node>} */
  const waiting = new Set();
  let writing = new AbortController();

  /** Doing it again changes nothing. */
  const listen = (/** @type {Document | ShadowRoot} */ root) => {
    for (const type of TYPES) root.addEventListener(type, hear, { capture: true, passive: PASSIVE.test(type), signal: writing.signal });
  };
  /** @type {any} */ (window)[Symbol.for("skerry.early")] = /** @type {import("./replay.js").Early} */ ({ page: (root) => pages.get(root) });

  /** An app waits: one that comes later says so itself. Custom elements in it have events of their own. @param {any} app */
  const wait = (app) => {
    waiting.add(app);
    for (const node of (app.shadowRoot ?? app).querySelectorAll("[data-sk-on]")) node.getAttribute("data-sk-on").split(" ").forEach(TYPES.add, TYPES);
    listen(app.shadowRoot ?? document);
  };

  /** An app does not wait any more. After the last one nothing is to be written down, and events cost nothing. @param {Node} app */
  const waited = (app) => {
    if (!waiting.delete(app) || waiting.size) return;
    writing.abort();
    writing = new AbortController();
  };

  /** @param {Event} event */
  function hear(event) {
    if (heardOf.has(event)) return; // by the document, and once more by a shadow root
    heardOf.add(event);
    for (const app of waiting) if (!app.isConnected) setTimeout(() => app.isConnected || waited(app)); // it may be on its way
    tellResets();
    const path = event.composedPath();
    for (const node of path) if (node instanceof ShadowRoot) listen(node); // not every event comes out of one
    const root = /** @type {any} */ (path.find((node) => /** @type {any} */ (node).hasAttribute?.("data-sk-page")));
    if (root) inside(event, path, root);
    if (OF_THE_WINDOW.test(event.type)) for (const app of document.getElementsByTagName("py-app")) {
      for (const node of /** @type {any} */ (app.shadowRoot ?? app).querySelectorAll("[data-sk-page] [data-sk-window]")) anywhere(event, path, node);
    }
  }

  /** An event inside a page that waits for Python. @param {Event} event @param {EventTarget[]} path @param {Element} root */
  function inside(event, path, root) {
    const nodes = /** @type {HTMLElement[]} */ (path.slice(0, path.indexOf(root)));
    const { type } = event;
    // What happens inside a custom element's shadow tree is the element's own, as it is for listeners at the root.
    const way = path.slice(path.findIndex((node) => /** @type {any} */ (node).getRootNode?.() === root.getRootNode()));
    const target = /** @type {any} */ (way[0]);
    const page = pageOf(root);
    if (type.startsWith("composition")) page.composing = type.endsWith("end") ? null : target;
    if (type === "dragover" && nodes.some((node) => listens(node, "drop"))) event.preventDefault();
    if (type === "keydown") sendOnEnter(/** @type {KeyboardEvent} */ (event), target);
    if (type === "reset") {
      resets.add(event);
      setTimeout(tellResets);
    }
    const heard = nodes.filter((node) => listens(node, type) && (event.bubbles || node === target));
    let prevented = false;
    for (const node of heard) {
      const meant = optionsOf(node, type).filter((/** @type {any} */ o) => !(o.target_only && target !== node) && pressed(event, o.keys));
      prevented ||= meant.some((/** @type {any} */ o) => o.prevent_default);
      // The other listeners to this event are further out; those of the app are asked when it is handled.
      if (meant.some((/** @type {any} */ o) => o.stop_propagation)) node.addEventListener(type, (one) => one === event && one.stopPropagation(), { once: true });
      if (/^(click|submit)$/.test(type)) node.setAttribute("data-sk-waits", "");
    }
    if ((prevented && !PASSIVE.test(type)) || (heard.length && LEAVES.test(type))) event.preventDefault();
    if (heard.length || ALWAYS.includes(type)) write(page, event, way, heard, prevented);
    if (type === "click" && unhandled() && !event.defaultPrevented) holdLink(page, /** @type {MouseEvent} */ (event), path, nodes);
  }

  /**
   * A plain click on a link (see route.js) would lead away from what is written down, in any app: it waits until that is handled, or never will be.
   * @param {Page} page
   * @param {MouseEvent} event
   * @param {EventTarget[]} path
   * @param {HTMLElement[]} nodes
   */
  function holdLink(page, event, path, nodes) {
    const link = nodes.find((node) => node.localName === "a" && node.matches("[href]:not([href^='#'],[target],[download])"));
    if (!link || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    link.setAttribute("data-sk-waits", "");
    const again = page.leaving = new MouseEvent("click", event);
    heardOf.add(again);
    page.seen.add(again);
    addEventListener("py-state", (/** @type {any} */ { detail: { state } }) => {
      const waits = unhandled() || path.some((/** @type {any} */ node) => waiting.has(node)); // its own app, for one
      if (page.leaving !== again || (waits && state !== "error")) return;
      page.leaving = undefined;
      if (/** @type {Node} */ (path[0]).isConnected) path[0].dispatchEvent(again); // else it went with what the press has removed
    });
  }

  /** What is listened to wherever it happens. @param {Event} event @param {EventTarget[]} path @param {HTMLElement} node */
  function anywhere(event, path, node) {
    if (!listens(node, event.type)) return;
    const meant = optionsOf(node, event.type).filter((/** @type {any} */ o) => o.keys && !typing(/** @type {any} */ (event), path[0]) && pressed(event, o.keys));
    if (meant.some((/** @type {any} */ o) => o.prevent_default)) event.preventDefault();
    write(pageOf(/** @type {Element} */ (node.closest("[data-sk-page]"))), event, path, [], false);
  }

  /** @param {Page} page @param {Event} event @param {EventTarget[]} path @param {Element[]} heard @param {boolean} prevented */
  function write(page, event, path, heard, prevented) {
    const before = page.records.at(-1);
    if (before?.event === event) return;
    page.seen.add(event);
    if (before && STREAMS.test(event.type) && before.event.type === event.type && before.path[0] === path[0]) page.records.pop();
    written.add(page);
    if (page.records.length < MOST) page.records.push({ event, path, prevented, ...asItIs(event, path[0], heard) });
    else page.missed++;
  }

  /** What a payload may be made of, for none of it waits. @param {any} event @param {any} target @param {Element[]} heard */
  function asItIs(event, target, heard) {
    /** @type {Record<string, any>} */
    const was = {};
    for (const name of event.type.startsWith("scroll") ? [...STATE, ...PLACE] : STATE) if (name in target) was[name] = target[name];
    if (target.type === "file") was.files = [...target.files];
    if (target.selectedOptions) was.selectedOptions = [...target.selectedOptions].map(({ value }) => ({ value }));
    if (!("value" in target) && /^(input|change)$/.test(event.type)) was.textContent = target.textContent;
    const carried = event.dataTransfer ?? event.clipboardData;
    const text = /^(drop|paste)$/.test(event.type) ? carried?.getData("text") : "";
    return {
      was,
      boxes: new Map("clientX" in event ? heard.map((node) => [node, node.getBoundingClientRect()]) : []),
      form: event.type === "submit" ? new FormData(target, event.submitter) : null,
      carried: carried ? { files: [...carried.files], getData: () => text } : null,
      selection: /^(copy|cut)$/.test(event.type) ? String(getSelection() ?? "") : "",
    };
  }

  /** @param {Element} root @returns {Page} */
  function pageOf(root) {
    let page = pages.get(root);
    if (!page) pages.set(root, page = { seen: new WeakSet(), records: [], composing: null, missed: 0 });
    return page;
  }

  /** @param {HTMLElement} node @param {string} type */
  function listens(node, type) {
    return node.getAttribute?.("data-sk-on")?.split(" ").includes(type);
  }

  /** @param {HTMLElement} node @param {string} type @returns {any[]} */
  function optionsOf(node, type) {
    return JSON.parse(node.getAttribute("data-sk-options") ?? "{}")[type] ?? [];
  }

  /** Whether one of these keys is pressed: the short form of what options.js decides. @param {any} event @param {string[]} [keys] */
  function pressed(event, keys) {
    if (!keys) return true;
    if (!event.key || event.isComposing) return false;
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    const apple = /Mac|iP/.test(navigator.platform);
    return keys.some((text) => {
      if (text === "Character") return [...key].length === 1 && (event.getModifierState("AltGraph") || !(ctrlKey || metaKey || (altKey && !apple)));
      const parts = text.replace(/\+\+$|^\+$/, "+plus").split("+").filter(Boolean);
      const name = parts.pop()?.replace("plus", "+") ?? "";
      const has = (/** @type {string} */ modifier) => parts.includes(modifier);
      const same = key.toLowerCase() === name.toLowerCase() || (has("Alt") && /^[a-z]$/i.test(name) && event.code === `Key${name.toUpperCase()}`);
      const anyShift = !has("Shift") && name.length === 1 && !/[a-z0-9 ]/i.test(name);
      return same && altKey === has("Alt") && ctrlKey === (has("Ctrl") || (!apple && has("Mod"))) && metaKey === (has("Meta") || (apple && has("Mod")))
        && (anyShift || shiftKey === has("Shift"));
    });
  }

  /** Whether a key types something into the field in which it is pressed. @param {KeyboardEvent} event @param {any} target */
  function typing(event, target) {
    const field = target instanceof HTMLInputElement
      ? !/^(button|checkbox|radio|submit|reset|range|color|file)$/.test(target.type)
      : target?.matches?.("textarea,select") || target?.isContentEditable;
    return field && !(event.ctrlKey || event.metaKey || event.altKey) && !/^(Escape|F\d+)$/.test(event.key);
  }

  /** As in events.js. @param {KeyboardEvent} event @param {any} target */
  function sendOnEnter(event, target) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (!target.matches("textarea[data-sk-sends]")) return;
    event.preventDefault();
    target.form?.requestSubmit();
  }

  /** As in events.js: once the fields are reset, and before whatever happens next. */
  function tellResets() {
    for (const event of resets) if (!event.eventPhase && resets.delete(event)) announceReset(event);
  }

  /** As in events.js. @param {Event} event */
  function announceReset(event) {
    const form = /** @type {any} */ (event.target);
    if (event.defaultPrevented) return;
    for (const field of form) {
      if (field.matches("button,fieldset")) continue;
      for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
    }
  }

  listen(document);
  addEventListener("py-state", (/** @type {any} */ event) => {
    const [app] = event.composedPath();
    if (event.detail.state === "prerendered") wait(app);
    else if (event.detail.state === "ready") waited(app);
  });
  addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-state=prerendered]").forEach(wait));
  // The page's module comes once the page is painted, since the little that it does first would come before that: brought anew by another
  // paint it is not run again, and where nothing is painted, check.js brings it.
  new PerformanceObserver(() => {
    const link = /** @type {HTMLLinkElement} */ (document.querySelector("#sk-start"));
    document.head.append(Object.assign(document.createElement("script"), { type: "module", src: link.href, integrity: link.integrity }));
  }).observe({ type: "paint" });
})();
