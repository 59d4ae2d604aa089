// Runs Python in Pyodide on Node: a line of JSON in, a line of JSON out.
//
//   node driver.mjs <folder with pyodide.mjs>
//   in:  {"code": "...", "mount": {"/path/inside": "/folder/of/the/host"}, "given": "{\"name\": ...}", "quiet": true}
//   out: {"value": <what the code's last expression gives>, "printed": [...]} or {"error": "<traceback>", "printed": [...]}
//
// What Python prints goes to stderr, or into the answer where it is to be quiet. The interpreter lives as long as stdin is open;
// each run has its own globals.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

/** @type {string[] | null} */
let printed = null;
const print = (/** @type {string} */ text) => void (printed ? printed.push(text) : process.stderr.write(`${text}\n`));

const folder = resolve(process.argv[2]);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const pyodide = await loadPyodide({ stdout: print, stderr: print });
const json = pyodide.pyimport("json");
const mounted = new Set();

/** @param {Record<string, string>} places */
function mount(places) {
  for (const [path, root] of Object.entries(places)) {
    if (mounted.has(path)) continue;
    pyodide.FS.mkdirTree(path);
    pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root }, path);
    mounted.add(path);
  }
}

/** @param {{code: string, mount?: Record<string, string>, given?: string, quiet?: boolean}} request */
async function run({ code, mount: places = {}, given = "{}", quiet = false }) {
  printed = quiet ? [] : null;
  mount(places);
  const globals = json.loads(given);
  globals.set("__name__", "__main__");
  try {
    const value = await pyodide.runPythonAsync(code, { globals });
    const text = json.dumps(value);
    value?.destroy?.();
    return `{"value": ${text}, "printed": ${JSON.stringify(printed ?? [])}}`;
  } catch (error) {
    return JSON.stringify({ error: String(error instanceof Error ? error.message : error), printed: printed ?? [] });
  } finally {
    globals.destroy();
  }
}

process.stdout.write(`${JSON.stringify({ value: pyodide.runPython("import sys; sys.version.split()[0]") })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${await run(JSON.parse(line))}\n`);
}
process.exit(0);
