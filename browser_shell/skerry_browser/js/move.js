// Moves a node without taking the focus, the selection, scroll positions or playing media from it.

/**
 * @param {Node} parent
 * @param {Node} node
 * @param {Node | null} before
 */
export function moveNode(parent, node, before) {
  const { moveBefore } = /** @type {any} */ (parent);
  if (moveBefore && parent.isConnected && node.isConnected) moveBefore.call(parent, node, before);
  else insertKeeping(parent, node, before);
}

/**
 * For browsers without `moveBefore`: what taking a node out of the document loses is put back afterwards.
 * @param {Node} parent
 * @param {Node} node
 * @param {Node | null} before
 */
function insertKeeping(parent, node, before) {
  const restore = [focusWithin(node), ...scrolledWithin(node), ...playingWithin(node)];
  parent.insertBefore(node, before);
  for (const put of restore) put();
}

/**
 * @param {Node} node
 * @returns {() => void}
 */
function focusWithin(node) {
  const active = /** @type {any} */ (/** @type {Document | ShadowRoot} */ (node.getRootNode()).activeElement);
  if (!active || !Node.prototype.contains.call(node, active)) return () => {};
  const selection = typeof active.selectionStart === "number"
    ? [active.selectionStart, active.selectionEnd, active.selectionDirection]
    : null;
  return () => {
    active.focus({ preventScroll: true });
    if (selection) active.setSelectionRange(...selection);
  };
}

/**
 * @param {Node} node
 * @returns {(() => void)[]}
 */
function scrolledWithin(node) {
  return elementsIn(node)
    .filter((element) => element.scrollTop || element.scrollLeft)
    .map((element) => {
      const { scrollTop, scrollLeft } = element;
      return () => element.scrollTo({ top: scrollTop, left: scrollLeft, behavior: "instant" });
    });
}

/**
 * @param {Node} node
 * @returns {(() => void)[]}
 */
function playingWithin(node) {
  return elementsIn(node)
    .filter((element) => element instanceof HTMLMediaElement && !element.paused)
    .map((element) => () => void /** @type {HTMLMediaElement} */ (element).play().catch(() => {}));
}

/**
 * @param {Node} node
 * @returns {Element[]}
 */
function elementsIn(node) {
  return node instanceof Element ? [node, ...node.querySelectorAll("*")] : [];
}
