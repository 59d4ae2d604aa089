// A drop is only offered where the drag over it was prevented.

/** @param {import("./events.js").Listening} listening */
export function offerDrop(listening) {
  listening.on("dragover", (event) => {
    const wanted = listening.pathOf(event).some((node) => listening.nodes.specsOf(node).some(({ e }) => e === "drop"));
    if (wanted) event.preventDefault();
  }, {});
}
