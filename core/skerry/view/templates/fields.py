"""Which values of a component's template are fields as they stand: a change of one is sent, and the component is not run.

    def boat_row(boat):
        sk.template(t'<li class={"late" if boat.late else None}>{boat.name}</li>')

Where ``boat.name`` is read once in a run of this, it is read there, and the page shows it as it is. When all that has changed
is that field, another run would differ in that value and in nothing else, unless it depends on what is no state. Whether a value
is of this kind, and what else a function depends on, is read from its code; how often a field was read is counted while it runs
(``Scope.again``).
"""

from __future__ import annotations

import builtins
import dis
import functools
import weakref
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum, EnumType
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ...state import Ref
from ...state.adopt import PLAIN
from ...state.log import MISSING
from .build import template
from .instance import Instance

if TYPE_CHECKING:
    from ..nodes import Scope

__all__ = ["Field", "Uses", "fields_of", "values_changed"]

_SHOWN: Final = frozenset({str, int, float, bool, type(None)})
"""What a field may hold to be followed: none of these changes, or is nodes."""

_FIXED: Final = (str, bytes, int, float, complex, bool, type(None), EnumType)
"""What a variable of a module may hold that a followed component uses, without calling it."""

_LOOK_AROUND: Final = frozenset({"__import__", "compile", "dir", "eval", "exec", "globals", "id", "input", "next", "open"})
"""Functions of Python's own whose result depends on more than what they are given."""

_OWN_NAMES: Final = frozenset(
    name for kind in (str, bytes, int, float, list, tuple, dict, set, deque, date, datetime) for name in dir(kind)
)
"""Attributes of Python's own values, whose methods depend on what is in them."""

_REBINDS: Final = frozenset(dis.opmap[name] for name in ("STORE_GLOBAL", "DELETE_GLOBAL"))

_INSIDE: Final = ("__code__", "__wrapped__", "__func__", "func", "fget", "fset", "fdel")
"""Where what is like a function has its code, or the function that has it."""

_LOADS: Final = ("LOAD_FAST", "LOAD_DEREF")
"""How the names of instructions begin that load a parameter."""

_OURS: Final = __name__.partition(".")[0]

_TRIES: Final = 3
"""Runs because of fields, before a function's code is looked into: that takes as long as running a few components."""

_AS_IT_IS: Final = 2
"""The argument of ``BUILD_INTERPOLATION`` without a conversion and a format."""


class Field(NamedTuple):
    """Of which argument a value is a field. place: the argument's, None where it is given by name only; number: the value's, in the
    template."""

    place: int | None
    parameter: str
    number: int


class Uses:
    """What a function does with what it is given, besides showing fields of it.

    attributes: the names that it reads of its parameters. passed: parameters that it does something else with.
    """

    def __init__(self) -> None:
        self.attributes: set[str] = set()
        self.passed: set[str] = set()


class _Known(NamedTuple):
    """What is known of a function's code. strings: the template's; fields: by name; empty where none is followed. uses: what it
    does with its arguments; settled: classes of those of which it reads nothing but fields."""

    code: weakref.ref[CodeType]
    strings: tuple[str, ...]
    fields: dict[str, list[Field]]
    uses: Uses
    settled: set[type]


_known: Final[dict[int, _Known]] = {}
_tries: Final[dict[int, int]] = {}


def values_changed(scope: Scope, changed: Mapping[str, Any]) -> list[Any] | None:
    """What a scope's template shows otherwise now, as in ``VALUES`` behind the id and the variant, where that is all that is
    different: a value's number and the value, for each. The instance has the new values then. None where the scope must run.

    changed: as ``Scope.changed_fields``. Raises what a value raises that cannot be shown.
    """
    if len(scope.children) != 1 or type(instance := scope.children[0]) is not Instance:
        return None
    fields = instance.fields
    if fields is None:
        fields = instance.fields = _followed(scope, instance)
        if fields is None:
            return None
    args, again, found = scope.args, scope.again, []
    for name, target in changed.items():
        cls: Any = type(target)
        value = cls._sk_get(target, name) if cls._sk_slots else target._sk_dict.get(name, MISSING)
        if name in again or type(value) not in _SHOWN or cls.__getattribute__ is not object.__getattribute__:
            return None
        for place, parameter, number in fields.get(name, ()):
            given = args[place] if place is not None and place < len(args) else scope.kwargs.get(parameter)
            if given is target:
                found.append((number, value))
                break
        else:
            return None
    return instance.take(found)


def _followed(scope: Scope, instance: Instance) -> dict[str, list[Field]] | None:
    """The fields that a scope's template shows as they stand, by name; None where the scope must be run for each change of them."""
    fn = scope.fn
    if type(fn) is not FunctionType:
        return None
    known = _known.get(id(fn.__code__)) or _looked_into(fn)
    strings = instance.template.strings
    if known is None or not known.fields or (known.strings is not strings and known.strings != strings):
        return None
    return known.fields if _is_settled(fn, scope, known) else None


def _is_settled(fn: FunctionType, scope: Scope, known: _Known) -> bool:
    """Whether all that a function is given is state, or never changes."""
    return (
        _are_settled(scope.args, known)
        and (not scope.kwargs or _are_settled(scope.kwargs.values(), known))
        and (fn.__defaults__ is None or _are_settled(fn.__defaults__, known))
        and (not fn.__kwdefaults__ or _are_settled(fn.__kwdefaults__.values(), known))
    )


def _are_settled(values: Iterable[Any], known: _Known) -> bool:
    for value in values:
        kind = type(value)
        if kind in known.settled or kind in PLAIN or kind is Ref:
            continue
        if kind is tuple:
            settled = _are_settled(value, known)
        elif kind is FunctionType:
            settled = not known.uses.passed  # else it may be called
        elif isinstance(value, Enum):
            settled = known.uses.attributes <= {"name", "value"}
        else:
            settled = hasattr(kind, "_sk_store") and _has_fields_only(kind, known.uses.attributes)
            if settled:
                known.settled.add(kind)
        if not settled:
            return False
    return True


def _has_fields_only(kind: Any, names: Iterable[str]) -> bool:
    """Whether none of these is a method or a property of an observed object, which may depend on anything."""
    base = getattr(kind, "_sk_base", None)
    return base is None or all(name in kind._sk_names or not hasattr(base, name) for name in names)


def _looked_into(fn: FunctionType) -> _Known | None:
    code = fn.__code__
    number = id(code)
    _tries[number] = _tries.get(number, 0) + 1
    if _tries[number] < _TRIES:
        return None
    uses = Uses()
    found = fields_of(fn, uses) or ((), {})
    made = _known[number] = _Known(weakref.ref(code, lambda _: _forget(number)), *found, uses, set())
    return made


def _forget(number: int) -> None:
    _known.pop(number, None)
    _tries.pop(number, None)


def fields_of(fn: FunctionType, uses: Uses) -> tuple[tuple[str, ...], dict[str, list[Field]]] | None:
    """The strings of the one template that a function adds to the page whatever happens, and what of it are fields, by name.

    None where it adds none or several, perhaps adds none, gives it to another function first, could go on after an error, or
    depends on what is no state. uses: is told what it does with its parameters.
    """
    code = fn.__code__
    if code.co_exceptiontable or code.co_freevars:
        return None
    instructions = list(dis.get_instructions(code))
    ends = [place for place, one in enumerate(instructions) if one.opname == "BUILD_TEMPLATE"]
    if len(ends) != 1 or not _are_fixed(instructions, fn, uses, _rebound(fn)):
        return None
    end = ends[0]
    found: list[tuple[str, str, int]] = []
    number = 0
    for place in range(end):
        if instructions[place].opname == "BUILD_INTERPOLATION":
            field = _field(instructions[max(0, place - 3) : place + 1])
            if field is not None:
                found.append((*field, number))
            number += 1
    start = next((place for place in range(end, -1, -1) if _is_strings(instructions[place], number + 1)), None)
    if start is None or not _is_added(instructions, start, end, fn):
        return None
    if not all(_goes_on(one, instructions[end].offset) for one in instructions[:start]):
        return None
    stored = set(_stored(code))
    places: dict[str, int | None] = {name: place for place, name in enumerate(code.co_varnames[: code.co_argcount])}
    places |= dict.fromkeys(code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount])
    fields: dict[str, list[Field]] = {}
    for parameter, name, number in found:
        if parameter in places and parameter not in stored:
            fields.setdefault(name, []).append(Field(places[parameter], parameter, number))
    return instructions[start].argval, fields


def _field(before: list[dis.Instruction]) -> tuple[str, str] | None:
    """The parameter and the field of an interpolation that is ``{parameter.field}``; these instructions end with it."""
    if len(before) < 4:
        return None
    load, get, text, build = before
    if not load.opname.startswith(_LOADS) or get.opname != "LOAD_ATTR" or build.arg != _AS_IT_IS:
        return None
    parameter = load.argval[-1] if isinstance(load.argval, tuple) else load.argval
    return (parameter, get.argval) if text.argval == f"{parameter}.{get.argval}" else None


def _is_strings(one: dis.Instruction, number: int) -> bool:
    value = one.argval
    return one.opname == "LOAD_CONST" and type(value) is tuple and len(value) == number and all(type(part) is str for part in value)


def _is_added(instructions: list[dis.Instruction], start: int, end: int, fn: FunctionType) -> bool:
    """Whether what is made from start to end is what ``sk.template`` is called with, at once and alone."""
    call = instructions[end + 1]
    before = start - 2 if instructions[start - 1].opname == "PUSH_NULL" else start - 1
    return call.opname == "CALL" and call.arg == 1 and _global(instructions, before, fn) is template


def _global(instructions: list[dis.Instruction], place: int, fn: FunctionType) -> Any:
    """What an instruction loads, of the function's module or as an attribute of such a module; None for anything else."""
    one = instructions[place]
    if one.opname == "LOAD_GLOBAL":
        return fn.__globals__.get(one.argval, getattr(builtins, one.argval, None))
    if one.opname == "LOAD_ATTR" and place and instructions[place - 1].opname == "LOAD_GLOBAL":
        return getattr(_global(instructions, place - 1, fn), one.argval, None)
    return None


def _are_fixed(instructions: list[dis.Instruction], fn: FunctionType, uses: Uses, rebound: Collection[str]) -> bool:
    """Whether what a function takes from its module is the same whenever it runs: no list, no clock, no function of somebody's that
    is called, here or in a function inside it. What it calls of Skerry's and of Python's own builtins depends on what it is given,
    and on state. rebound: variables of the module that somebody assigns."""
    for place, one in enumerate(instructions):
        name, value = one.opname, one.argval
        if name == "IMPORT_NAME":
            return False
        if name == "LOAD_CONST" and isinstance(value, CodeType) and not _is_shown(instructions, place):
            if not _are_fixed(list(dis.get_instructions(value)), fn, uses, rebound):
                return False
        elif name.startswith(_LOADS):
            loaded = value if isinstance(value, tuple) else (value,)
            alone = instructions[place + 1].opname == "LOAD_ATTR" or _is_shown(instructions, place)
            uses.passed.update(loaded[:-1] if alone else loaded)
        elif name == "LOAD_ATTR":
            if instructions[place - 1].opname.startswith(_LOADS):
                uses.attributes.add(value)
            elif not isinstance(_global(instructions, place - 1, fn), (ModuleType, EnumType, Enum)) and value not in _OWN_NAMES:
                return False
        elif name == "LOAD_GLOBAL" and (value in rebound or not _is_fixed_variable(instructions, place, fn)):
            return False
    return True


def _is_fixed_variable(instructions: list[dis.Instruction], place: int, fn: FunctionType) -> bool:
    """Whether what a global is used for here is the same whenever it is done."""
    one, value = instructions[place], _global(instructions, place, fn)
    if isinstance(value, ModuleType):
        return value.__name__.partition(".")[0] == _OURS
    home = getattr(value, "__module__", "").partition(".")[0]
    if home == "builtins":
        return one.argval not in _LOOK_AROUND
    if _is_called(one):
        return home == _OURS
    return _is_shown(instructions, place) if type(value) is FunctionType else _is_fixed(value)


def _rebound(fn: FunctionType) -> set[str]:
    """The variables of a function's module that functions in it assign, by ``global``."""
    module = fn.__globals__.get("__name__")
    pending: list[Any] = [value for value in fn.__globals__.values() if getattr(value, "__module__", None) == module]
    seen: set[int] = set()
    found: set[str] = set()
    while pending:
        one = pending.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, CodeType):
            if not _REBINDS.isdisjoint(one.co_code[::2]):
                found.update(each.argval for each in dis.get_instructions(one) if each.opcode in _REBINDS)
            pending += one.co_consts
        elif isinstance(one, type):
            pending += vars(one).values()
        elif isinstance(one, (property, functools.partial, staticmethod, classmethod)) or hasattr(one, "__code__"):
            pending += [getattr(one, name, None) for name in _INSIDE]
    return found


def _is_shown(instructions: list[dis.Instruction], place: int) -> bool:
    """Whether what an instruction loads is a value of the template as it stands, such as a handler, or a function made of it."""
    place += 1
    while instructions[place].opname in ("MAKE_FUNCTION", "SET_FUNCTION_ATTRIBUTE"):
        place += 1
    return instructions[place + 1].opname == "BUILD_INTERPOLATION"


def _is_fixed(value: Any) -> bool:
    return all(map(_is_fixed, value)) if type(value) in (tuple, frozenset) else isinstance(value, _FIXED)


def _is_called(one: dis.Instruction) -> bool:
    """Whether a global is loaded to be called: then a place for ``self`` is made beside it."""
    return bool(one.arg is not None and one.arg & 1)


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
