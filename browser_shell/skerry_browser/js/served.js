// An app whose Python is on a server: <py-app server="/_skerry/live">. Loaded only by elements that have the attribute.

import { have } from "./need.js";
import { Progress } from "./progress.js";
import { SocketLink } from "./socket.js";
import { EVERY } from "./source.js";

/** Milliseconds without a connection before the person is told: a short drop is none of theirs. */
const UNNOTICED = 1000;

const LOST = "The connection to the server was lost. What you do is kept here, and sent when it is back.";

/**
 * Show an app. Resolves when its first messages have been taken.
 * @param {import("./mount.js").Mount} mount
 * @param {URL} server
 */
export async function loadServed(mount, server) {
  have(...EVERY); // what a message needs, it waits for
  const progress = new Progress();
  progress.say("Connecting");
  mount.surface.overlay.showProgress(progress);
  const at = (/** @type {string} */ path) => new URL(`${server.pathname}/${path}`, server);
  const [stored, functions] = await Promise.all([mount.readKept(), mount.functions({ files: {}, functions: at("functions.js") })]);
  if (mount.stopped) return;
  /** @type {number | undefined} */
  let timer;
  const link = new SocketLink(socketURL(server), {
    lost: () => { timer = setTimeout(() => mount.notice({ kind: "connection", text: LOST }), UNNOTICED); },
    back: () => {
      clearTimeout(timer);
      mount.unnotice("connection");
    },
  });
  const put = async (/** @type {string} */ name, /** @type {File} */ file) => {
    const answer = await fetch(at(`files/${name}`), { method: "PUT", body: file, headers: { "Skerry-Session": link.token } });
    if (answer.ok) return;
    const { detail } = await answer.json();
    mount.log("error", `${file.name} was not taken: ${detail}`);
    mount.surface.overlay.draw((drawn) => drawn.toast(`${file.name} was not taken: ${detail}`, "error", 10));
  };
  mount.session = mount.connect(link, { most: Infinity, put }, async () => functions, functions);
  const first = new Promise((resolve) => {
    const { receive } = link;
    link.receive = (text) => {
      link.receive = receive;
      const taken = receive(text);
      resolve(taken);
      return taken;
    };
  });
  await link.open({ ...mount.hello(), stored });
  await first;
  if (!mount.stopped) await mount.opened();
}

/** @param {URL} server */
function socketURL(server) {
  const url = new URL(server);
  url.protocol = url.protocol.replace("http", "ws");
  return url;
}
