// Runs before the page's own scripts: leaves a mark in the trace whenever the answer has changed.
(() => {
  let last;
  const observer = new MutationObserver(() => {
    const now = document.querySelector("#answer")?.textContent;
    if (now !== last && last !== undefined) performance.mark("changed");
    last = now;
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });
})();
