"""Data explorer: a CSV file of yours becomes a database in the page, to be asked in SQL."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import skerry as sk

SAMPLE = """port,country,boats,miles
Stavanger,Norway,12,112.5
Bergen,Norway,31,71
Haugesund,Norway,7,38.2
Skagen,Denmark,18,204
Esbjerg,Denmark,9,310.4
Lerwick,Shetland,5,188
"""
MOST_ROWS = 200


@dataclass
class Result:
    columns: list[str]
    rows: list[tuple[Any, ...]]


@sk.state
class Explorer:
    database: Any = None
    name: str = ""
    columns: dict[str, str] = {}  # name -> type
    count: int = 0
    query: str = ""
    result: Result | None = None
    error: str = ""


def column_name(text: str, taken: Iterable[str]) -> str:
    name = re.sub(r"\W+", "_", text.strip()).strip("_").lower() or "column"
    name = f"c_{name}" if name[0].isdigit() else name
    number = 2
    unique = name
    while unique in taken:
        unique, number = f"{name}_{number}", number + 1
    return unique


def column_type(values: Iterable[str]) -> str:
    """INTEGER or REAL where every value that is not empty reads as one, else TEXT."""
    found = "INTEGER"
    for value in values:
        if not value or re.fullmatch(r"[+-]?\d{1,18}", value):
            continue
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", value):
            return "TEXT"
        found = "REAL"
    return found


def parse(text: str) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows of a CSV text, whatever separates them. Rows are as long as the headings."""
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    rows = [row for row in csv.reader(io.StringIO(text), dialect) if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise ValueError("There are no rows in it. A table has a line of headings and at least one more.")
    width = len(rows[0])
    return rows[0], [[*row, *[""] * width][:width] for row in rows[1:]]


def load(state: Explorer, name: str, text: str) -> None:
    headings, rows = parse(text)
    columns: dict[str, str] = {}
    for number, heading in enumerate(headings):
        columns[column_name(heading, columns)] = column_type(row[number].strip() for row in rows)
    database = sqlite3.connect(":memory:")
    definitions = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    database.execute(f"CREATE TABLE data ({definitions})")
    marks = ", ".join("?" * len(columns))
    database.executemany(f"INSERT INTO data VALUES ({marks})", ([cell.strip() or None for cell in row] for row in rows))
    state.database, state.name, state.columns, state.count = database, name, columns, len(rows)
    state.query = f"SELECT *\nFROM data\nLIMIT {MOST_ROWS}"
    run(state)


def run(state: Explorer):
    state.error, state.result = "", None
    try:
        cursor = state.database.execute(state.query)
        rows = cursor.fetchmany(MOST_ROWS)  # rows are worked out as they are fetched, and may fail then too
    except (sqlite3.Error, sqlite3.Warning) as error:
        state.error = f"SQL: {error}"
        return
    if cursor.description is None:
        state.error = "This gives no rows. Write a SELECT."
        return
    state.result = Result([column[0] for column in cursor.description], rows)


def open_file(event: sk.ChangeEvent, state: Explorer):
    for file in event.files[:1]:
        try:
            load(state, file.name, file.read().decode("utf-8-sig", "replace"))
        except (ValueError, csv.Error, sqlite3.Error) as error:
            state.error = f"{file.name}: {error}"


def open_sample(state: Explorer):
    load(state, "ports.csv", SAMPLE)


sk.css(".query textarea { font-family: var(--sk-mono) }")


@sk.page("/", title="Data explorer")
def home(state: Explorer):
    sk.heading("Data explorer")
    sk.text("Open a table and ask it in SQL. It stays in this page.", muted=True)
    with sk.row():
        sk.file_input("CSV file", accept=".csv,.tsv,text/csv", on_change=open_file, style={"flex": "0 1 auto"}, key="file")
        sk.button("Use an example", on_click=open_sample)
    if state.error:
        sk.text(state.error, class_="sk-form-error", role="alert")
    if state.database is None:
        return
    kinds = ", ".join(f"{name} {kind.lower()}" for name, kind in state.columns.items())
    sk.text(f"{state.name}: {state.count:,} row{'s' * (state.count != 1)} in the table data ({kinds})", muted=True, key="about")
    with sk.form(on_submit=run):
        sk.textarea(
            "Query",
            bind=sk.ref(state).query,
            on_key_down=sk.listener(run, keys=["Ctrl+Enter", "Meta+Enter"], prevent_default=True),
            help="Ctrl+Enter runs it",
            spellcheck=False,
            class_="query",
        )
        sk.button("Run", type="submit", kind="primary")
    if state.result is not None:
        shown = len(state.result.rows)
        sk.table(
            [dict(zip(state.result.columns, row, strict=True)) for row in state.result.rows],
            list(dict.fromkeys(state.result.columns)),
            caption=f"{shown} row{'s' * (shown != 1)}",
            key="result",
        )
