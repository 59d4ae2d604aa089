"""What an author gave for a table, as the table needs it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from ...handlers import Listener
from ...state import ObservedList, untracked
from ...view.memo import same_value
from ..semantic import converted
from .columns import Column, TableColumn, given, resolve
from .sources import Source, source_of

if TYPE_CHECKING:
    from .grid import Grid

__all__ = ["Model"]


class Model:
    """The rows and columns, and what listens to what happens to them.

    key: the author's; id: begins ids in the document; named: the attribute that names the table; unsettled: there was no row
    to look at, so it has to be made again when there is one. Raises ``RenderError`` as ``data_table`` does.
    """

    def __init__(self, grid: Grid, arguments: dict[str, Any]) -> None:
        self.arguments = arguments
        self.key = arguments["key"]
        self.id: str = arguments["id"]
        self.empty: str = arguments["empty"]
        self.css: dict[str, Any] = arguments["css"]
        self.named: tuple[tuple[str, str], ...] = arguments["named"]
        self.wanted: list[TableColumn] | None = given(arguments["columns"])
        self.selectable: bool = arguments["selectable"]
        with untracked():
            names = None if self.wanted is None else [one.name for one in self.wanted]
            self.source: Source = source_of(arguments["rows"], names)
            self.columns: list[Column] = resolve(self.source, self.wanted, arguments["editable"], arguments["sortable"])
            self.unsettled = not len(self.source)
        self.on_select = converted(arguments["on_select"], "select", grid.select_event)
        self.on_edit = converted(arguments["on_edit"], "edit", grid.edit_event)
        self.on_sort = converted(arguments["on_sort"], "sort", grid.sort_event)
        self.cell_on = {"click": [grid.chosen, *self.on_select]}
        self.head_on = {"click": [grid.sorted_by, *self.on_sort]}
        pressed = [dataclasses.replace(one, keys=("Enter", " ", "Shift+ "), prevent_default=True) for one in self.on_select]
        self.body_on = {"keydown": [*grid.pressing, *pressed], "resize": grid.body_measured}
        entered = [dataclasses.replace(one, keys=("Enter",)) for one in self.on_edit]
        self.input_on: dict[str, list[Listener | Any]] = {
            "keydown": [*entered, grid.leaving, grid.stopping],
            "blur": [*self.on_edit, grid.blurred],
            "input": [grid.typed],
            "click": [grid.held],
        }

    def serves(self, arguments: dict[str, Any]) -> bool:
        """Whether a model of these arguments would be the same. Rows that nobody observes may have changed in place."""
        if not isinstance(arguments["rows"], ObservedList) or arguments["rows"] is not self.arguments["rows"]:
            return False
        return all(_same(self.arguments[name], value) for name, value in arguments.items() if name != "rows")


def _same(old: Any, new: Any) -> bool:
    if isinstance(new, dict):
        return isinstance(old, dict) and old.keys() == new.keys() and all(_same(old[name], value) for name, value in new.items())
    if isinstance(new, (list, tuple)):
        return type(old) is type(new) and len(old) == len(new) and all(map(_same, old, new))
    if isinstance(new, Listener):
        return isinstance(old, Listener) and all(_same(getattr(old, f.name), getattr(new, f.name)) for f in dataclasses.fields(new))
    if isinstance(new, TableColumn):
        return isinstance(old, TableColumn) and _same(dataclasses.astuple(old), dataclasses.astuple(new))
    return same_value(old, new)
