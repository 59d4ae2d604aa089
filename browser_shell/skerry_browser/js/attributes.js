// Writing attributes, styles and DOM properties. Styles go through the CSSOM: a strict CSP refuses style attributes.

const NAMESPACES = /** @type {Record<string, string>} */ ({
  xlink: "http://www.w3.org/1999/xlink",
  xml: "http://www.w3.org/XML/1998/namespace",
});

/**
 * @param {Element} element
 * @param {string} name
 * @param {string | null} value null removes it
 */
export function setAttribute(element, name, value) {
  if (name === "style") return setStyleText(element, value ?? "");
  const namespace = NAMESPACES[name.slice(0, Math.max(0, name.indexOf(":")))];
  if (value === null) {
    if (namespace) element.removeAttributeNS(namespace, name.slice(name.indexOf(":") + 1));
    else element.removeAttribute(name);
  } else if (namespace) element.setAttributeNS(namespace, name, value);
  else element.setAttribute(name, value);
}

/**
 * @param {Element} element
 * @param {string} text
 */
function setStyleText(element, text) {
  styleOf(element).cssText = text;
}

/**
 * An element's own styles, also those of a form that has a field of this name.
 * @param {any} element
 * @returns {CSSStyleDeclaration}
 */
export function styleOf(element) {
  const { style } = element;
  return style.setProperty ? style : Reflect.get(Object.getPrototypeOf(element), "style", element);
}

/**
 * @param {Element} element
 * @param {string} property a CSS name, custom properties too
 * @param {string | null} value null removes it
 */
export function setStyle(element, property, value) {
  const style = styleOf(element);
  style.removeProperty(property); // a value that the browser refuses must not leave the old one
  if (value === null) return;
  const important = /\s*!important$/;
  style.setProperty(property, value.replace(important, ""), important.test(value) ? "important" : "");
}

/**
 * Sanitized text becomes nodes; what it says of styles stands in data-style.
 * @param {Element} element
 * @param {string} html
 */
export function setInnerHTML(element, html) {
  element.innerHTML = html;
  styleInnerHTML(element);
}

/** @param {Element} element with sanitized text inside */
export function styleInnerHTML(element) {
  for (const styled of element.querySelectorAll("[data-style]")) {
    setStyleText(styled, styled.getAttribute("data-style") ?? "");
  }
}
