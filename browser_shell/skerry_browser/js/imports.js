// What an app's sources import, where no build has looked.

/** Import statements, also those inside functions: a module too many is harmless. */
const IMPORT = /^[ \t]*(?:import[ \t]+(?<modules>[^#\n]+)|from[ \t]+(?<from>[\w.]+)[ \t]+import[ \t]+(?<names>\([^)]*\)|[^#\n]+))/gm;

/**
 * Whether sources import what is not there.
 * @param {Record<string, string>} sources by path
 * @param {{modules: string[], absent: string[]}} there modules that are; submodules of theirs that are not
 */
export function importMore(sources, there) {
  const [modules, absent] = [new Set(there.modules), new Set(there.absent)];
  const own = new Set(Object.keys(sources).map((path) => path.split("/")[0].replace(/\.py$/, "")));
  const needed = (/** @type {string} */ name) => !own.has(name.split(".")[0]) && !modules.has(name);
  return Object.entries(sources).some(([path, text]) => path.endsWith(".py") && importsOf(text, absent).some(needed));
}

/**
 * The modules that a source imports, by their full names.
 * @param {string} text
 * @param {Set<string>} absent submodules
 * @returns {string[]}
 */
export function importsOf(text, absent) {
  return [...text.matchAll(IMPORT)].flatMap(({ groups = {} }) => {
    if (groups.modules) return groups.modules.split(",").map((part) => part.trim().split(/\s/)[0]).filter(Boolean);
    if (!groups.from || groups.from.startsWith(".")) return [];
    const names = groups.names.replace(/[()\\]/g, " ").split(",").map((part) => part.trim().split(/\s/)[0]);
    return [groups.from, ...names.map((name) => `${groups.from}.${name}`).filter((name) => absent.has(name))];
  });
}
