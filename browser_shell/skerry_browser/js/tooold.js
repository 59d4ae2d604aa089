// Browsers in which Python cannot run.

import { Problem } from "./problem.js";

/** @returns {Problem} what is missing */
export function tooOld() {
  if (typeof WebAssembly !== "object" || typeof WebAssembly.instantiate !== "function") {
    return new Problem(
      "This browser cannot run Python",
      "It has no WebAssembly, or it is switched off (some do so in a lockdown or high-security mode). "
        + "A current Firefox, Chrome, Edge or Safari has it; in a high-security mode, allow it for this site.",
    );
  }
  return new Problem(
    "This browser is too old to run Python",
    "It cannot unpack compressed streams. Firefox 113, Chrome 80, Safari 16.4 and later ones can.",
  );
}

/** @param {unknown} cause */
export function cannotCompile(cause) {
  return new Problem(
    "This browser cannot run this Python",
    `It does not know all of the WebAssembly that Python 3.14 needs (${cause instanceof Error ? cause.message : cause}). Update the browser.`,
    { cause },
  );
}
