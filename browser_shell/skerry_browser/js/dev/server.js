// Hears of changes. A page that nobody sees lets go of its connection, for a browser gives one origin only six; seen again,
// it is told the version at once.

export class Server {
  /**
   * @param {string} url of server-sent events
   * @param {{version: (version: string, changed: string[]) => void, connected: (yes: boolean) => void}} to
   */
  constructor(url, to) {
    this.url = url;
    this.to = to;
    /** @type {EventSource | null} */
    this.source = null;
  }

  start() {
    document.addEventListener("visibilitychange", () => this.check());
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", () => this.check());
    this.check();
  }

  check() {
    if (document.hidden) this.close();
    else if (!this.source) this.open();
  }

  open() {
    const source = this.source = new EventSource(this.url);
    source.addEventListener("open", () => this.to.connected(true));
    source.addEventListener("error", () => this.failed(source));
    source.addEventListener("version", ({ data }) => {
      const { version, changed } = JSON.parse(data);
      this.to.version(version, changed);
    });
  }

  /**
   * The browser tries again by itself, unless it was answered with something else.
   * @param {EventSource} source
   */
  failed(source) {
    this.to.connected(false);
    if (source.readyState !== EventSource.CLOSED) return;
    this.source = null;
    setTimeout(() => this.check(), 2_000);
  }

  close() {
    this.source?.close();
    this.source = null;
  }
}
