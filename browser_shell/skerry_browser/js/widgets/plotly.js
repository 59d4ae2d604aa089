// A chart that plotly.js draws, in its build for strict policies.

import { make } from "../dom.js";
import { loadScript } from "../plotload.js";
import { colorsOf } from "./plotlook.js";

/**
 * @typedef {import("./plot.js").Row} Row
 * @typedef {import("./plotlook.js").Look} Look
 */

/** What is told of a point, where the trace has it. */
const OF_A_POINT = ["x", "y", "z", "label", "value", "lat", "lon", "r", "theta", "location", "customdata"];

/** The colours of plotly's own templates, light and dark, and what stands for each here. @type {Record<string, keyof Look>} */
const STANDARD = {
  "#E5ECF6": "paper", "rgb(17,17,17)": "paper", "#2a3f5f": "ink", "#f2f5fa": "ink", "white": "line", "#EBF0F8": "line",
  "#506784": "line", "#283442": "line", "#C8D4E3": "line", "#DFE8F3": "line",
};

/** What plotly would put into a <style> element, which a strict policy refuses. */
const sheet = new CSSStyleSheet();

/** The ids of the <style> elements that plotly makes where it finds none: for itself, and for maps with tiles. */
const STYLES = ["plotly.js-style-global", "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53"];

/** @type {Promise<any> | null} */
let loaded = null;

function library() {
  loaded ??= load().catch((error) => {
    loaded = null;
    throw error;
  });
  return loaded;
}

async function load() {
  const holders = STYLES.map((id) => Object.assign(make("div", { id, hidden: true }), { sheet }));
  document.head.append(...holders);
  try {
    await loadScript("plotly-strict.min.js");
  } finally {
    holders[1].remove();
  }
  allowStyles();
  return /** @type {any} */ (window).Plotly;
}

/** Heat maps and colour bars set style attributes, which a strict policy refuses; through the CSSOM they may. */
function allowStyles() {
  const { setAttribute } = SVGElement.prototype;
  SVGElement.prototype.setAttribute = function (name, value) {
    if (name === "style" && this.closest(".js-plotly-plot, #js-plotly-tester")) this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
}

export class PlotlyDrawing {
  /** @param {import("./plot.js").Plot} plot */
  constructor(plot) {
    this.plot = plot;
    /** What plotly adds its own members to. @type {any} */
    this.place = make("div", { className: "sk-plotly" });
    /** @type {any} */
    this.Plotly = null;
    this.wired = false;
    /** @type {boolean | undefined} */
    this.free = undefined;
  }

  /**
   * @param {any} spec
   * @param {Look} look
   */
  async draw({ data, layout = {}, config = {}, frames }, look) {
    this.Plotly ??= await library();
    if (!this.place.isConnected) this.plot.canvas.replaceChildren(this.place);
    const root = /** @type {Document | ShadowRoot} */ (this.plot.getRootNode());
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    const { style } = this.plot.own;
    this.free ??= !style.height; // the author of the figure says, where the one of the page does not
    if (this.free) style.height = layout.height ? `${layout.height}px` : "";
    const { selects } = this.plot;
    const whole = {
      autosize: true,
      ...(selects ? { dragmode: "select", clickmode: "event+select" } : {}),
      uirevision: "sk", // what the person has zoomed and hidden stays
      ...layout,
      height: undefined,
      template: themed(layout.template, look),
    };
    await this.Plotly.react(this.place, data, whole, { displaylogo: false, showSendToCloud: false, ...config });
    if (frames) await this.Plotly.addFrames(this.place, frames);
    for (const svg of this.place.querySelectorAll("svg.main-svg")) svg.setAttribute("aria-hidden", "true"); // the table says it
    this.wire();
  }

  wire() {
    if (this.wired) return;
    this.wired = true;
    this.place.on("plotly_click", (/** @type {any} */ { points }) => {
      if (points?.length) this.plot.clicked(...pointOf(points[0]));
    });
    this.place.on("plotly_selected", (/** @type {any} */ event) => { if (event) this.chosen(event.points); });
    this.place.on("plotly_deselect", () => this.chosen([]));
  }

  /** @param {any[]} points */
  chosen(points) {
    const found = points.map(pointOf);
    this.plot.selected(found[0]?.[0] ?? null, found.map(([[trace, point], value]) => ({ ...value, trace, point })), found.length > 0);
  }

  /** @param {Row} row */
  choose({ index: [trace, point], value }) {
    this.plot.selected([trace, point], [{ ...value, trace, point }]);
  }

  /** @param {Row} row */
  mark({ index: [curveNumber, pointNumber] }) {
    try {
      this.Plotly.Fx.hover(this.place, [{ curveNumber, pointNumber }]);
    } catch {
      // a kind of trace without hovering
    }
  }

  resize() {
    if (this.wired && this.place.offsetWidth) this.Plotly.Plots.resize(this.place);
  }

  close() {
    this.Plotly?.purge(this.place);
    this.place.remove();
  }

  /** @param {number} most */
  points(most) {
    const { data, layout } = this.place;
    const titles = [layout?.xaxis?.title?.text ?? "x", layout?.yaxis?.title?.text ?? "y"];
    /** @type {Row[]} */
    const rows = [];
    let total = 0;
    let series = false;
    let third = "";
    data.forEach((/** @type {any} */ trace, /** @type {number} */ curve) => {
      const [xs, ys, zs] = [trace.x ?? trace.labels ?? trace.lon ?? trace.theta ?? trace.locations, trace.y ?? trace.values ?? trace.lat ?? trace.r, trace.z];
      const count = Math.max(xs?.length ?? 0, ys?.length ?? 0);
      series ||= data.length > 1;
      const grid = Array.isArray(zs?.[0]);
      if (grid) return total += gridRows(rows, trace, curve, most);
      if (zs) third = "z";
      total += count;
      for (let point = 0; point < count && rows.length < most; point++) {
        const value = { x: xs ? xs[point] : point, y: ys ? ys[point] : null, ...(zs ? { z: zs[point] } : {}) };
        rows.push({ index: [curve, point], value, texts: [trace.name ?? "", text(value.x), text(value.y), ...(zs ? [text(zs[point])] : [])] });
      }
      return total;
    });
    if (rows.some(({ texts }) => texts.length > 3)) third = "z";
    if (!series && rows.every(({ texts }) => !texts[0])) rows.forEach((row) => row.texts.shift());
    const named = rows.length && rows[0].texts.length === titles.length + (third ? 1 : 0) ? [] : ["Series"];
    return { columns: [...named, ...titles, ...(third ? [third] : [])], rows, total };
  }
}

/**
 * The cells of a heat map or a surface.
 * @param {Row[]} rows
 * @param {any} trace
 * @param {number} curve
 * @param {number} most
 * @returns {number} how many there are
 */
function gridRows(rows, trace, curve, most) {
  let count = 0;
  trace.z.forEach((/** @type {any[]} */ line, /** @type {number} */ i) => {
    count += line.length;
    for (let j = 0; j < line.length && rows.length < most; j++) {
      const value = { x: trace.x?.[j] ?? j, y: trace.y?.[i] ?? i, z: line[j] };
      rows.push({ index: [curve, [i, j]], value, texts: [trace.name ?? "", text(value.x), text(value.y), text(value.z)] });
    }
  });
  return count;
}

/** @param {any} value */
const text = (value) => value === null || value === undefined ? "" : String(value);

/**
 * @param {any} point as plotly tells of it
 * @returns {[index: [number, any], value: Record<string, any>]}
 */
function pointOf(point) {
  const value = Object.fromEntries(OF_A_POINT.filter((name) => point[name] !== undefined).map((name) => [name, point[name]]));
  return [[point.curveNumber, point.pointNumber ?? point.pointNumbers?.[0] ?? null], value];
}

/**
 * The author's template with the theme's colours. One that has other colours than plotly's own keeps them.
 * @param {any} template
 * @param {Look} look
 */
function themed(template, look) {
  const given = typeof template === "object" && template ? template : {};
  const ground = given.layout?.plot_bgcolor;
  const standard = !ground || ground === "white" || STANDARD[ground] === "paper";
  const base = standard ? recolored(given, look) : given;
  const axis = { gridcolor: look.line, zerolinecolor: look.line, linecolor: look.line, tickcolor: look.line, automargin: true };
  const { layout = {} } = base;
  if (!standard) return base;
  return {
    ...base,
    layout: {
      colorway: colorsOf(look),
      ...layout,
      font: { ...layout.font, color: look.ink, family: look.font },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      margin: layout.margin ?? { l: 56, r: 16, t: 48, b: 48 },
      xaxis: { ...layout.xaxis, ...axis },
      yaxis: { ...layout.yaxis, ...axis },
      modebar: { bgcolor: "rgba(0,0,0,0)", color: look.muted, activecolor: look.accent },
      hoverlabel: { ...layout.hoverlabel, font: { family: look.font } },
      legend: { bgcolor: "rgba(0,0,0,0)", ...layout.legend },
    },
  };
}

/**
 * @param {any} value
 * @param {Look} look
 * @returns {any}
 */
function recolored(value, look) {
  if (typeof value === "string") return Object.hasOwn(STANDARD, value) ? look[STANDARD[value]] : value;
  if (Array.isArray(value)) return value.map((part) => recolored(part, look));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, recolored(part, look)]));
}
