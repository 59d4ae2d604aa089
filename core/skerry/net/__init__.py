"""Requests to other servers: what is sent, what comes back, streams of lines and of events, and secrets."""

from .refusals import broken_off, took_too_long, unreachable
from .request import make_request
from .response import Fetch, Response
from .secret import Secret, redact, redact_json
from .sse import EventParser, ServerEvent
from .text import LineSplitter, TextDecoder

__all__ = [
    "EventParser",
    "Fetch",
    "LineSplitter",
    "Response",
    "Secret",
    "ServerEvent",
    "TextDecoder",
    "broken_off",
    "make_request",
    "redact",
    "redact_json",
    "took_too_long",
    "unreachable",
]
