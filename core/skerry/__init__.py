"""Skerry: event-driven Python UIs that run inside the web page.

    import skerry as sk

    @sk.state
    class Counter:
        count: int = 0

    def increment(state: Counter):
        state.count += 1

    @sk.page("/", title="Counter")
    def home(state: Counter):
        sk.text(f"Count: {state.count}")
        sk.button("Increment", on_click=increment)

``skerry run app.py`` shows it; ``skerry build app.py`` makes a folder for any static host.
"""

from __future__ import annotations

from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)  # in a page, the components are in an archive of their own

from .app import api, callback, css, init_handlers, page, subscribe, unsubscribe
from .components import *  # noqa: F403
from .components import __all__ as _components
from .components.each import each
from .errors import (
    AppError,
    HandlerError,
    NetworkError,
    PayloadError,
    ProtocolError,
    RenderError,
    SecretError,
    SkerryError,
    StateError,
    StatusError,
)
from .events import *  # noqa: F403
from .events import __all__ as _events
from .handlers import Listener, listener
from .net import Response
from .session import (
    JavaScriptError,
    SetAside,
    cancel,
    download,
    emit,
    fetch,
    file,
    focus,
    forget,
    navigate,
    on,
    progress_of,
    props,
    publish,
    query,
    queue_position,
    run_callbacks,
    running,
    scroll_to,
    secret,
    set_aside,
    set_title,
    skip,
    timer,
    toast,
    track_tqdm,
    update,
    use,
    watch,
)
from .session import call_js as js
from .state import StateDict, computed, equals, field, path_of, read, ref, reset, state, touch
from .state import write as assign
from .view import component, slot, template

__version__ = "0.1.0"

__all__ = [
    "AppError",
    "HandlerError",
    "JavaScriptError",
    "Listener",
    "NetworkError",
    "PayloadError",
    "ProtocolError",
    "RenderError",
    "Response",
    "SecretError",
    "SetAside",
    "SkerryError",
    "StateDict",
    "StateError",
    "StatusError",
    "api",
    "assign",
    "callback",
    "cancel",
    "component",
    "computed",
    "css",
    "download",
    "each",
    "emit",
    "equals",
    "fetch",
    "field",
    "file",
    "focus",
    "forget",
    "init_handlers",
    "js",
    "listener",
    "navigate",
    "on",
    "page",
    "path_of",
    "progress_of",
    "props",
    "publish",
    "query",
    "queue_position",
    "read",
    "ref",
    "reset",
    "run_callbacks",
    "running",
    "scroll_to",
    "secret",
    "set_aside",
    "set_title",
    "skip",
    "slot",
    "state",
    "timer",
    "toast",
    "subscribe",
    "template",
    "touch",
    "track_tqdm",
    "unsubscribe",
    "update",
    "use",
    "watch",
    *_components,
    *(name for name in _events if name not in ("class_for", "decode")),
]
