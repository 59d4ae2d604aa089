"""What people are told when a request gets no answer. A browser says "Failed to fetch" and no more, whatever the cause."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..errors import NetworkError, NetworkTimeout
from ..host import Request
from .request import origin_of, place_of

__all__ = ["broken_off", "took_too_long", "unreachable"]


def unreachable(request: Request, reason: str, *, page: str = "", policy: bool = False, online: bool = True) -> NetworkError:
    """A request without an answer.

    reason: what the host says. page: the page's origin, or nothing where there is no page. policy: the page's own
    Content-Security-Policy has refused it. online: False where the browser says that it has no network at all.
    """
    url = request.url if origin_of(request.url) or not page else f"{page}/{request.url.lstrip('/')}"
    text = f"{_host(request) or page} could not be reached: {request.method} {place_of(request.url)} failed with {reason!r}."
    origin = origin_of(url)
    if policy:
        return NetworkError(f"{text} {_policy(origin)}")
    if not online:
        return NetworkError(f"{text} The browser is offline: connect to a network and try again.")
    if page and origin != page:
        return NetworkError(f"{text} {_cors(request, page)}")
    return NetworkError(f"{text} Check the address, and that the server is running and can be reached from here.")


def broken_off(request: Request, reason: str) -> NetworkError:
    """An answer that has begun, and does not go on."""
    return NetworkError(
        f"{request.method} {place_of(request.url)}: the answer broke off with {reason!r}. "
        "The connection was lost, or the server ended it: try again."
    )


def took_too_long(request: Request, seconds: float) -> NetworkTimeout:
    """Nothing has come for so long."""
    return NetworkTimeout(
        f"{request.method} {place_of(request.url)} was given up: nothing came for {seconds:g} s. "
        "Try again, or allow more with timeout=, in seconds."
    )


def _host(request: Request) -> str:
    try:
        return urlsplit(place_of(request.url)).netloc
    except ValueError:
        return place_of(request.url)


def _policy(origin: str) -> str:
    return (
        "The Content-Security-Policy of this page does not allow it. Add the server to the policy's connect-src, as in "
        f"\"connect-src 'self' {origin}\"."
    )


def _cors(request: Request, page: str) -> str:
    simple = {"accept", "accept-language", "content-language"}
    own = sorted(set(request.headers) - simple)
    headers = f" and 'Access-Control-Allow-Headers: {', '.join(own)}'" if own else ""
    return (
        "The server is another origin than this page, and a browser gives a page the answers of other origins only where they "
        "permit it (CORS). "
        f"So either the server does not answer at all, or it does not permit {page}. "
        f"Have it send 'Access-Control-Allow-Origin: {page}'{headers}, or ask through a server of your own that adds them."
    )
