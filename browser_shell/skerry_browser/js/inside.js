// The elements inside a template's instance that listen: they get their ids with their first events.

/** @typedef {import("./nodes.js").Nodes} Nodes */

/**
 * They get their ids anew, with their next events.
 * @param {Nodes} nodes
 * @param {number} id
 * @param {import("./template.js").Template} template
 */
export function forgetInside({ byId, ids, listeners }, id, template) {
  for (let inner = id + template.firstInner; inner < id + template.size; inner++) {
    const node = byId.get(inner);
    if (!node) continue;
    byId.delete(inner);
    ids.delete(node);
    listeners.delete(node);
  }
}

/**
 * Give an element inside an instance its id and listeners, where it has any.
 * @param {Nodes} nodes
 * @param {Node} node
 * @returns {number[] | undefined} the numbers of its specs
 */
export function findInside(nodes, node) {
  /** @type {number[]} */
  const path = [];
  let root = node;
  while (!nodes.ids.has(root)) {
    const parent = root.parentNode;
    if (!parent || root === nodes.root) return undefined;
    path.unshift(stepOf(nodes, /** @type {Element} */ (root)));
    root = parent;
  }
  const id = /** @type {number} */ (nodes.ids.get(root));
  const found = nodes.instances.get(id)?.innerAt(path);
  if (!found) return undefined;
  const [offset, specs] = found;
  nodes.add(id + offset, node);
  nodes.inside.set(node, id);
  nodes.listeners.set(node, specs);
  return specs;
}

/**
 * @param {Nodes} nodes
 * @param {Element} element of a template
 * @returns {number} how many elements of the template stand before it; those in places have ids from the start
 */
function stepOf({ ids, inside }, element) {
  let index = 0;
  for (let before = element.previousElementSibling; before; before = before.previousElementSibling) {
    if (!ids.has(before) || inside.has(before)) index++;
  }
  return index;
}
