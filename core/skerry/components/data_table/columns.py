"""Which columns a table has: what the author says of them, and what the first rows say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ...errors import RenderError, nearest
from ..common import length, one_of
from .parsing import NUMBERS, shown
from .sources import Source

__all__ = ["Column", "TableColumn", "given", "names_of", "resolve", "table_column"]

FIRST: Final = 16
LATER: Final = 8
"""So many rows, the first and some from here and there, say how wide a column is and what stands in it."""

_ALIGNS: Final = ("start", "center", "end")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """What an author says of a column; made by ``table_column(...)``. None leaves a thing to the table."""

    name: Any
    label: str | None = None
    align: str | None = None
    format: str | Callable[[Any], Any] | None = None
    width: str | None = None
    editable: bool | None = None
    sortable: bool | None = None


def table_column(
    name: Any,
    label: str | None = None,
    *,
    align: str | None = None,
    format: str | Callable[[Any], Any] | None = None,
    width: str | float | None = None,
    editable: bool | None = None,
    sortable: bool | None = None,
) -> TableColumn:
    """A column of ``data_table``: ``sk.table_column("price", "Price", format="{:.2f}", editable=True)``.

    name: of the dict's key, the field or the frame's column. label: the heading, else the name. align: start, center or end;
    numbers stand at the end. format: as of ``str.format``, or a function from the value to its text; an empty cell is left empty.
    width: a CSS length or a number of pixels; without one it follows the first rows. editable, sortable: else as the table says.
    Raises ``RenderError`` for what cannot be.
    """
    if align is not None:
        one_of("table_column", "align", align, _ALIGNS)
    if format is not None and not callable(format):
        try:
            fits = isinstance(format, str) and format.format(1) != format.format(2)
        except (ValueError, IndexError, KeyError):
            fits = isinstance(format, str) and "{" in format
        if not fits:
            raise RenderError(f'sk.table_column(format={format!r:.60}): a format is a text such as "{{:.2f}}", or a function')
    return TableColumn(name, label, align, format, length(width), editable, sortable)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is shown. kind: the type of its values; least: its width where there is not room for more; track: its part of
    the grid's template; attrs: what all its cells have."""

    name: Any
    label: str
    numeric: bool
    format: str | Callable[[Any], Any] | None
    editable: bool
    sortable: bool
    kind: type
    least: str
    track: str
    attrs: dict[str, Any] = field(compare=False)

    def text(self, value: Any) -> str:
        """A value as the column shows it."""
        if value is None:
            return ""
        if self.format is None:
            return shown(value)
        if callable(self.format):
            return str(self.format(value))
        try:
            return self.format.format(value)
        except (ValueError, TypeError):
            return shown(value)  # a text among the numbers


def given(columns: Any) -> list[TableColumn] | None:
    """What an author gave as columns, in one form; None for all that there are. Raises ``RenderError`` for a double."""
    if columns is None:
        return None
    if isinstance(columns, (str, TableColumn)):
        raise RenderError(f"sk.data_table(columns={columns!r:.60}): columns is a list of names or of sk.table_column(...)")
    if isinstance(columns, Mapping):
        found = [table_column(name, str(label)) for name, label in columns.items()]
    else:
        found = [one if isinstance(one, TableColumn) else table_column(one) for one in columns]
    seen: set[Any] = set()
    for one in found:
        if one.name in seen:
            raise RenderError(f"sk.data_table(columns=...): the column {one.name!r} is there twice. Name each column once")
        seen.add(one.name)
    return found


def names_of(what: str, value: Any, names: Sequence[Any]) -> frozenset[Any]:
    """The columns that ``editable`` or ``sortable`` mean. Without rows nobody knows yet which there are."""
    if isinstance(value, bool):
        return frozenset(names) if value else frozenset()
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise RenderError(f"sk.data_table({what}={value!r:.60}): {what} is True, False or a list of columns")
    found = list(value)
    for name in found:
        if names and name not in names:
            hint = nearest(str(name), [str(one) for one in names])
            raise RenderError(f"sk.data_table({what}=...): there is no column {name!r}.{hint} There are {list(names)}")
    return frozenset(found)


def resolve(source: Source, wanted: Sequence[TableColumn] | None, editable: Any, sortable: Any) -> list[Column]:
    """The columns of a source. Reads some rows."""
    sample = [source.row(index) for index in _sample(len(source))]
    can_edit, can_sort = names_of("editable", editable, source.names), names_of("sortable", sortable, source.names)
    said = {one.name: one for one in wanted or ()}
    found: list[Column] = []
    for number, name in enumerate(source.names):
        values = [row[number] for row in sample if row[number] is not None]
        one = said.get(name) or TableColumn(name)
        edit = name in can_edit if one.editable is None else one.editable
        sort = name in can_sort if one.sortable is None else one.sortable
        found.append(_column(one, number, values, edit, sort))
    if any(column.editable for column in found):  # where none is, the grid says so
        for column in found:
            if not column.editable:
                column.attrs["aria-readonly"] = "true"
    return found


def _sample(count: int) -> list[int]:
    """The numbers of the rows to look at."""
    later = range(count - 1, FIRST, -max(1, (count - FIRST) // LATER))
    return [*range(min(FIRST, count)), *later]


def _column(one: TableColumn, number: int, values: list[Any], editable: bool, sortable: bool) -> Column:
    numeric = bool(values) and all(isinstance(value, NUMBERS) and not isinstance(value, bool) for value in values)
    label = str(one.name) if one.label is None else one.label
    align = one.align or ("end" if numeric else "start")
    kind: type = type(values[0]) if values else str
    if numeric and len({type(value) for value in values}) > 1:
        kind = float
    attrs = {
        "role": "gridcell", "aria-colindex": number + 1, "tabindex": -1,
        "class": "sk-dt-cell" if align == "start" else f"sk-dt-cell sk-dt-{align}",
    }  # fmt: skip
    made = Column(one.name, label, numeric, one.format, editable, sortable, kind, "", "", attrs)
    longest = max((len(made.text(value)) for value in values), default=0)
    wide = round(min(max(longest, len(label) + 2, 4), 34) * 0.53 + 1.7, 2)
    least = one.width or f"{wide}rem"
    track = one.width or f"minmax({least}, {wide}fr)"
    return Column(one.name, label, numeric, one.format, editable, sortable, kind, least, track, attrs)
