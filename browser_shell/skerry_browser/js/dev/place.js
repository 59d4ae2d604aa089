// Where the person is in the app: the focused field and the selection in it, found again after the app was built anew.

/**
 * @typedef {{element: Element, path: number[]}} Spot
 */

/**
 * @param {HTMLElement} app
 * @returns {() => void} puts the focus back, to what stands in the same place
 */
export function keepFocus(app) {
  const focused = document.activeElement;
  const root = rootsOf(app).find((one) => one.contains(focused));
  if (!focused || !root || focused === root) return () => {};
  const path = pathTo(focused, root);
  const { id, tagName } = focused;
  const selection = selectionOf(focused);
  return () => {
    if (focused.isConnected) return void put(focused, selection);
    const now = rootsOf(app)[0];
    const found = (id && now?.querySelector(`#${CSS.escape(id)}`)) || (now && follow(path, now));
    if (found?.tagName === tagName) put(found, selection);
  };
}

/**
 * The app's root; two while one takes the other's place.
 * @param {HTMLElement} app
 * @returns {Element[]}
 */
function rootsOf(app) {
  return [...app.querySelectorAll(":scope > .sk-app")];
}

/**
 * @param {Element} element
 * @param {Element} root
 * @returns {number[]}
 */
function pathTo(element, root) {
  const path = [];
  for (let at = element; at !== root; at = /** @type {Element} */ (at.parentElement)) {
    path.unshift([.../** @type {Element} */ (at.parentElement).children].indexOf(at));
  }
  return path;
}

/**
 * @param {number[]} path
 * @param {Element} root
 * @returns {Element | undefined}
 */
function follow(path, root) {
  return path.reduce((/** @type {Element | undefined} */ at, index) => at?.children[index], root);
}

/**
 * @param {Element} element
 * @returns {[number, number] | null}
 */
function selectionOf(element) {
  const { selectionStart, selectionEnd } = /** @type {HTMLInputElement} */ (element);
  return selectionStart == null || selectionEnd == null ? null : [selectionStart, selectionEnd];
}

/**
 * @param {Element} element
 * @param {[number, number] | null} selection
 */
function put(element, selection) {
  /** @type {HTMLElement} */ (element).focus({ preventScroll: true });
  if (selection) /** @type {HTMLInputElement} */ (element).setSelectionRange(...selection);
}
