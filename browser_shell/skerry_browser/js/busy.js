// What people see of handlers that take time: marks on the elements that are busy. How far the work is, feedback.js says.

/**
 * Mark an element: "busy" while its handler runs, "failed" when it has raised, "" for neither.
 * @param {Element | null} element
 * @param {string} state
 */
export function markBusy(element, state) {
  if (!element) return;
  if (state === "busy") element.setAttribute("aria-busy", "true");
  else element.removeAttribute("aria-busy");
  if (state) element.setAttribute("data-sk-run", state);
  else element.removeAttribute("data-sk-run");
}
