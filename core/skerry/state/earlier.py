"""What an earlier version of an app has kept, as plain values: its classes may be gone, or have other fields by now.

Leaf values are as they were (dates, decimals, bytes, arrays), and so are lists, dicts, sets, tuples and deques. An object becomes a
dict of its fields, an enum's member its name, and both remember their class's name. What was one object in two places is one still.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from ..errors import StateError
from .decoding import Decoder

__all__ = ["Old", "OldObject", "number", "plain"]


class Old:
    """What was of a class of the app's own. kind: that class's name, such as ``"app:Row"``."""

    kind = ""


class OldObject(Old, dict[str, Any]):
    """The fields of an object. It may stand in a set, or be a key, as a frozen object may; each is then another than all others."""

    __hash__ = object.__hash__  # type: ignore[assignment]


class OldName(Old, str):
    """The name of a member of an enum."""


class OldFlag(Old, int):
    """The number of a flag's members."""


class OldTuple(Old, tuple[Any, ...]):
    """The items of a named tuple."""


def plain(name: str, data: Any) -> dict[Any, Any]:
    """What was kept of the state class of this name. Raises ``StateError`` for what no version can have written."""
    root: dict[Any, Any] = {}
    decoder = _Plain(type(name.rpartition(":")[2].rpartition(".")[2], (), {}), _elsewhere, name)
    if not isinstance(data, dict):
        raise StateError(f"{name}: the saved data has {data!r:.60}, expected an object with its fields")
    root.update(decoder.pairs(root, data))
    return root


def number(made: list[Any], name: str, same: Callable[[str, int], Any], data: Any) -> None:
    """Enter the containers of one part of a state, whose classes may be gone, into those that were made before it.

    name: the state class's. same: gives a container of another root. Raises ``StateError`` for what no version can have written.
    """
    decoder = _Plain(type(name.rpartition(":")[2].rpartition(".")[2], (), {}), same, name)
    decoder.made = made
    decoder.decode(data)


def _elsewhere(name: str, number: int) -> Any:
    raise ValueError(f"it refers to {name}, which is kept by itself")


class _Plain(Decoder):
    """Decodes without any of the app's classes."""

    def _tagged(self, tag: str, content: Any) -> Any:
        read = _PLAINLY.get(tag)
        if read is None:
            return super()._tagged(tag, content)
        try:
            return read(self, content)
        except (TypeError, ValueError, AttributeError, IndexError) as error:
            raise self._wrong(f"{content!r:.80} as {tag}", f"what dump() wrote ({error})") from error

    def _fields_as_dict(self, content: Any) -> OldObject:
        kind, data, *frozen = content
        made = _of(kind, OldObject())
        if not frozen:
            self._add(made)
        made.update(self._pairs(data))
        return made

    def _model(self, content: Any) -> OldObject:
        kind, data, *_ = content
        made = self._add(_of(kind, OldObject()))
        made.update(self._pairs(data))
        return made  # type: ignore[no-any-return]


T = TypeVar("T", bound=Old)


def _of(kind: Any, made: T) -> T:
    made.kind = str(kind)
    return made


_PLAINLY: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "data": _Plain._fields_as_dict,
    "pydantic.model": _Plain._model,
    "msgspec.struct": _Plain._model,
    "enum": lambda decoder, content: _of(content[0], OldName(content[1])),
    "flag": lambda decoder, content: _of(content[0], OldFlag(content[1])),
    "named": lambda decoder, content: _of(content[0], OldTuple(decoder._items(content[1]))),
    "state": lambda decoder, content: decoder._dict(content),
}
