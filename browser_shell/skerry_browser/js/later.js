// What Python asks of the page while it can be suspended runs on a stack of its own, and there Chromium's garbage collector may look
// beyond the stack's end, which ends the page: an object of the DOM that is made there may start it. So such work waits until that
// stack is left. A promise is the engine's own, where queueMicrotask() is the DOM's.

const NOW = Promise.resolve();

/**
 * Run it as soon as the code that runs now has ended.
 * @param {() => void} run
 */
export function later(run) {
  void NOW.then(run);
}
