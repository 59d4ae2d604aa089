// A chart that Vega draws, from a specification of its own or of Vega-Lite's. Expressions are interpreted: a strict policy allows no eval.

import { make } from "../dom.js";
import { loadModule, loadScript } from "../plotload.js";
import { colorsOf } from "./plotlook.js";

/**
 * @typedef {import("./plot.js").Row} Row
 * @typedef {import("./plotlook.js").Look} Look
 */

/** How long a selection has to stay as it is before it is told. */
const QUIET = 150;

/** @returns {Promise<{vega: any, vegaLite: any, expr: any}>} */
async function library() {
  await loadScript("vega.min.js");
  await loadScript("vega-lite.min.js");
  const { expressionInterpreter } = await loadModule("vega-interpreter.js");
  const { vega, vegaLite } = /** @type {any} */ (window);
  return { vega, vegaLite, expr: expressionInterpreter };
}

export class VegaDrawing {
  /** @param {import("./plot.js").Plot} plot */
  constructor(plot) {
    this.plot = plot;
    /** @type {any} */
    this.view = null;
    /** The names of the data, and of those among them that come from the author. @type {string[]} */
    this.all = [];
    /** @type {string[]} */
    this.sets = [];
    this.fitted = false;
    this.timer = 0;
  }

  /**
   * @param {any} given
   * @param {Look} look
   */
  async draw(given, look) {
    const { vega, vegaLite, expr } = await library();
    const lite = this.plot.kind !== "vega";
    const spec = lite ? this.fit(given) : given;
    const config = vega.mergeConfig({}, configOf(look), spec.config ?? {});
    const whole = lite ? vegaLite.compile({ ...spec, config }).spec : { ...spec, config };
    const place = make("div", { className: "sk-vega" });
    const view = new vega.View(vega.parse(whole, {}, { ast: true }), { renderer: "svg", expr, hover: true, logLevel: vega.Warn });
    await view.initialize(place).runAsync();
    for (const svg of place.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true"); // the table says it
    this.view?.finalize();
    this.view = view;
    this.plot.canvas.replaceChildren(place);
    /** @type {any[]} */
    const data = whole.data ?? [];
    this.all = data.map(({ name }) => name);
    this.sets = data.filter(({ values, url }) => values || url).map(({ name }) => name);
    this.listen(lite ? selectionsOf(given) : []);
  }

  /**
   * A chart of one view is as wide as there is room, and as high as its place where the author has said how high that is.
   * @param {any} spec
   */
  fit(spec) {
    const { encoding = {}, width } = spec;
    const one = (spec.mark || spec.layer) && !["row", "column", "facet"].some((name) => encoding[name]);
    this.fitted = Boolean(one) && (width === undefined || width === "container");
    if (!this.fitted) return spec;
    const high = this.plot.own.style.height ? { height: this.plot.own.clientHeight } : {};
    const type = spec.height !== undefined || high.height ? "fit" : "fit-x";
    return { ...spec, width: this.plot.own.clientWidth, ...high, autosize: { type, contains: "padding", ...spec.autosize } };
  }

  /** @param {string[]} names of selections */
  listen(names) {
    const { view, plot } = this;
    view.addEventListener("click", (/** @type {any} */ _event, /** @type {any} */ item) => {
      if (item?.mark?.role !== "mark" || !item.datum) return;
      const { index, value } = this.rowOf(item.datum);
      plot.clicked(index, value);
      if (!names.length) plot.selected(index, value);
    });
    for (const name of names) {
      view.addSignalListener(name, () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.tell(names), QUIET);
      });
    }
  }

  /** @param {string[]} names */
  tell(names) {
    const value = Object.fromEntries(names.map((name) => [name, this.selection(name)]));
    this.plot.selected(null, value, Object.values(value).some((one) => Object.keys(one).length > 0));
  }

  /**
   * The rows of a selection of marks; of one by fields or of an interval, the values of each field.
   * @param {string} name
   * @returns {any}
   */
  selection(name) {
    const found = this.view.signal(name) ?? {};
    if (!found._vgsid_) return plainOf(found);
    const ids = new Set(found._vgsid_);
    /** @type {any[][]} */
    const rows = this.all.filter((one) => one !== `${name}_store`).map((one) => this.view.data(one).filter((/** @type {any} */ datum) => ids.has(datum._vgsid_)));
    return (rows.find((one) => one.length) ?? []).map((datum) => this.rowOf(datum).value);
  }

  /**
   * The author's row that a mark was made of, and its place; what the mark shows where it stands for several.
   * @param {any} datum
   * @returns {{index: number | null, value: any}}
   */
  rowOf(datum) {
    for (const name of this.sets) {
      /** @type {any[]} */
      const rows = this.view.data(name);
      const columns = Object.keys(plainOf(rows[0]));
      const same = rows.indexOf(datum);
      const index = same >= 0 ? same : rows.findIndex((row) => columns.every((column) => row[column] === datum[column]));
      if (columns.length && index >= 0) return { index, value: plainOf(rows[index]) };
    }
    return { index: null, value: plainOf(datum) };
  }

  /** @param {Row} row */
  choose({ index, value }) {
    this.plot.selected(index, value);
  }

  mark() {} // Vega has no way to point at a row; the words beside it say which one is meant

  resize() {
    if (this.fitted) this.plot.refresh();
  }

  close() {
    clearTimeout(this.timer);
    this.view?.finalize();
    this.view = null;
    this.plot.canvas.replaceChildren();
  }

  /** @param {number} most */
  points(most) {
    /** @type {any[]} */
    const data = this.sets.map((name) => this.view.data(name)).find((found) => found.length) ?? [];
    const columns = Object.keys(plainOf(data[0] ?? {}));
    const rows = data.slice(0, most).map((datum, index) => {
      const value = plainOf(datum);
      return { index, value, texts: columns.map((name) => textOf(value[name])) };
    });
    return { columns, rows, total: data.length };
  }
}

/** @param {any} value */
const textOf = (value) => value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

/**
 * A row or a selection without what Vega notes in it for itself.
 * @param {any} datum
 * @returns {any}
 */
function plainOf(datum) {
  const entries = Object.entries(datum ?? {}).filter(([name]) => !name.startsWith("_") && name !== "vlPoint");
  return Object.fromEntries(entries.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]));
}

/**
 * The names of the selections in a specification of Vega-Lite's.
 * @param {any} spec
 * @returns {string[]}
 */
function selectionsOf(spec) {
  const own = (spec.params ?? []).filter((/** @type {any} */ { select }) => select).map((/** @type {any} */ { name }) => name);
  const inner = [spec.layer, spec.hconcat, spec.vconcat, spec.concat, spec.spec ? [spec.spec] : []].flat().filter(Boolean);
  return [...new Set([...own, ...inner.flatMap(selectionsOf)])];
}

/** @param {Look} look */
function configOf(look) {
  const { ink, muted, line, font } = look;
  const fonts = { labelFont: font, titleFont: font, labelFontSize: 12, titleFontSize: 13, titleFontWeight: "normal" };
  const texts = { ...fonts, labelColor: muted, titleColor: ink };
  return {
    background: "transparent",
    axis: { ...texts, gridColor: line, domainColor: line, tickColor: line },
    legend: texts,
    header: texts,
    title: { color: ink, subtitleColor: muted, font, subtitleFont: font, fontSize: 15 },
    view: { stroke: line },
    range: { category: colorsOf(look) },
    mark: { color: colorsOf(look)[0] },
    text: { color: ink, font },
    rule: { color: muted },
  };
}
