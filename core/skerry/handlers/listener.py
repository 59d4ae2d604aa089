"""A listener: a handler and how to run it."""

from __future__ import annotations

import dataclasses
import inspect
import math
from dataclasses import dataclass
from typing import Any, Final

from ..errors import HandlerError, nearest
from .keys import normal_keys
from .kinds import kind_of
from .naming import describe

__all__ = ["TRIGGER_MODES", "Listener", "as_listener", "listener"]

TRIGGER_MODES: Final = ("queue", "once", "multiple", "always_last", "restart")

_ALWAYS_LAST: Final = frozenset({"input", "change"})
_FLAGS: Final = ("prevent_default", "stop_propagation", "target_only", "passive", "capture")
_LONGEST_WAIT: Final = 60.0


@dataclass(frozen=True, slots=True)
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
    runs are cancelled when this one starts.
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

    def options(self) -> dict[str, Any]:
        """The options as the page needs them: only those that are set; times in milliseconds."""
        found: dict[str, Any] = {name: True for name in _FLAGS if getattr(self, name)}
        for name in ("debounce", "throttle"):
            seconds = getattr(self, name)
            if seconds is not None:
                found[f"{name}_ms"] = round(seconds * 1000)
        if self.keys:
            found["keys"] = list(self.keys)
        if self.may_block:
            found["may_block"] = True
        return found

    @property
    def may_block(self) -> bool:
        """Whether the handler has to be entered so that it can be suspended."""
        return self.blocking if self.blocking is not None else kind_of(self.handler) == "generator"

    def mode_for(self, event: str) -> str:
        """The trigger mode for events of this name."""
        return self.trigger_mode or ("always_last" if event in _ALWAYS_LAST else "queue")


_OPTIONS: Final = tuple(f.name for f in dataclasses.fields(Listener) if f.name != "handler")


def listener(handler: Any, **options: Any) -> Listener:
    """A handler and how to run it, to be passed wherever a handler can be.

    The options are those of ``Listener``. ``keys`` may be one text. A listener may be passed as handler; its
    options then hold where no others are given. Raises ``HandlerError`` for an unknown option or a value that
    cannot be.
    """
    base = handler if isinstance(handler, Listener) else Listener(_callable(handler))
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


def as_listener(handler: Any) -> Listener:
    """The listener of what was passed as handler: itself, or one with the defaults around a bare function."""
    return handler if isinstance(handler, Listener) else Listener(_callable(handler))


def _callable(handler: Any) -> Any:
    if callable(handler):
        return handler
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
        return tuple(as_listener(one).handler for one in (value if isinstance(value, (list, tuple)) else (value,)))
    if name in ("debounce", "throttle"):
        return _seconds(handler, name, value)
    if isinstance(value, bool) or (name == "blocking" and value is None):
        return value
    raise HandlerError(f"listener({describe(handler)}): {name} must be True or False, not {value!r:.80}")


def _mode(handler: Any, value: Any) -> str | None:
    if value is None or value in TRIGGER_MODES:
        return value  # type: ignore[no-any-return]
    hint = nearest(str(value), TRIGGER_MODES)
    modes = ", ".join(TRIGGER_MODES)
    raise HandlerError(
        f"listener({describe(handler)}): no trigger_mode {value!r:.80}.{hint} The modes: {modes}"
    )


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
