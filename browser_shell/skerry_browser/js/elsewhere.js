// The other tabs that show the same app: each says what it has kept, and hears of the others.

const CHANNEL = "skerry.kept";

export class Elsewhere {
  /**
   * @param {string} app
   * @param {string} by which tab this is
   * @param {(keys: string[]) => void} heard states that another tab has kept
   */
  constructor(app, by, heard) {
    this.app = app;
    this.by = by;
    this.heard = heard;
    /** @type {BroadcastChannel | null} */
    this.channel = null;
  }

  listen() {
    if (typeof BroadcastChannel !== "function" || this.channel) return;
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.onmessage = ({ data }) => {
      if (data?.app === this.app && data.by !== this.by && Array.isArray(data.keys)) this.heard(data.keys);
    };
  }

  /** @param {string[]} keys */
  tell(keys) {
    this.channel?.postMessage({ app: this.app, by: this.by, keys });
  }

  /** Hear and say nothing more: the browser's back-forward cache takes no page that listens. */
  close() {
    this.channel?.close();
    this.channel = null;
  }
}
