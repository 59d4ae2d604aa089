"""The addresses of an app's API.

    GET    /api                 the functions that may be called: name, parameters, doc
    GET    /api/openapi.json    the same as an OpenAPI document
    POST   /api/NAME            call one: a JSON list or object of arguments in, what it returns out
    DELETE /api                 end the session that the header names

Where a call happens, the header ``Skerry-Session`` says: without it in a session of its own, which ends with the answer; ``new``
begins one that is kept, and the answer's header has its token.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from skerry import protocol
from skerry.app import App
from skerry.net import redact_json
from skerry.protocol import Message

from .arguments import read_arguments
from .limits import Limits
from .openapi import document
from .problems import Problem, problem_data
from .stream import EventStream, Gone, sse, while_there
from .visits import Visit, Visits

__all__ = ["SESSION", "Api"]

SESSION: Final = "Skerry-Session"

_STATUS: Final = {"unknown": 404, "arguments": 422, "failed": 500, "stopped": 409}
"""How a session's ``answer`` that is an error is answered, by its ``why``."""

Answers = AsyncGenerator[Message, None]


class Api:
    """The API of one app."""

    def __init__(self, app: App, visits: Visits, limits: Limits) -> None:
        self._app = app
        self._visits = visits
        self._limits = limits

    def routes(self) -> list[Route]:
        return [
            Route("/api", self.listing, methods=["GET"]),
            Route("/api", self.leave, methods=["DELETE"]),
            Route("/api/openapi.json", self.openapi, methods=["GET"]),
            Route("/api/{name:path}", self.call, methods=["POST"]),
        ]

    async def listing(self, request: Request) -> Response:
        async with self._visit(request) as visit:
            with visit.call("", []) as call:
                answer = await call.next(self._limits.timeout)
            return _json(answer["value"], visit)

    async def openapi(self, request: Request) -> Response:
        async with self._visit(request) as visit:
            api = visit.session.api
            functions = {name: (api.takes(one), inspect.getdoc(one) or "") for name, one in api.public().items()}
        title = self._app.config.title or self._app.name
        return _json(document(title, request.scope.get("root_path", ""), functions), visit)

    async def leave(self, request: Request) -> Response:
        self._visits.find(request.headers.get(SESSION, "")).close()
        return Response(status_code=204)

    async def call(self, request: Request) -> Response:
        steps = "text/event-stream" in request.headers.get("accept", "")
        try:
            args = await read_arguments(request, self._limits.body)
            answers = self._answers(request, args, steps)
            return await (self._streamed if steps else self._whole)(request, answers)
        except (Gone, ClientDisconnect):
            return Response(status_code=400)  # which nobody gets

    async def _whole(self, request: Request, answers: Answers) -> Response:
        async with aclosing(answers):
            answer = await while_there(request.receive, _last(answers))
        return _json(_checked(answer)["value"], answer["visit"])

    async def _streamed(self, request: Request, answers: Answers) -> Response:
        """What goes wrong before the first value is an answer with a status; afterwards it is an event."""
        try:
            first = _checked(await while_there(request.receive, _next(answers)))
        except BaseException:
            await answers.aclose()
            raise
        return EventStream(_events(first, answers), _session_header(first["visit"]))

    async def _answers(self, request: Request, args: Any, steps: bool) -> Answers:
        """The answers of one call, each with its visit; the last is the last. Closing this cancels what is still under way."""
        async with self._visit(request) as visit:
            with visit.call(request.path_params["name"], args, steps=steps) as call:
                more = True
                while more:
                    try:
                        answer = await call.next(self._limits.timeout)
                    except TimeoutError:
                        raise Problem(504, f"It has not answered in {self._limits.timeout:g} s, and was stopped.") from None
                    more = bool(answer.get("more"))
                    yield {**answer, "visit": visit}

    # Sessions

    @asynccontextmanager
    async def _visit(self, request: Request) -> AsyncIterator[Visit]:
        """The session that a request means."""
        token = request.headers.get(SESSION)
        if token is None or token == "new":
            url = request.query_params.get("page") or self._visits.first_page()
            hello = {"t": protocol.HELLO, "version": protocol.VERSION, "url": url, "props": {}}
            visit = await self._visits.begin(hello, keep=token == "new")
        else:
            visit = self._visits.find(token)
        try:
            with visit.used():
                yield visit
        finally:
            if not visit.token:
                visit.close()


async def _last(answers: Answers) -> Message:
    return [answer async for answer in answers][-1]


async def _next(answers: Answers) -> Message:
    return await anext(answers)


async def _events(first: Message, answers: Answers) -> AsyncGenerator[bytes, None]:
    async with aclosing(answers):
        yield _event(first)
        try:
            async for answer in answers:
                yield _event(answer)
        except Problem as problem:
            yield _problem_event(problem)


def _event(answer: Message) -> bytes:
    """A value on the way is a message without a name, the last is ``done``, an error is ``error``."""
    try:
        _checked(answer)
    except Problem as problem:
        return _problem_event(problem)
    return sse(_text(answer["value"]), "" if answer.get("more") else "done")


def _problem_event(problem: Problem) -> bytes:
    return sse(_text(problem_data(problem.status, problem.detail)), "error")


def _checked(answer: Message) -> Message:
    """An answer that has a value. Raises ``Problem`` for one that is an error."""
    if answer.get("error") is not None:
        raise Problem(_STATUS[answer["why"]], answer["error"])
    return answer


def _json(value: Any, visit: Visit) -> Response:
    return Response(_text(value), media_type="application/json", headers=_session_header(visit))


def _session_header(visit: Visit) -> dict[str, str]:
    return {"Cache-Control": "no-store", **({SESSION: visit.token} if visit.token else {})}


def _text(value: Any) -> str:
    """Whatever becomes of a secret in Python, nobody outside is shown it."""
    return redact_json(protocol.json_text(value))
