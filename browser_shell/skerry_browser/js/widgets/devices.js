// Cameras and microphones: asking for one, and what to say where there is none.

/** @type {Record<string, (what: string) => string>} */
const REFUSALS = {
  NotAllowedError: (what) => `The ${what} was not allowed. Allow it in the settings beside the page's address, then start it again.`,
  NotFoundError: (what) => `No ${what} was found. Connect one, then start it again.`,
  NotReadableError: (what) => `The ${what} cannot be used: another program may have it. Close that, then start it again.`,
};

/**
 * Ask the person for a device. Rejects with an error whose message is for them.
 * @param {"camera" | "microphone"} what
 * @param {MediaStreamConstraints} wanted
 * @returns {Promise<MediaStream>}
 */
export async function askFor(what, wanted) {
  if (!navigator.mediaDevices?.getUserMedia) {
    throw new Error(`This page cannot use a ${what}: browsers allow that only at https addresses and on localhost.`);
  }
  try {
    return await navigator.mediaDevices.getUserMedia(wanted);
  } catch (error) {
    const name = error instanceof Error ? error.name.replace("SecurityError", "NotAllowedError") : "";
    throw new Error(REFUSALS[name]?.(what) ?? `The ${what} could not be started: ${error instanceof Error ? error.message : error}`);
  }
}

/** @param {MediaStream} stream */
export function stopTracks(stream) {
  for (const track of stream.getTracks()) track.stop();
}
