// Runs Python in Pyodide for the tests: a line of JSON in, a line of JSON out.
//
//   node driver.mjs <folder with pyodide.mjs>
//   in:  {"code": "...", "mount": {"/path/inside": "/folder/of/the/host"}}
//   out: {"value": <what the code's last expression gives>} or {"error": "<traceback>"}
//
// What Python prints goes to stderr. The interpreter lives as long as stdin is open; each run has its own globals.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const folder = resolve(process.argv[2]);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const toStderr = { batched: (text) => process.stderr.write(`${text}\n`) };
const pyodide = await loadPyodide({ stdout: toStderr.batched, stderr: toStderr.batched });
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

/** @param {{code: string, mount?: Record<string, string>}} request */
async function run({ code, mount: places = {} }) {
  mount(places);
  const globals = pyodide.toPy({ __name__: "__main__" });
  const dumps = pyodide.pyimport("json").dumps;
  try {
    const value = await pyodide.runPythonAsync(code, { globals });
    const text = dumps(value);
    value?.destroy?.();
    return `{"value": ${text}}`;
  } catch (error) {
    return JSON.stringify({ error: String(error.message ?? error) });
  } finally {
    globals.destroy();
  }
}

process.stdout.write(`${JSON.stringify({ value: pyodide.runPython("import sys; sys.version.split()[0]") })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${await run(JSON.parse(line))}\n`);
}
process.exit(0);
