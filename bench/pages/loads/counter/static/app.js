// The counter of the page that needs no Python.
const answer = document.querySelector("#answer");
document.querySelector("#press").addEventListener("click", () => { answer.textContent = Number(answer.textContent) + 1; });
