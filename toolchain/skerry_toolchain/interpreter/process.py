"""One Pyodide in a Node process of its own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, Final, Self

import skerry_browser

from .node import node_command

__all__ = ["Interpreter", "InterpreterError"]

_PATIENCE: Final = 120.0
_DRIVER: Final = Path(__file__).with_name("driver.mjs")


class InterpreterError(Exception):
    """Code raised in the interpreter (the text is its traceback there), or the interpreter itself did not answer."""


class Interpreter:
    """Python code in Pyodide on Node. Globals are new for each run; imported modules stay.

    stack_switching: whether sync code can be suspended, as in browsers that have it. patience: seconds to wait for an answer.
    A context manager; the process ends with it.
    """

    def __init__(self, *, stack_switching: bool = True, patience: float = _PATIENCE) -> None:
        command = [*node_command(stack_switching=stack_switching), str(_DRIVER), str(skerry_browser.pyodide_folder())]
        self._patience = patience
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        self._lines: SimpleQueue[str] = SimpleQueue()
        Thread(target=self._read, daemon=True).start()
        self.version: str = self._answer()["value"]

    def run(
        self,
        code: str,
        mount: Mapping[str, str | Path] | None = None,
        *,
        given: Mapping[str, Any] | None = None,
        messages: list[str] | None = None,
    ) -> Any:
        """The value of the code's last expression, through JSON; it may ``await``.

        mount: folders of this machine by their path inside. given: globals, through JSON. messages: gets the lines that the code
        prints, which go to stderr without it. Raises ``InterpreterError``.
        """
        places = {path: str(Path(folder).resolve()) for path, folder in (mount or {}).items()}
        request = {"code": code, "mount": places, "given": json.dumps(dict(given or {})), "quiet": messages is not None}
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None
        answer = self._answer()
        if messages is not None:
            messages += answer["printed"]
        if "error" in answer:
            raise InterpreterError(answer["error"])
        return answer["value"]

    def close(self) -> None:
        """End the process. Doing it twice is harmless."""
        assert self._process.stdin is not None
        if self._process.poll() is None:
            self._process.stdin.close()
            try:
                self._process.wait(self._patience)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _read(self) -> None:
        out = self._process.stdout
        assert out is not None
        with out:
            for line in out:
                self._lines.put(line)
        self._lines.put("")

    def _answer(self) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=self._patience)
        except Empty:
            self._process.kill()
            raise InterpreterError(f"Pyodide on Node gave no answer within {self._patience:g} seconds, and was ended") from None
        if not line:
            raise self._ended()
        found: dict[str, Any] = json.loads(line)
        return found

    def _ended(self) -> InterpreterError:
        return InterpreterError(f"Node ended with status {self._process.wait()}: its own output says why")
