// <sk-range>: in the gap above the rows of a virtual list. It tells Python which part of the list is in view, as soon as rows are
// missing there or soon will be.
//
//     list      gap | rows | gap | a row with the focus | gap
//     tells     upper, lower: what is in view, in pixels from the list's start; height: of a row, in hundredths of a pixel
//               part: how many thousandths of the rows are before the one with the focus, or -1; apart: whether it is that one row

/** @typedef {{upper: number, lower: number, height: number, part: number, apart: boolean}} Seen */

/** A change of the rows' height by so many hundredths of a pixel is none. */
const SAME = 25;

export class Range extends HTMLElement {
  static observedAttributes = ["rows", "start", "height"];

  /** What was told last. */
  told = "";
  frame = 0;
  look = () => { this.frame ||= requestAnimationFrame(() => this.tell()); };
  sizes = new ResizeObserver(this.look);

  connectedCallback() {
    this.told = "";
    document.addEventListener("scroll", this.look, { capture: true, passive: true });
    addEventListener("resize", this.look);
    this.sizes.observe(this.list);
    this.look();
  }

  disconnectedCallback() {
    document.removeEventListener("scroll", this.look, { capture: true });
    removeEventListener("resize", this.look);
    this.sizes.disconnect();
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  /** The rows are others now: what is in view may have to be told again. */
  attributeChangedCallback() {
    this.told = "";
    if (this.isConnected) this.look();
  }

  get gap() {
    return /** @type {HTMLElement} */ (this.closest("[data-gap]"));
  }

  get list() {
    return /** @type {HTMLElement} */ (this.gap.parentElement);
  }

  tell() {
    this.frame = 0;
    if (!this.isConnected) return;
    const parts = this.parts();
    if (!parts) return;
    const seen = this.seen(parts);
    const text = JSON.stringify(seen);
    if (text === this.told || !this.lacks(parts, seen)) return;
    this.told = text;
    this.dispatchEvent(new CustomEvent("range", { detail: seen }));
  }

  /** The runs of rows between the gaps, the one that is in view, and where it begins and ends. */
  parts() {
    /** @type {Element[][]} */
    const runs = [[]];
    /** @type {Element[]} */
    const gaps = [this.gap];
    for (let next = this.gap.nextElementSibling; next && gaps.at(-1)?.getAttribute("data-gap") !== "bottom"; next = next.nextElementSibling) {
      if (!next.hasAttribute("data-gap")) runs[runs.length - 1].push(next);
      else if (gaps.push(next) && next.getAttribute("data-gap") !== "bottom") runs.push([]);
    }
    if (gaps.length < 2) return null;
    const main = gaps.length === 3 && gaps[1].getAttribute("data-gap") === "above" ? 1 : 0;
    const start = gaps[0].getBoundingClientRect().top;
    return {
      start, runs, main, gaps,
      from: gaps[main].getBoundingClientRect().bottom - start,
      to: gaps[main + 1].getBoundingClientRect().top - start,
    };
  }

  /**
   * @param {NonNullable<ReturnType<Range["parts"]>>} parts
   * @returns {Seen}
   */
  seen({ start, runs, main, from, to }) {
    const { top, bottom } = inView(this.list);
    const rows = Number(this.getAttribute("rows"));
    const focus = document.activeElement;
    const run = focus && this.list.contains(focus) ? runs.findIndex((elements) => elements.some((row) => row.contains(focus))) : -1;
    const at = run < 0 ? -1 : runs[run].findIndex((row) => row.contains(focus));
    return {
      upper: Math.round(top - start), lower: Math.round(Math.max(top, bottom) - start),
      height: rows ? Math.round((100 * (to - from)) / rows) : 0,
      part: run < 0 ? -1 : Math.ceil((1000 * at) / runs[run].length), apart: run >= 0 && run !== main,
    };
  }

  /**
   * Whether rows are missing within half a screen of what is in view, or are of another height than was thought.
   * @param {NonNullable<ReturnType<Range["parts"]>>} parts
   * @param {Seen} seen
   */
  lacks({ gaps, main, from, to }, { upper, lower, height }) {
    const half = (lower - upper) / 2;
    if (height && Math.abs(height - 100 * Number(this.getAttribute("height"))) > SAME) return true;
    if (lower <= upper) return false; // the list is not in view
    const high = (/** @type {number} */ n) => gaps[n].getBoundingClientRect().height > 1;
    const above = high(main) || main > 0;
    const below = high(main + 1) || main + 1 < gaps.length - 1;
    return (above && upper - half < from) || (below && lower + half > to);
  }
}

/**
 * The part of the window in which an element's content can be seen, whatever scrolls around it.
 * @param {Element} element
 */
function inView(element) {
  let top = 0;
  let bottom = innerHeight;
  for (let around = element.parentElement; around && around !== document.documentElement; around = around.parentElement) {
    if (around === document.body || getComputedStyle(around).overflowY === "visible") continue;
    const box = around.getBoundingClientRect();
    top = Math.max(top, box.top);
    bottom = Math.min(bottom, box.bottom);
  }
  const own = getComputedStyle(element).overflowY === "visible" ? null : element.getBoundingClientRect();
  return own ? { top: Math.max(top, own.top), bottom: Math.min(bottom, own.bottom) } : { top, bottom };
}

if (!customElements.get("sk-range")) customElements.define("sk-range", Range);
