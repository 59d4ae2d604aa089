"""``field``: a field of a state class, or of a dataclass in it, with more said about it than its type and default."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from typing import Any, Final

from ..errors import StateError

__all__ = ["copied", "field", "shared", "unkept"]

_PERSIST: Final = "skerry.persist"


def field(
    *,
    default: Any = dataclasses.MISSING,
    default_factory: Any = dataclasses.MISSING,
    persist: bool = True,
    init: bool = True,
    repr: bool = True,
    compare: bool = True,
    kw_only: bool = False,
) -> Any:
    """A field that is not like the others: ``preview: bytes = sk.field(default=b"", persist=False)``.

    default: its value at first; what can be changed, as ``[]``, is copied for each instance. default_factory: called for
    that value instead. persist: with False it is left out of what ``@sk.state(persist=...)`` keeps, and has its default again
    at the next visit. The rest is as in ``dataclasses.field``.

    Raises ``StateError`` where a field that is not kept has no default to come back with.
    """
    if not isinstance(persist, bool):
        raise StateError(f"sk.field() was given persist={persist!r}: a field is kept where its class is (True), or is not (False)")
    if not persist and default is dataclasses.MISSING and default_factory is dataclasses.MISSING:
        raise StateError("sk.field(persist=False) needs a default: it is what the field has at the next visit, as in default=None")
    if default is not dataclasses.MISSING and shared(default):
        if default_factory is not dataclasses.MISSING:
            raise StateError("sk.field() was given both default= and default_factory=: a field has one of them")
        default, default_factory = dataclasses.MISSING, copied(default)
    return dataclasses.field(
        default=default,
        default_factory=default_factory,
        init=init,
        repr=repr,
        compare=compare,
        kw_only=kw_only,
        metadata={_PERSIST: persist},
    )


def unkept(cls: type) -> frozenset[str]:
    """The fields of a dataclass that are not kept."""
    found: frozenset[str] | None = cls.__dict__.get("_sk_unkept")
    if found is None:
        found = frozenset(one.name for one in dataclasses.fields(cls) if not one.metadata.get(_PERSIST, True))
        cls._sk_unkept = found  # type: ignore[attr-defined]
    return found


def copied(value: Any) -> Callable[[], Any]:
    """A factory of copies."""
    return lambda: copy.deepcopy(value)


def shared(value: Any) -> bool:
    """Whether a default could be changed by one session and seen by another."""
    if isinstance(value, dataclasses.Field):
        return False
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return True
    return type(value).__hash__ is None or (isinstance(value, tuple) and any(map(shared, value)))
