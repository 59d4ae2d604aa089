// The benchmark's page in plain JavaScript, keyed: rows are cloned from a template, events are delegated.
const ADJECTIVES = "pretty large big small tall short long handsome plain quaint clean elegant easy angry crazy helpful mushy odd".split(" ");
const COLOURS = "red yellow blue green pink brown purple brown white black orange".split(" ");
const NOUNS = "table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard".split(" ");
const pick = (words) => words[Math.floor(Math.random() * words.length)];

const body = document.querySelector("#tbody");
const template = document.querySelector("#row").content.firstChild;
let last = 0;
let selected = null;

const ACTIONS = {
  run() {
    ACTIONS.clear();
    const rows = Array.from({ length: 1000 }, () => {
      const row = template.cloneNode(true);
      row.firstChild.textContent = ++last;
      row.querySelector("a").textContent = `${pick(ADJECTIVES)} ${pick(COLOURS)} ${pick(NOUNS)}`;
      return row;
    });
    body.append(...rows);
  },
  update() {
    for (let i = 0; i < body.children.length; i += 10) body.children[i].querySelector("a").firstChild.data += " !!!";
  },
  swaprows() {
    const [one, other] = [body.children[1], body.children[998]];
    const after = other.nextSibling;
    body.insertBefore(other, one);
    body.insertBefore(one, after);
  },
  clear() {
    body.textContent = "";
    selected = null;
  },
};
for (const [id, action] of Object.entries(ACTIONS)) document.querySelector(`#${id}`).addEventListener("click", action);
body.addEventListener("click", ({ target }) => {
  const row = target.closest("tr");
  if (target.matches(".remove, .col-md-1 > a")) return row.remove();
  if (!target.matches(".col-md-4 > a")) return;
  if (selected) selected.className = "";
  selected = row;
  row.className = "danger";
});
const counter = document.querySelector("#counter");
counter.addEventListener("click", () => { counter.textContent = Number(counter.textContent) + 1; });
