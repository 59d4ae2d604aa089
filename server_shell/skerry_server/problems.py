"""Answers that say no, as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ExceptionHandler

from skerry.net import redact

__all__ = ["HANDLERS", "Problem", "problem_data", "problem_response"]

_TITLES: Final = {413: "Content Too Large", 422: "Unprocessable Content"}
"""As RFC 9110 has them, and not yet every Python."""


class Problem(Exception):
    """Ends a request. status: as a number, such as 404; detail: for whoever has asked."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


def problem_data(status: int, detail: str) -> dict[str, Any]:
    return {"title": _TITLES.get(status) or HTTPStatus(status).phrase, "status": status, "detail": redact(detail)}


def problem_response(problem: Problem) -> Response:
    data = problem_data(problem.status, problem.detail)
    return JSONResponse(data, problem.status, problem.headers, media_type="application/problem+json")


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_response(error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    says = {
        404: f"There is nothing at {request.url.path:.200}. GET /api lists what can be called.",
        405: f"{request.method} is not for this address, but {headers.get('Allow', headers.get('allow', 'another method'))}.",
    }
    return problem_response(Problem(error.status_code, says.get(error.status_code, error.detail), headers))


async def _unexpected(_: Request, error: Exception) -> Response:
    return problem_response(Problem(500, "The server has failed; its log says why."))


HANDLERS: Final[Mapping[Any, ExceptionHandler]] = {Problem: _problem, HTTPException: _http, Exception: _unexpected}
"""For Starlette: what answers for each kind of exception."""
