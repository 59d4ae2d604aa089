// Makes a snapshot: node make.mjs <folder of Pyodide> <folder of the page's modules> <folder of archives> <file to write> <level of Zstandard>
//
// Its format is described in the page's snapshot.js, which also tries here whether what was made can be restored.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { constants as zstd, zstdCompressSync } from "node:zlib";
import { Passing } from "./passing.mjs";
import { tidy } from "./tidy.mjs";

const [folder, modules, archives, target] = process.argv.slice(2, 6).map((path) => resolve(path));
const level = Number(process.argv[6]);
const here = dirname(fileURLToPath(import.meta.url));
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
const { default: factory } = await import(pathToFileURL(join(folder, "pyodide.asm.mjs")));
const { readSnapshot, restoreMemory, setTimezone } = await import(pathToFileURL(join(modules, "snapshot.js")));
const { SEARCHED, placeOf } = await import(pathToFileURL(join(modules, "archives.js")));

const PAGE = 4096;
const HOME = "/home/pyodide";
/** Sizes are compared over builds, so that nothing may be left to chance. */
const HASH_SEED = "0";

/** What the memory is like when the module has just been instantiated, taken on the way. @type {Uint8Array} */
let fresh;
const { instantiate } = WebAssembly;
const passing = new Passing();
WebAssembly.instantiate = async (...given) => {
  passing.watch(given[1]?.env);
  const made = await instantiate.apply(WebAssembly, given);
  const memory = (made.instance ?? made).exports.memory;
  if (memory?.buffer.byteLength > 2 ** 24) fresh = new Uint8Array(memory.buffer.slice());
  return made;
};

const lock = JSON.parse(readFileSync(join(folder, "pyodide-lock.json"), "utf8"));
try {
  const { header, passers, body } = await takeSnapshot();
  const bytes = written(header, passers, body);
  await prove(bytes);
  writeFileSync(target, bytes);
  console.log(`${target}: ${bytes.length} bytes for ${body.length} in ${header.runs.length} runs, ${header.modules.length} modules`);
  process.exitCode = 0;
} catch (error) {
  console.error(error.stack ?? error); // Node's own report would begin with all of Pyodide's source
  process.exitCode = 1;
}
process.exit();

async function takeSnapshot() {
  const pyodide = await loadPyodide({
    _makeSnapshot: true,
    lockFileContents: { info: lock.info, packages: {} },
    env: { HOME, PYTHONPATH: SEARCHED, PYTHONHASHSEED: HASH_SEED },
    fsInit: async (fs) => {
      for (const name of readdirSync(archives)) fs.writeFile(placeOf(basename(name, ".zip")), readFileSync(join(archives, name)));
    },
  });
  pyodide.setStdin({ read: (buffer) => buffer.fill(0).length }); // what is left in its buffer is no use to anyone
  const found = JSON.parse(pyodide.runPython(readFileSync(join(here, "warm.py"), "utf8")));
  const module = pyodide._module;
  tidy(module);
  const passers = passing.module();
  const { build, state, memory } = parts(pyodide.makeMemorySnapshot());
  const base = module._emscripten_stack_get_end();
  const { runs, body } = difference(memory, base);
  return { header: { build, state, base, memory: memory.length, page: PAGE, runs, lock: lock.info, passers: passers.length, ...found }, passers, body };
}

/** @param {Uint8Array} snapshot as Pyodide makes it */
function parts(snapshot) {
  const words = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 12);
  const [, start, length] = words;
  const build = Array.from(words.subarray(4, 12), (word) => word.toString(16).padStart(8, "0")).join("");
  return { build, state: JSON.parse(new TextDecoder().decode(snapshot.subarray(48, 48 + length))), memory: snapshot.subarray(start) };
}

/**
 * @param {Uint8Array} memory
 * @param {number} base
 */
function difference(memory, base) {
  const content = Uint8Array.from(memory);
  for (let i = 0; i < base; i++) content[i] ^= fresh[i];
  const runs = [];
  for (let page = 0; page < content.length / PAGE; page++) {
    if (!content.subarray(page * PAGE, (page + 1) * PAGE).some(Boolean)) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === page) last[1] += 1;
    else runs.push([page, 1]);
  }
  return { runs, body: Buffer.concat(runs.map(([first, count]) => content.subarray(first * PAGE, (first + count) * PAGE))) };
}

function written(header, passers, body) {
  const packed = zstdCompressSync(body, {
    pledgedSrcSize: body.length,
    params: {
      [zstd.ZSTD_c_compressionLevel]: level, [zstd.ZSTD_c_windowLog]: 25, [zstd.ZSTD_c_checksumFlag]: 1, [zstd.ZSTD_c_contentSizeFlag]: 1,
    },
  });
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  return Buffer.concat([Buffer.from("skerry02"), size, text, passers, packed]);
}

/** A snapshot that does not come up here would not come up anywhere. */
async function prove(bytes) {
  const snapshot = readSnapshot(new Uint8Array(bytes));
  const pyodide = await loadPyodide({
    _loadSnapshot: new Uint8Array(),
    lockFileContents: { info: lock.info, packages: {} },
    env: { HOME },
    createPyodideModule: async (settings) => {
      const module = await factory(settings);
      module.API.restoreSnapshot = () => {
        restoreMemory(module, fresh.slice(0, snapshot.header.base), snapshot);
        setTimezone(module);
        return snapshot.header.state;
      };
      return module;
    },
  });
  pyodide.runPython("import skerry_browser.restored; skerry_browser.restored.renew('C.UTF-8')");
}
