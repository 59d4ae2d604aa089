// What Python asks of the page while it can be suspended runs on a stack of its own. One Chromium of a hundred samples its own memory
// (its feature HeapProfilerReporting), and where something that is allocated there is the next sample, it looks beyond that stack's
// end, which ends the page. The less the page allocates there, the better: such work waits until that stack is left. A promise is the
// engine's own, where queueMicrotask() is the DOM's.

const NOW = Promise.resolve();

/**
 * Run it as soon as the code that runs now has ended.
 * @param {() => void} run
 */
export function later(run) {
  void NOW.then(run);
}
