"""``data_table``: a table to scroll, sort, edit and select in, however many rows it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from ...errors import RenderError
from ...handlers import Listener
from ...session.on import Outlet
from ...state import path_of
from ...view import Element, current_scope, effect, unique_id
from ...view import element as place
from ..common import Style, attributes, length
from ..field import check_bind
from ..semantic import check_handlers, no_change, several
from .columns import TableColumn
from .grid import Grid
from .model import Model
from .render import window_of

__all__ = ["data_table"]

_ROW: Final = "calc(var(--sk-control) - 0.125rem)"
_REM: Final = 16.0


def data_table(
    rows: Any,
    columns: Sequence[str | TableColumn] | Mapping[str, str] | None = None,
    *,
    bind: Any = None,
    selected: Any = ...,
    on_select: Any = None,
    on_edit: Any = None,
    on_sort: Any = None,
    editable: bool | Sequence[str] = (),
    sortable: bool | Sequence[str] = True,
    height: str | float = "24rem",
    row_height: str | float | None = None,
    caption: str = "",
    label: str = "",
    empty: str = "Nothing here yet",
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A table of any number of rows, of which the page has only those in view: ``sk.data_table(boats, editable=["crew"])``.

    rows: a list of dicts, dataclasses or sequences, any other sequence of these (only rows that are shown are read), a dict of
    columns, or a frame of pandas, polars or arrow. columns: which, in order, as names or ``sk.table_column(...)``, or a dict from
    names to headings. In events, ``index`` is (row, column), counted from 0 in what was given here, however the table is sorted.

    on_select: a row is clicked, or Space pressed: a ``SelectEvent``. bind: a place in the state for the number of the selected row,
    or a list or set of numbers where there can be several (Ctrl and Shift add to it); selected: the same from the page's own hands.
    editable: True, or which columns: Enter, F2 or a double click edit. on_edit: an ``EditEvent`` with the new value, of the type
    of the old one; without it the value is put into ``rows``. What is no such value stays in the cell, marked as wrong.
    sortable: True, or which columns. on_sort: a ``SortEvent``, and the rows are the handler's to sort; without it the table does,
    empty cells last, and a row that is edited then stays where it is until a heading is pressed again.
    height: at most so high, as a CSS length or in pixels. row_height: of each row, likewise. caption: shown above, and what
    assistive technology calls the table; label: the same unseen. empty: what stands there without rows.

    Raises ``RenderError`` for columns that there are not or that are there twice, and for rows of different shapes.
    """
    check_bind("data_table", bind, None if selected is ... else selected)
    id = unique_id()
    name = _name(id, key)
    row = length(row_height) or _ROW
    tall = length(height) or "24rem"
    arguments = {
        "rows": rows, "columns": columns, "on_select": on_select, "on_edit": on_edit, "on_sort": on_sort, "editable": editable,
        "sortable": sortable, "key": key, "id": id, "empty": empty, "css": {"--sk-dt-row": row, "max-block-size": tall},
        "named": (("aria-labelledby", f"{id}-caption") if caption else ("aria-label", label or "Table"),),
        "selectable": on_select is not None or bind is not None or selected is not ...,
    }  # fmt: skip
    no_change("data_table", rest, "on_edit tells of what people edit, sk.watch(sk.ref(state).rows, handler) of every change")
    grid = effect(("data_table", name), lambda: _grid(name, row, tall))
    grid.serve(arguments)
    check_handlers(select=on_select, edit=on_edit, sort=on_sort)
    if on_edit is None:
        _check_editing(grid.model)
    grid.bind = bind
    grid.given = tuple(selected) if isinstance(selected, Iterable) else selected
    attrs, on = attributes("sk-data-table", class_, style, rest)
    made = place("div", key=key, attrs=attrs, on=on)
    with made:
        if caption:
            place("div", caption, attrs={"class": "sk-dt-caption", "id": f"{id}-caption"})
        window = window_of(grid, grid.model, grid.given, "" if bind is None else path_of(bind))

    def hear(event: str) -> Outlet:
        own = several(arguments[f"on_{event}"])

        def put(listeners: list[Listener]) -> None:
            arguments[f"on_{event}"] = [*own, *listeners]
            arguments["selectable"] = arguments["selectable"] or event == "select"
            grid.serve(arguments)
            window.args = (grid, grid.model, *window.args[2:])

        return Outlet(put)

    made.offers = {event: hear(event) for event in ("select", "edit", "sort")}
    return made


def _name(id: str, key: Any) -> str:
    """What the table's memory goes by: its key, where it has one, so that tables before it may come and go."""
    if key is None:
        return id
    name = f"{id.rpartition('-')[0]}-{key!r}"
    before = sum(one == ("data_table", name) for one, _ in current_scope("sk.data_table()").fresh or ())
    return f"{name}-{before}" if before else name


def _grid(name: str, row: str, tall: str) -> Grid:
    """A grid that knows about how large it will be, until the page has measured it."""
    grid = Grid(name)
    geometry = grid.geometry
    geometry.row = geometry.head = _pixels(row, 36)
    geometry.height = _pixels(tall, 600)
    return grid


def _pixels(text: str, default: float) -> float:
    found = re.fullmatch(r"(?:calc\()?([\d.]+)(px|rem|em)\b.*", text)
    return max(1.0, float(found[1]) * (1 if found[2] == "px" else _REM)) if found is not None else default


def _check_editing(model: Model) -> None:
    """Raise ``RenderError`` where an edited value could go nowhere."""
    problem = model.source.problem() if any(column.editable for column in model.columns) else ""
    if problem:
        raise RenderError(f"sk.data_table(editable=...): {problem}. Pass on_edit, and change the data there")
