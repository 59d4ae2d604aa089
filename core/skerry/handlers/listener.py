"""A listener: a handler and how to run it."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from ..errors import HandlerError, nearest
from .keys import normal_keys
from .kinds import kind_of
from .naming import describe
from .registry import handler_named

__all__ = [
    "LEAVINGS", "TRIGGER_MODES", "Attached", "Link", "Listener", "Outcome", "as_listener", "as_listeners", "elementless",
    "listener", "undecided",
]  # fmt: skip

TRIGGER_MODES: Final = ("queue", "once", "multiple", "always_last", "restart")
LEAVINGS: Final = ("unmount", "navigate")
SHOWN: Final = ("full", "minimal", "hidden")

_ALWAYS_LAST: Final = frozenset({"input", "change"})
_FLAGS: Final = ("prevent_default", "stop_propagation", "target_only", "passive", "capture")
_LONGEST_WAIT: Final = 60.0

Outcome = Literal["success", "failure"]


class Link(NamedTuple):
    """What runs after a handler: always (``then``), or after one outcome only."""

    when: Literal["then", "success", "failure"]
    listener: Listener

    def follows(self, outcome: Outcome) -> bool:
        """Whether it runs after this outcome."""
        return self.when in ("then", outcome)


@dataclass(frozen=True)
class Listener:
    """A handler and how to run it. Made by ``listener(...)``, which checks the values.

    trigger_mode: what an event does while the handler still runs. ``queue`` waits its turn, ``once`` drops
      the event, ``multiple`` runs both, ``always_last`` keeps only the latest for afterwards, ``restart``
      cancels the running one. None is ``always_last`` for input and change and ``queue`` for all others.
    debounce, throttle: seconds. Debounce waits until there was no event for so long; throttle lets one
    through per span. keys: for key events, the only combinations that count: ``("Enter", "Ctrl+K")``; ``"Character"``
    is any key that types one.
    prevent_default, stop_propagation, passive, capture: as in the DOM; decided in the page, before Python is
    asked. target_only: only events on the element itself, not on those inside it. blocking: the handler may
    block (``time.sleep``, a long download). None means: generators may, others do not. cancels: a handler, or several, whose
    runs are cancelled when this one starts. cancel_on: ``"unmount"``, ``"navigate"`` or both: the run ends when its element
    leaves the page, or when the person goes to another page.
    concurrency_limit: how many runs may be under way at once, 1 or more; further ones wait in order; None is no limit.
    concurrency_id: a name that handlers share which count together; the lowest limit among them holds. queue: False lets a run
    start whatever the limit.
    programmatic: for change only: the handler is called too when a handler has changed what the field shows, though not for
    what it has changed itself.
    show_progress: what people see while the handler takes longer than 100 ms: ``minimal`` marks the element as busy, ``full`` says
    more in a line over the page, ``hidden`` nothing. None is minimal for click, submit, change and keys, hidden for other events.
    scroll_to_output: once the handler has given its first value, the first of its outputs is scrolled into view.
    inputs: what the handler is called with, by position: components, or places in the state, one or a list; a dict gives them by
    name, a set as one dict. outputs: where what it returns or yields is written, likewise. preprocess: fields' values as Python's
    own types rather than as the page has them; postprocess: what is returned is made fit for the component.
    js: a JavaScript function that the page runs first, with the inputs (without any, with the event's payload); what it returns
    is what the handler is called with, a list as several. Without a handler (None) it runs alone, and what it returns is written
    to the outputs. api_name: the page around the app can call the handler by this name; api_visibility: public, undocumented or
    private.
    chain: what runs afterwards; it is made with ``.then(...)``, ``.success(...)`` and ``.failure(...)``.

    It has no slots: a bare function's is made for each event (``as_listener``), with nothing of its own but the handler.

    Components set the rest: shared, what several elements' listeners have in common; at, ``window`` for the window's events;
    means, the name of the event that the handler gets, and convert, which makes it of the element's, or None to say nothing.
    """

    handler: Any
    trigger_mode: str | None = None
    debounce: float | None = None
    throttle: float | None = None
    keys: tuple[str, ...] = ()
    prevent_default: bool = False
    stop_propagation: bool = False
    target_only: bool = False
    passive: bool = False
    capture: bool = False
    blocking: bool | None = None
    cancels: tuple[Any, ...] = ()
    cancel_on: tuple[str, ...] = ()
    concurrency_limit: int | None = None
    concurrency_id: str | None = None
    queue: bool = True
    show_progress: str | None = None
    scroll_to_output: bool = False
    inputs: Any = None
    outputs: Any = None
    js: str | None = None
    api_name: str | None = None
    api_visibility: str = "public"
    preprocess: bool = True
    postprocess: bool = True
    programmatic: bool = False
    chain: tuple[Link, ...] = ()
    shared: Any = None
    at: str = ""
    means: str = ""
    convert: Callable[[Any], Any] | None = None

    def then(self, handler: Any, **options: Any) -> Listener:
        """This listener, and ``handler`` once its run has ended, with success or without. Takes ``listener``'s options.

        Each handler of a chain sees the state that the one before it left, and gets the event that began it all. A run that is
        cancelled ends its chain.
        """
        return self._linked("then", handler, options)

    def success(self, handler: Any, **options: Any) -> Listener:
        """This listener, and ``handler`` if all went well so far: the handler before it that ran did not raise."""
        return self._linked("success", handler, options)

    def failure(self, handler: Any, **options: Any) -> Listener:
        """This listener, and ``handler`` if the handler before it that ran has raised; ``context["error"]`` is what.

        It takes the failure up: a ``success`` behind it runs when it went well.
        """
        return self._linked("failure", handler, options)

    def _linked(self, when: Any, handler: Any, options: dict[str, Any]) -> Listener:
        link = Link(when, listener(handler, **options))
        for name in options.keys() & {"debounce", "throttle", "keys", "programmatic", *_FLAGS}:
            raise HandlerError(
                f"{describe(link.listener.handler)}: {name}= is about the event, and it comes after another handler: give it to "
                "the first of the chain"
            )
        return dataclasses.replace(self, chain=(*self.chain, link))

    def chained(self) -> Iterator[Listener]:
        """This listener and those of its chain, to any depth."""
        yield self
        for link in self.chain:
            yield from link.listener.chained()

    def handlers(self) -> Iterator[Any]:
        """Its handler and those of its chain, to any depth."""
        return (one.handler for one in self.chained())

    def options(self) -> dict[str, Any]:
        """The options as the page needs them: only those that are set; times in milliseconds."""
        found: dict[str, Any] = {name: True for name in _FLAGS if getattr(self, name)}
        for name in ("debounce", "throttle"):
            seconds = getattr(self, name)
            if seconds is not None:
                found[f"{name}_ms"] = round(seconds * 1000)
        if self.keys:
            found["keys"] = list(self.keys)
        if self.js_only and self.inputs is None and self.outputs is None and not self.chain and not self.cancels:
            found["js"] = self.js
        if self.at:
            found["at"] = self.at
        if self.may_block:
            found["may_block"] = True
        return found

    @property
    def may_block(self) -> bool:
        """Whether the handler has to be entered so that it can be suspended."""
        return self.blocking if self.blocking is not None else kind_of(self.handler) == "generator"

    def bound(self) -> Any:
        """The handler as it is called where it has inputs: what they fill is not injected."""
        if self.inputs is None:
            return self.handler
        if isinstance(self.inputs, Mapping):
            return functools.partial(self.handler, **dict.fromkeys(self.inputs))
        several = isinstance(self.inputs, (list, tuple))
        return functools.partial(self.handler, *([None] * (len(self.inputs) if several else 1)))

    @property
    def js_only(self) -> bool:
        """Whether there is a function of JavaScript's, and none of Python's."""
        return self.handler is nothing and self.js is not None

    def mode_for(self, event: str) -> str:
        """The trigger mode for events of this name."""
        return self.trigger_mode or ("always_last" if event in _ALWAYS_LAST else "queue")


class Attached:
    """A listener that elements have already, as ``sk.on`` gives it: what is chained to it holds for all of them.

    replace: puts another listener in its place on the elements.
    """

    def __init__(self, listener: Listener, replace: Callable[[Listener], None]) -> None:
        self.listener = listener
        self._replace = replace

    def then(self, handler: Any, **options: Any) -> Attached:
        """As ``Listener.then``."""
        return self._with(self.listener.then(handler, **options))

    def success(self, handler: Any, **options: Any) -> Attached:
        """As ``Listener.success``."""
        return self._with(self.listener.success(handler, **options))

    def failure(self, handler: Any, **options: Any) -> Attached:
        """As ``Listener.failure``."""
        return self._with(self.listener.failure(handler, **options))

    def _with(self, listener: Listener) -> Attached:
        self.listener = listener
        self._replace(listener)
        return self


_INNER: Final = ("handler", "chain", "shared", "at", "means", "convert")
_OPTIONS: Final = tuple(f.name for f in dataclasses.fields(Listener) if f.name not in _INNER)


def listener(handler: Any, **options: Any) -> Listener:
    """A handler and how to run it, to be passed wherever a handler can be.

    The options are those of ``Listener``. ``keys`` may be one text. A listener may be passed as handler; its
    options then hold where no others are given. A text names one of the app's handlers. None is no function: for ``js`` alone, or
    for ``cancels``. Raises ``HandlerError`` for an unknown option or a value that cannot be.
    """
    without = handler is None and (options.get("js") is not None or bool(options.get("cancels")))
    base = Listener(nothing) if without else as_listener(handler)
    for name, value in options.items():
        if name not in _OPTIONS:
            known = ", ".join(_OPTIONS)
            hint = nearest(name, _OPTIONS)
            where = f"listener({describe(base.handler)})"
            raise HandlerError(f"{where} has no option {name!r}.{hint} The options: {known}")
        options[name] = _checked(base.handler, name, value)
    made = dataclasses.replace(base, **options)
    _check_pairs(made)
    return made


def elementless(listener: Listener, where: str) -> Listener:
    """A listener that no element has. where: what has it.

    Raises ``HandlerError`` where it has an option that is for an element's events, or, as one of its chain, a name outside.
    """
    if listener.programmatic:
        raise HandlerError(f"{describe(listener.handler)}: programmatic=True is for change, and it was given for {where}")
    undecided(listener, where)
    for one in listener.chained():
        if one.api_name is not None:
            raise HandlerError(
                f"{describe(one.handler)}: api_name={one.api_name!r} is for listeners of elements, which can be called as long as "
                f"their element is shown, and this one is of {where}. Put @sk.api above the function"
            )
    return listener


def undecided(listener: Listener, where: str) -> None:
    """Raise ``HandlerError`` for an option that the page decides by, of a listener to what does not happen in the page."""
    found = next((name for name in ("debounce", "throttle", "keys", *_FLAGS) if getattr(listener, name)), "")
    if found:
        raise HandlerError(
            f"{describe(listener.handler)}: {found}= is decided in the page, and {where} is none of the page's events: leave it out"
        )


def nothing() -> None:
    """The handler where only JavaScript runs, or something is only cancelled."""


def as_listener(handler: Any) -> Listener:
    """The listener of what was passed as handler: itself, or one with the defaults around a bare function."""
    if isinstance(handler, Attached):
        return handler.listener
    if isinstance(handler, Listener):
        return handler
    made = object.__new__(Listener)
    made.__dict__["handler"] = _callable(handler)
    return made


def as_listeners(on: Any) -> tuple[Listener, ...]:
    """The listeners of one event: of a handler, a listener, or a list of those, which run in its order."""
    return tuple(map(as_listener, on)) if isinstance(on, (list, tuple)) else (as_listener(on),)


def _callable(handler: Any) -> Any:
    if callable(handler):
        return handler
    if isinstance(handler, str):
        return handler_named(handler)
    if inspect.isawaitable(handler) or inspect.isgenerator(handler) or inspect.isasyncgen(handler):
        name = getattr(handler, "__name__", "handler")
        if inspect.iscoroutine(handler):
            handler.close()
        raise HandlerError(
            f"a handler is a function, but {name}() was called here. Pass {name} without parentheses"
        )
    hint = " Was the function called here? Pass it without parentheses" if handler is None else ""
    raise HandlerError(f"a handler is a function, not {handler!r:.80}.{hint}")


def _checked(handler: Any, name: str, value: Any) -> Any:
    """An option's value in its final form. Raises where it cannot be one."""
    if name == "keys":
        return normal_keys(value)
    if name == "trigger_mode":
        return _mode(handler, value)
    if name == "cancels":
        return tuple(one for on in as_listeners(value) for one in on.handlers())
    if name == "cancel_on":
        return tuple(_one_of(handler, name, one, LEAVINGS) for one in ((value,) if isinstance(value, str) else value or ()))
    if name in ("js", "api_name"):
        return _text(handler, name, value)
    if name == "api_visibility":
        return _one_of(handler, name, value, ("public", "undocumented", "private"))
    if name in ("inputs", "outputs"):
        return value
    if name == "show_progress":
        return None if value is None else _one_of(handler, name, value, SHOWN)
    if name == "concurrency_limit":
        return _limit(handler, value)
    if name == "concurrency_id":
        return _text(handler, name, value)
    if name in ("debounce", "throttle"):
        return _seconds(handler, name, value)
    if isinstance(value, bool) or (name == "blocking" and value is None):
        return value
    raise HandlerError(f"listener({describe(handler)}): {name} must be True or False, not {value!r:.80}")


def _mode(handler: Any, value: Any) -> str | None:
    return None if value is None else _one_of(handler, "trigger_mode", value, TRIGGER_MODES)


def _one_of(handler: Any, name: str, value: Any, known: tuple[str, ...]) -> str:
    if value in known:
        return value  # type: ignore[no-any-return]
    hint = nearest(str(value), known)
    raise HandlerError(f"listener({describe(handler)}): no {name} {value!r:.80}.{hint} It is one of {', '.join(known)}")


def _limit(handler: Any, value: Any) -> int | None:
    if value is None or (type(value) is int and value > 0):
        return value
    where = f"listener({describe(handler)}): concurrency_limit"
    raise HandlerError(f"{where} is a whole number from 1 up, or None for no limit, not {value!r:.80}")


def _text(handler: Any, name: str, value: Any) -> str | None:
    if value is None or (isinstance(value, str) and value):
        return value
    raise HandlerError(f"listener({describe(handler)}): {name} is a text, not {value!r:.80}")


def _seconds(handler: Any, name: str, value: Any) -> float | None:
    if value is None:
        return None
    where = f"listener({describe(handler)}): {name}"
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not math.isfinite(value)
        or value < 0
    ):
        raise HandlerError(f"{where} is a number of seconds from 0 up, not {value!r:.80}")
    if value > _LONGEST_WAIT:
        raise HandlerError(
            f"{where} is in seconds, and {value} is over a minute. Did you mean {value / 1000:g}?"
        )
    return float(value)


def _check_pairs(made: Listener) -> None:
    """Raises for options that exclude each other."""
    for one, other, why in (
        ("debounce", "throttle", "one waits for silence, the other lets through at a pace"),
        ("passive", "prevent_default", "a passive listener promises not to prevent the default"),
    ):
        if getattr(made, one) and getattr(made, other):
            raise HandlerError(
                f"listener({describe(made.handler)}): {one} and {other} exclude each other: {why}"
            )
