"""``sk.fetch`` and ``sk.secret``: what a handler asks of the world through its session's host."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Final, NoReturn
from weakref import WeakKeyDictionary, WeakSet

from ..errors import HandlerError, RenderError, SecretError, StateError
from ..host import Host, Request
from ..net import Fetch, Response, Secret, make_request
from ..net.response import within
from ..scheduler import current_run
from ..state import register_codec
from ..view import building
from .context import current_session

__all__ = ["fetch", "secret"]

_OPEN: Final[WeakKeyDictionary[asyncio.Task[Any], WeakSet[Response]]] = WeakKeyDictionary()
"""The responses that a run's task has asked for, as far as they are still in use."""


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    params: Any = None,
    json: Any = None,
    data: Any = None,
    timeout: float | None = None,
) -> Fetch:
    """Send a request: ``response = await sk.fetch(url)``, or ``async with sk.fetch(url) as response:``.

    url: absolute, or relative to the page. params: query parameters, a dict or pairs. json: a body that JSON can carry; data:
    bytes, text, or a dict for a form. timeout: seconds to wait for the answer to begin, and for each further piece of it.

    The request ends with the run that sent it. Raises ``NetworkError`` where there is no answer, a refusal by CORS among them,
    ``NetworkTimeout`` where it takes too long, ``HandlerError`` for arguments that make no request. An answer such as 404 is an
    answer: ``response.raise_for_status()`` makes it an error.
    """
    session = current_session("sk.fetch()")
    _no_page("sk.fetch()", "Fetch in a handler, such as the page's on_load=, and show the state")
    if timeout is not None and not timeout > 0:
        raise HandlerError(f"sk.fetch(timeout={timeout!r}): seconds, more than 0; None waits for as long as it takes")
    return Fetch(_fetch(session.host, make_request(url, method, headers, params, json, data), timeout))


def secret(name: str, *, prompt: str = "", again: bool = False) -> Coroutine[Any, Any, str]:
    """A secret such as an API key, which is in no source and no file of the app: ``key = await sk.secret("OPENAI_KEY")``.

    In a page the visitor is asked once, in a dialog that shows ``prompt``; the value stays in the page's memory, or in the tab
    where the visitor ticks that. Elsewhere it is the environment variable ``name``. again: what was given before is wrong, so ask
    anew.

    The text that is given has a ``repr`` without its value, no state is saved with it, and logs, reports of errors and the page
    itself show its name where its value would be. Raises ``SecretError`` where the
    visitor cancels, or nothing is set.
    """
    session = current_session("sk.secret()")
    _no_page("sk.secret()", "Ask in a handler")
    if not isinstance(name, str) or not name.isidentifier():
        raise HandlerError(f"sk.secret({name!r}): a secret's name is letters, digits and underscores, such as 'OPENAI_KEY'")
    return _secret(session.host, name, prompt or f"This app needs {name}", again)


async def _fetch(host: Host, request: Request, timeout: float | None) -> Response:
    raw = await within(timeout, lambda: host.fetch(request), request)
    response = Response(raw, request, timeout)
    _end_with_run(response)
    return response


async def _secret(host: Host, name: str, prompt: str, again: bool) -> str:
    value = await host.secret(name, prompt, again)
    if value is None:
        raise SecretError(f"{name} was asked for and not given: the dialog was cancelled. Start again, and enter it to go on.")
    return Secret(name, value)


def _end_with_run(response: Response) -> None:
    """Close the response when the run is cancelled, whatever it waits for then."""
    run = current_run()
    task = run.task if run is not None else None
    if task is None:
        return
    if task not in _OPEN:
        _OPEN[task] = WeakSet()
        task.add_done_callback(_ended)
    _OPEN[task].add(response)


def _ended(task: asyncio.Task[Any]) -> None:
    if task.cancelled():
        for response in list(_OPEN[task]):
            response.close()


def _never(value: Any) -> NoReturn:
    raise StateError("a secret is never saved: ask for it again with sk.secret()")


register_codec(Secret, "secret", _never, _never)


def _no_page(what: str, instead: str) -> None:
    if building():
        raise RenderError(f"{what} takes time, and a page is built at once. {instead}.")
