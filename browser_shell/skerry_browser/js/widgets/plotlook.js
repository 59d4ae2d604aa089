// The colours and the typeface that a chart takes from the theme, and when they change.

/** @typedef {{ink: string, muted: string, line: string, paper: string, accent: string, font: string, dark: boolean}} Look */

/**
 * @param {HTMLElement} probe an element that has the theme's colours, as skerry.css gives them
 * @returns {Look}
 */
export function lookOf(probe) {
  const { color, backgroundColor, outlineColor, borderTopColor, caretColor, fontFamily } = getComputedStyle(probe);
  return {
    ink: color, paper: backgroundColor, line: borderTopColor, muted: outlineColor, accent: caretColor, font: fontFamily,
    dark: brightness(color) > brightness(backgroundColor),
  };
}

/**
 * @param {string} color as computed: rgb(r, g, b)
 * @returns {number}
 */
function brightness(color) {
  const [r, g, b] = color.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0];
  return 0.3 * r + 0.6 * g + 0.1 * b;
}

/**
 * @param {import("./plot.js").Plot} plot
 * @param {() => void} changed
 * @returns {() => void} stops it
 */
export function watchLook(plot, changed) {
  let last = JSON.stringify(lookOf(plot.probe));
  const check = () => {
    const now = JSON.stringify(lookOf(plot.probe));
    if (now === last) return;
    last = now;
    changed();
  };
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", check);
  const observer = new MutationObserver(check);
  for (let node = /** @type {Element | null} */ (plot.parentElement); node; node = node.parentElement) {
    observer.observe(node, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
  }
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
  return () => {
    scheme.removeEventListener("change", check);
    observer.disconnect();
  };
}

/** Colours of traces that are told apart on either ground. */
const LIGHT = ["#2457c5", "#b8470b", "#0f7268", "#8a2bb5", "#8a5a00", "#b3225e", "#4c7012"];
const DARK = ["#9db9ff", "#ffb787", "#63e0cc", "#d8b4fe", "#f5cf61", "#f9a8d4", "#bce073"];

/** @param {Look} look */
export const colorsOf = (look) => look.dark ? DARK : LIGHT;
