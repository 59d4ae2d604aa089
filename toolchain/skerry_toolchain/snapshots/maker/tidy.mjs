// Nothing in memory that nobody needs: what is left of old values compresses badly.
//
// This Python has no allocator of its own, so all its objects are chunks of dlmalloc's, one behind the other from the heap's
// beginning to its end:
//
//   0   size of the chunk before, if that one is free
//   4   size of this one, and in its lowest bits: 1 the one before is in use, 2 this one is
//   8   content; of a free one, up to 24 bytes that link it with other free ones
//
// A walk that does not end exactly where the heap does means that this is not true any more.

const IN_USE = 2;
const FLAGS = 7;
const LINKS_END = 32;

export function tidy(module) {
  clearStack(module);
  for (const { start, size, used } of chunks(module)) {
    if (!used) module.HEAPU8.fill(0, start + Math.min(size, LINKS_END), start + size);
  }
}

/** What lies below the stack's pointer. */
function clearStack(module) {
  module.HEAPU8.fill(0, module._emscripten_stack_get_end(), module.stackSave());
}

export function* chunks(module) {
  const words = module.HEAPU32;
  const end = module._sbrk(0);
  let start = module.___heap_base;
  while (start < end) {
    const head = words[(start >>> 2) + 1];
    const size = head & ~FLAGS;
    if (!size) break;
    yield { start, size, used: Boolean(head & IN_USE) };
    start += size;
  }
  if (start !== end) throw new Error(`the heap is not laid out as expected: chunks end at ${start}, it at ${end}`);
}
