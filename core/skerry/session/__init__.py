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
    running,
    scroll_to,
    set_title,
    toast,
    use,
)
from .publish import Published, publish, run_callbacks
from .session import Session

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
    "props",
    "publish",
    "run_callbacks",
    "running",
    "scroll_to",
    "set_title",
    "toast",
    "use",
]
