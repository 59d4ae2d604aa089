"""What a request's body says: the arguments of a call, by position (a list) or by name (an object)."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request

from .problems import Problem

__all__ = ["parse_arguments", "read_arguments"]

Arguments = list[Any] | dict[str, Any]


async def read_arguments(request: Request, most: int) -> Arguments:
    """The arguments in a request. most: bytes that its body may have. Raises ``Problem``."""
    body = await _read(request, most)
    if body:
        _check_kind(request.headers.get("content-type", ""))
    return parse_arguments(body)


def parse_arguments(body: bytes) -> Arguments:
    """No body stands for no arguments. Raises ``Problem``."""
    if not body.strip():
        return []
    try:
        found = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Problem(400, f"The body is not JSON: {why}.") from None
    if not isinstance(found, (list, dict)):
        raise Problem(
            422,
            f"The body is {json.dumps(found):.60}, and arguments come as a list, such as [2, 3], or by name, such as "
            '{"a": 2, "b": 3}.',
        )
    return found


async def _read(request: Request, most: int) -> bytes:
    said = request.headers.get("content-length", "")
    body = bytearray()
    if not (said.isdecimal() and int(said) > most):
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                break
        else:
            return bytes(body)
    raise Problem(413, f"The body is longer than {most:,} bytes, which is the most that this server takes.")


def _check_kind(given: str) -> None:
    """A page of another site can send forms and plain text without asking first, and JSON it cannot."""
    kind = given.partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Problem(415, f"The body is sent as {given or 'nothing'!r:.80}. Send it as 'Content-Type: application/json'.")


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")
