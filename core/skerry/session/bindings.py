"""Bindings: the listeners on rendered elements, how they are numbered for the page, and what an event on one calls.

An event addresses an element and the name of the event; the element has its own functions. So two functions that
share an id but closed over different values never meet.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Final

from ..errors import HandlerError
from ..events import Event, class_for
from ..handlers import Listener, Plan, annotated_with, as_listener, describe, kind_of, undecided, with_inputs
from ..ids import handler_id
from ..protocol import DEFINE, Op
from ..state import STATE_CLASSES
from ..view import CHANGED, Element
from .changes import check_programmatic
from .feedback import default_show

if TYPE_CHECKING:
    from ..app import App

__all__ = ["Bindings", "Route"]

_NO_HANDLER: Final = object()
_UNKNOWN: Final[Any] = object()
_OF_FORMS: Final = ("submit", "reset")
_KEYED: Final = ("keydown", "keyup", "keypress")
_FIELDS: Final = ("input", "textarea", "select", "button")
_POINTED: Final = frozenset(
    "click dblclick auxclick contextmenu mousedown mouseup mouseenter mouseleave mouseover mouseout pointerdown pointerup "
    "pointerenter pointerleave pointerover pointerout".split()
)
"""Events of which the page has to ask where its elements stand, before it can say where they were."""

_PAGE_OPTIONS: Final = (
    "programmatic", "js", "api_name", "at", "means", "debounce", "throttle", "keys", "prevent_default", "stop_propagation",
    "target_only", "passive", "capture", "may_block",
)  # fmt: skip


class Route:
    """What all runs of a plain function have in common that listens to an event and asks nothing of it, known before they begin.

    id: what the page calls it. needs: its parameters, each with the state class, or else the kind, that fills it.
    """

    __slots__ = ("cancel_on", "id", "mode", "name", "needs", "show")

    def __init__(self, listener: Listener, event: str, plan: Plan, name: str) -> None:
        handler = listener.handler
        self.name: str = handler.__qualname__
        self.id = name
        self.mode = listener.mode_for(event)
        self.show = listener.show_progress or default_show(event)
        self.cancel_on = listener.cancel_on
        self.needs = tuple((parameter, need.cls, need.kind) for parameter, need in plan.needs)


class Bindings:
    """The specs of one session's listeners.

    define: takes the operation that tells the page of a new spec. register: is told of listeners that may have inputs or outputs.
    """

    def __init__(self, app: App, define: Callable[[Op], None], register: Callable[[Listener], None]) -> None:
        self._app = app
        self._register = register
        self._define = define
        self._specs: dict[Any, int] = {}
        self._ids: dict[Any, str] = {}
        self._blocking: set[Any] = set()
        self._indifferent: dict[Any, bool] = {}
        self._routes: dict[tuple[Any, ...], Route | None] = {}
        self._states = len(STATE_CLASSES)
        self._kept: dict[int, Any] = {}  # code, so that its id stays its own

    def specs(self, element: Element) -> list[int] | None:
        """The numbers of an element's listener specs, in the order of the listeners.

        Raises ``HandlerError`` for a handler that cannot be called: while the page is built, not when someone clicks.
        """
        numbers: list[int] = []
        for event, on in (element.listeners or {}).items():
            if event in _OF_FORMS and element.tag in _FIELDS:
                raise HandlerError(
                    f"{element!r} has no {event} of its own, its form has: sk.form(on_{event}=...). "
                    "For Enter in a field there is on_enter"
                )
            if isinstance(on, (list, tuple)):
                numbers.extend(self._spec(event, one, element, ordinal) for ordinal, one in enumerate(on))
            else:
                numbers.append(self._spec(event, on, element, 0))
        two_way = element.two_way
        if two_way is not None and not (element.listeners and element.listeners.get(two_way.event)):
            numbers.append(self._spec(two_way.event, _NO_HANDLER, element, 0))
        return numbers or None

    def _spec(self, event: str, on: Any, element: Element, ordinal: int) -> int:
        """on: a handler, a listener, or ``_NO_HANDLER`` where only a two-way binding listens; ordinal: its place among those of
        this event on the element."""
        two_way = element.two_way
        field = two_way.field if two_way is not None and two_way.event == event and ordinal == 0 else ""
        if type(on) is Listener:
            if on.programmatic:
                check_programmatic(element, event, on)
            if on.inputs is not None or on.outputs is not None or on.chain or on.api_name or on.scroll_to_output:
                self._register(on)
            token: Any = (event, _token(on.handler), _options_token(on), field, ordinal)
        else:
            token = (event, _token(on), field, ordinal)
        number = self._specs.get(token)
        return self._new_spec(token, event, on, field, ordinal, element) if number is None else number

    def _new_spec(self, token: Any, event: str, on: Any, field: str, ordinal: int, element: Element) -> int:
        listener = None if on is _NO_HANDLER else as_listener(on)
        bare = False
        if listener is not None:
            bare = self.plan_all(listener, listener.means or event) and event in _POINTED
            if listener.keys and event not in _KEYED:
                what = describe(listener.handler)
                raise HandlerError(f"{what}: keys={listener.keys} is for on_key_down and on_key_up, not for {event}")
            if event == CHANGED:
                undecided(listener, f"change of {element!r}")
        number = self._specs[token] = len(self._specs) + 1
        options = {} if listener is None else listener.options()
        if bare:
            options["bare"] = True
        if field:
            options["value"] = field
        name = "" if listener is None else self.name_of(listener, ordinal)
        self._define([DEFINE, number, {"e": event, "h": name, "o": options}])
        return number

    def name_of(self, listener: Listener, ordinal: int) -> str:
        """What the page calls a listener: its handler's id, numbered where it is not the first of its event on the element."""
        name = self.id_of(listener.handler)
        return f"{name}+{ordinal}" if ordinal else name

    def group(self, element: Element, event: str, ordinal: int, listener: Listener) -> tuple[Any, ...]:
        """What a trigger mode counts together: the runs of this listener on this element.

        Its handler is part of it: "Stop" that a build puts in the place of "Start" is another listener, though the element is
        the same, and does not wait for what "Start" began.
        """
        if listener.shared is not None:
            return listener.shared.group  # type: ignore[no-any-return]
        return element.id, event, ordinal, self.id_of(listener.handler)

    def id_of(self, handler: Any) -> str:
        token = _token(handler)
        found = self._ids.get(token)
        if found is None:
            found = self._ids[token] = handler_id(handler)
        return found

    def plan(self, handler: Any, event: str) -> Plan:
        """What the handler is called with for events of this name. Raises ``HandlerError``."""
        return self._app.plan(handler, class_for(event))

    def plan_all(self, listener: Listener, event: str) -> bool:
        """Plan a listener's handler and those of its chain, so that what is wrong with one is said now. Whether none of them looks
        at what the page knows of the event."""
        bare = listener.convert is None
        for one in listener.chained():
            if one.js is None:  # what JavaScript gives is known when it has run
                plan = self.plan(_checked(one, class_for(event), self._app.states), event)
                bare = bare and not (plan.asks_for("event") or plan.asks_for("payload"))
            else:
                bare = False
        return bare

    def is_indifferent(self, listener: Listener, event: str) -> bool:
        """Whether nothing of a listener's asks what has happened, or where: then nobody need work it out."""
        if listener.chain or listener.convert is not None or listener.js is not None or listener.inputs is not None:
            return False
        token = _token(listener.handler), event
        found = self._indifferent.get(token)
        if found is None:
            plan = self.plan(listener.handler, event)
            found = self._indifferent[token] = not (plan.asks_for("event") or plan.asks_for("context"))
        return found

    def route(self, handler: FunctionType, event: str) -> Route | None:
        """How a bare handler is called for an event that says nothing, where that is no more than calling it; else None."""
        code = handler.__code__
        if self._states != len(STATE_CLASSES):  # a module that came later may have brought what a parameter means
            self._states = len(STATE_CLASSES)
            self._routes.clear()
        key = (id(code), event, annotated_with(handler))
        found: Route | None = self._routes.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            self._kept[id(code)] = code
            found = self._routes[key] = self._find_route(handler, event)
        if found is None or handler.__defaults__ is not None or handler.__kwdefaults__ or handler.__dict__:
            return None
        return found

    def _find_route(self, handler: FunctionType, event: str) -> Route | None:
        listener = as_listener(handler)
        if event in _OF_FORMS or kind_of(handler) != "sync" or self.may_block(listener) or not self.is_indifferent(listener, event):
            return None
        return Route(listener, event, self.plan(handler, event), self.id_of(handler))

    def may_block(self, listener: Listener) -> bool:
        """Whether the handler has to start on the loop, where it can suspend."""
        return listener.may_block or _token(listener.handler) in self._blocking

    def lane(self, listener: Listener) -> tuple[str, int | None] | None:
        """Where runs of this listener count together, and how many there may be."""
        if not listener.queue or (listener.concurrency_limit is None and listener.concurrency_id is None):
            return None
        return listener.concurrency_id or self.id_of(listener.handler), listener.concurrency_limit

    def mark_blocking(self, handler: Any) -> None:
        """The handler slept where it could not suspend: let it start on the loop from now on."""
        self._blocking.add(_token(handler))
        self._routes.clear()


def _checked(listener: Listener, event: type[Event], states: Iterable[type]) -> Any:
    """The handler as it is called. Raises ``HandlerError`` where it cannot take its inputs."""
    bound = listener.bound()
    if listener.inputs is None:
        return bound
    try:
        inspect.signature(listener.handler).bind_partial(*bound.args, **bound.keywords)
    except (TypeError, ValueError) as error:
        count = len(bound.args) + len(bound.keywords)
        raise HandlerError(f"{describe(listener.handler)} cannot take its {count} input{'s' * (count != 1)}: {error}") from None
    return with_inputs(listener.handler, event, states, bound.args, bound.keywords)


def _token(handler: Any) -> Any:
    """Equal for functions made by the same piece of source: what a spec, an id and a plan depend on."""
    if type(handler) is FunctionType:
        inner = getattr(handler, "__wrapped__", None)  # the code of a decorator's inner function is that of all it decorates
        with_classes = annotated_with(handler)
        code = (handler.__code__, *with_classes) if with_classes else handler.__code__
        return code if inner is None else (code, _token(inner))
    if type(handler) is MethodType:
        return (type(handler.__self__), _token(handler.__func__))
    if isinstance(handler, functools.partial):
        return ("partial", _token(handler.func), len(handler.args), tuple(sorted(handler.keywords)))
    call = getattr(type(handler), "__call__", None)  # noqa: B004 - the method, not whether there is one
    if type(call) is FunctionType and not hasattr(handler, "__wrapped__") and not hasattr(handler, "__signature__"):
        return (type(handler), call.__code__)
    try:
        hash(handler)
    except TypeError:
        return id(handler)
    return handler


def _options_token(listener: Listener) -> Any:
    """Equal for listeners of which the page is told the same, and whose chains call functions of the same pieces of source."""
    token = tuple(getattr(listener, name) for name in _PAGE_OPTIONS)
    return (*token, *map(_token, listener.handlers())) if listener.chain else token
