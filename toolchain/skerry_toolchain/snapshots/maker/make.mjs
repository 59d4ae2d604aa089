// Makes a snapshot: node make.mjs <folder of Pyodide> <folder of the page's modules> <folder of archives> <file to write> <level of Zstandard>
//
// Its format is described in the page's snapshot.js, which also tries here whether what was made can be restored.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { constants as zstd, zstdCompressSync } from "node:zlib";
import { Passing } from "./passing.mjs";
import { beginning, leaveOnly, pagesRead, unpacking } from "./read.mjs";
import { tidy } from "./tidy.mjs";

const [folder, modules, archives, target] = process.argv.slice(2, 6).map((path) => resolve(path));
const level = Number(process.argv[6]);
const here = dirname(fileURLToPath(import.meta.url));
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
const { default: factory } = await import(pathToFileURL(join(folder, "pyodide.asm.mjs")));
const { readSnapshot, restoreMemory, setTimezone, unpack } = await import(pathToFileURL(join(modules, "snapshot.js")));
const { SEARCHED, placeOf } = await import(pathToFileURL(join(modules, "archives.js")));

const PAGE = 4096;
const HOME = "/home/pyodide";
/** Sizes are compared over builds, so that nothing may be left to chance. */
const HASH_SEED = "0";
/** Bytes of a piece from which most is learnt of how all of it is unpacked. */
const PIECE = 2 ** 19;

/** What the memory is like when the module has just been instantiated, taken on the way. @type {Uint8Array} */
let fresh;
/** What Emscripten has the module do then. @type {() => void} */
let begin;
/** The pages of constants that there are to be. @type {number[] | null} */
let kept = null;
const { instantiate } = WebAssembly;
const passing = new Passing();
WebAssembly.instantiate = async (...given) => {
  passing.watch(given[1]?.env);
  const made = await instantiate.apply(WebAssembly, given);
  const { memory, __wasm_call_ctors: ctors } = (made.instance ?? made).exports;
  if (memory?.buffer.byteLength > 2 ** 24) {
    [fresh, begin] = [new Uint8Array(memory.buffer.slice()), ctors];
    if (kept) leaveOnly(new Uint8Array(memory.buffer), fresh, PAGE, kept);
  }
  return made;
};

const lock = JSON.parse(readFileSync(join(folder, "pyodide-lock.json"), "utf8"));
try {
  const { header, passers, body } = await takeSnapshot();
  const packed = compressed(body);
  header.read = await findRead(packed, body, header.memory);
  const bytes = written(header, passers, packed);
  await prove(bytes);
  writeFileSync(target, bytes);
  const { runs, read, modules } = header;
  console.log(`${target}: ${bytes.length} bytes for ${body.length} in ${runs.length} runs, ${modules.length} modules, ${read.length} pages read`);
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
  const { runs, body } = content(memory);
  return { header: { build, state, memory: memory.length, page: PAGE, runs, lock: lock.info, passers: passers.length, ...found }, passers, body };
}

/** @param {Uint8Array} snapshot as Pyodide makes it */
function parts(snapshot) {
  const words = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 12);
  const [, start, length] = words;
  const build = Array.from(words.subarray(4, 12), (word) => word.toString(16).padStart(8, "0")).join("");
  return { build, state: JSON.parse(new TextDecoder().decode(snapshot.subarray(48, 48 + length))), memory: snapshot.subarray(start) };
}

/** @param {Uint8Array} memory */
function content(memory) {
  const runs = [];
  for (let page = 0; page < memory.length / PAGE; page++) {
    if (!memory.subarray(page * PAGE, (page + 1) * PAGE).some(Boolean)) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === page) last[1] += 1;
    else runs.push([page, 1]);
  }
  return { runs, body: Buffer.concat(runs.map(([first, count]) => memory.subarray(first * PAGE, (first + count) * PAGE))) };
}

/** @param {Uint8Array} body */
function compressed(body) {
  return zstdCompressSync(body, {
    pledgedSrcSize: body.length,
    params: {
      [zstd.ZSTD_c_compressionLevel]: level, [zstd.ZSTD_c_windowLog]: 25, [zstd.ZSTD_c_checksumFlag]: 1, [zstd.ZSTD_c_contentSizeFlag]: 1,
    },
  });
}

function written(header, passers, packed) {
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  return Buffer.concat([Buffer.from("skerry03"), size, text, passers, packed]);
}

/**
 * Which pages of constants are read before all of them are there.
 * @param {Uint8Array} packed
 * @param {Uint8Array} body
 * @param {number} memory bytes, at least
 * @returns {Promise<number[]>}
 */
async function findRead(packed, body, memory) {
  const piece = body.subarray(0, PIECE);
  /** @type {number[] | undefined} */
  let read;
  const found = new Error("its memory is of no use afterwards");
  await loadPyodide(restoring((module) => {
    if (module.HEAPU8.length < memory) module._emscripten_resize_heap(memory);
    const constants = fresh.slice(0, module._emscripten_stack_get_end());
    read = withTimeStill(() => pagesRead(module, constants, PAGE, [
      beginning(module, begin, constants), unpacking(module, unpack, compressed(piece), piece), unpacking(module, unpack, packed, body),
    ]));
    throw found;
  })).catch((error) => { if (error !== found) throw error; });
  return /** @type {number[]} */ (read);
}

/**
 * A snapshot that does not come up here would not come up anywhere.
 * @param {Uint8Array} bytes
 */
async function prove(bytes) {
  const snapshot = readSnapshot(new Uint8Array(bytes));
  const { read, state } = snapshot.header;
  kept = read;
  const pyodide = await loadPyodide(restoring((module) => {
    restoreMemory(module, snapshot);
    setTimezone(module);
    return state;
  }));
  pyodide.runPython("import skerry_browser.restored; skerry_browser.restored.renew('C.UTF-8')");
}

/** @param {(module: any) => unknown} restoreSnapshot */
function restoring(restoreSnapshot) {
  return {
    _loadSnapshot: new Uint8Array(),
    lockFileContents: { info: lock.info, packages: {} },
    env: { HOME },
    createPyodideModule: async (/** @type {any} */ settings) => {
      const module = await factory(settings);
      module.API.restoreSnapshot = () => restoreSnapshot(module);
      return module;
    },
  };
}

/**
 * What is done twice finds the same time twice.
 * @param {() => T} run
 * @template T
 */
function withTimeStill(run) {
  const [date, clock] = [Date.now, performance.now];
  Date.now = performance.now = () => 1;
  try {
    return run();
  } finally {
    Object.assign(Date, { now: date });
    Object.assign(performance, { now: clock });
  }
}
