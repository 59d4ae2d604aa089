"""What a session is given while its page is rendered: the app's own files, and nothing that only a page has."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, NoReturn

from skerry.errors import HandlerError, NetworkError, SecretError
from skerry.host import RawResponse, Request

__all__ = ["BuildHost"]


class BuildHost:
    """A ``skerry.host.Host``. files: the app's data files by name. Time stands still; tasks never begin."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self.logged: list[tuple[str, str]] = []

    def now(self) -> float:
        return 0.0

    def spawn(self, coro: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        coro.close()  # what goes on later does so in the page
        task = asyncio.get_event_loop().create_task(asyncio.sleep(0))
        task.cancel()
        return task

    def sleep(self, seconds: float) -> None:
        """Nobody waits for a page that nobody sees."""

    def starts_all_on_loop(self) -> bool:
        return False

    def can_suspend(self) -> bool:
        return False

    def interrupt(self, run: object) -> None: ...

    def random_bytes(self, n: int) -> bytes:
        return bytes(n)

    def read_file(self, name: str) -> bytes:
        if name not in self._files:
            raise FileNotFoundError(f"{name!r} is no file of the app. Its files: {', '.join(sorted(self._files)) or 'none'}")
        return self._files[name]

    async def read_slice(self, name: str, start: int, end: int) -> bytes:
        return self.read_file(name)[start:end]

    def held(self, name: str) -> NoReturn:
        raise HandlerError("Nobody has chosen a file while the site is built")

    async def fetch(self, request: Request) -> RawResponse:
        raise NetworkError("There is no network while the site is built")

    async def secret(self, name: str, prompt: str, again: bool) -> str | None:
        raise SecretError("Nobody can be asked while the site is built")

    def log(self, level: str, text: str, handler: str = "") -> None:
        self.logged.append((level, text))
