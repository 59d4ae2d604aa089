"""The exception hierarchy of Skerry, and the helper that offers the nearest right name.

SkerryError
├── StateError           a state class, field or value is not as declared
├── RenderError          a page or component could not be built
├── HandlerError         a handler cannot be registered, injected or found
│   └── SecretError      the secret that a handler needs was not given
├── NetworkError         a request got no answer, or not one that can be used
│   ├── StatusError      the server answered with a status that says no
│   └── NetworkTimeout   the server took too long
├── ProtocolError        a message is not one of the protocol's
│   └── PayloadError     an event's payload does not have the declared shape
└── AppError             an app cannot be loaded
    └── PageNotFound     an address leads to none of its pages
"""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Iterable

__all__ = [
    "AppError",
    "HandlerError",
    "NetworkError",
    "NetworkTimeout",
    "PageNotFound",
    "PayloadError",
    "ProtocolError",
    "RenderError",
    "SecretError",
    "SkerryError",
    "StateError",
    "StatusError",
    "nearest",
    "short",
]

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 60


class SkerryError(Exception):
    """Base of every error that Skerry raises on purpose."""


class StateError(SkerryError):
    """A state class, field or value is not as declared."""


class RenderError(SkerryError):
    """A page or a component could not be built."""


class HandlerError(SkerryError):
    """A handler cannot be registered, injected or found."""


class SecretError(HandlerError):
    """The secret that a handler needs was not given."""


class NetworkError(SkerryError):
    """A request got no answer, or not one that can be used."""


class StatusError(NetworkError):
    """The server answered with a status that says no. status: as a number, such as 404."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


class NetworkTimeout(NetworkError, TimeoutError):
    """The server took longer than the timeout allows."""


class ProtocolError(SkerryError):
    """A message is not one of the protocol's."""


class PayloadError(ProtocolError):
    """An event's payload does not have the declared shape."""


class AppError(SkerryError):
    """An app cannot be loaded, or a page of it cannot be found."""


class PageNotFound(AppError):
    """An address leads to none of the app's pages."""


def nearest(name: str, candidates: Iterable[str]) -> str:
    """The end of an error message that offers the nearest right name.

    Returns ``" Did you mean 'x'?"`` for the closest candidate, or ``""`` where none is close.
    """
    if len(name) > 100:  # no name, and comparing it would take long
        return ""
    close = difflib.get_close_matches(name, list(candidates), n=1, cutoff=0.6)
    return f" Did you mean {close[0]!r}?" if close else ""


def short(value: object) -> str:
    """A value as an error message names it, however large it is: nothing of its size is made for it."""
    return f"{_SHORT.repr(value):.100}"
