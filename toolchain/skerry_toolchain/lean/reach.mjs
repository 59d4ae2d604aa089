// Which functions of a WebAssembly module nobody can reach: node reach.mjs < module. Prints their places among the module's own, as JSON.
//
// Whoever calls from outside begins with an export, or with a place of the table; from there it goes on by calls and by functions that
// are referred to. The format: https://webassembly.github.io/spec/core/binary/

import { readFileSync } from "node:fs";

const TYPES = 1, IMPORTS = 2, EXPORTS = 7, START = 8, ELEMENTS = 9, CODE = 10;
const HEADER = 8;

const bytes = readFileSync(0);
let at = HEADER;

const byte = () => bytes[at++];
const skip = () => { while (bytes[at++] >= 0x80); };

/** LEB128, unsigned. */
function number() {
  let value = 0;
  for (let scale = 1; ; scale *= 0x80) {
    const next = byte();
    value += (next & 0x7f) * scale;
    if (next < 0x80) return value;
  }
}

/** @param {() => void} one */
function each(one) {
  for (let left = number(); left--;) one();
}

/** @type {Map<number, number>} where each section begins */
const sections = new Map();
while (at < bytes.length) {
  const kind = byte();
  const size = number();
  sections.set(kind, at);
  at += size;
}

/** @param {number} kind @param {() => void} one */
function entries(kind, one) {
  if (!sections.has(kind)) return;
  at = sections.get(kind);
  each(one);
}

function limits() {
  const flags = byte();
  number();
  if (flags & 1) number();
}

let imported = 0;
entries(IMPORTS, () => {
  for (let names = 2; names--;) { const length = number(); at += length; }
  const kind = byte();
  if (kind === 0) { number(); imported++; }
  else if (kind === 1) { byte(); limits(); }
  else if (kind === 2) limits();
  else if (kind === 3) at += 2;
  else { byte(); number(); }
});

/** Functions from which anybody can begin. @type {number[]} */
const pending = [];
entries(EXPORTS, () => {
  const length = number();
  at += length;
  const kind = byte();
  const index = number();
  if (kind === 0) pending.push(index);
});
entries(ELEMENTS, () => {
  if (number() !== 0) throw new Error("a list of functions is not one at a fixed place of the first table");
  byte();
  skip();
  byte();
  each(() => pending.push(number()));
});
if (sections.has(START)) {
  at = sections.get(START);
  pending.push(number());
}

/** Where each function's code begins and ends. @type {[number, number][]} */
const bodies = [];
entries(CODE, () => {
  const size = number();
  bodies.push([at, at + size]);
  at += size;
});

/** What follows an instruction, by its number. @type {Map<number, () => void>} */
const after = new Map();
/** @param {(() => void)} what @param {...(number | [number, number])} codes single ones, and from where to where */
function follows(what, ...codes) {
  for (const code of codes) {
    const [first, last] = typeof code === "number" ? [code, code] : code;
    for (let one = first; one <= last; one++) after.set(one, what);
  }
}
const two = () => { number(); skip(); };
follows(() => {}, [0x00, 0x01], 0x05, 0x0a, 0x0b, 0x0f, 0x19, 0x1a, 0x1b, [0x45, 0xc4], 0xd1);
follows(skip, [0x02, 0x04], 0x06, [0x41, 0x42], 0xd0); // blocks with their type, constants
follows(number, [0x07, 0x09], 0x18, [0x0c, 0x0d], [0x20, 0x26]); // branches, variables, tables
follows(two, [0x28, 0x3e], 0x11, 0x13); // memory, calls by a place in a table
follows(byte, [0x3f, 0x40]);
follows(() => { at += 4; }, 0x43);
follows(() => { at += 8; }, 0x44);
follows(() => { each(number); number(); }, 0x0e);
follows(() => each(byte), 0x1c);
follows(() => pending.push(number()), 0x10, 0x12, 0xd2); // calls, references
follows(() => {
  const code = number();
  if (code < 8) return;
  if (code === 8 || code === 10 || code === 12 || code === 14) two(); // of two memories, segments or tables
  else number();
}, 0xfc);

/** @param {[number, number]} body */
function read([start, end]) {
  at = start;
  each(() => { number(); skip(); });
  while (at < end) {
    const code = byte();
    const what = after.get(code);
    if (!what) throw new Error(`instruction ${code.toString(16)} is not known`);
    what();
  }
  if (at !== end) throw new Error("a function's code does not end where it should");
}

if (!sections.has(TYPES)) throw new Error("it has no functions");
const reached = new Set();
while (pending.length) {
  const index = pending.pop();
  if (index < imported || reached.has(index)) continue;
  reached.add(index);
  read(bodies[index - imported]);
}
console.log(JSON.stringify([...bodies.keys()].filter((place) => !reached.has(place + imported))));
