// Takes the place of a service worker that an earlier site at this address has left, and ends it with all that it kept. With
// self.SKERRY_RELOAD, pages that it has answered are loaded anew.

(() => {
  const scope = /** @type {any} */ (self); // a ServiceWorkerGlobalScope
  const kept = `skerry ${new URL("./", location.href).href} `;

  async function end() {
    for (const name of await caches.keys()) if (name.startsWith(kept)) await caches.delete(name);
    const pages = await scope.clients.matchAll({ type: "window" });
    await scope.registration.unregister();
    if (scope.SKERRY_RELOAD) for (const page of pages) void page.navigate(page.url);
  }

  scope.addEventListener("install", () => scope.skipWaiting());
  scope.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(end()));
})();
