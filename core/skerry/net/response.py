"""A response and its body: whole, as lines, or as the events of a stream."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Iterator, Mapping
from types import TracebackType
from typing import Any, Final, TypeVar

from ..errors import NetworkError, StatusError
from ..host import RawResponse, Request
from .refusals import took_too_long
from .request import place_of
from .sse import EventParser, ServerEvent
from .text import LineSplitter, TextDecoder

__all__ = ["Fetch", "Headers", "Response", "within"]

T = TypeVar("T")

Chunk = bytes
_CHARSET: Final = re.compile(r"""charset\s*=\s*"?([\w.:-]+)""", re.IGNORECASE)

_MEANING: Final = {
    400: "bad request",
    401: "it does not know who asks: a key is missing or wrong",
    403: "it does not permit this",
    404: "there is nothing at this address",
    405: "it does not take this method here",
    408: "it waited too long for the request",
    413: "what was sent is too large",
    415: "it does not take this kind of content",
    422: "it does not accept what was sent",
    429: "too many requests: wait before the next",
    500: "the server failed",
    502: "a server behind it failed",
    503: "it is not available at the moment",
    504: "a server behind it took too long",
}


class Headers(Mapping[str, str]):
    """Header fields by name, in whatever case. Several of one name are joined with a comma."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._values: dict[str, str] = {}
        for name, value in pairs:
            known = self._values.get(name.lower())
            self._values[name.lower()] = value if known is None else f"{known}, {value}"

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._values

    def __repr__(self) -> str:
        return f"Headers({self._values!r})"


class Response:
    """What a server answered. Its body is read whole with ``text``, ``bytes`` or ``json``, again and again if need be, or once as
    it comes with ``lines`` or ``events``.

    status: a number such as 200. ok: whether it says that all is well (200 to 299). headers: by name, in any case. url: where the
    answer came from, after redirects. What is left unread is let go of with the response.
    """

    def __init__(self, raw: RawResponse, request: Request, timeout: float | None = None) -> None:
        self._raw = raw
        self._request = request
        self._timeout = timeout
        self._whole: bytes | None = None
        self._streaming = False
        self.status = raw.status
        self.url = raw.url
        self.headers = Headers(raw.headers)

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def raise_for_status(self) -> Response:
        """Raise ``StatusError`` unless ``ok``; gives the response itself, so that it can stand in a chain."""
        if self.ok:
            return self
        meaning = _MEANING.get(self.status)
        text = f"{self._request.method} {place_of(self.url)} was answered with {self.status}{f': {meaning}' if meaning else ''}"
        raise StatusError(f"{text}. `await response.text()` may say more.", self.status)

    async def bytes(self) -> bytes:
        """The whole body."""
        if self._whole is None:
            self._whole = b"".join([chunk async for chunk in self._chunks()])
        return self._whole

    async def text(self) -> str:
        """The whole body, decoded as the server says, else as UTF-8."""
        decoder = TextDecoder(self._charset())
        return decoder.feed(await self.bytes()) + decoder.end()

    async def json(self) -> Any:
        """The whole body as JSON. Raises ``NetworkError`` where it is none."""
        text = await self.text()
        try:
            return json.loads(text)
        except ValueError as error:
            raise NetworkError(
                f"The answer to {self._request.method} {place_of(self.url)} is not JSON ({error}). Its status is {self.status}, "
                f"its kind {self.headers.get('content-type', 'not given')!r}, and it begins with {text[:60]!r}."
            ) from None

    async def lines(self) -> AsyncIterator[str]:
        """The body line by line, as the lines arrive, without their ends."""
        decoder, splitter = TextDecoder(self._charset()), LineSplitter()
        async for chunk in self._chunks():
            for line in splitter.feed(decoder.feed(chunk)):
                yield line
        for line in splitter.feed(decoder.end()):
            yield line
        rest = splitter.end()
        if rest:
            yield rest

    async def events(self) -> AsyncIterator[ServerEvent]:
        """The server-sent events of the body, as they arrive. Each has ``event``, ``data``, ``id`` and ``retry``.

        Unlike a browser's EventSource, this ends with the stream: where it should go on, fetch again with the last ``id`` in the
        header ``Last-Event-ID``.
        """
        parser = EventParser()
        async for chunk in self._chunks():
            for event in parser.feed(chunk):
                yield event

    def close(self) -> None:
        """Let the rest of the body go. Doing it twice is harmless."""
        self._streaming = True
        self._raw.close()

    def __repr__(self) -> str:
        return f"<Response {self.status} to {self._request.method} {place_of(self.url)}>"

    def __del__(self) -> None:
        raw = getattr(self, "_raw", None)
        if raw is not None:
            raw.close()

    async def _chunks(self) -> AsyncIterator[Chunk]:
        if self._whole is not None:
            yield self._whole
            return
        if self._streaming:
            raise NetworkError(f"The body of {self!r} comes only once, and was streamed or closed: bytes() keeps all of it")
        self._streaming = True
        chunks = aiter(self._raw.chunks())
        try:
            while (chunk := await within(self._timeout, lambda: anext(chunks, None), self._request)) is not None:
                yield chunk
        finally:
            self._raw.close()

    def _charset(self) -> str:
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found[1] if found else "utf-8"


class Fetch(Coroutine[Any, Any, Response]):
    """A request on its way: ``await`` it for the response, or ``async with`` it to have it closed at the end of the block."""

    def __init__(self, sending: Coroutine[Any, Any, Response]) -> None:
        self._sending = sending
        self._response: Response | None = None

    def __await__(self) -> Generator[Any, None, Response]:
        return self._sending.__await__()

    async def __aenter__(self) -> Response:
        self._response = await self._sending
        return self._response

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._response is not None:
            self._response.close()

    # As a coroutine, for asyncio.create_task() and a TaskGroup

    def send(self, value: Any) -> Any:
        return self._sending.send(value)

    def throw(self, *error: Any) -> Any:
        return self._sending.throw(*error)

    def close(self) -> None:
        self._sending.close()


async def within(seconds: float | None, start: Callable[[], Awaitable[T]], request: Request) -> T:
    """What ``start`` gives; ``NetworkTimeout`` where it takes longer."""
    if seconds is None:
        return await start()
    try:
        async with asyncio.timeout(seconds) as limit:
            return await start()
    except TimeoutError:
        if limit.expired():
            raise took_too_long(request, seconds) from None
        raise
