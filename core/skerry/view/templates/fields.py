"""Which values of a component's template are fields as they stand: a change of one is sent, and the component is not run.

    def boat_row(boat):
        sk.template(t'<li class={"late" if boat.late else None}>{boat.name}</li>')

Where ``boat.name`` is read once in a run of this, it is read there, and the page shows it as it is. When all that has changed
is that field, another run would differ in that value and in nothing else. Whether a value is of this kind is read from the
function's code; how often a field was read is counted while it runs (``Scope.again``).
"""

from __future__ import annotations

import dis
from collections import Counter
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .instance import Instance

if TYPE_CHECKING:
    from ..nodes import Scope

__all__ = ["Field", "Fields", "fields_of"]

_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


class Field(NamedTuple):
    """Of which argument a value is a field. place: the argument's, where it is given by position; number: the value's, in the
    template."""

    place: int
    parameter: str
    number: int


class _Code(NamedTuple):
    """What a function's code says. code: kept, so that its ``id`` stays its own; strings: the template's."""

    code: CodeType
    strings: tuple[str, ...]
    fields: dict[str, list[Field]]


def fields_of(code: CodeType) -> tuple[tuple[str, ...], dict[str, list[Field]]] | None:
    """The strings of the one template that a function makes whatever happens, and what of it are fields, by name.

    None where it makes none or several, perhaps makes none, or could go on after an error.
    """
    if code.co_exceptiontable:
        return None
    instructions = list(dis.get_instructions(code))
    ends = [place for place, one in enumerate(instructions) if one.opname == "BUILD_TEMPLATE"]
    if len(ends) != 1:
        return None
    end = ends[0]
    found: dict[str, list[tuple[str, int]]] = {}
    number = 0
    for place in range(end):
        if instructions[place].opname == "BUILD_INTERPOLATION":
            field = _field(instructions[max(0, place - 3) : place + 1])
            if field is not None:
                found.setdefault(field[1], []).append((field[0], number))
            number += 1
    start = next((place for place in range(end, -1, -1) if _is_strings(instructions[place], number + 1)), None)
    if start is None or not all(_goes_on(one, instructions[end].offset) for one in instructions[:start]):
        return None
    stored = set(_stored(code))
    places = {name: place for place, name in enumerate(code.co_varnames[: code.co_argcount])}
    places |= dict.fromkeys(code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount], _BY_NAME)
    fields: dict[str, list[Field]] = {}
    for name, each in found.items():
        for parameter, number in each:
            if parameter in places and parameter not in stored:
                fields.setdefault(name, []).append(Field(places[parameter], parameter, number))
    return instructions[start].argval, fields


class Fields:
    """What is known of functions' code, for one tree."""

    def __init__(self) -> None:
        self._known: dict[int, _Code] = {}
        self._seen: Counter[int] = Counter()

    def changed(self, scope: Scope, causes: list[tuple[Any, str]]) -> list[Any] | None:
        """What a scope's template shows otherwise now, as in ``VALUES`` behind the id and the variant, where that is all that is
        different: a value's number and the value, for each. The instance has the new values then. None where the scope must run.

        causes: the fields that have changed since it ran. Raises what a value raises that cannot be shown.
        """
        children, fn = scope.children, scope.fn
        if len(children) != 1 or type(children[0]) is not Instance or type(fn) is not FunctionType:
            return None
        instance: Instance = children[0]
        template, code = instance.template, fn.__code__
        known = self._known.get(id(code)) or self._look(code)
        if known is None or (known.strings is not template.strings and known.strings != template.strings):
            return None
        changed: list[tuple[int, Any]] = []
        for target, name in causes:
            value = type(target)._sk_get(target, name)
            if name in scope.again or type(value) not in _PLAIN:
                return None
            for place, parameter, number in known.fields.get(name, ()):
                args = scope.args
                if target is (args[place] if place < len(args) else scope.kwargs.get(parameter)):
                    changed.append((number, value))
                    break
            else:
                return None
        return instance.take(changed)

    def _look(self, code: CodeType) -> _Code | None:
        """Look into a function's code, once it has been asked for some times: it takes as long as running a few components."""
        self._seen[id(code)] += 1
        if self._seen[id(code)] < _SOME:
            return None
        found = self._known[id(code)] = _Code(code, *(fields_of(code) or (_NO_TEMPLATE, {})))
        return found


_SOME: Final = 3
_NO_TEMPLATE: Final = ("", "no template of this function's")


def _field(before: list[dis.Instruction]) -> tuple[str, str] | None:
    """The parameter and the field of an interpolation that is ``{parameter.field}``; these instructions end with it."""
    if len(before) < 4:
        return None
    load, get, text, build = before
    if not load.opname.startswith(("LOAD_FAST", "LOAD_DEREF")) or get.opname != "LOAD_ATTR" or build.arg != _AS_IT_IS:
        return None
    parameter = load.argval[-1] if isinstance(load.argval, tuple) else load.argval
    return (parameter, get.argval) if text.argval == f"{parameter}.{get.argval}" else None


_BY_NAME: Final = 1 << 30
"""As the place of an argument that is given by its name only."""

_AS_IT_IS: Final = 2
"""The argument of ``BUILD_INTERPOLATION`` without a conversion and a format."""


def _is_strings(one: dis.Instruction, number: int) -> bool:
    value = one.argval
    return one.opname == "LOAD_CONST" and type(value) is tuple and len(value) == number and all(type(part) is str for part in value)


def _goes_on(one: dis.Instruction, until: int) -> bool:
    """Whether what follows an instruction in the code follows it always, up to an offset."""
    if one.opname.startswith(("RETURN", "RAISE", "YIELD", "RERAISE")):
        return False
    target: int | None = getattr(one, "jump_target", None)  # Python 3.13 has it; before 3.14 no code makes templates
    return target is None or target <= until


def _stored(code: CodeType) -> Iterator[str]:
    """The names of variables that a function, or one inside it, assigns or deletes."""
    for one in dis.get_instructions(code):
        if one.opname.startswith(("STORE_FAST", "DELETE_FAST", "STORE_DEREF", "DELETE_DEREF", "LOAD_FAST_AND_CLEAR")):
            yield from one.argval if isinstance(one.argval, tuple) else (one.argval,)
    for inside in code.co_consts:
        if isinstance(inside, CodeType):
            yield from _stored(inside)
