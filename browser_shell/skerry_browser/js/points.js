// <sk-points>: a point of the image inside is chosen, with the pointer or with a crosshair that the arrow keys move.

import { make } from "./dom.js";

/** Share of the image that an arrow key moves the crosshair by; with Shift it is one pixel. */
const STRIDE = 0.02;

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Points extends HTMLElement {
  dots = make("span", { "aria-hidden": "true" });
  cross = make("span", { className: "sk-crosshair", hidden: true, "aria-hidden": "true" });
  at = make("span", { className: "sk-points-at", role: "status" });
  /** Pixels of the image. @type {{x: number, y: number} | null} */
  point = null;
  wired = false;

  connectedCallback() {
    if (this.wired) return;
    this.wired = true;
    /** @type {HTMLElement} */ (this.querySelector(":scope > .sk-points-own")).append(this.dots, this.cross, this.at);
    for (const type of ["click", "keydown"]) {
      this.addEventListener(type, (event) => {
        if (!this.closest("[data-sk-page]")) this.take(event);
      });
    }
    this.addEventListener("focus", () => { if (this.matches(":focus-visible")) this.move(this.point ?? this.middle()); });
    this.image.addEventListener("load", () => this.forget());
    new ResizeObserver(() => this.draw()).observe(this.image);
  }

  static get observedAttributes() {
    return ["points"];
  }

  attributeChangedCallback() {
    if (this.wired) this.draw();
  }

  get image() {
    return /** @type {HTMLImageElement} */ (this.querySelector("img"));
  }

  /** Its size in pixels of its own; an SVG without a size has that in which it is shown. */
  get size() {
    const { naturalWidth, naturalHeight, clientWidth, clientHeight } = this.image;
    return naturalWidth ? { width: naturalWidth, height: naturalHeight } : { width: clientWidth, height: clientHeight };
  }

  middle() {
    const { width, height } = this.size;
    return { x: Math.floor(width / 2), y: Math.floor(height / 2) };
  }

  /** Where in the window the image's own pixels lie, whatever box it is fitted into. */
  get frame() {
    const box = this.image.getBoundingClientRect();
    const { width, height } = this.size;
    const fit = getComputedStyle(this.image).objectFit;
    const [across, down] = [box.width / width, box.height / height];
    const scale = { contain: Math.min(across, down), "scale-down": Math.min(1, across, down), cover: Math.max(across, down), none: 1 }[fit];
    const size = scale ? [width * scale, height * scale] : [box.width, box.height];
    return { left: box.left + (box.width - size[0]) / 2, top: box.top + (box.height - size[1]) / 2, width: size[0], height: size[1] };
  }

  /** @param {any} event as it happens, or as it was before there was Python (replay.js), when the element was elsewhere */
  take(event) {
    if (event.type === "click") this.clicked(event, event.boxes?.get(this) ?? this.getBoundingClientRect());
    if (event.type === "keydown") this.pressed(event);
  }

  /**
   * @param {MouseEvent} event
   * @param {DOMRect} then where the element was
   */
  clicked(event, then) {
    if (event.target !== this.image || !this.hasAttribute("tabindex")) return; // without it, there are marks only
    const { left, top, width, height } = this.frame;
    const size = this.size;
    const now = this.getBoundingClientRect();
    const right = now.left + (event.clientX - then.left) / then.width * now.width;
    const down = now.top + (event.clientY - then.top) / then.height * now.height;
    const x = Math.floor((right - left) / width * size.width);
    const y = Math.floor((down - top) / height * size.height);
    if (x < 0 || y < 0 || x >= size.width || y >= size.height) return; // beside the image, in its box
    this.move({ x, y });
    this.choose();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const { x, y } = this.point ?? this.middle();
      const { width, height } = this.size;
      const step = event.shiftKey ? 1 : Math.max(1, Math.round(Math.max(width, height) * STRIDE));
      this.move({ x: x + arrow[0] * step, y: y + arrow[1] * step });
    } else if (event.key === "Enter" || event.key === " ") {
      if (!this.point) this.move(this.middle());
      this.choose();
    } else return;
    event.preventDefault();
  }

  /** @param {{x: number, y: number}} to pixels; what is outside is brought to the edge */
  move({ x, y }) {
    const { width, height } = this.size;
    this.point = { x: Math.max(0, Math.min(width - 1, x)), y: Math.max(0, Math.min(height - 1, y)) };
    this.at.textContent = `${this.point.x}, ${this.point.y}`;
    this.draw();
  }

  choose() {
    this.dispatchEvent(Object.assign(new Event("point"), this.point));
  }

  /** Put the crosshair and the marks where their pixels are shown now. */
  draw() {
    /** @type {[number, number][]} */
    const points = this.size.width ? JSON.parse(this.getAttribute("points") ?? "[]") : [];
    while (this.dots.childElementCount > points.length) this.dots.lastElementChild?.remove();
    const box = this.getBoundingClientRect();
    points.forEach(([x, y], number) => {
      const dot = this.dots.children[number] ?? this.dots.appendChild(make("span", { className: "sk-dot" }, String(number + 1)));
      this.put(/** @type {HTMLElement} */ (dot), { x, y }, box);
    });
    const marked = points.some(([x, y]) => x === this.point?.x && y === this.point?.y);
    this.cross.hidden = !this.point || marked;
    if (this.point) this.put(this.cross, this.point, box);
  }

  /**
   * @param {HTMLElement} element
   * @param {{x: number, y: number}} point
   * @param {DOMRect} box
   */
  put(element, { x, y }, box) {
    const { left, top, width, height } = this.frame;
    const size = this.size;
    element.style.left = `${left - box.left + (x + 0.5) / size.width * width}px`;
    element.style.top = `${top - box.top + (y + 0.5) / size.height * height}px`;
  }

  /** Another image is shown. */
  forget() {
    this.point = null;
    this.at.textContent = "";
    this.draw();
  }
}

if (!customElements.get("sk-points")) customElements.define("sk-points", Points);
