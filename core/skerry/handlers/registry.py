"""Which functions of an app are handlers by name.

A module's own functions are, unless their name begins with ``_``. What a module merely imported is not, so
nothing becomes callable by accident. Modules are looked through when a name is first asked for, when all of
them are complete: modules may name each other in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from types import ModuleType
from typing import Any, Final

from ..errors import HandlerError, nearest
from ..ids import bare_name, unwrap
from .naming import place

__all__ = ["NAMES", "Registry", "handler_named"]


class Registry:
    """The handlers of one app by name."""

    def __init__(self) -> None:
        self._modules: list[ModuleType] = []
        self._hidden: set[int] = set()
        self._complete = False
        self._found: dict[str, tuple[ModuleType, Callable[..., Any]]] | None = None

    def add(self, modules: ModuleType | Iterable[ModuleType]) -> None:
        """Make the functions of a module, or of several, handlers by name. Raises ``HandlerError`` for
        non-modules and, once the app is loaded, where two have one name; the handlers are then as before."""
        before = list(self._modules)
        listed = [modules] if isinstance(modules, ModuleType) else _listed(modules)
        for module in listed:
            if not isinstance(module, ModuleType):
                raise HandlerError(
                    f"init_handlers takes modules, and {module!r:.80} is of type {type(module).__name__}"
                )
            if module not in self._modules:
                self._modules.append(module)
        self._found = None
        if self._complete:
            try:
                self._table()
            except HandlerError:
                self._modules = before
                raise

    def hide(self, function: Callable[..., Any]) -> None:
        """Keep a function from being a handler, as page functions are."""
        self._hidden.add(id(function))
        self._found = None

    def __getitem__(self, name: str) -> Callable[..., Any]:
        """The handler of this name. Raises ``HandlerError`` with the nearest right name."""
        table = self._table()
        if name not in table:
            raise HandlerError(f"the app has no handler {name!r}.{nearest(name, table)}{_why_hidden(name)}")
        return table[name][1]

    def __contains__(self, name: object) -> bool:
        return name in self._table()

    def __iter__(self) -> Iterator[str]:
        return iter(self._table())

    def __len__(self) -> int:
        return len(self._table())

    def check(self) -> None:
        """All modules are there. Raises ``HandlerError`` where two have different handlers of one name."""
        self._complete = True
        self._table()

    def _table(self) -> dict[str, tuple[ModuleType, Callable[..., Any]]]:
        if self._found is None:
            found: dict[str, tuple[ModuleType, Callable[..., Any]]] = {}
            for module in self._modules:
                for name, handler in self._own(module):
                    other = found.setdefault(name, (module, handler))
                    if other[1] is not handler:
                        raise _collision(name, other, (module, handler))
            self._found = found
        return self._found

    def _own(self, module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
        for name, value in list(vars(module).items()):
            if (
                name.startswith("_")
                or not callable(value)
                or isinstance(value, type)
                or id(value) in self._hidden
            ):
                continue
            if _home(value) == module.__name__:
                yield name, value


NAMES: Final[ContextVar[Registry | None]] = ContextVar("names", default=None)
"""The handlers by name of the app whose page is built or whose handler runs."""


def handler_named(name: str) -> Callable[..., Any]:
    """The handler that the app has by this name: ``on_click="save"``. Raises ``HandlerError`` for no such name, or too early."""
    names = NAMES.get()
    if names is None:
        raise HandlerError(
            f"the handler {name!r:.80} is asked for by name while the app is loaded, when not all its functions are there yet. "
            "Do so in a page or a handler, or pass the function itself"
        )
    return names[name]


def _listed(modules: Any) -> list[Any]:
    if isinstance(modules, Iterable) and not isinstance(modules, (str, bytes)):
        return list(modules)
    return [modules]


def _home(handler: Any) -> str:
    """The module that a function was written in; for a callable object, the module of its class."""
    found = unwrap(handler)
    return getattr(found, "__module__", None) or ""


def _collision(
    name: str, one: tuple[ModuleType, Callable[..., Any]], other: tuple[ModuleType, Callable[..., Any]]
) -> HandlerError:
    sides = " and ".join(
        f"{bare_name(module.__name__)} ({place(handler)})" for module, handler in (one, other)
    )
    return HandlerError(
        f"two handlers are named {name!r}: in {sides}. Rename one, or hide it with a leading _"
    )


def _why_hidden(name: str) -> str:
    return " Names that begin with _ are hidden" if name.startswith("_") else ""
