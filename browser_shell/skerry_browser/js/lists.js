// Loops: templates and their instances, and nodes that change places.

export { adoptInstance, adoptPlace } from "./adoptlists.js";
export { findInside, forgetInside } from "./inside.js";
export { Instances } from "./instances.js";
export { moveNode } from "./move.js";
export { Shape, makeShort, withValues } from "./shape.js";
export { expand } from "./template.js";
