// <sk-plot>: a chart that a library of its own draws, with its points in words for those who do not see it.
//
// Python places the element that the drawing goes into. The libraries are large: each is loaded with the first chart that needs it.

import { make } from "../dom.js";
import { checked } from "../need.js";
import { lookOf, watchLook } from "./plotlook.js";

/**
 * @typedef {{index: any, value: any, texts: string[]}} Row a point: what an event says of it, and a cell for each column
 * @typedef {{columns: string[], rows: Row[], total: number}} Points
 * @typedef {object} Drawing
 * @property {(spec: any, look: import("./plotlook.js").Look) => Promise<void>} draw
 * @property {() => void} resize
 * @property {() => void} close
 * @property {(most: number) => Points} points
 * @property {(row: Row) => void} mark shows which point is meant
 * @property {(row: Row) => void} choose says that this point alone is selected
 */

/** How many points are told in words. */
const MOST = 300;

/** @type {Record<string, (plot: Plot) => Promise<Drawing>>} */
const KINDS = {
  plotly: async (plot) => new (await checked("plotly").then(() => import("./plotly.js"))).PlotlyDrawing(plot),
  vega: async (plot) => new (await checked("vega").then(() => import("./vega.js"))).VegaDrawing(plot),
  "vega-lite": async (plot) => new (await checked("vega").then(() => import("./vega.js"))).VegaDrawing(plot),
};

/** @type {Record<string, (at: number, count: number) => number>} */
const MOVES = {
  ArrowRight: (at) => at + 1, ArrowDown: (at) => at + 1, ArrowLeft: (at) => at - 1, ArrowUp: (at) => at - 1,
  PageDown: (at) => at + 10, PageUp: (at) => at - 10, Home: () => 0, End: (_at, count) => count - 1,
};

export class Plot extends HTMLElement {
  canvas = make("div", { className: "sk-plot-canvas", tabIndex: 0 });
  probe = make("span", { className: "sk-plot-probe", "aria-hidden": "true" });
  at = make("span", { className: "sk-points-at", role: "status" });
  problem = make("p", { className: "sk-error", role: "alert", hidden: true });
  words = make("div", { className: "sk-plot-words sk-hidden" });
  /** @type {Drawing | null} */
  drawing = null;
  kind = "";
  text = "";
  /** Whether there is something to draw that is not drawn yet, and whether that goes on now. */
  wanted = false;
  busy = false;
  /** @type {Row[]} */
  rows = [];
  total = 0;
  row = -1;
  wired = false;
  width = 0;
  /** Whether the width changed while something was drawn. */
  late = false;
  unwatch = () => {};

  connectedCallback() {
    if (Object.hasOwn(this, "figure")) { // set before this module was loaded
      const { figure } = this;
      delete (/** @type {any} */ (this).figure);
      this.figure = figure;
    }
    this.wire();
    this.unwatch = watchLook(this, () => this.refresh());
    this.refresh();
  }

  disconnectedCallback() {
    this.unwatch();
    queueMicrotask(() => { if (!this.isConnected) this.close(); });
  }

  wire() {
    if (this.wired) return;
    this.wired = true;
    this.own.append(this.probe);
    if (this.querySelector(":scope > img")) return; // a picture, which needs no more than to know whether the page is dark
    this.own.append(this.canvas, this.at, this.problem, this.words);
    this.canvas.addEventListener("keydown", (event) => this.pressed(event));
    this.canvas.addEventListener("blur", () => { this.at.textContent = ""; });
    new ResizeObserver(() => this.resized()).observe(this.own);
  }

  get own() {
    return /** @type {HTMLElement} */ (this.querySelector(":scope > .sk-plot-own"));
  }

  get figure() {
    return this.text;
  }

  set figure(text) {
    this.text = text;
    if (this.wired) this.refresh();
  }

  get clicks() {
    return this.hasAttribute("clicks");
  }

  get selects() {
    return this.hasAttribute("selects");
  }

  get label() {
    return this.getAttribute("aria-label") ?? "";
  }

  static get observedAttributes() {
    return ["clicks", "selects", "aria-label"];
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.wired) return;
    if (name !== "aria-label") this.refresh();
    this.name();
  }

  /** Say what the chart is; that alone does not draw it anew. */
  name() {
    const { label, rows, total } = this;
    const chooses = this.clicks || this.selects;
    this.canvas.setAttribute("role", chooses ? "application" : "group");
    this.canvas.setAttribute("aria-label", `${label}: ${chooses ? "choose a point" : "chart"}`);
    const caption = this.words.querySelector("caption");
    if (caption) caption.textContent = total > rows.length ? `${label}: the first ${rows.length} of ${total} points` : `${label}: the points`;
  }

  /** Draw what is wanted now. While that goes on, only the latest of what is wanted next counts. */
  async refresh() {
    this.toggleAttribute("data-dark", lookOf(this.probe).dark);
    this.wanted = true;
    if (this.busy || !this.text) return;
    this.busy = true;
    this.setAttribute("aria-busy", "true");
    while (this.wanted && this.isConnected && this.text) {
      this.wanted = false;
      await this.draw().then(() => this.fine(), (error) => this.fail(error));
    }
    this.busy = false;
    this.removeAttribute("aria-busy");
    if (this.late) this.drawing?.resize();
    this.late = false;
  }

  async draw() {
    const { kind, spec } = JSON.parse(this.text);
    if (kind !== this.kind || !this.drawing) {
      this.close();
      this.drawing = await KINDS[kind](this);
      this.kind = kind;
    }
    if (!this.isConnected) return;
    this.name();
    const { drawing } = this;
    await drawing.draw(spec, lookOf(this.probe));
    if (this.drawing === drawing) this.tell(drawing.points(MOST));
  }

  fine() {
    this.problem.hidden = true;
    this.canvas.hidden = false;
    this.words.classList.add("sk-hidden");
  }

  /** @param {any} error */
  fail(error) {
    if (!this.isConnected) return; // it has left the page meanwhile
    console.error("sk.plot could not draw", error);
    this.close();
    this.canvas.hidden = true;
    this.problem.hidden = false;
    this.problem.textContent = `${this.label}: this chart cannot be drawn. ${error?.message ?? error}`;
    this.words.classList.remove("sk-hidden");
  }

  /** @param {Points} points */
  tell({ columns, rows, total }) {
    const now = this.rows[this.row];
    this.rows = rows;
    if (!now || this.row >= rows.length) this.row = -1;
    this.total = total;
    this.words.replaceChildren(make("table", {},
      make("caption"),
      make("thead", {}, make("tr", {}, ...columns.map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, ...rows.map(({ texts }) => make("tr", {}, ...texts.map((text) => make("td", {}, text))))),
    ));
    this.name();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.target !== this.canvas || event.ctrlKey || event.metaKey || event.altKey || !this.rows.length) return;
    const move = MOVES[event.key];
    if (move) {
      this.row = Math.max(0, Math.min(this.rows.length - 1, move(this.row, this.rows.length)));
      this.at.textContent = this.rows[this.row].texts.filter(Boolean).join(", ");
      this.drawing?.mark(this.rows[this.row]);
    } else if (event.key === "Enter" && this.row >= 0 && (this.clicks || this.selects)) {
      const row = this.rows[this.row];
      this.clicked(row.index, row.value);
      if (this.selects) this.drawing?.choose(row);
    } else return;
    event.preventDefault();
  }

  /**
   * @param {any} index
   * @param {any} value
   */
  clicked(index, value) {
    if (this.clicks) this.dispatchEvent(new CustomEvent("plot-click", { detail: { index, value } }));
  }

  /**
   * @param {any} index
   * @param {any} value
   * @param {boolean} [selected]
   */
  selected(index, value, selected = true) {
    if (this.selects) this.dispatchEvent(new CustomEvent("plot-select", { detail: { index, value, selected } }));
  }

  resized() {
    const width = this.own.clientWidth;
    if (!width || width === this.width) return;
    this.width = width;
    if (this.busy) this.late = true;
    else this.drawing?.resize();
  }

  close() {
    this.drawing?.close();
    this.drawing = null;
    this.kind = "";
  }
}

if (!customElements.get("sk-plot")) customElements.define("sk-plot", Plot);
