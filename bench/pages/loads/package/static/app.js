// The desk without Python: JSON is read by the browser, and looked at by hand.
const answer = document.querySelector("#answer");

document.querySelector("#press").addEventListener("click", () => {
  try {
    const { ship, items } = JSON.parse(document.querySelector("#text").value);
    for (const { what, crates } of items) {
      if (typeof what !== "string" || !Number.isInteger(crates)) throw new Error("Expected items of {what, crates}");
    }
    answer.textContent = `${ship}: ${items.reduce((sum, { crates }) => sum + crates, 0)} crates`;
  } catch (error) {
    answer.textContent = String(error);
  }
});
