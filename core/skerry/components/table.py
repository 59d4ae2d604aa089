"""Tables of whatever has rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from numbers import Number
from typing import Any

from ..errors import RenderError, nearest
from ..events import Event, SelectEvent
from ..view import Element, listen, unique_id
from ..view import element as place
from .common import Style, attributes
from .semantic import check_handlers, converted, no_change

__all__ = ["table", "table_data"]


def table(
    rows: Any,
    columns: Sequence[str] | Mapping[str, str] | None = None,
    *,
    caption: str = "",
    row_key: str | Callable[[Any], Any] | None = None,
    on_select: Any = None,
    selected: Any = None,
    empty: str = "Nothing here yet",
    max_rows: int = 1000,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A table: ``sk.table([{"name": "Ada", "boats": 2}], caption="Crew")``.

    rows: a list of dicts, dataclasses, named tuples or sequences; a dict of columns; or a
    frame or series (pandas, polars, arrow), or an array. What is missing (None, NaN, NaT) is an empty cell.
    columns: which, in order, or a dict from names to headings. row_key: a column, or a function of a row, that tells rows apart.
    on_select: makes each row's first cell a button, and gives a ``SelectEvent``: ``index`` is the row's number, ``value`` the row,
    ``key`` its key, or its number. selected: the key of
    the row to mark. empty: what stands there without rows. max_rows: no more are shown, and the table says so.
    Raises ``RenderError`` for a column that there is not.
    """
    no_change("table", rest, "sk.watch(sk.ref(state).rows, handler) tells of every change of its rows")
    check_handlers(select=on_select)
    names, cells, originals = table_data(rows, columns)
    headings = dict(columns) if isinstance(columns, Mapping) else {}
    numeric = [all(_is_number(row[i]) for row in cells if row[i] is not None) and bool(cells) for i in range(len(names))]
    attrs, on = attributes("sk-table-frame", class_, style, rest)
    id = unique_id()
    named = {"aria-labelledby": id} if caption else {"aria-label": "Table"}
    made = place("div", key=key, attrs={**attrs, "role": "region", "tabindex": 0, **named}, on=on)
    with made, place("table", attrs={"class": "sk-table"}):
        if caption:
            place("caption", caption, attrs={"id": id})
        with place("thead"), place("tr"):
            for i, name in enumerate(names):
                place("th", headings.get(name, name), attrs={"scope": "col", "class": "sk-numeric" if numeric[i] else None})
        firsts: list[_First] = []
        with place("tbody"):
            for number, row in enumerate(cells[:max_rows]):
                row_id = _row_key(row_key, originals[number], names, row, number)
                chosen = selected is not None and selected == row_id
                _row(row, numeric, row_id, chosen, firsts)
                if on_select is not None and row:
                    one = firsts[-1]
                    listen(one.button(), "click", converted(on_select, "select", one.converter(number, originals[number])))
            if not cells:
                with place("tr", key="empty"):
                    place("td", empty, attrs={"colspan": max(1, len(names)), "class": "sk-muted"})
        if len(cells) > max_rows:
            with place("tfoot"), place("tr"):
                place("td", f"{max_rows:,} of {len(cells):,} rows", attrs={"colspan": len(names), "class": "sk-muted"})
    made.offers = {"select": lambda: [(one.button(), "click", one.converter(n, originals[n])) for n, one in enumerate(firsts)]}
    return made


class _First:
    """The first cell of a row, which is a button where somebody listens to its being selected."""

    def __init__(self, cell: Element, text: str, row_id: Any, selected: bool) -> None:
        self._cell = cell
        self._text = text
        self._row_id = row_id
        self._selected = selected
        self._button: Element | None = None

    def button(self) -> Element:
        if self._button is None:
            self._cell.children.clear()
            with self._cell:
                attrs = {"class": "sk-row-button", "type": "button", "aria-pressed": str(self._selected).lower()}
                self._button = place("button", self._text, key=self._row_id, attrs=attrs)
        return self._button

    def converter(self, number: int, row: Any) -> Callable[[Event], Event]:
        def make(event: Event) -> Event:
            found = {"index": number, "value": row, "selected": not self._selected}
            return SelectEvent(type="select", key=event.key, target=event.target, **found)

        return make


def _row(row: Sequence[Any], numeric: list[bool], row_id: Any, selected: bool, firsts: list[_First]) -> None:
    with place("tr", key=row_id, attrs={"class": "sk-selected"} if selected else None):
        for i, value in enumerate(row):
            made = place("td", _shown(value), attrs={"class": "sk-numeric"} if numeric[i] else None)
            if not i:
                firsts.append(_First(made, _shown(value), row_id, selected))


def _row_key(row_key: Any, original: Any, names: list[str], row: Sequence[Any], number: int) -> Any:
    if row_key is None:
        return number
    if callable(row_key):
        return row_key(original)
    if row_key not in names:
        raise RenderError(f"sk.table(row_key={row_key!r}): there is no such column.{nearest(row_key, names)}")
    return row[names.index(row_key)]


def table_data(rows: Any, columns: Any = None) -> tuple[list[str], list[Sequence[Any]], Sequence[Any]]:
    """The names of the columns, the cells row by row, and the rows as they were given."""
    found = _records(rows)
    names = list(columns) if columns is not None else _names(found)
    if found and isinstance(found[0], Mapping):
        known = _names(found)
        for name in names:
            if name not in known:
                raise RenderError(
                    f"sk.table(columns=...): there is no column {name!r}.{nearest(str(name), known)} There are {known}"
                )
        return [str(name) for name in names], [[_plain(row.get(name)) for name in names] for row in found], found
    width = len(names)
    rows_of_cells: list[Sequence[Any]] = [[*map(_plain, row), *[None] * (width - len(row))][:width] for row in found]
    return [str(name) for name in names], rows_of_cells, found


def _records(rows: Any) -> list[Any]:
    """Rows as dicts, or as sequences where they have no names."""
    if hasattr(rows, "to_frame"):  # a series
        rows = rows.to_frame()
    if hasattr(rows, "iloc"):  # pandas: its own records would leave out a column whose name is there twice
        columns = _apart([_column_name(name) for name in rows.columns])
        lists = [rows.iloc[:, i].tolist() for i in range(len(columns))]
        return [dict(zip(columns, cells, strict=True)) for cells in zip(*lists, strict=True)] if lists else []
    for method, arguments in (("to_dicts", {}), ("to_pylist", {}), ("to_dict", {"orient": "records"})):
        if hasattr(rows, method):
            return [_record(row) for row in getattr(rows, method)(**arguments)]
    if hasattr(rows, "dtype") and hasattr(rows, "tolist"):
        names = rows.dtype.names
        return [dict(zip(names, row, strict=True)) for row in rows.tolist()] if names else [_record(row) for row in rows.tolist()]
    if isinstance(rows, Mapping):
        return _of_columns(rows)
    if isinstance(rows, (str, bytes)) or not isinstance(rows, Iterable):
        raise RenderError(
            f"sk.table() was given {type(rows).__name__}: it takes rows (a list of dicts, dataclasses or lists) or a frame"
        )
    return [_record(row) for row in rows]


def _column_name(name: Any) -> Any:
    return " ".join(str(part) for part in name if part != "") if isinstance(name, tuple) else name


def _apart(names: list[Any]) -> list[Any]:
    """Names that are there twice get a number."""
    return [name if name not in names[:i] else f"{name} ({names[:i].count(name) + 1})" for i, name in enumerate(names)]


def _of_columns(columns: Mapping[Any, Any]) -> list[Any]:
    lists = {name: list(values) for name, values in columns.items()}
    lengths = {len(values) for values in lists.values()}
    if len(lengths) > 1:
        told = ", ".join(f"{name!r}: {len(values)}" for name, values in lists.items())
        raise RenderError(f"sk.table() was given columns of different lengths ({told})")
    return [{name: values[i] for name, values in lists.items()} for i in range(lengths.pop() if lengths else 0)]


def _record(row: Any) -> Any:
    if isinstance(row, Mapping):
        return row
    if dataclasses.is_dataclass(row) and not isinstance(row, type):
        return {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}
    if hasattr(row, "_asdict"):
        return row._asdict()
    for names in ("model_fields", "__struct_fields__"):  # of pydantic, of msgspec
        if hasattr(type(row), names):
            return {name: getattr(row, name) for name in getattr(type(row), names)}
    if hasattr(row, "dtype") and getattr(row, "ndim", 0) == 1:
        return row.tolist()
    if isinstance(row, (list, tuple)):
        return row
    return [row]


def _names(rows: list[Any]) -> list[Any]:
    if rows and isinstance(rows[0], Mapping):
        return list(dict.fromkeys(name for row in rows for name in row))
    return [f"{number + 1}" for number in range(max((len(row) for row in rows), default=0))]


def _plain(value: Any) -> Any:
    """A numpy scalar as Python has it, an enum's value, None for what is missing (NaN, NaT, NA); anything else as it is."""
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, float):
        return None if value != value else float(value)
    if type(value).__name__ in ("NaTType", "NAType"):
        return None
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "dtype") and hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        if value.dtype.kind in "mM":
            return None if str(value) == "NaT" else str(value)
        return _plain(value.item()) if value.dtype.kind in "biufc" else value
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, Number) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g}" if isinstance(value, float) and not value.is_integer() else str(value)
