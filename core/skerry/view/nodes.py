"""The nodes of a page: elements, texts, scopes and slots.

A node is built by author code, then mounted (it gets an id and a parent) and later replaced by the node of a newer
render, which takes over its id. Scopes are the exception: a mounted scope stays, since it is what has read state.

``id`` numbers what stands in the page's DOM, so only elements and texts have one; scopes and slots are transparent
there, their children stand directly among their parent's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn, Protocol

from ..errors import RenderError, nearest
from ..events import EVENTS
from .opened import enter, leave

if TYPE_CHECKING:
    from types import TracebackType

    from .tree import Tree

__all__ = ["CHANGED", "Effect", "Element", "Node", "SafeHTML", "Scope", "Slot", "Text", "Trigger", "TwoWay", "Unchanged"]


CHANGED: Final = "changed"
"""The event of a component that shows something other than before (``Element.shows``); the page sends none of this name."""


NOTHING: Final[list[Any]] = []
"""The content of components around which nothing was written; nobody puts anything into it."""


NO_NAMES: Final[frozenset[str]] = frozenset()
"""What most components have read more than once."""


class _EveryName(frozenset[str]):
    """Has them all."""

    def __contains__(self, name: object) -> bool:
        return True


EVERY_NAME: Final[frozenset[str]] = _EveryName()
"""What a run that failed may have read more than once."""


class SafeHTML(str):
    """HTML that the sanitizer has made; the only text that ``.innerHTML`` accepts."""

    __slots__ = ()


class Unchanged(ValueError):
    """Raised by a two-way binding's ``decode``: what the person has entered is no value yet, and the state stays as it is."""


class TwoWay(NamedTuple):
    """A two-way binding of an element to a place in the state.

    event: the name of the event that brings the person's value; field: where the payload has it; ref: the place
    (``skerry.state.ref``); decode: from what the page gives to what the state holds, raising ``Unchanged`` for
    what is no value yet, and ``ValueError`` with a message for the person; prop: the DOM property that shows it, with its dot.
    """

    event: str
    field: str
    ref: Any
    decode: Callable[[Any], Any]
    prop: str


class Node:
    __slots__ = ("id", "key", "parent")
    id: int
    key: Any
    parent: Node | None

    @property
    def kind(self) -> Any:
        """What two nodes must share to be one and the same across renders, besides their keys."""
        raise NotImplementedError

    def __bool__(self) -> NoReturn:
        raise RenderError(
            f"{self!r} was used as a condition. A page is built before anything happens on it, so an element is "
            "neither true nor false: give it a handler, such as on_click=, and let the handler change state."
        )


class Text(Node):
    __slots__ = ("value",)

    def __init__(self, value: str, key: Any = None) -> None:
        self.id = 0
        self.key = key
        self.parent: Node | None = None
        self.value = value

    @property
    def kind(self) -> Any:
        return "#text"

    def __repr__(self) -> str:
        return f"Text({self.value!r})"


class Parent(Node):
    """A node that has children and, as a context manager, takes in what is built inside the ``with``."""

    __slots__ = ("children",)
    children: list[Node]

    def __enter__(self) -> Any:
        enter(self._inside())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        leave(self if kind is None else None)

    def _inside(self) -> list[Node]:
        return self.children


class Effect(Protocol):
    """What lasts as long as a component is shown and asks for it, such as a timer."""

    def close(self) -> None:
        """It is not asked for any more."""
        ...


class Trigger(NamedTuple):
    """An event of an element, as ``sk.on`` takes it: ``button.click``. keys: the only keys that count, as of ``listener``."""

    element: Element
    event: str
    keys: tuple[str, ...] = ()


class Element(Parent):
    """One element of the page. Nodes hold listeners without knowing them: the session does.

    Its events can be named like attributes, for ``sk.on``: ``element.click`` is what ``on_click=`` listens to. shows: of a
    component that is no field: a value that is another one when it shows something else, and what a ``ChangeEvent`` says of that.
    """

    __slots__ = ("attrs", "listeners", "offers", "origin", "shows", "specs", "tag", "two_way")

    def __init__(
        self,
        tag: str,
        key: Any,
        attrs: Mapping[str, Any],
        listeners: Mapping[str, Any] | None,
        two_way: TwoWay | None,
    ) -> None:
        self.id = 0
        self.key = key
        self.parent: Node | None = None
        self.tag = tag
        self.attrs = attrs
        self.listeners = listeners
        self.specs: list[int] | None = None
        self.offers: Mapping[str, Any] | None = None
        self.origin: str | None = None
        self.shows: tuple[Any, Any] | None = None
        self.two_way = two_way
        self.children: list[Node] = []

    def __getattr__(self, name: str) -> Trigger:
        if name in ("offers", "origin", "shows"):
            raise AttributeError(name)
        if self.offers and name in self.offers:
            if isinstance(self.offers[name], str):
                raise AttributeError(self.offers[name])
            return Trigger(self, name)
        if name == "enter":
            return Trigger(self, "keydown", ("Enter",))
        event = EVENTS.get(f"on_{name}")
        if event is None:
            known = [*(self.offers or ()), "enter", *(argument.removeprefix("on_") for argument in EVENTS)]
            raise AttributeError(f"{self!r} has no event {name!r}.{nearest(name, known)}")
        return Trigger(self, event)

    def __getitem__(self, event: str) -> Trigger:
        """Any event by the name that it has in the DOM, for ``sk.on``: ``element["map-moved"]``."""
        return Trigger(self, event)

    def __iter__(self) -> NoReturn:
        raise TypeError(f"{self!r} is one element and cannot be gone through")

    @property
    def kind(self) -> Any:
        return self.tag

    def __repr__(self) -> str:
        return f"<{self.tag}{'' if self.key is None else f' key={self.key!r}'}>"


class Slot(Parent):
    """Where a component shows what its caller put inside its ``with``."""

    __slots__ = ("owner",)

    def __init__(self, owner: Scope) -> None:
        self.id = 0
        self.key = None
        self.parent: Node | None = None
        self.owner = owner
        self.children: list[Node] = []

    @property
    def kind(self) -> Any:
        return "#slot"

    def __repr__(self) -> str:
        return f"slot() of {self.owner!r}"


class Scope(Parent):
    """A component's place in the tree: its arguments, its output and what it has read. There are many, so what most have no use for
    is made when it is needed.

    As an observer (see ``skerry.state.tracking``) it is told when something that it read has changed. again: the names of fields
    that its last run has read more than once; changed_fields: names of fields, each with the object whose it is,
    where since that run nothing but these fields has changed.
    """

    __slots__ = (
        "again", "args", "changed_fields", "content", "counts", "depth", "dirty", "effects", "fn", "fresh", "ids", "kwargs", "slot",
        "sources", "tree",
    )  # fmt: skip

    forbid_writes = True

    def __init__(
        self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], key: Any = None
    ) -> None:
        self.id = 0
        self.key = key
        self.parent: Node | None = None
        self.fn = fn
        self.args = args
        self.kwargs = kwargs
        self.children: list[Node] = []
        self.content = NOTHING
        self.slot: Slot | None = None
        self.sources: Any = []
        self.dirty = False
        self.again = NO_NAMES
        self.changed_fields: dict[str, Any] | None = None
        self.depth = 0
        self.effects: dict[Any, Effect] | None = None
        self.fresh: set[Any] | None = None
        self.counts: dict[str, int] | None = None
        self.ids = 0
        self.tree: Tree | None = None

    @property
    def kind(self) -> Any:
        return self.fn

    def _inside(self) -> list[Node]:
        if self.content is NOTHING:
            self.content = []
        return self.content

    def invalidate(self) -> None:
        """Mark this scope to be run again at the next flush."""
        self.changed_fields = None
        if not self.dirty and self.tree is not None:
            self.dirty = True
            self.tree.mark(self)

    def field_changed(self, target: Any, name: str) -> None:
        """As long as nothing but fields has changed since it ran, of one name each, they are remembered: it may not have to run
        (``Tree.update``)."""
        if self.dirty:
            fields = self.changed_fields
            if fields is not None and fields.setdefault(name, target) is not target:
                self.changed_fields = None
        elif self.tree is not None:
            self.dirty = True
            self.changed_fields = {name: target}
            self.tree.mark(self)

    def end_effects(self, but: set[Any] | frozenset[Any] = frozenset()) -> None:
        """Close what lasts with this scope, all but these."""
        if self.effects:
            for key in [key for key in self.effects if key not in but]:
                self.effects.pop(key).close()

    def __repr__(self) -> str:
        name = getattr(self.fn, "__qualname__", repr(self.fn))
        return f"{name}({'' if self.key is None else f'key={self.key!r}'})"
