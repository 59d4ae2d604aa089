"""A table's elements. The window, the header and each row are components of their own: scrolling builds the rows that come."""

from __future__ import annotations

from typing import Any

from ...state import untracked
from ...view import component
from ...view import element as place
from .geometry import TALLEST
from .grid import Grid
from .model import Model

__all__ = ["window_of"]

Wrong = tuple[tuple[int, str, str], ...]
"""Of one row: columns, what was typed there, and why it is no value."""


@component
def window_of(grid: Grid, model: Model, given: Any, bound: str) -> None:
    """The grid with the rows that are in view. given: the rows that the author says are selected; bound: where it is kept."""
    count = len(model.source)
    if model.unsettled and count:
        model = grid.settle()
    columns = model.columns
    window, order, (active_row, active_column) = grid.window(), grid.order(), grid.active()
    editing, wrong, sort = grid.recall("edit"), grid.wrong(), grid.sort()
    selected = grid.selection() if model.selectable else None
    attrs = {
        **dict(model.named), "role": "grid", "class": "sk-dt", "aria-rowcount": count + 1, "aria-colcount": len(columns),
        "aria-multiselectable": "true" if selected is not None and grid.is_multiple() else None,
        "aria-readonly": None if any(column.editable for column in columns) else "true",
        "style": {
            **model.css,
            "--sk-dt-columns": " ".join(column.track for column in columns),
            "--sk-dt-width": f"calc({' + '.join(column.least for column in columns) or '0px'})",
        },
    }  # fmt: skip

    def row(at: int) -> None:
        number = order[at]
        here = tuple((column, *found) for (found_row, column), found in wrong.items() if found_row == number)
        row_of(
            grid, model, at,
            active_column if number == active_row else -1,
            editing[1] if editing is not None and editing[0] == number else -1,
            here,
            None if selected is None else number in selected,
            "" if window.start <= at < window.stop else _away(grid, at),
            key=number,
        )  # fmt: skip

    grid.scroller = made = place("div", key="grid", attrs=attrs, on=grid.root_on)
    with made:
        with place("div", attrs={"role": "rowgroup", "class": "sk-dt-head"}, on=grid.head_on):
            head_of(grid, model, *(sort or (-1, False)), active_column if active_row < 0 else -1)
        start = f"{window.shift:.2f}px" if window.shift >= 0 else f"calc({window.start} * var(--sk-dt-row))"
        style = {"block-size": f"min({max(count, 1)} * var(--sk-dt-row), {TALLEST}px)", "padding-block-start": start}
        with place("div", attrs={"role": "rowgroup", "class": "sk-dt-body", "style": style}, on=model.body_on):
            active = grid.places()[active_row] if active_row >= 0 else window.start
            if active < window.start:
                row(active)
            for at in range(window.start, window.stop):
                row(at)
            if active_row >= 0 and active >= window.stop:
                row(active)
            if not count:
                with place("div", key="empty", attrs={"role": "row", "class": "sk-dt-row sk-dt-none"}):
                    place("div", model.empty, attrs={"role": "gridcell", "class": "sk-dt-cell sk-muted"})
    found = wrong.get((active_row, active_column))
    if found is not None:
        place("p", found[1], attrs={"class": "sk-error", "id": f"{model.id}-error", "role": "alert"})


def _away(grid: Grid, at: int) -> str:
    """Where a row stands that is out of view, as a CSS length."""
    window = grid.shown
    return f"{grid.geometry.offset(at, window):.2f}px" if window.shift >= 0 else f"calc({at} * var(--sk-dt-row))"


@component
def head_of(grid: Grid, model: Model, sorted_by: int, descending: bool, active: int) -> None:
    """The row of headings. active: the column that has the focus, or -1."""
    with place("div", attrs={"role": "row", "aria-rowindex": 1, "class": "sk-dt-row"}):
        for number, column in enumerate(model.columns):
            attrs: dict[str, Any] = {"role": "columnheader", "aria-colindex": number + 1, "class": column.attrs["class"]}
            stop = 0 if number == active else -1
            key = (grid.name, -1, number)
            if not column.sortable:
                place("div", column.label, key=key, attrs={**attrs, "tabindex": stop})
                continue
            attrs["aria-sort"] = "none" if number != sorted_by else "descending" if descending else "ascending"
            with place("div", attrs=attrs):
                own_attrs = {"type": "button", "class": "sk-dt-sort", "tabindex": stop}
                place("button", column.label, key=key, attrs=own_attrs, on=model.head_on)


@component
def row_of(
    grid: Grid, model: Model, at: int, active: int, editing: int, wrong: Wrong, selected: bool | None, away: str, key: int
) -> None:
    """One row. key: its number; at: its place; active, editing: columns, or -1; away: how far down it stands where it is out of
    view. The row that has the focus stays in the page, so that the focus does."""
    values = model.source.row(key)
    attrs: dict[str, Any] = {"role": "row", "aria-rowindex": at + 2, "class": "sk-dt-row"}
    if selected is not None:
        attrs["aria-selected"] = "true" if selected else "false"
    if away:
        attrs["class"] = "sk-dt-row sk-dt-away"
        attrs["style"] = {"inset-block-start": away}
    errors = {column: (text, why) for column, text, why in wrong}
    name, on = grid.name, model.cell_on
    with place("div", attrs=attrs):
        for number, column in enumerate(model.columns):
            cell = column.attrs
            if number in (active, editing) or number in errors:
                cell = _special(model, cell, number, active, editing, number in errors)
            if number == editing:
                with place("div", key=(name, key, number), attrs=cell, on=on):
                    _editor(grid, model, at, number, number in errors)
            else:
                text = errors[number][0] if number in errors else column.text(values[number])
                place("div", text, key=(name, key, number), attrs=cell, on=on)


def _special(model: Model, attrs: Any, number: int, active: int, editing: int, wrong: bool) -> dict[str, Any]:
    """The attributes of a cell that the Tab key leads to, that is edited, or in which something wrong was typed."""
    found = dict(attrs)
    if number == editing:
        found["class"] += " sk-dt-editing"
    elif number == active:
        found["tabindex"] = 0
    if wrong:
        found["class"] += " sk-dt-wrong"
        found["aria-invalid"] = "true"
        if number == active:
            found["aria-describedby"] = f"{model.id}-error"
    return found


def _editor(grid: Grid, model: Model, at: int, number: int, wrong: bool) -> None:
    column = model.columns[number]
    with untracked():
        draft = grid.recall("draft", "")
    attrs: dict[str, Any] = {
        "type": "text", "class": "sk-dt-input", "aria-label": f"{column.label}, row {at + 1}", "autocomplete": "off",
        ".value": draft,
        "inputmode": "decimal" if column.kind is float else "numeric" if column.kind is int else None,
    }  # fmt: skip
    if wrong:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"{model.id}-error"}
    place("input", key=(grid.name, "edit"), attrs=attrs, on=model.input_on)
