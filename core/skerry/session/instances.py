"""Which instance of a component a handler belongs to.

A component's own functions are made anew with each build and have one id, so their runs are told apart by where they are: what
a card asks of the ``load`` that it has made is about the runs that began inside this card.

    @sk.component
    def card(boat):
        async def load(): ...
        sk.button("Load", on_click=load)
        if sk.running(load): ...          # the Tern's card does not follow the Gull's
"""

from __future__ import annotations

from collections.abc import Iterator
from types import FunctionType
from typing import Any

from ..ids import unwrap
from ..view import Scope, building, current_scope
from ..view.nodes import Node

__all__ = ["Scopes", "around", "asking", "maker"]

Scopes = tuple[Scope, ...]


def around(node: Node | None) -> Scopes:
    """The scopes that a node stands in, innermost first; a scope stands in itself."""
    found = []
    while node is not None:
        if isinstance(node, Scope):
            found.append(node)
        node = node.parent
    return tuple(found)


def asking(run: Any) -> Scopes:
    """Where whoever asks is: in the component that is being built, or in the one whose element the run came from."""
    if building():
        return around(current_scope("sk.running()"))
    return run.scopes or () if run is not None else ()


def maker(handler: Any, scopes: Scopes) -> Scope | None:
    """Which of these scopes has made the handler; None where it is a function of a module, or somebody else's."""
    found = unwrap(handler)
    outer, inside, _ = getattr(found, "__qualname__", "").rpartition(".<locals>.")
    while inside:
        for scope in scopes:
            if (found.__module__, outer) in _functions(scope):
                return scope
        outer, inside, _ = outer.rpartition(".<locals>.")
    return None


def _functions(scope: Scope) -> Iterator[tuple[str, str]]:
    """The functions that build a scope: its own, and those that it is given to build its parts with."""
    for one in (scope.fn, *scope.args):
        found = unwrap(one) if callable(one) else None
        if isinstance(found, FunctionType):
            yield found.__module__, found.__qualname__
