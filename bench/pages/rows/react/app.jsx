// The benchmark with React and hooks: a reducer, memoized rows, keys.
import { memo, useReducer } from "react";
import { createRoot } from "react-dom/client";

const ADJECTIVES = "pretty large big small tall short long handsome plain quaint clean elegant easy angry crazy helpful mushy odd unsightly adorable important inexpensive cheap expensive fancy".split(" ");
const COLOURS = "red yellow blue green pink brown purple brown white black orange".split(" ");
const NOUNS = "table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard".split(" ");
const pick = (words) => words[Math.floor(Math.random() * words.length)];

let last = 0;
const made = (count) => Array.from({ length: count }, () => ({ id: ++last, label: `${pick(ADJECTIVES)} ${pick(COLOURS)} ${pick(NOUNS)}` }));

const EMPTY = { rows: [], selected: 0 };

function reduce({ rows, selected }, { type, id }) {
  switch (type) {
    case "run": return { rows: made(1000), selected: 0 };
    case "runlots": return { rows: made(10_000), selected: 0 };
    case "add": return { rows: [...rows, ...made(1000)], selected };
    case "update": return { rows: rows.map((row, i) => (i % 10 ? row : { ...row, label: `${row.label} !!!` })), selected };
    case "clear": return EMPTY;
    case "swaprows": return rows.length > 998 ? { rows: rows.with(1, rows[998]).with(998, rows[1]), selected } : { rows, selected };
    case "select": return { rows, selected: id };
    case "remove": return { rows: rows.filter((row) => row.id !== id), selected };
  }
}

const Row = memo(({ row, selected, dispatch }) => (
  <tr className={selected ? "danger" : ""}>
    <td className="col-md-1">{row.id}</td>
    <td className="col-md-4"><a onClick={() => dispatch({ type: "select", id: row.id })}>{row.label}</a></td>
    <td className="col-md-1"><a onClick={() => dispatch({ type: "remove", id: row.id })}><span className="glyphicon glyphicon-remove" aria-hidden="true" /></a></td>
    <td className="col-md-6" />
  </tr>
));

const BUTTONS = { run: "Create 1,000 rows", runlots: "Create 10,000 rows", add: "Append 1,000 rows", update: "Update every 10th row", clear: "Clear", swaprows: "Swap Rows" };

const Header = memo(({ dispatch }) => (
  <div className="jumbotron"><div className="row">
    <div className="col-md-6"><h1>React</h1></div>
    <div className="col-md-6"><div className="row">
      {Object.entries(BUTTONS).map(([id, title]) => (
        <div key={id} className="col-sm-6 smallpad">
          <button type="button" className="btn btn-primary btn-block" id={id} onClick={() => dispatch({ type: id })}>{title}</button>
        </div>
      ))}
    </div></div>
  </div></div>
));

function Main() {
  const [{ rows, selected }, dispatch] = useReducer(reduce, EMPTY);
  return (
    <div className="container">
      <Header dispatch={dispatch} />
      <table className="table table-hover table-striped test-data"><tbody id="tbody">
        {rows.map((row) => <Row key={row.id} row={row} selected={row.id === selected} dispatch={dispatch} />)}
      </tbody></table>
      <span className="preloadicon glyphicon glyphicon-remove" aria-hidden="true" />
    </div>
  );
}

createRoot(document.querySelector("#main")).render(<Main />);
