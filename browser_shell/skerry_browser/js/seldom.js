// Listeners that few apps have: to keys, to what elements do beside being pressed and edited, to sizes and what is in sight.

export { keepInnerHTML } from "./adopthtml.js";
export { matchesCombo } from "./combos.js";
export { offerDrop } from "./dropping.js";
export { EXTRACTORS } from "./happenings.js";
export { Holding } from "./holding.js";
export { jsonSafe } from "./jsonsafe.js";
export { Observers } from "./observers.js";
export { listenToWindow, replayed } from "./windowed.js";
