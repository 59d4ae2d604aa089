"""One mounted app for one visitor, and what its handlers and pages can ask of it."""

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
from .on import on
from .publish import Published, publish, run_callbacks
from .session import Session
from .timers import timer
from .watches import watch

__all__ = [
    "CURRENT_SESSION",
    "Published",
    "Session",
    "cancel",
    "current_session",
    "emit",
    "file",
    "focus",
    "navigate",
    "on",
    "props",
    "publish",
    "queue_position",
    "run_callbacks",
    "running",
    "scroll_to",
    "set_title",
    "timer",
    "toast",
    "use",
    "watch",
]
