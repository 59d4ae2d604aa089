"""``@computed``: a method that is read like a field and runs again only when something that it read has changed."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar, overload

from ..errors import StateError
from .objects import observed_class  # noqa: F401  (nodes live on the observing class's objects)
from .paths import path_of_key
from .tracking import READING, Observer, forget, observe, track, unobserve
from .writes import tell_keys

__all__ = ["computed"]

T = TypeVar("T")


class _Node:
    """One object's cached value. It reads as an observer, and is read under the method's name."""

    __slots__ = ("fresh", "name", "owner", "sources", "told", "value")

    forbid_writes = "while a computed value was being worked out"

    def __init__(self, owner: Any, name: str) -> None:
        self.owner = weakref.ref(owner)
        self.name = name
        self.sources: list[Any] = []
        self.fresh = False
        self.told = True
        self.value: Any = None

    def invalidate(self) -> None:
        if self.told:
            return
        self.told = True
        self.fresh = False
        self.value = None
        forget(self)
        owner = self.owner()
        if owner is not None:
            tell_keys(owner, self.name)

    def field_changed(self, target: Any, name: str) -> None:
        self.invalidate()

    def compute(self, fn: Callable[[Any], Any], owner: Any) -> Any:
        if self in _computing:
            names = [node.name for node in _computing[_computing.index(self) :]]
            raise StateError(
                f"{path_of_key(owner, self.name)} is computed from itself: {' reads '.join([*names, self.name])}"
            )
        forget(self)
        token = observe(self)
        self.told = False
        _computing.append(self)
        try:
            self.value = fn(owner)
            self.fresh = True
        finally:
            _computing.remove(self)
            unobserve(token)
        return self.value


_computing: Final[list[_Node]] = []  # those being worked out now, one for the other


class computed(Generic[T]):
    """A value worked out from state, as in ``@computed def total(self) -> int: ...``, read as ``state.total``.

    It is cached until something that it read changes; an exception is not cached. It may not write state.
    """

    def __init__(self, fn: Callable[[Any], T]) -> None:
        self.fn = fn
        self.name = fn.__name__
        self.__doc__ = fn.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> computed[T]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        if getattr(instance, "_sk_store", None) is None:
            return self.fn(instance)
        if READING.current is not None:
            track(instance, self.name)
        node = _node(instance, self)
        return node.value if node.fresh else node.compute(self.fn, instance)

    def __set__(self, instance: Any, value: Any) -> None:
        raise StateError(f"{self.name} is computed: change what it is computed from")


def _node(instance: Any, what: computed[Any]) -> _Node:
    """By the method and not its name: one that overrides another of its name may read that with ``super()``."""
    nodes: dict[computed[Any], _Node] | None = instance._sk_computed
    if nodes is None:
        nodes = {}
        object.__setattr__(instance, "_sk_computed", nodes)
    node = nodes.get(what)
    if node is None:
        node = nodes[what] = _Node(instance, what.name)
    return node


_: type[Observer] = _Node
