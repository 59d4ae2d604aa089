// Takes over what templates have made in a page that is there already: see adopt.js.

/**
 * @typedef {import("./adopt.js").Adopter} Adopter
 * @typedef {import("./adopt.js").Within} Within
 */

/**
 * Nodes in a template's place, and what marks it.
 * @param {Adopter} adopter
 * @param {Element} parent
 * @param {import("./template.js").Place} place
 * @param {ChildNode | null} at
 * @param {number} left
 * @param {boolean} own
 */
export function adoptPlace(adopter, parent, { number, trees }, at, left, own) {
  const { within } = adopter;
  adopter.within = null;
  for (const [index, tree] of trees.entries()) at = adopter.child(parent, tree, at, left + trees.length - index, own);
  adopter.within = within;
  const anchor = document.createComment("");
  parent.insertBefore(anchor, at);
  adopter.nodes.add(/** @type {Within} */ (within).id + 1 + number, anchor);
  return at;
}

/**
 * @param {Adopter} adopter
 * @param {Element} root
 * @param {any[]} shape its values in it
 * @param {import("./template.js").Template} template
 */
export function adoptInstance(adopter, root, shape, template) {
  const { nodes } = adopter;
  const outer = adopter.within;
  /** @type {Within} */
  const within = adopter.within = { id: adopter.next, path: [], nodes: new Map([["", root]]) };
  adopter.next += template.size;
  nodes.add(within.id, root);
  nodes.instances.set(within.id, template);
  adopter.keepElement(root, shape);
  const at = (/** @type {number[]} */ path) => /** @type {Node} */ (within.nodes.get(path.join()));
  if (template.places.length) nodes.kept.set(within.id, template.values.map(([path]) => at(path)));
  template.inner.forEach(([path], index) => {
    nodes.add(within.id + template.firstInner + index, at(path));
    nodes.inside.set(at(path), within.id);
  });
  adopter.within = outer;
}
