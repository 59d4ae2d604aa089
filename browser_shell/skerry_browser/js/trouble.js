// What is done and said where something is wrong.

export { tellDifferences } from "./differences.js";
export { goOn, pauseAfter } from "./patience.js";
export { refuse } from "./refused.js";
export { cannotCompile, tooOld } from "./tooold.js";
export { badProps, damaged, noModule, noSource, notInstalled, notOk, unchecked, unfit, unread, wrongContent } from "./wrong.js";
