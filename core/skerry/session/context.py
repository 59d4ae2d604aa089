"""What a handler or a page can ask of the session that it runs in, without being passed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ..errors import HandlerError, RenderError, nearest
from ..handlers import as_listener
from ..protocol import snapshot
from ..state import RUN
from ..view import building
from .activity import ANY
from .instances import asking, maker
from .place import Place, query_text

if TYPE_CHECKING:
    from .session import Session

__all__ = [
    "CURRENT_SESSION",
    "cancel",
    "current_session",
    "emit",
    "file",
    "focus",
    "navigate",
    "props",
    "queue_position",
    "running",
    "scroll_to",
    "set_title",
    "toast",
    "use",
]

T = TypeVar("T")

_TOASTS: Final = ("info", "success", "warning", "error")

CURRENT_SESSION: Final[ContextVar[Session | None]] = ContextVar("skerry_session", default=None)


def current_session(what: str = "This") -> Session:
    """The session whose handler or page is running; ``HandlerError`` names ``what`` where there is none."""
    session = CURRENT_SESSION.get()
    if session is None:
        raise HandlerError(f"{what} needs a running app: call it in a handler or while a page is built")
    return session


def emit(name: str, detail: Any = None) -> None:
    """Send a CustomEvent out of the ``<py-app>`` element: ``detail`` is anything that JSON can carry,
    as it is now; for enums, decimals, dates, paths and numpy's values goes what they stand for.

    Raises ``HandlerError`` for what it cannot.
    """
    try:
        detail = snapshot(detail)
    except (TypeError, ValueError, RecursionError) as error:
        text = f"sk.emit({name!r}) was given {detail!r:.60}: the page takes what JSON can carry, such as a dict ({error})"
        raise HandlerError(text) from None
    current_session("sk.emit()").command("emit", name=name, detail=detail)


def running(handler: Any, *, key: Any = ANY) -> bool:
    """Whether the handler is under way: has suspended and not ended. A page that asks follows the answer.

    handler: the function, or a listener: any handler of its chain counts. One that a component makes is meant in that instance of
    the component. key: only the runs that the element with this key has started.
    """
    activity = current_session("sk.running()").activity
    scopes = asking(RUN.get())
    return any(activity.running(one, key, maker(one, scopes)) for one in as_listener(handler).handlers())


def queue_position(handler: Any, *, key: Any = ANY) -> int | None:
    """The place in line of the handler's next run, 1 is the first to start; None where none waits. A page that asks follows it.

    handler and key: as in ``running``.
    """
    session = current_session("sk.queue_position()")
    function = as_listener(handler).handler
    return session.activity.position(session.scheduler, function, key, maker(function, asking(RUN.get())))


def cancel(handler: Any, *, key: Any = ANY) -> Callable[[], None]:
    """Stop a handler, what waits for its turn included. In a handler it happens at once; in a page it gives a handler
    that does it, as in ``sk.button("Stop", on_click=sk.cancel(load))``.

    handler: the function, or a listener: its whole chain is meant. What the runs have shown stays, the rest is undone, and they
    can never write again. Their ``finally`` blocks run. A handler that a component makes, and key: as in ``running``.
    """
    scopes = asking(RUN.get())
    functions = tuple((function, maker(function, scopes)) for function in as_listener(handler).handlers())

    def stop() -> None:
        for function, scope in functions:
            current_session("sk.cancel()").cancel(function, key, scope)

    if RUN.get() is not None:
        stop()
    return stop


def use(cls: type[T]) -> T:
    """The session's instance of a state class, for a component that is not given it."""
    return current_session("sk.use()").store.of(cls)


def file(name: str) -> bytes:
    """The bytes of one of the app's data files, those that its config names in ``files = [...]``.

    Raises ``FileNotFoundError`` that says which files there are.
    """
    return current_session("sk.file()").host.read_file(name)


def navigate(url: str, *, query: Mapping[str, Any] | None = None, replace: bool = False) -> None:
    """Go to another page of the app, with its path and query; an address with a scheme leaves the app.

    query: parameters to put behind the path; None leaves one out, a list gives it several times. replace: the address takes the
    place of the newest entry of the browser's history.

    Raises ``AppError`` where the app has no such page, ``HandlerError`` for a scheme that an app may not go to, ``RenderError``
    while a page is built.
    """
    session = current_session("sk.navigate()")
    if building():
        raise RenderError(
            f"sk.navigate({url!r:.60}) stands in a page, which is being built. Navigate in a handler: "
            "to lead away from a page as it is shown, in its on_load="
        )
    if query is not None:
        path, sign, anchor = url.partition("#")
        there = Place(path).queries if "?" in path else {}
        url = f"{path.partition('?')[0]}{query_text({**there, **query})}{sign}{anchor}"
    session.navigate(url, replace=replace)


def focus(key: Any) -> None:
    """Put the keyboard focus on the element with this key, once the changes are shown."""
    current_session("sk.focus()").to_element("focus", key)


def scroll_to(key: Any) -> None:
    """Scroll the element with this key into view, once the changes are shown."""
    current_session("sk.scroll_to()").to_element("scroll", key)


def set_title(title: str) -> None:
    """Set the document's title until the next navigation."""
    current_session("sk.set_title()").command("title", text=title)


def toast(text: str, *, kind: str = "info", duration: float | None = 5.0) -> None:
    """Show a short message over the page: kind is info, success, warning or error; duration in seconds, None stays."""
    if kind not in _TOASTS:
        raise HandlerError(f"sk.toast(kind={kind!r}): a kind is one of {', '.join(_TOASTS)}.{nearest(str(kind), _TOASTS)}")
    current_session("sk.toast()").command("toast", text=str(text), kind=kind, duration=duration)


def props() -> Mapping[str, Any]:
    """What the host page passes to the element: its ``data-*`` attributes and ``props``, kept up to date.

    A page or component that reads it runs again when it changes.
    """
    found: Mapping[str, Any] = current_session("sk.props()").props
    return found
