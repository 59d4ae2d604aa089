"""Plans: what a handler asks for, worked out once and before anyone clicks.

A plan maps parameter names to needs; filling it in is left to the session. ``Plans`` keeps one plan for each
code object, so a list of a thousand rows that makes a thousand closures plans once.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from types import CellType, CodeType, FunctionType, MethodType
from typing import Any, Final

from ..errors import HandlerError
from ..events import Event
from .annotations import signature
from .injection import Need, NeedKind, Rules, decide
from .naming import describe

__all__ = ["Plan", "Plans", "annotated_with", "left_to_callers", "plan", "plan_page"]

_PAGE_RESERVED: Final[tuple[NeedKind, ...]] = ("state", "session", "context")
_VARIADIC: Final = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a handler is called with: pairs of a parameter's name and the need that fills it."""

    needs: tuple[tuple[str, Need], ...]

    def bind(self, inject: Callable[[Need], Any]) -> dict[str, Any]:
        """The keyword arguments for one call; ``inject`` gives the value of each need."""
        return {name: inject(need) for name, need in self.needs}

    def asks_for(self, kind: NeedKind) -> bool:
        """Whether some parameter is filled with this kind of value."""
        return any(need.kind == kind for _, need in self.needs)


def plan(handler: Callable[..., Any], event: type[Event], states: Iterable[type] = ()) -> Plan:
    """The plan of a handler for events of this class in an app with these state classes. Raises
    ``HandlerError``."""
    return _make(handler, Rules(event, tuple(states)))


def plan_page(
    function: Callable[..., Any], states: Iterable[type] = (), parameters: Iterable[str] = ()
) -> Plan:
    """The plan of a page function: state classes, ``session``, ``context`` and route parameters by name."""
    return _make(function, Rules(None, tuple(states), _PAGE_RESERVED, tuple(parameters)))


def left_to_callers(handler: Callable[..., Any], event: type[Event], states: Iterable[type] = ()) -> inspect.Signature:
    """The parameters that whoever calls a handler by name fills: those that nothing is injected for."""
    rules = Rules(event, tuple(states))
    function, parameters, bound = _parameters(handler)
    return inspect.Signature([p for p in parameters if p.name not in bound and not _is_injected(p, function, rules)])


def _is_injected(parameter: inspect.Parameter, function: Any, rules: Rules) -> bool:
    try:
        return parameter.kind not in _VARIADIC and decide(parameter, function, rules) is not None
    except HandlerError:
        return False


def _make(handler: Callable[..., Any], rules: Rules) -> Plan:
    function, parameters, bound = _parameters(handler)
    needs = []
    for parameter in parameters:
        if parameter.kind in _VARIADIC or parameter.name in bound:
            continue
        try:
            need = decide(parameter, function, rules)
        except HandlerError as error:
            raise HandlerError(f"{describe(handler)}: parameter {parameter.name!r}: {error}") from None
        if need is not None:
            needs.append((parameter.name, need))
    return Plan(tuple(needs))


def _parameters(handler: Any) -> tuple[Any, list[inspect.Parameter], frozenset[str]]:
    """The function whose names annotations use, the parameters still free, and the names that partials have
    bound.

    A decorator that passes ``**kwargs`` on is seen through to what it wraps; one with parameters of its own
    is not.
    """
    bound: set[str] = set()
    inner = handler
    while isinstance(inner, functools.partial):
        bound.update(inner.keywords)
        inner = inner.func
    if not inspect.isroutine(inner) and not isinstance(inner, type):
        inner = getattr(inner, "__call__", inner)  # noqa: B004 - the bound method, not whether there is one
    try:
        parameters = _free(handler)
    except (ValueError, TypeError):
        why = "it is not written in Python, and does not tell what it takes. Wrap it: lambda: ..."
        raise HandlerError(f"{describe(handler)}: {why}") from None
    except NameError as error:
        raise HandlerError(f"{describe(handler)}: its annotations cannot be read: {error}") from error
    function = getattr(inner, "__func__", inner)
    return _names_of(function), parameters, frozenset(bound)


def _free(handler: Any) -> list[inspect.Parameter]:
    own = signature(handler, follow_wrapped=False)
    if any(p.kind is p.VAR_KEYWORD for p in own.parameters.values()):
        own = signature(handler)
    return list(own.parameters.values())


def _names_of(function: Any) -> Any:
    """The innermost function that this one was made around: annotations mean names of its module."""
    return inspect.unwrap(function) if callable(function) else function


def annotated_with(function: FunctionType) -> tuple[type, ...]:
    """The classes that the annotations of a function made inside another have closed over: they differ between functions of one
    piece of source."""
    if not function.__code__.co_flags & inspect.CO_NESTED:
        return ()
    annotate = getattr(function, "__annotate__", None)
    if annotate is not None:  # Python 3.14
        found = [_content(cell) for cell in annotate.__closure__ or ()]
    elif "<locals>" in function.__qualname__ and not hasattr(function, "__annotate__"):
        found = list(function.__annotations__.values())
    else:
        return ()
    return tuple(one for one in found if isinstance(one, type))


def _content(cell: CellType) -> Any:
    """None for what is still to be defined."""
    try:
        return cell.cell_contents
    except ValueError:
        return None


# --- one plan for each code object


class Plans:
    """The plans of one app, cached for as long as the app lives."""

    def __init__(self, states: Iterable[type] = ()) -> None:
        self.states = tuple(states)
        self._known: dict[Hashable, tuple[CodeType, Plan]] = {}

    def plan(self, handler: Callable[..., Any], event: type[Event]) -> Plan:
        """As the function ``plan`` with the app's state classes."""
        return self._cached(handler, event)

    def page(self, function: Callable[..., Any], parameters: Iterable[str] = ()) -> Plan:
        """As the function ``plan_page`` with the app's state classes."""
        return self._cached(function, None, tuple(parameters))

    def _cached(self, handler: Any, event: type[Event] | None, parameters: tuple[str, ...] = ()) -> Plan:
        found = _shape(handler)
        known = None if found is None else self._known.get((found[1], event, parameters))
        if known is not None:
            return known[1]
        rules = Rules(event, self.states) if event is not None else Rules(None, self.states, _PAGE_RESERVED, parameters)
        made = _make(handler, rules)
        if found is not None:
            code, shape = found
            self._known[shape, event, parameters] = code, made  # the code object is kept: its id is in the key
        return made


def _shape(handler: Any) -> tuple[CodeType, Hashable] | None:
    """What a plan depends on, apart from the rules: the code object, which defaults are None, what partials
    bind.

    None for handlers whose plan is made anew each time: callable objects and decorated functions.
    """
    if isinstance(handler, FunctionType):
        if handler.__dict__:
            return None
        code, defaults, named = handler.__code__, handler.__defaults__, handler.__kwdefaults__
        classes = annotated_with(handler)
        if defaults is None and not named:
            return code, (id(code), classes, ())
        absent = tuple(value is None for value in defaults or ())
        return code, (id(code), classes, absent, tuple((name, value is None) for name, value in (named or {}).items()))
    inner = handler.func if isinstance(handler, functools.partial) else getattr(handler, "__func__", None)
    found = _shape(inner) if isinstance(handler, (functools.partial, MethodType)) else None
    if found is None:
        return None
    code, shape = found
    if isinstance(handler, functools.partial):
        return code, ("partial", shape, len(handler.args), tuple(handler.keywords))
    return code, ("method", shape)
