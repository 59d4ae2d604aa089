// Events that the DOM does not have for elements: that their size has changed, that they came into view or left it.

/** @typedef {import("./protocol.js").Spec} Spec */

export class Observers {
  constructor() {
    this.sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => target.dispatchEvent(new Event("resize"))));
    this.views = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
      const before = this.visible.get(target) ?? false;
      this.visible.set(target, isIntersecting);
      if (before !== isIntersecting) target.dispatchEvent(Object.assign(new Event("visibility"), { visible: isIntersecting }));
    }));
    /** @type {WeakMap<Element, boolean>} */
    this.visible = new WeakMap();
    /** @type {WeakMap<Element, Set<string>>} */
    this.watched = new WeakMap();
  }

  /**
   * Observe an element, or no longer, as its listeners say.
   * @param {Element} element
   * @param {Spec[]} specs
   */
  follow(element, specs) {
    const wanted = new Set(specs.filter(({ e, o }) => (e === "resize" || e === "visibility") && !o?.at).map(({ e }) => e));
    const before = this.watched.get(element);
    if (!wanted.size && !before) return;
    this.watched.set(element, wanted);
    this.switch(this.sizes, element, "resize", wanted, before);
    this.switch(this.views, element, "visibility", wanted, before);
  }

  /**
   * @param {ResizeObserver | IntersectionObserver} observer
   * @param {Element} element
   * @param {string} name
   * @param {Set<string>} wanted
   * @param {Set<string>} [before]
   */
  switch(observer, element, name, wanted, before) {
    if (wanted.has(name) && !before?.has(name)) observer.observe(element);
    else if (!wanted.has(name) && before?.has(name)) observer.unobserve(element);
  }

  close() {
    this.sizes.disconnect();
    this.views.disconnect();
  }
}
