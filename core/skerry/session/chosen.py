"""Files as inputs: what people have chosen, recorded or photographed, kept for functions of values.

A component for files has no value that the page could be asked for: its files come with events. So a listener of ours stands
before the author's own, and keeps what comes by the component's place in the page. It is the element's: where the component leaves
the page and comes back, it is empty there too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..errors import HandlerError
from ..events import ChosenFile, Event
from ..handlers import as_listeners, describe, listener
from ..scheduler import current_run
from ..view import Element

if TYPE_CHECKING:
    from .session import Session
    from .values import Values

__all__ = ["Chosen", "Keeper"]


class Kept(NamedTuple):
    """The files of one component. node: the id of its element; several: whether it takes more than one."""

    node: int
    several: bool
    files: tuple[ChosenFile, ...]


class Keeper:
    """The handler that keeps what one component's events bring. All of a kind are one piece of source to the page.

    used: whether a function has the component as input or output.
    """

    def __init__(self, keep: Callable[[Event], None], name: str, used: bool = True) -> None:
        self._keep = keep
        self.used = used
        self.__qualname__ = f"keep what sk.{name}() takes"

    def __call__(self, event: Event) -> None:
        self._keep(event)


class Chosen:
    """What people have given to the components for files of one session."""

    def __init__(self, session: Session, values: Values) -> None:
        self._session = session
        self._values = values
        self._kept: dict[str, Kept] = session.store.attach({}, "chosen")
        self._names: dict[str, str] = {}

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self._kept)

    def listening(self, name: str, origin: str, given: dict[str, Any], named: bool) -> dict[str, Any]:
        """The arguments of a component's function with which it keeps its files; empty for one that takes none.

        given: its arguments; named: whether a function has it as input or output.
        """
        if name == "image_input":
            own = "value" in given and given.get("on_upload") is not None
            return self._picture(origin, given) if named and not own else {}
        keepers = _KEEPERS.get(name)
        if keepers is None:
            return {}
        self._names[origin] = name
        several = bool(given.get("multiple"))
        rest = given.get("rest", {})

        def by(keep: Callable[[Chosen, str, bool, Event], None]) -> Any:
            keeper = Keeper(lambda event: keep(self, origin, several, event), name, named)
            return listener(keeper, blocking=False, show_progress="hidden")

        return {on: _before(by(keep), given.get(on, rest.get(on))) for on, keep in keepers.items()}

    def holds(self, origin: str | None) -> bool:
        """Whether the component of this place is one for files, whose value is here."""
        return origin in self._names

    def value(self, source: Element, preprocess: bool) -> Any:
        """The file, or a list of them where the component takes several; a picture of the camera as bytes of a PNG.

        None where there is none. Without preprocess, a picture is a file too.
        """
        kept = self._of(source)
        if kept is not None and kept.several:
            return list(kept.files)
        if kept is None or not kept.files:
            several = source.attrs.get("multiple") or any(_takes_several(one) for one in source.children)
            return [] if several else None
        return kept.files[-1].read() if preprocess and self._names[source.origin or ""] == "webcam" else kept.files[-1]

    def put(self, source: Element, value: Any, by: Any) -> None:
        """An output: None, or an empty list, takes out what the component has. Raises ``HandlerError`` for another value."""
        if value is None or value == []:
            self._kept.pop(source.origin or "", None)
            self._session.to_node("empty", source.id)
        elif value != self.value(source, True) and value != self.value(source, False):
            name = self._names[source.origin or ""]
            raise HandlerError(
                f"{describe(by)} returned {value!r:.60} for sk.{name}(), whose files only a person can choose. Return None to take "
                "them out, sk.skip() to leave them, or sk.update(...) for its other arguments"
            )

    def left(self, nodes: set[int]) -> None:
        """These elements have left the page: their files are let go of."""
        for origin in [origin for origin, kept in self._kept.items() if kept.node in nodes]:
            del self._kept[origin]

    def _of(self, source: Element) -> Kept | None:
        kept = self._kept.get(source.origin or "")
        return kept if kept is not None and kept.node == source.id else None

    def _picture(self, origin: str, given: dict[str, Any]) -> dict[str, Any]:
        """A picture is shown by the component itself: what comes is written to it, as an output would be."""

        def show(event: Any) -> None:
            self._values.show(origin, event.files[0].read())

        def clear(event: Event) -> None:
            self._values.show(origin, None)

        taken, cleared = Keeper(show, "image_input"), Keeper(clear, "image_input")
        return {"on_upload": _before(listener(taken), given.get("on_upload")), "on_clear": _before(cleared, given.get("on_clear"))}

    def _keep(self, origin: str, several: bool, files: tuple[ChosenFile, ...]) -> None:
        run = current_run()
        assert run is not None
        self._kept[origin] = Kept(run.node, several, files if several else files[-1:])

    def _there(self, origin: str) -> tuple[ChosenFile, ...]:
        """What the list of the element that an event came from has so far."""
        run, kept = current_run(), self._kept.get(origin)
        return kept.files if run is not None and kept is not None and kept.node == run.node else ()

    def _add(self, origin: str, several: bool, event: Any) -> None:
        self._keep(origin, several, (*self._there(origin), *event.files))

    def _remove(self, origin: str, several: bool, event: Any) -> None:
        files = self._there(origin)
        self._keep(origin, several, files[: event.index] + files[event.index + 1 :])

    def _replace(self, origin: str, several: bool, event: Any) -> None:
        self._keep(origin, several, tuple(event.files))


_KEEPERS: Final[dict[str, dict[str, Callable[[Chosen, str, bool, Any], None]]]] = {
    "upload": {"on_upload": Chosen._add, "on_delete": Chosen._remove},
    "file_input": {"on_change": Chosen._replace},
    "webcam": {"on_capture": Chosen._replace},
    "microphone": {"on_record": Chosen._replace},
}


def _before(keeper: Any, on: Any) -> list[Any]:
    return [keeper, *(() if on is None else as_listeners(on))]


def _takes_several(node: Any) -> bool:
    """Whether a file input in here takes several files."""
    if isinstance(node, Element) and node.attrs.get("type") == "file":
        return bool(node.attrs.get("multiple"))
    return any(map(_takes_several, getattr(node, "children", ())))
