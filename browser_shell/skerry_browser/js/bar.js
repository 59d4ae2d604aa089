// Shows how far loading is.

import { barSheet } from "./barsheet.js";
import { ProgressBar } from "./progressbar.js";

/** @param {ShadowRoot} shadow in which something is drawn */
export function style(shadow) {
  if (!shadow.adoptedStyleSheets.includes(barSheet)) shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, barSheet];
}

/**
 * Where there is something to see already, the bar lies over it: nothing moves.
 * @param {import("./overlay.js").Overlay} overlay
 * @param {import("./progress.js").Progress} progress
 * @returns {() => void} takes it away
 */
export function showBar({ element, shadow, below }, progress) {
  style(shadow);
  const bar = new ProgressBar();
  const over = besides(element);
  bar.element.classList.toggle("status", over);
  if (over) below.prepend(bar.element);
  else shadow.prepend(bar.element);
  const unwatch = progress.watch((state) => bar.show(state));
  return () => {
    unwatch();
    bar.element.remove();
  };
}

/**
 * @param {HTMLElement} element
 * @returns {boolean} whether the place of the app shows anything but this
 */
function besides(element) {
  const root = element.getRootNode();
  const host = root instanceof ShadowRoot ? root.host : element.parentElement;
  return (host?.getBoundingClientRect().height ?? 0) > element.getBoundingClientRect().height;
}
