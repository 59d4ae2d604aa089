// The next moment to show something: the next animation frame; a timer where no frame comes (a hidden tab, a frame out of sight).

const LONGEST = 250;

/**
 * @param {() => void} run
 */
export function nextFrame(run) {
  let ran = false;
  const once = () => {
    if (ran) return;
    ran = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, document.hidden ? 0 : LONGEST);
}

/**
 * When the page has nothing else to do, or a second has gone by: a browser that draws nothing may never say that it is idle.
 * @param {() => void} run
 */
export function whenIdle(run) {
  const ask = /** @type {typeof requestIdleCallback} */ (globalThis.requestIdleCallback ?? setTimeout); // not in Safari
  ask(run, { timeout: 1000 });
}
