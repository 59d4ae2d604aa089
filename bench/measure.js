// Runs in the page under test. Times are from the event's dispatch to the DOM as it should be, and to the frame that shows it.
(() => {
  const rows = () => document.querySelectorAll("#tbody > tr");
  const label = (i) => rows()[i]?.querySelector(".col-md-4 > a")?.textContent ?? "";
  const id = (i) => rows()[i]?.firstElementChild.textContent ?? "";

  /** For each operation: what to note before, what to press, and when it is done. */
  const OPERATIONS = {
    click: { before: () => document.querySelector("#counter").textContent, press: () => document.querySelector("#counter"), done: (was) => document.querySelector("#counter").textContent === String(Number(was) + 1) },
    create: { before: () => 0, press: () => document.querySelector("#run"), done: () => rows().length === 1000 && label(999) !== "" },
    replace: { before: () => id(0), press: () => document.querySelector("#run"), done: (was) => rows().length === 1000 && id(0) !== was && id(999) !== "" },
    update: { before: () => label(990), press: () => document.querySelector("#update"), done: (was) => label(990) === `${was} !!!` },
    swap: { before: () => id(1), press: () => document.querySelector("#swaprows"), done: (was) => id(998) === was },
    select: { before: () => 0, press: () => rows()[Math.floor(Math.random() * 900)].querySelector(".col-md-4 > a"), done: (_was, pressed) => pressed.closest("tr").className === "danger" },
    remove: { before: () => rows().length, press: () => rows()[5].querySelectorAll("a")[1], done: (was) => rows().length === was - 1 },
    clear: { before: () => 0, press: () => document.querySelector("#clear"), done: () => rows().length === 0 },
  };

  const frame = () => new Promise((done) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => done(performance.now()); port2.postMessage(0); }));
  const changed = (done) => new Promise((resolve, reject) => {
    const stop = setTimeout(() => { observer.disconnect(); reject(new Error("the page has not changed within 30 s")); }, 30_000);
    const observer = new MutationObserver(() => { if (done()) { clearTimeout(stop); observer.disconnect(); resolve(performance.now()); } });
    observer.observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true });
  });

  /** @returns {Promise<[number, number]>} milliseconds to the DOM, and to the frame after it */
  window.measure = async (name) => {
    const { before, press, done } = OPERATIONS[name];
    const was = before();
    const pressed = press();
    await frame();
    const start = performance.now();
    pressed.click();
    const dom = done(was, pressed) ? performance.now() : await changed(() => done(was, pressed));
    return [dom - start, (await frame()) - start];
  };
})();
