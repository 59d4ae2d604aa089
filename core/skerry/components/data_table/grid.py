"""What one table keeps in a session, and how it answers events.

Rows have numbers, which are their places among the rows given, and places, where they stand on the screen; the two differ once the
table is sorted. The header stands at place and row -1. What has to outlast the page's being rendered again is in the session's
memory, under names that begin with the table's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from ...events import (
    BlurEvent,
    ClickEvent,
    EditEvent,
    Event,
    InputEvent,
    KeyEvent,
    ResizeEvent,
    ScrollEvent,
    SelectEvent,
    SortEvent,
)
from ...handlers import listener
from ...session import CURRENT_SESSION, focus
from ...state import read, untracked, write
from ...view import Element
from .geometry import TALLEST, Geometry, Window
from .model import Model
from .order import inverse, sorted_rows
from .parsing import editable_text, parse

__all__ = ["Grid", "Place"]

Place = tuple[int, int]
"""A row and a column, from 0; the header is row -1."""

_MOVES: Final = ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "Ctrl+Home", "Ctrl+End")
_FRAME: Final = 0.016


class Grid:
    """One table for as long as it is shown. name: begins the names of what it keeps. model: what the author gave last."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.model: Model
        self._models: list[Model] = []
        self.geometry = Geometry()
        self.scroller: Element | None = None
        self.shown = Window(0, 0)
        self.bind: Any = None
        self.given: Any = ...
        self._chosen: frozenset[int] = frozenset()
        self._fresh = True
        self._without_session: dict[str, Any] = {}
        self._order: tuple[Any, Any, Sequence[int], Sequence[int]] | None = None
        keys = listener(self.moved, keys=list(_MOVES), prevent_default=True)
        scroll = listener(self.scrolled, throttle=_FRAME, passive=True)
        self.root_on = {"keydown": keys, "scroll": scroll, "resize": self.measured}
        self.head_on = {"resize": self.head_measured}
        self.pressing = [
            listener(self.pressed, keys=["Enter", "F2", "Space", "Shift+Space"], prevent_default=True),
            listener(self.taken_back, keys=["Escape"]),
        ]
        self.stopping = listener(self.nothing, keys=[*_MOVES, "Space", "Shift+Space", "F2"], stop_propagation=True)
        self.leaving = listener(self.left, keys=["Enter", "Escape"], prevent_default=True, stop_propagation=True)
        self.held = listener(self.nothing, stop_propagation=True)

    def close(self) -> None:
        """It is not shown any more; its memory stays."""

    def serve(self, arguments: dict[str, Any]) -> None:
        """Show what the author gives now, by the model that it has of that, or else a new one."""
        known = [one for one in self._models if one.arguments["rows"] is arguments["rows"]]
        found = next((one for one in known if one.serves(arguments)), None) or Model(self, dict(arguments))
        self.model, self._models = found, [found, *(one for one in known if one is not found)][:3]

    def settle(self) -> Model:
        """A model anew, now that there are rows."""
        made = Model(self, self.model.arguments)
        self.model, self._models = made, [made, *self._models[1:]]
        return made

    # What it keeps

    def recall(self, name: str, default: Any = None) -> Any:
        found = self._memory().get(f"{self.name}:{name}", default)
        return default if found is None else found

    def keep(self, name: str, value: Any) -> None:
        if self.recall(name) != value:
            self._memory()[f"{self.name}:{name}"] = value

    def _memory(self) -> Any:
        session = CURRENT_SESSION.get()
        return self._without_session if session is None else session.memory

    @property
    def count(self) -> int:
        return len(self.model.source)

    def sort(self) -> tuple[int, bool] | None:
        """The column that is sorted by, and whether it is descending."""
        found = self.recall("sort")
        names = [column.name for column in self.model.columns]
        return (names.index(found[0]), found[1]) if found is not None and found[0] in names else None

    def order(self) -> Sequence[int]:
        """The numbers of the rows by their places. An order is kept until the column is sorted anew or the rows are other ones, so
        that a row that is edited stays where it is."""
        return self._ordered()[2]

    def places(self) -> Sequence[int]:
        """The places of the rows by their numbers."""
        return self._ordered()[3]

    def _ordered(self) -> tuple[Any, Any, Sequence[int], Sequence[int]]:
        sort, rows, count = self.sort(), self.model.source.rows, self.count
        asked = (sort, count, self.recall("sorted", 0))
        if self._order is None or self._order[0] is not rows or self._order[1] != asked:
            if sort is None or self.model.on_sort:
                self._order = rows, asked, range(count), range(count)
            else:
                with untracked():
                    order = sorted_rows(self.model.source.column(sort[0]), sort[1])
                self._order = rows, asked, order, inverse(order)
        return self._order

    def active(self) -> Place:
        """The cell that the Tab key leads to."""
        count, last = self.count, len(self.model.columns) - 1
        row, column = self.recall("active", (None, 0))
        if row is None or row >= count:
            row = self.order()[min(count - 1, row or 0)] if count else -1
        return row, min(column, last)

    def wrong(self) -> dict[Place, tuple[str, str]]:
        """What was typed into cells and is no value for them, and why not."""
        return {(row, column): (text, why) for row, column, text, why in self.recall("wrong", ()) if row < self.count}

    def _keep_wrong(self, place: Place, found: tuple[str, str] | None) -> None:
        all_wrong = {**self.wrong(), place: found}
        self.keep("wrong", tuple((*at, *one) for at, one in all_wrong.items() if one is not None))

    # What is in view

    def window(self) -> Window:
        """The rows to render."""
        self.geometry.count = self.count
        found = self.recall("window")
        if found is None or found[1] > self.count or found[0] >= self.count or (found[2] >= 0) != self.geometry.capped:
            with untracked():  # what is in view is kept in "window", and that is what a render follows
                self.geometry.top = self.recall("top", 0.0)
            found = self.geometry.window()
        elif found[1] < self.count and found[1] < self.geometry.window().stop:  # rows came behind the last
            found = self.geometry.window()
        self.shown = Window(*found)
        return self.shown

    def follow(self) -> None:
        """Render other rows where the view has come to others."""
        self.geometry.count = self.count
        window = self.geometry.window()
        if window != self.shown:
            self.keep("window", window)

    def scrolled(self, event: ScrollEvent) -> None:
        self.geometry.top = event.top
        if event.height:
            self.geometry.height = event.height
        self.keep("top", event.top)
        self.follow()

    def measured(self, event: ResizeEvent) -> None:
        self.geometry.height = event.height
        top = self.recall("top", 0.0)
        if self._fresh and top:
            self._scroll(top)  # it was shown before, scrolled to there
        self._fresh = False
        self.follow()

    def head_measured(self, event: ResizeEvent) -> None:
        self.geometry.head = event.height
        if self.geometry.capped:
            self.geometry.row = event.height
        self.follow()

    def body_measured(self, event: ResizeEvent) -> None:
        """The height of all rows says exactly how high one is."""
        count = self.count
        if count and event.height < TALLEST - 1 and 8 <= event.height / count <= 1000:
            self.geometry.row = event.height / count
            self.follow()

    def _scroll(self, top: float) -> None:
        session = CURRENT_SESSION.get()
        self.geometry.top = top
        self.keep("top", top)
        if session is not None and self.scroller is not None:
            session.command("scroll", n=self.scroller.id, top=round(top, 2), behavior="instant")

    # Moving

    def moved(self, event: KeyEvent) -> None:
        row, column = self.active()
        place = self.places()[row] if row >= 0 else -1
        last = len(self.model.columns) - 1
        match event.pressed:
            case "ArrowUp":
                place = max(-1, place - 1)
            case "ArrowDown":
                place += 1
            case "ArrowLeft":
                column = max(0, column - 1)
            case "ArrowRight":
                column = min(last, column + 1)
            case "PageUp":
                place = max(0, place - self.geometry.page()) if place > 0 else place
            case "PageDown":
                place = max(0, place) + self.geometry.page()
            case "Home":
                place, column = (0 if event.ctrl else place), 0
            case "End":
                place, column = (self.count - 1 if event.ctrl else place), last
        self.go(min(place, self.count - 1), column)

    def go(self, place: int, column: int) -> None:
        """Put the focus on a cell, and bring it into view."""
        row = self.order()[place] if place >= 0 else -1
        self.keep("active", (row, column))
        if place >= 0:
            self.geometry.count = self.count
            top = self.geometry.reveal(place)
            if abs(top - self.geometry.top) > 0.5:
                self._scroll(top)
                self.follow()
        focus((self.name, row, column))

    # Selecting

    def is_multiple(self) -> bool:
        return isinstance(self._selection(), Iterable)

    def selection(self) -> frozenset[int]:
        """The numbers of the rows that are selected."""
        found = self._selection()
        return frozenset() if found is None else frozenset(found) if isinstance(found, Iterable) else frozenset((found,))

    def _selection(self) -> Any:
        if self.bind is not None:
            return read(self.bind)
        if self.given is not ...:
            return self.given
        return self.recall("selected")

    def chosen(self, event: ClickEvent) -> None:
        """A cell was clicked."""
        _, row, column = event.key
        self.keep("active", (row, column))
        self.select(row, toggle=event.ctrl or event.meta, extend=event.shift)
        if event.detail == 2 and self.model.columns[column].editable:
            self.begin((row, column))

    def select(self, row: int, *, toggle: bool, extend: bool = False) -> None:
        """Select a row. toggle: or no longer; extend: with all from the last one that was selected by itself."""
        if not self.model.selectable:
            return
        now, multiple = self.selection(), self.is_multiple()
        anchor = self.recall("anchor", row)
        if multiple and extend and anchor < self.count:
            order, ends = self.order(), sorted((self.places()[anchor], self.places()[row]))
            found = frozenset(order[place] for place in range(ends[0], ends[1] + 1))
        else:
            self.keep("anchor", row)
            if toggle and row in now:
                found = now - {row}
            else:
                found = now | {row} if multiple and toggle else frozenset((row,))
        self._chosen = found
        if self.bind is not None:
            before = read(self.bind)
            kind = set if isinstance(before, (set, frozenset)) else list
            write(self.bind, kind(sorted(found)) if multiple else next(iter(found), None))
        elif self.given is ...:
            self.keep("selected", next(iter(found), None))

    def select_event(self, event: Event) -> Event | None:
        """What an author's handler is told of a cell that was clicked, or on which Space or Enter was pressed."""
        place = event.key[1:] if isinstance(event, ClickEvent) else self.active()
        row, column = place
        if isinstance(event, KeyEvent) and (row < 0 or (event.pressed == "Enter" and self.model.columns[column].editable)):
            return None
        value = self.model.source.cell(row, column)
        return SelectEvent(**self._common(event, "select"), index=(row, column), value=value, selected=row in self._chosen)

    # Editing

    def pressed(self, event: KeyEvent) -> None:
        row, column = self.active()
        if row < 0:
            return
        if event.pressed == " ":
            self.select(row, toggle=not event.shift, extend=event.shift)
        elif self.model.columns[column].editable:
            self.begin((row, column))
        elif event.pressed == "Enter":
            self.select(row, toggle=False)

    def begin(self, place: Place) -> None:
        """Edit a cell, from what was typed before where that is no value."""
        if self.recall("edit") == place:
            return
        found = self.wrong().get(place)
        self.keep("edit", place)
        self.keep("draft", found[0] if found is not None else editable_text(self.model.source.cell(*place)))
        focus((self.name, "edit"))

    def typed(self, event: InputEvent) -> None:
        self.keep("draft", str(event.value))

    def left(self, event: KeyEvent) -> None:
        """Enter or Escape were pressed in a cell that is edited."""
        place = self.recall("edit")
        if place is None:
            return
        if event.pressed == "Escape":
            self._keep_wrong(place, None)
        elif not self._commit(place, event.value or ""):
            return
        self.keep("edit", None)
        focus((self.name, *place))

    def blurred(self, event: BlurEvent) -> None:
        """A cell that was edited is left: by the Tab key, or for somewhere else on the page."""
        place = self.recall("edit")
        if place is not None:
            self._commit(place, event.value or "")
            self.keep("edit", None)

    def _commit(self, place: Place, text: str) -> bool:
        """Take over what was typed; False where it is no value, which is kept then."""
        try:
            changed, _, value = self._entered(place, text)
        except ValueError as error:
            self._keep_wrong(place, (text, str(error)))
            return False
        self._keep_wrong(place, None)
        if changed and not self.model.on_edit:
            self.model.source.put(*place, value)
        return True

    def _entered(self, place: Place, text: str) -> tuple[bool, Any, Any]:
        """Whether a text changes a cell, what the cell held, and what the text means. Raises ``ValueError`` for no value."""
        column, previous = self.model.columns[place[1]], self.model.source.cell(*place)
        if text == editable_text(previous):
            return False, previous, previous
        kind = column.kind if previous is None or (type(previous) is int and column.kind is float) else type(previous)
        value = parse(text, kind)
        return type(value) is not type(previous) or value != previous, previous, value

    def edit_event(self, event: Event) -> Event | None:
        """What an author's handler is told of a cell that was edited; nothing where nothing changes."""
        place = self.recall("edit")
        if place is None or not isinstance(event, (KeyEvent, BlurEvent)):
            return None
        try:
            changed, previous, value = self._entered(place, event.value or "")
        except ValueError:
            return None
        return EditEvent(**self._common(event, "edit"), index=place, previous=previous, value=value) if changed else None

    def taken_back(self) -> None:
        """Escape on a cell that holds no value: it shows what it held before."""
        self._keep_wrong(self.active(), None)

    # Sorting

    def sorted_by(self, event: ClickEvent) -> None:
        column = event.key[2]
        name, before = self.model.columns[column].name, self.sort()
        self.keep("active", (-1, column))
        if before is None or before[0] != column:
            now: Any = (name, False)
        elif not before[1]:
            now = (name, True)
        else:
            now = (name, False) if self.model.on_sort else None
        self.keep("sort", now)
        self.keep("sorted", self.recall("sorted", 0) + 1)

    def sort_event(self, event: Event) -> Event | None:
        found = self.recall("sort")
        if found is None:
            return None
        return SortEvent(**self._common(event, "sort"), column=str(found[0]), descending=found[1])

    # Odds and ends

    def nothing(self) -> None:
        """What a cell that is edited hears is not for the table."""

    def _common(self, event: Event, name: str) -> dict[str, Any]:
        return {"type": name, "key": self.model.key, "target": event.target.partition("/window_of")[0], "payload": event.payload}

