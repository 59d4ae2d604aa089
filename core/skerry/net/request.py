"""What a caller of ``sk.fetch`` says, checked and made into the request that a host sends."""

from __future__ import annotations

import json as _json
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from ..errors import HandlerError, nearest
from ..host import Request

__all__ = ["make_request", "origin_of", "place_of"]

_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_WITHOUT_BODY: Final = ("GET", "HEAD")
_FORM: Final = "application/x-www-form-urlencoded"


def make_request(
    url: str, method: str = "GET", headers: Mapping[str, str] | None = None, params: Any = None, json: Any = None, data: Any = None
) -> Request:
    """A request from the arguments of ``sk.fetch``. Raises ``HandlerError`` for what none can be made of."""
    if not isinstance(url, str):
        raise HandlerError(f"sk.fetch({url!r:.80}): the address is text such as 'https://example.com/data.json' or 'data.json'")
    method = _method(method)
    body, kind = _body(json, data)
    if body is not None and method in _WITHOUT_BODY:
        raise HandlerError(f"sk.fetch() was given a body, and {method} sends none: say method='POST', or use params=")
    sent = _headers(headers or {})
    if kind:
        sent.setdefault("content-type", kind)
    return Request(method, _with_params(str(url), params), sent, body)


def place_of(url: str) -> str:
    """An address as a message may show it: without what may hold a key (its user, query and fragment)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("?")[0]
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def origin_of(url: str) -> str:
    """``https://example.com:8000`` of an absolute http address, else the empty string."""
    try:
        place = urlsplit(place_of(url))
    except ValueError:
        return ""
    default = {"http": ":80", "https": ":443"}.get(place.scheme)
    if default is None or not place.netloc:
        return ""
    return f"{place.scheme}://{place.netloc.lower().removesuffix(default)}"


def _method(method: str) -> str:
    known = str(method).upper()
    if known not in _METHODS:
        raise HandlerError(f"sk.fetch(method={method!r}): a method is one of {', '.join(_METHODS)}.{nearest(known, _METHODS)}")
    return known


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    sent = {}
    for name, value in headers.items():
        if not isinstance(value, str):
            raise HandlerError(f"sk.fetch(headers=...): the header {name!r} is a {type(value).__name__}; its value must be text")
        if any(c in value for c in "\r\n\0"):  # the value itself may be a key, so it is not shown
            raise HandlerError(f"sk.fetch(headers=...): the header {name!r} has a line break in its value; .strip() takes it away")
        sent[str(name).lower()] = str(value)
    return sent


def _with_params(url: str, params: Any) -> str:
    """The address with further query parameters; what is None is left out, a list is repeated."""
    if not params:
        return url
    pairs: Iterable[tuple[str, Any]] = params.items() if isinstance(params, Mapping) else params
    query = urlencode([(name, _text(one)) for name, value in pairs for one in _values(value)])
    if not query:
        return url
    address, mark, fragment = url.partition("#")
    joint = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
    return f"{address}{joint}{query}{mark}{fragment}"


def _values(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _body(json: Any, data: Any) -> tuple[bytes | None, str]:
    """(the body, its Content-Type)."""
    if json is not None and data is not None:
        raise HandlerError("sk.fetch() was given both json= and data=, and a request has one body: leave one of them out")
    if json is not None:
        try:
            return _json.dumps(json, ensure_ascii=False, allow_nan=False).encode(), "application/json"
        except (TypeError, ValueError) as error:
            raise HandlerError(f"sk.fetch(json=...) was given what JSON cannot carry: {error}") from None
    if data is None:
        return None, ""
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data), "application/octet-stream"
    if isinstance(data, str):
        return data.encode(), "text/plain; charset=utf-8"
    if isinstance(data, Mapping):
        return urlencode([(name, _text(one)) for name, value in data.items() for one in _values(value)]).encode(), _FORM
    raise HandlerError(
        f"sk.fetch(data=...) takes bytes, text, or a dict for a form, and was given a {type(data).__name__}; json= takes the rest"
    )
