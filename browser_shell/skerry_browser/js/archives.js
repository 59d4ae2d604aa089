// Skerry's own Python in the interpreter: three archives on `sys.path`.
//
//   packages     what is not Skerry's own: for markdown, and to clean up HTML
//   core         `skerry` without its components
//   components   those, and the bridge to the page

/** In the order in which they are searched. After a start from a snapshot, only what is in the first is not imported yet. */
export const ARCHIVES = ["packages", "core", "components"];

/** @param {string} name */
export function placeOf(name) {
  return `/lib/skerry-${name}.zip`;
}

/** As `PYTHONPATH` has it. */
export const SEARCHED = ARCHIVES.map(placeOf).join(":");

/**
 * What an archive is called in the manifest.
 * @param {string} name
 */
export function fileOf(name) {
  return `${name}.archive`;
}
