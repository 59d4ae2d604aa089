"""One mounted app for one visitor, and what its handlers and pages can ask of it."""

from .aside import SetAside, forget, set_aside
from .bars import track_tqdm
from .context import (
    CURRENT_SESSION,
    cancel,
    current_session,
    emit,
    file,
    focus,
    navigate,
    props,
    queue_position,
    running,
    scroll_to,
    set_title,
    toast,
    use,
)
from .download import download
from .feedback import Done, progress_of
from .javascript import JavaScriptError, call_js
from .network import fetch, secret
from .on import on
from .publish import Published, publish, run_callbacks
from .query import query
from .session import Session
from .timers import timer
from .values import skip, update
from .watches import watch

__all__ = [
    "CURRENT_SESSION",
    "Done",
    "JavaScriptError",
    "Published",
    "Session",
    "SetAside",
    "call_js",
    "cancel",
    "current_session",
    "download",
    "emit",
    "fetch",
    "file",
    "focus",
    "forget",
    "navigate",
    "on",
    "progress_of",
    "props",
    "publish",
    "query",
    "queue_position",
    "run_callbacks",
    "running",
    "scroll_to",
    "secret",
    "set_aside",
    "set_title",
    "skip",
    "timer",
    "toast",
    "track_tqdm",
    "update",
    "use",
    "watch",
]
