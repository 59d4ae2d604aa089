// Where a page that the build has rendered is not what the app shows.

const MOST = 20;

/**
 * On the author's own machine they are to be seen.
 * @param {string[]} differences
 * @param {(level: string, text: string) => void} log
 */
export function tellDifferences(differences, log) {
  const own = /^(localhost|127\.|\[::1\])/.test(location.hostname);
  const more = differences.length > MOST ? `\nand ${differences.length - MOST} more` : "";
  log(own ? "warning" : "debug", `The page that was rendered when the site was built is not what the app shows; these parts were made anew:\n${
    differences.slice(0, MOST).join("\n")}${more}`);
}
