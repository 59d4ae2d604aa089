"""``migrate``: how a state class goes on with what an earlier version of it has kept."""

from __future__ import annotations

import dataclasses
import inspect
from typing import TYPE_CHECKING, Any, Final

from ..errors import StateError, nearest
from .decoding import loses
from .earlier import plain
from .encoding import class_id
from .hints import hints_of

if TYPE_CHECKING:
    from .store import Store

__all__ = ["check_migrate", "check_version", "migrated", "migrates"]

_SHAPE: Final = """a class method that takes the old fields and their version:

    @classmethod
    def migrate(cls, old: dict, version: int) -> dict: ..."""


def check_version(version: Any, persist: str | None) -> None:
    """Raise ``StateError`` for a version that says nothing."""
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise StateError(f"@state was given version={version!r}: versions are counted 1, 2, 3, ...")
    if persist is None:
        raise StateError(
            f"@state was given version={version} without persist=: it tells kept states apart, and nothing is kept. "
            'Add persist="browser"'
        )


def check_migrate(cls: Any) -> None:
    """Raise ``StateError`` for a ``migrate`` that could not be called; in version 1 the name may be that of a plain method."""
    made = inspect.getattr_static(cls, "migrate", None)
    if made is None:
        return
    if not isinstance(made, (classmethod, staticmethod)):
        if cls._sk_version > 1:
            raise StateError(f"{cls.__name__}.migrate is no class method. It is to be {_SHAPE}")
        return
    try:
        inspect.signature(cls.migrate).bind({}, 1)
    except TypeError as error:
        raise StateError(f"{cls.__name__}.migrate cannot be called ({error}). It is to be {_SHAPE}") from None


def migrates(cls: Any) -> bool:
    """Whether the class says how to go on with an earlier version."""
    return isinstance(inspect.getattr_static(cls, "migrate", None), (classmethod, staticmethod))


def migrated(store: Store, cls: Any, data: Any, version: int) -> Any:
    """The class's instance, with what its ``migrate`` makes of the data of an earlier version.

    Raises ``StateError`` for what does not fit, and whatever ``migrate`` raises; the state is then as it was.
    """
    from .fitting import Fitting  # it is needed once in a version's life

    old, lost = plain(class_id(cls), data), loses(data)
    before = set(old)
    given = cls.migrate(old, version)
    if not isinstance(given, dict):
        hint = " Does it end without `return old`?" if given is None else ""
        kind = type(given).__name__
        raise StateError(f"{cls.__name__}.migrate() returned {kind} {given!r:.60}, expected a dict of its fields.{hint}")
    fitting = Fitting(cls, lost)
    if issubclass(cls, dict):
        return store.fill(cls, {key: fitting.field(str(key), value, Any) for key, value in given.items()}, lost)
    names = {field.name for field in dataclasses.fields(cls)}
    unknown = [name for name in given if name not in names and name not in before]
    if unknown:
        raise StateError(
            f"{cls.__name__}.migrate() returned {unknown[0]!r}, which is no field of {cls.__name__}."
            f"{nearest(str(unknown[0]), names)} Its fields: {', '.join(sorted(names))}"
        )
    hints = hints_of(cls)
    values = {name: fitting.field(name, value, hints.get(name, Any)) for name, value in given.items() if name in names}
    return store.fill(cls, values, lost)
