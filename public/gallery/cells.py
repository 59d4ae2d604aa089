"""Cells: a spreadsheet, where a change is carried on to the cells that depend on it, and to no others (7GUIs, task 7)."""

from __future__ import annotations

import math
import operator
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import skerry as sk

COLUMNS = string.ascii_uppercase
ROWS = range(100)

# --- Values -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Problem:
    """What a cell shows in place of a value: a short code, and why."""

    code: str
    why: str


class FormulaError(Exception):
    """A formula that has no value; carries the problem that the cell shows."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.problem = Problem(code, why)


Value = float | str | bool | Problem | None
"""What a cell holds. An empty one holds None."""


def parse_value(text: str) -> Value:
    """What a text means that is no formula: a number where it reads as one, else itself."""
    try:
        number = float(text)
    except ValueError:
        return text or None
    return number if math.isfinite(number) else text


def shown(value: Value) -> str:
    """How a cell shows its value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Problem):
        return value.code
    return f"{value:.10g}" if isinstance(value, float) else value


def number(value: Value) -> float:
    """A value as an operand; an empty cell counts as 0."""
    if isinstance(value, str):
        raise FormulaError("#VALUE!", f"{value!r} is not a number")
    return float(value or 0)  # type: ignore[arg-type]  # problems are raised where they are read


# --- Formulas -----------------------------------------------------------------------------------------------------
# A formula is parsed once into a function from "look a cell up" to its value, together with the cells that it names.

Lookup = Callable[[str], Value]
Code = Callable[[Lookup], Any]

TOKEN = re.compile(r"""\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|("[^"]*")|([A-Za-z]+\d*)|(<=|>=|<>|[-+*/^&=<>(),;:]))""")
REFERENCE = re.compile(r"([A-Z])(\d|[1-9]\d)")


def divide(a: float, b: float) -> float:
    if b == 0:
        raise FormulaError("#DIV/0!", "A division by zero")
    return a / b


def power(a: float, b: float) -> float:
    result = a**b
    if isinstance(result, complex):
        raise FormulaError("#NUM!", f"{a:g} to the power of {b:g} is not a real number")
    return result


def average(numbers: list[float]) -> float:
    if not numbers:
        raise FormulaError("#DIV/0!", "The average of no numbers")
    return math.fsum(numbers) / len(numbers)


def root(a: float) -> float:
    if a < 0:
        raise FormulaError("#NUM!", f"{a:g} has no real square root")
    return math.sqrt(a)


def join(a: Value, b: Value) -> str:
    return shown(a) + shown(b)


def compare(test: Callable[[Any, Any], bool]) -> Callable[[Value, Value], bool]:
    """Numbers compare as numbers, and everything else as the text that it shows."""

    def compared(a: Value, b: Value) -> bool:
        if isinstance(a, str) or isinstance(b, str):
            return test(shown(a).casefold(), shown(b).casefold())
        return test(number(a), number(b))

    return compared


def arithmetic(apply: Callable[[float, float], float]) -> Callable[[Value, Value], float]:
    return lambda a, b: apply(number(a), number(b))


# Each operator: how tightly it binds, and what it does. "^" groups to the right.
OPERATORS: dict[str, tuple[int, Callable[[Any, Any], Value]]] = {
    "=": (1, compare(operator.eq)),
    "<>": (1, compare(operator.ne)),
    "<": (1, compare(operator.lt)),
    ">": (1, compare(operator.gt)),
    "<=": (1, compare(operator.le)),
    ">=": (1, compare(operator.ge)),
    "&": (2, join),
    "+": (3, arithmetic(operator.add)),
    "-": (3, arithmetic(operator.sub)),
    "*": (4, arithmetic(operator.mul)),
    "/": (4, arithmetic(divide)),
    "^": (6, arithmetic(power)),
}
SIGN = 5

# Functions of any number of numbers. Texts and empty cells in a range are passed over.
OF_MANY: dict[str, Callable[[list[float]], float]] = {
    "SUM": math.fsum,
    "PROD": math.prod,
    "PRODUCT": math.prod,
    "AVG": average,
    "AVERAGE": average,
    "MIN": lambda numbers: min(numbers, default=0.0),
    "MAX": lambda numbers: max(numbers, default=0.0),
    "COUNT": lambda numbers: float(len(numbers)),
}
# Functions of exactly so many numbers.
OF_SOME: dict[str, tuple[int, Callable[..., float]]] = {
    "ADD": (2, operator.add),
    "SUB": (2, operator.sub),
    "MUL": (2, operator.mul),
    "DIV": (2, divide),
    "MOD": (2, lambda a, b: divide(a, b) and a % b),
    "POWER": (2, power),
    "ROUND": (2, lambda a, digits: round(a, int(digits))),
    "ABS": (1, abs),
    "SQRT": (1, root),
    "INT": (1, math.floor),
}


@dataclass(frozen=True)
class Formula:
    """A parsed formula: what gives its value, and the cells that it reads."""

    code: Code
    reads: frozenset[str]


class Parser:
    """Reads a formula by the binding powers of its operators."""

    def __init__(self, text: str) -> None:
        self.tokens = list(tokens(text))
        self.at = 0
        self.reads: set[str] = set()

    def formula(self) -> Formula:
        code = self.expression(0)
        if self.peek():
            raise FormulaError("#SYNTAX!", f"{self.peek()!r} was not expected here")
        return Formula(code, frozenset(self.reads))

    def expression(self, least: int) -> Code:
        left = self.operand()
        while (found := OPERATORS.get(self.peek())) and found[0] > least:
            token = self.next()
            strength, apply = found
            left = binary(apply, left, self.expression(strength - (token == "^")))
        return left

    def operand(self) -> Code:
        token = self.next()
        if token in ("-", "+"):
            inner = self.expression(SIGN)
            return (lambda cells: -number(inner(cells))) if token == "-" else (lambda cells: number(inner(cells)))
        if token == "(":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if token[:1] == '"':
            return lambda cells: token[1:-1]
        if token[:1].isdigit() or token[:1] == ".":
            return lambda cells: float(token)
        if self.peek() == "(":
            return self.call(token.upper())
        return self.reference(token.upper())

    def reference(self, name: str) -> Code:
        if name in ("TRUE", "FALSE"):
            return lambda cells: name == "TRUE"
        if not name[:1].isalpha():
            raise FormulaError("#SYNTAX!", f"A value was expected {'at the end' if not name else f'before {name!r}'}")
        self.reads.add(checked(name))
        return lambda cells: usable(cells(name))

    def call(self, name: str) -> Code:
        self.expect("(")
        arguments: list[list[Code]] = []
        while self.peek() != ")":
            arguments.append(self.argument())
            if self.peek() != ")":
                self.expect(",", ";")
        self.expect(")")
        return called(name, arguments)

    def argument(self) -> list[Code]:
        """The codes of one argument: several for a range such as B1:C3."""
        if self.tokens[self.at + 1 : self.at + 2] != [":"]:
            return [self.expression(0)]
        first, _, last = self.next(), self.next(), self.next()
        return [self.reference(name) for name in cells_between(checked(first.upper()), checked(last.upper()))]

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def expect(self, *wanted: str) -> None:
        if (token := self.next()) not in wanted:
            raise FormulaError("#SYNTAX!", f"{wanted[0]!r} was expected {f'before {token!r}' if token else 'at the end'}")


def tokens(text: str) -> Iterator[str]:
    at = 0
    while text[at:].strip():
        found = TOKEN.match(text, at)
        if found is None:
            raise FormulaError("#SYNTAX!", f"{text[at:].strip()[0]!r} has no meaning in a formula")
        yield found[0].strip()
        at = found.end()


def checked(name: str) -> str:
    if not REFERENCE.fullmatch(name):
        code = "#REF!" if re.fullmatch(r"[A-Z]+\d+", name) else "#NAME?"
        raise FormulaError(code, f"{name or 'Nothing'} names no cell: they are A0 to Z99")
    return name


def usable(value: Value) -> Value:
    """A value that was read: the problem of another cell is this one's too."""
    if isinstance(value, Problem):
        raise FormulaError(value.code, value.why)
    return value


def cells_between(first: str, last: str) -> list[str]:
    """The cells of the rectangle between two corners, row by row."""
    columns = sorted((COLUMNS.index(first[0]), COLUMNS.index(last[0])))
    rows = sorted((int(first[1:]), int(last[1:])))
    return [f"{COLUMNS[c]}{r}" for r in range(rows[0], rows[1] + 1) for c in range(columns[0], columns[1] + 1)]


def binary(apply: Callable[[Any, Any], Value], left: Code, right: Code) -> Code:
    return lambda cells: apply(left(cells), right(cells))


def called(name: str, arguments: list[list[Code]]) -> Code:
    codes = [code for argument in arguments for code in argument]
    if name == "IF":
        count(name, 3, codes)
        return lambda cells: codes[1](cells) if codes[0](cells) else codes[2](cells)
    if name == "CONCAT":
        return lambda cells: "".join(shown(code(cells)) for code in codes)
    if name in OF_MANY:
        return lambda cells: OF_MANY[name]([number(v) for c in codes if not isinstance(v := c(cells), str | None)])
    if name in OF_SOME:
        wanted, apply = OF_SOME[name]
        count(name, wanted, codes)
        return lambda cells: float(apply(*(number(code(cells)) for code in codes)))
    known = ", ".join(sorted([*OF_MANY, *OF_SOME, "CONCAT", "IF"]))
    raise FormulaError("#NAME?", f"There is no function {name}. There are: {known}")


def count(name: str, wanted: int, codes: list[Code]) -> None:
    if len(codes) != wanted:
        raise FormulaError("#VALUE!", f"{name} takes {wanted} value{'s' * (wanted > 1)}, not {len(codes)}")


@cache
def parse(text: str) -> Formula:
    """The formula in a cell's text (``=A1*2``), or one without reads for a plain text."""
    if not text.startswith("="):
        value = parse_value(text)
        return Formula(lambda cells: value, frozenset())
    try:
        return Parser(text[1:]).formula()
    except FormulaError as error:
        problem = error.problem
        return Formula(lambda cells: problem, frozenset())


def evaluate(text: str, cells: Lookup) -> Value:
    """The value of a cell's text, where ``cells`` gives the values of others."""
    try:
        return parse(text).code(cells)
    except FormulaError as error:
        return error.problem
    except OverflowError:
        return Problem("#NUM!", "The number is too large")


# --- The sheet ----------------------------------------------------------------------------------------------------

SAMPLE = {
    "A0": "Item", "B0": "Price", "C0": "Count", "D0": "Total",
    "A1": "Rope", "B1": "12.5", "C1": "4", "D1": "=B1*C1",
    "A2": "Anchor", "B2": "89", "C2": "1", "D2": "=B2*C2",
    "A3": "Lamp", "B3": "34", "C3": "2", "D3": "=B3*C3",
    "A5": "Sum", "D5": "=SUM(D1:D3)",
    "A6": "Discount", "C6": "10", "D6": "=D5*C6/100",
    "A7": "To pay", "D7": "=ROUND(D5-D6, 2)",
    "A8": "Verdict", "D8": '=IF(D7>200, "too much", "fine")',
}  # fmt: skip


@sk.state
class Sheet:
    """What people typed, what it gives, and who reads whom. Each dict maps the names of cells; empty ones are absent."""

    texts: dict[str, str] = {}
    values: dict[str, Any] = {}
    readers: dict[str, set[str]] = {}
    selected: str = "A0"
    editing: bool = False
    draft: str = ""
    marks: dict[str, str] = {}  # "selected" or "editing", so that moving on concerns two cells and not 2600
    recalculated: list[str] = []  # which cells the last change reached, in their order

    def __post_init__(self) -> None:
        for name, text in SAMPLE.items():
            put(self, name, text)
        self.marks[self.selected] = "selected"


def put(sheet: Sheet, name: str, text: str) -> None:
    """Put a text into a cell, and carry the change on to its dependents."""
    old = parse(sheet.texts.get(name, "")).reads
    new = parse(text).reads
    for read in old - new:
        sheet.readers[read].discard(name)
    for read in new - old:
        sheet.readers.setdefault(read, set()).add(name)
    if text:
        sheet.texts[name] = text
    else:
        sheet.texts.pop(name, None)
    recalculate(sheet, name)


def recalculate(sheet: Sheet, changed: str) -> None:
    """Work out a cell and all that depend on it, each once and after what it reads."""
    order, circular = dependents(sheet.readers, changed)
    for name in circular:
        sheet.values[name] = Problem("#CYCLE!", f"{name} depends on itself")
    for name in order:
        value = evaluate(sheet.texts.get(name, ""), sheet.values.get)
        if value is None:
            sheet.values.pop(name, None)
        else:
            sheet.values[name] = value
    sheet.recalculated = [*circular, *order]


def dependents(readers: dict[str, set[str]], changed: str) -> tuple[list[str], list[str]]:
    """The cells that a change of one reaches: those that can be worked out, in their order, and those in a circle."""
    reached = {changed}
    pending = [changed]
    while pending:
        new = set(readers.get(pending.pop(), ())) - reached
        reached |= new
        pending += new
    order = after_what_they_read(readers, reached)
    left = reached.difference(order)
    circular = {name for name in left if reaches(readers, name, name)}
    return order + after_what_they_read(readers, left - circular), sorted(circular)


def after_what_they_read(readers: dict[str, set[str]], names: set[str]) -> list[str]:
    """These cells in an order in which each stands behind those it reads. Cells in and behind a circle are left out."""
    inside = {name: sorted(names.intersection(readers.get(name, ()))) for name in sorted(names)}
    waiting = dict.fromkeys(inside, 0)
    for readers_here in inside.values():
        for reader in readers_here:
            waiting[reader] += 1
    order = [name for name, sources in waiting.items() if not sources]
    for name in order:  # grows while it is gone through
        for reader in inside[name]:
            waiting[reader] -= 1
            if not waiting[reader]:
                order.append(reader)
    return order


def reaches(readers: dict[str, set[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    pending = [start]
    while pending:
        for reader in readers.get(pending.pop(), ()):
            if reader == goal:
                return True
            if reader not in seen:
                seen.add(reader)
                pending.append(reader)
    return False


# --- What people do -----------------------------------------------------------------------------------------------

MOVES = {
    "ArrowUp": (0, -1), "ArrowDown": (0, 1), "ArrowLeft": (-1, 0), "ArrowRight": (1, 0),
    "PageUp": (0, -10), "PageDown": (0, 10), "Home": (-25, 0), "End": (25, 0),
}  # fmt: skip


def moved(name: str, columns: int, rows: int) -> str:
    column = min(max(COLUMNS.index(name[0]) + columns, 0), 25)
    return f"{COLUMNS[column]}{min(max(int(name[1:]) + rows, 0), 99)}"


def select(sheet: Sheet, name: str) -> None:
    sheet.marks.pop(sheet.selected, None)
    sheet.marks[name] = "selected"
    sheet.selected = name
    sheet.editing = False


def start(sheet: Sheet, draft: str) -> None:
    sheet.draft = draft
    sheet.editing = True
    sheet.marks[sheet.selected] = "editing"
    sk.focus("editor")


def commit(sheet: Sheet) -> None:
    if sheet.editing:
        put(sheet, sheet.selected, sheet.draft)
        select(sheet, sheet.selected)


def click(event: sk.ClickEvent, sheet: Sheet):
    if event.key != sheet.selected:
        commit(sheet)
        select(sheet, event.key)


def double_click(event: sk.DoubleClickEvent, sheet: Sheet):
    if not sheet.editing:
        start(sheet, sheet.texts.get(sheet.selected, ""))


def key_on_cell(event: sk.KeyEvent, sheet: Sheet):
    if event.pressed in MOVES:
        select(sheet, moved(sheet.selected, *MOVES[event.pressed]))
        sk.focus(sheet.selected)
    elif event.pressed in ("Delete", "Backspace"):
        put(sheet, sheet.selected, "")
    else:
        start(sheet, sheet.texts.get(sheet.selected, "") if event.pressed in ("Enter", "F2") else event.pressed)


def key_in_editor(event: sk.KeyEvent, sheet: Sheet):
    if event.pressed == "Escape":
        select(sheet, sheet.selected)
    else:
        commit(sheet)
        select(sheet, moved(sheet.selected, *{"Enter": (0, 1), "Tab": (1, 0)}[event.pressed]))
    sk.focus(sheet.selected)


def leave_editor(event: sk.BlurEvent, sheet: Sheet):
    commit(sheet)


# --- How it looks -------------------------------------------------------------------------------------------------

sk.css("""
.sheet { max-height: 70vh; overflow: auto; border: 1px solid var(--sk-line); border-radius: var(--sk-radius); }
.sheet table { border-collapse: separate; border-spacing: 0; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.sheet th { position: sticky; z-index: 1; padding: 0.2rem 0.5rem; background: var(--sk-sunken); color: var(--sk-muted); font-weight: 600; }
.sheet thead th { top: 0; z-index: 2; }
.sheet td.corner { min-width: 0; }
.sheet tbody th { left: 0; text-align: end; }
.sheet thead th:first-child { left: 0; z-index: 3; }
.sheet :is(th, td) { border: solid var(--sk-line); border-width: 0 1px 1px 0; }
.sheet td { min-width: 5.5rem; max-width: 12rem; height: 1.8rem; padding: 0 0.4rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; cursor: cell; scroll-margin: 3rem; }
.sheet td.number { text-align: end; }
.sheet td.problem { color: var(--sk-danger); }
.sheet td[aria-selected="true"] { outline: 2px solid var(--sk-accent); outline-offset: -2px; }
.sheet td[aria-selected]:has(input) { position: relative; overflow: visible; outline: none; }
.sheet td input { position: absolute; inset: 2px auto 2px 2px; z-index: 1; min-width: calc(100% - 4px); max-width: 20rem; field-sizing: content; border: 0; padding: 0 0.3rem; background: var(--sk-raised); outline: none; box-shadow: 0 0 0 2px var(--sk-accent); }
""")

EDITS = sk.listener(key_on_cell, keys=[*MOVES, "Enter", "F2", "Delete", "Backspace", "Character"], prevent_default=True)
EDITOR_KEYS = sk.listener(key_in_editor, keys=["Enter", "Tab", "Escape"], prevent_default=True)


@sk.page("/", title="Cells")
def home(sheet: Sheet):
    sk.heading("Cells")
    formula_bar(sheet)
    with sk.element("div", class_="sheet", role="region", aria_label="Spreadsheet", tabindex=-1):
        with sk.element("table", role="grid", aria_label="Cells"):
            with sk.element("thead"), sk.element("tr"):
                sk.element("td", class_="corner", aria_hidden=True)
                for column in COLUMNS:
                    sk.element("th", column, scope="col", key=column)
            with sk.element("tbody"):
                for number in ROWS:
                    row(sheet, number, key=number)


@sk.component
def row(sheet: Sheet, number: int):
    with sk.element("tr"):
        sk.element("th", str(number), scope="row")
        for column in COLUMNS:
            cell(sheet, f"{column}{number}", key=column)


@sk.component
def cell(sheet: Sheet, name: str):
    mark = sheet.marks.get(name)
    value = sheet.values.get(name)
    kind = "problem" if isinstance(value, Problem) else "number" if isinstance(value, float) else ""
    place = sk.element(
        "td",
        key=name,
        class_=kind,
        tabindex=0 if mark == "selected" else -1,
        title=value.why if isinstance(value, Problem) else None,
        aria_selected=mark is not None,
        on_click=click,
        on_double_click=double_click,
        on_key_down=EDITS if mark == "selected" else None,
    )
    with place:
        if mark == "editing":
            sk.element(
                "input",
                bind=sk.ref(sheet).draft,
                key="editor",
                aria_label=f"Content of {name}",
                on_key_down=EDITOR_KEYS,
                on_blur=leave_editor,
            )
        else:
            sk.element("span", shown(value))


@sk.component
def formula_bar(sheet: Sheet):
    """What the selected cell holds, and how far the last change reached."""
    text = sheet.texts.get(sheet.selected, "")
    value = sheet.values.get(sheet.selected)
    why = f": {value.why}" if isinstance(value, Problem) else ""
    with sk.row(gap="s"):
        sk.element("strong", sheet.selected)
        sk.element("code", text or "empty")
        sk.text(f"{shown(value)}{why}" if text.startswith("=") else "", muted=True, role="status")
    sk.text(
        "Type to replace, Enter or F2 to edit, Escape to take it back, arrows to move. Formulas begin with =.", muted=True, size="s"
    )
