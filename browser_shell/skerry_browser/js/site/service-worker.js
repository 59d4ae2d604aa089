// The service worker of a built site. The build puts one line before it: self.SKERRY_SITE = {build, files}, where files has the hash of
// each file by its path.
//
//   a file                 by its content: builds share what is the same in them, and only what is new is fetched
//   a build                which file has which content
//   a page that is open    the build that it came from, whose files it gets until it is loaded anew
//
// A new build is fetched while the old one is used, and takes over once it is whole. Whatever goes wrong here, the network answers.
// What a page needs before it is painted is the build's front: browsers that take routes find it there without this worker.

(() => {
  const scope = /** @type {any} */ (self); // a ServiceWorkerGlobalScope
  /** @type {{build: string, files: Files}} */
  const { build: BUILD, files: FILES } = scope.SKERRY_SITE;

  /** @typedef {{[path: string]: string}} Files path -> hash, or two of them where hosts may unpack the file on the way */

  const ROOT = new URL("./", location.href).href;
  const CONTENTS = `skerry ${ROOT} files`;
  const RECORDS = `skerry ${ROOT} builds`;
  /** Each worker's own, by address. */
  const FRONTS = `skerry ${ROOT} front `;
  const FRONT = FRONTS + BUILD;
  /** Downloads at a time: the page may want some for itself. */
  const AT_ONCE = 3;
  /** Names that change with their content, which all builds agree on. */
  const FIXED = /[.-][0-9a-f]{8}(?:[./]|$)/;
  /** What is fetched when it is asked for: the snapshot for other browsers, what a start without one needs, and what only pages with a
   * network can use. */
  const LATER = new RegExp(`/(?:${"Suspending" in WebAssembly ? "plain" : "stack-switching"}\\.snapshot|pyodide\\.constants\\.gz|wheels/[^/]+)$`);
  /** What the document names: the runtime's folder, without those in it. */
  const SHELL = /^skerry-[0-9a-f]{8}\/[^/]+$/;
  const DOCUMENT = /(^|\/)index\.html$/;
  /** Chromium takes 255 routes of a worker: what has none is answered by the worker. */
  const ROUTES = 240;
  /** Headers that are not true of what is stored: it is unpacked, and the same for everyone. */
  const UNTRUE = ["content-encoding", "content-length", "set-cookie", "vary"];
  const WASM = /\.wasm(\.gz)?$/;
  /** Says to the page that what it gets has been checked, and is not packed (patient.js). */
  const KEPT = "x-skerry-kept";
  /** On the author's own machine, another site may be served at the same address at any time. */
  const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(location.hostname);

  /** Whether the browser takes routes. */
  const ROUTED = "addRoutes" in (scope.InstallEvent?.prototype ?? {});

  /** From which build pages came, as far as this worker knows; "" for the network. @type {Map<string, string | Promise<string>>} */
  const pages = new Map();
  /** Pages on their way, which the browser does not list yet. @type {Set<string>} */
  const opening = new Set();
  /** Every build that is stored, by its name; null until it is read. @type {Map<string, Files> | null} */
  let known = null;

  /** @param {string} path */
  const addressOf = (path) => new URL(path.split("/").map(encodeURIComponent).join("/"), ROOT).href;
  /** @param {URL} url */
  const pathOf = (url) => decodeURIComponent(url.pathname.slice(new URL(ROOT).pathname.length));
  /** @param {string} kind @param {string} name */
  const recordOf = (kind, name) => `${ROOT}${kind}/${encodeURIComponent(name)}`;
  /** @param {string} url */
  const nameOf = (url) => decodeURIComponent(/** @type {string} */ (url.split("/").pop()));
  /** One content may be several kinds of file. @param {string} path @param {string} hash */
  const contentOf = (path, hash) => `${ROOT}${encodeURIComponent(hash.split(" ")[0])}${/\.\w+$/.exec(path)?.[0] ?? ""}`;

  // Builds

  /** @returns {Promise<Map<string, Files>>} */
  async function builds() {
    if (known) return known;
    const found = new Map((await stored("build")).map(({ name, files }) => [name, files]));
    known ??= found.set(BUILD, FILES);
    return known;
  }

  /**
   * @param {"build" | "coming"} kind
   * @returns {Promise<{url: string, name: string, files: Files}[]>}
   */
  async function stored(kind) {
    const records = await caches.open(RECORDS);
    const urls = (await records.keys()).map(({ url }) => url).filter((url) => url.startsWith(recordOf(kind, "")));
    return Promise.all(urls.map(async (url) => ({ url, name: nameOf(url), files: await (await records.match(url))?.json() ?? {} })));
  }

  async function install() {
    const records = await caches.open(RECORDS);
    const contents = await caches.open(CONTENTS);
    await records.put(recordOf("coming", BUILD), Response.json(FILES)); // should it never be whole, what there is of it can be found
    const waiting = Object.entries(FILES).filter(([path]) => !LATER.test(path));
    const work = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        if (!(await contents.match(contentOf(...next)))) await store(contents, ...next);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (ROUTED) await fillFront();
    await records.put(recordOf("build", BUILD), Response.json(FILES));
    await records.delete(recordOf("coming", BUILD));
    await scope.skipWaiting();
  }

  /**
   * @param {Cache} contents
   * @param {string} path
   * @param {string} hash
   * @returns {Promise<Response>}
   */
  async function store(contents, path, hash) {
    const answer = await fetched(path, hash);
    await contents.put(contentOf(path, hash), answer.clone());
    return answer;
  }

  /**
   * A file from the network: the browser takes no other content than this.
   * @param {string} path
   * @param {string} hash
   * @returns {Promise<Response>}
   */
  async function fetched(path, hash) {
    const integrity = hash.split(" ").map((one) => `sha256-${one}`).join(" ");
    const ask = (/** @type {RequestCache} */ cache) => fetch(addressOf(path), { cache, integrity, priority: "low" });
    let answer;
    try {
      answer = await ask(FIXED.test(path) ? "default" : "no-cache");
    } catch {
      answer = await ask("reload").catch(() => why(path)); // what lay in a cache may have been an older one
    }
    const headers = new Headers(answer.headers);
    for (const name of UNTRUE) headers.delete(name);
    headers.set(KEPT, "");
    if (!WASM.test(path)) return new Response(answer.body, { headers });
    headers.set("content-type", "application/wasm");
    return new Response(await unpacked(answer), { headers });
  }

  /**
   * WebAssembly is stored as the browser takes it, so that no later visit unpacks it.
   * @param {Response} answer
   */
  async function unpacked(answer) {
    const reader = /** @type {ReadableStream} */ (answer.clone().body).getReader();
    const { value } = await reader.read();
    void reader.cancel();
    const stream = /** @type {ReadableStream} */ (answer.body);
    return value?.[0] === 0x1f && value[1] === 0x8b ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
  }

  /**
   * @param {string} path
   * @returns {Promise<never>}
   */
  async function why(path) {
    const { ok, status } = await fetch(addressOf(path), { cache: "no-store" });
    throw new Error(ok ? `${path} has another content than its build says` : `${path} is answered with ${status}`);
  }

  /** Let go of builds that no open page came from, and of what never became whole. */
  async function tidy() {
    if (scope.registration.installing || scope.registration.waiting) return; // it builds on what there is
    for (const name of await caches.keys()) if (name.startsWith(FRONTS) && name !== FRONT) await caches.delete(name);
    const [records, contents] = await Promise.all([caches.open(RECORDS), caches.open(CONTENTS)]);
    const used = await inUse(records);
    if (!used) return;
    const whole = await stored("build");
    const contentsOf = (/** @type {Files} */ files) => Object.entries(files).map(([path, hash]) => contentOf(path, hash));
    const kept = new Set([FILES, ...whole.filter(({ name }) => used.has(name)).map(({ files }) => files)].flatMap(contentsOf));
    for (const { url, files } of [...whole.filter(({ name }) => !used.has(name)), ...await stored("coming")]) {
      for (const one of contentsOf(files)) if (!kept.has(one)) await contents.delete(one);
      await records.delete(url);
    }
    known = null;
  }

  /**
   * @param {Cache} records
   * @returns {Promise<Set<string> | null>} this build, and those that open pages came from; null while one has not said yet
   */
  async function inUse(records) {
    /** @type {{id: string, type: string, url: string}[]} */
    const clients = await scope.clients.matchAll({ includeUncontrolled: true, type: "all" });
    const open = new Set(clients.map(({ id }) => id));
    const unknown = new Set(clients.filter(({ type, url }) => type === "window" && url.startsWith(ROOT)).map(({ id }) => id));
    const used = new Set([BUILD]);
    for (const { url } of await records.keys()) {
      if (!url.startsWith(recordOf("page", ""))) continue;
      const page = nameOf(url);
      unknown.delete(page);
      if (open.has(page) || opening.has(page)) used.add(await buildOf(page));
      else await records.delete(url);
    }
    return unknown.size ? null : used;
  }

  // The front

  /** Documents, those nearest to the root first. */
  const documents = () => (LOCAL ? [] : Object.keys(FILES).filter((path) => DOCUMENT.test(path)).sort((a, b) => a.length - b.length).slice(0, ROUTES));
  const shell = () => Object.keys(FILES).filter((path) => SHELL.test(path));

  /** @param {string} path */
  const routeOf = (path) => addressOf(path).replace(DOCUMENT, "$1");

  async function fillFront() {
    const front = await caches.open(FRONT);
    for (const path of [...documents(), ...shell()]) await front.put(routeOf(path), await content(path, FILES[path]));
  }

  /** Documents one by one, for others are answered by the worker; all of the shell by its folder, whose name has its hash. */
  function routes() {
    const folders = new Set(shell().map((path) => path.split("/")[0]));
    return [
      ...documents().map((path) => route(routeOf(path), "", { requestDestination: "document" })),
      ...[...folders].map((folder) => route(addressOf(folder), "/:name")),
    ];
  }

  /** @param {string} address @param {string} pattern of what follows it @param {object} [more] */
  const route = (address, pattern, more) => ({
    condition: { urlPattern: { pathname: quoted(new URL(address).pathname) + pattern, search: "", baseURL: ROOT }, requestMethod: "get", ...more },
    source: { cacheName: FRONT },
  });

  /** What is written as it is meant in a pattern of addresses. @param {string} pathname */
  const quoted = (pathname) => pathname.replace(/[+*?:{}()\\]/g, "\\$&");

  // Pages

  /**
   * @param {string} page
   * @param {string | Promise<string>} build
   */
  async function remember(page, build) {
    pages.set(page, build);
    await (await caches.open(RECORDS)).put(recordOf("page", page), new Response(await build));
  }

  /**
   * @param {string} page
   * @returns {Promise<string>} "" where it came from the network
   */
  async function buildOf(page) {
    return pages.get(page) ?? await (await (await caches.open(RECORDS)).match(recordOf("page", page)))?.text() ?? "";
  }

  /**
   * A page is up and says what it came from: one that was open before there was a worker is known from now on.
   * @param {any} page
   * @param {string} build
   */
  async function greeted(page, build) {
    opening.delete(page.id);
    if (!(await buildOf(page.id))) await remember(page.id, build);
    if (!(await (await caches.open(RECORDS)).match(recordOf("build", BUILD)))) await storedAnew().catch(() => {});
    await tidy();
    await tell(page);
  }

  /**
   * Tell a page that there is a newer build than its own: one that was stored in the place of that.
   * @param {any} page
   */
  async function tell(page) {
    const build = await buildOf(page.id);
    if (build !== BUILD && (await builds()).has(build)) page.postMessage({ skerry: "update", build: BUILD });
  }

  // Answers

  /**
   * A document. Its build is that of all that it asks for from now on.
   * @param {any} event
   * @param {URL} url
   * @returns {Promise<Response>}
   */
  async function page(event, url) {
    const { request, resultingClientId, preloadResponse } = event;
    event.waitUntil(Promise.resolve(preloadResponse).catch(() => {})); // who does not want it would be warned of else
    const from = (/** @type {string | Promise<string>} */ build) => {
      opening.add(resultingClientId);
      event.waitUntil(remember(resultingClientId, build).catch(() => {}));
    };
    try {
      const path = pathOf(url);
      const name = path in FILES ? path : path === "" || path.endsWith("/") ? `${path}index.html` : `${path}/index.html`;
      if (!(name in FILES)) return await unknown(event, from);
      if (name === `${path}/index.html`) return Response.redirect(`${url.origin}${url.pathname}/${url.search}`); // as a host would
      const answer = LOCAL ? await ofHost(event).catch(() => null) : null;
      from(answer ? answer.clone().text().then((text) => (text.includes(`"${BUILD}"`) ? BUILD : ""), () => "") : BUILD);
      return answer ?? await content(name, FILES[name]);
    } catch {
      from("");
      return fetch(request);
    }
  }

  /**
   * The host's document, for which the browser has asked while this worker was started.
   * @param {any} event
   * @returns {Promise<Response>}
   */
  async function ofHost({ request, preloadResponse }) {
    return await preloadResponse ?? fetch(request);
  }

  /**
   * An address that is none of this build's: somebody else's, or one that only the app knows.
   * @param {any} event
   * @param {(build: string) => void} from
   * @returns {Promise<Response>}
   */
  async function unknown(event, from) {
    try {
      const answer = await ofHost(event);
      from("");
      return answer;
    } catch (error) {
      if (!("404.html" in FILES)) throw error;
      const { body, headers } = await content("404.html", FILES["404.html"]);
      from(BUILD);
      return new Response(body, { status: 404, headers });
    }
  }

  /**
   * @param {any} event
   * @param {string} path
   * @returns {Promise<Response>}
   */
  async function file({ request, clientId }, path) {
    let found;
    try {
      const hash = await hashFor(clientId, path);
      found = hash && await (request.cache === "reload" ? renewed(path, hash) : content(path, hash));
    } catch {} // the network's answer is as good as any
    if (!found) return fetch(request).catch((error) => (path in FILES ? content(path, FILES[path]) : Promise.reject(error)));
    const range = request.headers.get("range");
    return range ? part(found, range) : found;
  }

  /**
   * What a page means by a path: the one that has such a name in any build, or its own build's file.
   * @param {string} page
   * @param {string} path
   * @returns {Promise<string | undefined>}
   */
  async function hashFor(page, path) {
    const known = await builds();
    if (FIXED.test(path)) return [...known.values()].find((files) => path in files)?.[path];
    return known.get(await buildOf(page))?.[path];
  }

  /**
   * @param {string} path
   * @param {string} hash
   * @returns {Promise<Response>} from the store, and into it where it is not there
   */
  async function content(path, hash) {
    const contents = await caches.open(CONTENTS);
    return await contents.match(contentOf(path, hash)) ?? store(contents, path, hash);
  }

  /**
   * The page does not trust what it has.
   * @param {string} path
   * @param {string} hash
   */
  async function renewed(path, hash) {
    const contents = await caches.open(CONTENTS);
    return store(contents, path, hash).catch(() => content(path, hash));
  }

  /**
   * @param {Response} answer
   * @param {string} range as in "bytes=0-99"
   * @returns {Promise<Response>}
   */
  async function part(answer, range) {
    const found = /^bytes=(\d*)-(\d*)$/.exec(range);
    if (!found || found[0] === "bytes=-") return answer;
    const [, first, last] = found;
    if (first && last && Number(last) < Number(first)) return answer; // such a range is none
    const whole = await answer.blob();
    const start = first ? Number(first) : Math.max(0, whole.size - Number(last));
    const end = first && last ? Math.min(Number(last) + 1, whole.size) : whole.size;
    const headers = new Headers(answer.headers);
    if (start >= end) {
      headers.set("content-range", `bytes */${whole.size}`);
      return new Response(null, { status: 416, headers });
    }
    headers.set("accept-ranges", "bytes");
    headers.set("content-range", `bytes ${start}-${end - 1}/${whole.size}`);
    headers.set("content-length", String(end - start));
    return new Response(whole.slice(start, end), { status: 206, headers });
  }

  // Events

  /** @param {any} error */
  async function failed(error) {
    const text = error instanceof Error && error.name !== "Error" ? `${error.name}: ${error.message}` : error.message;
    for (const page of await scope.clients.matchAll({ includeUncontrolled: true })) page.postMessage({ skerry: "failed", text });
    throw error;
  }

  /** @type {Promise<void> | null} */
  let storing = null;

  /** Somebody has deleted what was stored: another app of this origin, or the person. */
  function storedAnew() {
    return storing ??= install().catch(failed).finally(() => { storing = null; });
  }

  scope.addEventListener("install", (/** @type {any} */ event) => {
    event.addRoutes?.(routes()).catch(() => {}); // without them, this worker answers
    event.waitUntil(install().catch(failed));
  });

  scope.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil((async () => {
    if (LOCAL) await scope.registration.navigationPreload?.enable();
    await scope.clients.claim();
    await tidy();
    for (const page of await scope.clients.matchAll()) await tell(page);
  })()));

  scope.addEventListener("message", (/** @type {any} */ event) => {
    if (event.data?.skerry === "page" && event.source) event.waitUntil(greeted(event.source, event.data.build));
  });

  scope.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || !`${url.origin}${url.pathname}`.startsWith(ROOT)) return;
    if (request.mode === "navigate") return event.respondWith(page(event, url));
    const path = pathOf(url);
    if (!known || [...known.values()].some((files) => path in files)) event.respondWith(file(event, path));
  });
})();
