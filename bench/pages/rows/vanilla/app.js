// The benchmark in plain JavaScript, keyed: rows are cloned from a template, one listener serves all clicks.
const ADJECTIVES = "pretty large big small tall short long handsome plain quaint clean elegant easy angry crazy helpful mushy odd unsightly adorable important inexpensive cheap expensive fancy".split(" ");
const COLOURS = "red yellow blue green pink brown purple brown white black orange".split(" ");
const NOUNS = "table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard".split(" ");
const pick = (words) => words[Math.floor(Math.random() * words.length)];

const body = document.querySelector("#tbody");
const template = document.querySelector("#row").content.firstChild;
let data = [];
let rows = [];
let last = 0;
let selected = null;

const made = (count) => Array.from({ length: count }, () => ({ id: ++last, label: `${pick(ADJECTIVES)} ${pick(COLOURS)} ${pick(NOUNS)}` }));

function append(items) {
  for (const item of items) {
    const row = template.cloneNode(true);
    const first = row.firstChild;
    first.textContent = item.id;
    first.nextSibling.firstChild.firstChild.data = item.label;
    data.push(item);
    rows.push(row);
    body.appendChild(row);
  }
}

function unselect() {
  if (selected) selected.className = "";
  selected = null;
}

const ACTIONS = {
  run() { ACTIONS.clear(); append(made(1000)); },
  runlots() { ACTIONS.clear(); append(made(10_000)); },
  add() { append(made(1000)); },
  update() {
    for (let i = 0; i < data.length; i += 10) {
      data[i].label += " !!!";
      rows[i].firstChild.nextSibling.firstChild.firstChild.data = data[i].label;
    }
  },
  swaprows() {
    if (rows.length < 999) return;
    body.insertBefore(rows[998], rows[2]);
    body.insertBefore(rows[1], rows[999]);
    for (const list of [rows, data]) [list[1], list[998]] = [list[998], list[1]];
  },
  clear() {
    data = [];
    rows = [];
    body.textContent = "";
    selected = null;
  },
};

document.querySelector("#main").addEventListener("click", ({ target }) => {
  const action = ACTIONS[target.id];
  if (action) return action();
  const row = target.closest("tr");
  if (target.matches(".remove")) {
    const at = rows.indexOf(row);
    data.splice(at, 1);
    rows.splice(at, 1);
    row.remove();
    if (selected === row) selected = null;
  } else if (target.matches(".select")) {
    unselect();
    selected = row;
    row.className = "danger";
  }
});
