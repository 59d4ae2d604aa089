// Where a page that the build has rendered is not what the app shows.

/**
 * In which element, a key of `WORDS`, and the facts that it takes.
 * @typedef {[element: Element | null, what: string, ...facts: any[]]} Difference
 */

const MOST = 20;

/** @type {Record<string, (...facts: any[]) => string>} */
const WORDS = {
  missing: (tree) => `has no ${typeof tree === "string" ? `text ${quoted(tree)}` : `<${tree[0]}>`} where the app shows one`,
  more: (node) => `has more than the app shows: ${node.nodeName.toLowerCase()}`,
  text: (page, app) => `says ${quoted(page)}, and the app ${quoted(app)}`,
  attribute: (name) => `has the attribute ${name}`,
  value: (name, page, app) => `has ${name}=${JSON.stringify(page)}, and the app ${JSON.stringify(app)}`,
  inside: () => "has other text inside",
};

/**
 * On the author's own machine they are to be seen.
 * @param {Difference[]} differences
 * @param {import("./mount.js").Mount} mount
 */
export function tellDifferences(differences, mount) {
  const own = /^(localhost|127\.|\[::1\])/.test(location.hostname);
  const more = differences.length > MOST ? `\nand ${differences.length - MOST} more` : "";
  mount.log(own ? "warning" : "debug", `The page that was rendered when the site was built is not what the app shows; these parts were made anew:\n${
    differences.slice(0, MOST).map(inWords).join("\n")}${more}`);
}

/** @param {Difference} difference */
function inWords([element, what, ...facts]) {
  return `<${element?.localName ?? "?"}${element?.id ? ` id=${element.id}` : ""}> ${WORDS[what](...facts)}`;
}

/** @param {string} text */
function quoted(text) {
  return JSON.stringify(text.slice(0, 40));
}
