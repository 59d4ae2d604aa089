"""One mounted app for one visitor: state, view and scheduler behind ``handle(message)`` and ``patches()``.

A session is the only thing that a shell touches. It knows no transport: a shell hands it decoded messages, and takes
the messages to send. ``wake`` is called when work that went on by itself has made something to show, at most once
until ``patches()`` is next called.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from threading import get_ident
from types import FunctionType
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from .. import protocol
from ..errors import AppError, PayloadError, ProtocolError, short
from ..events import Event, decode
from ..handlers import NAMES, Listener, Need, as_listeners, kind_of
from ..host import CURRENT, Host
from ..protocol import COMMAND, Message, Op
from ..scheduler import PATIENCE, Lanes, Run, Scheduler, current_run
from ..state import RUN, RunCancelled, Store, write
from ..tracebacks import describe
from ..view import Element, Scope, Tree, Unchanged, find, path_text
from ..view.fast import fast_paths
from .activity import ANY, Activity
from .api import Api
from .bindings import Bindings
from .changes import Changes
from .collection import COLLECTION_WAITS
from .context import CURRENT_SESSION
from .feedback import Feedback
from .forms import Forms
from .instances import around, maker
from .javascript import Calls
from .place import Place, by_key, leaves_app
from .places import Followers
from .rendered import begins_as_rendered, rendered_data, show_rendered
from .repeated import surroundings
from .runs import Runs
from .saving import Saving
from .values import Values
from .watches import Watches

if TYPE_CHECKING:
    from ..app import App

__all__ = ["Session"]

# A step that comes sooner than this after the one before is shown with the next frame only (seconds).
_FRAME = 0.016
_QUICK = 0.004
_BOUND: dict[str, type] = {"value": str, "checked": bool, "open": bool}  # what a bound element sends of itself


# Where concurrency is limited: the sessions of one app count together.
_LANES: WeakKeyDictionary[App, Lanes] = WeakKeyDictionary()


class Session:
    """One visitor's instance of an app.

    app: what the user's modules define; host: clock, loop and files; wake: asks the shell to call ``patches()`` soon.
    """

    def __init__(self, app: App, host: Host, wake: Callable[[], None]) -> None:
        self.app = app
        self.host = host
        self.id = host.random_bytes(8).hex()
        self.store = Store(late=self.late, loose=lambda mutation: self.saving.changed((mutation,)))
        self.props: Any = self.store.attach({})
        self.memory: Any = self.store.attach({}, "memory")
        self.query: Any = self.store.attach({}, "query")
        self.place = Place("/")
        self.answered = 0
        self._wake = wake
        self._woken = False
        self._handling = False
        self._closed = False
        self._outbox: list[Message] = []
        self._commands: list[Op] = []
        self._shown: asyncio.Future[None] | None = None
        self._shown_at = float("-inf")
        self._breathed_at = float("-inf")
        self._stepped: dict[Run, float] = {}
        self._overfull: set[str] = set()
        self.tree = Tree(self._specs, self._dirtied, self._broken, f"sk{app.number}")
        self.values = Values(self, self.store)
        if any("inputs=" in file.text for file in app.sources):
            self.values.begin(self.tree)  # from the first build on, so that files count that are chosen before an input is named
        self.calls = Calls(self)
        self.api = Api(self)
        self.forms = Forms(self, self.store)
        self.followers = Followers(self)
        self.bindings = Bindings(app, self.tree.define, self.values.register)
        self.activity = Activity(self.store, self.bindings.id_of)
        self.scheduler = Scheduler(host, self, _LANES.setdefault(app, Lanes()))
        self.runs = Runs(self)
        self.watches = Watches(self)
        self.changes = Changes(self)
        self.feedback = Feedback(self, self.store)
        self.saving = Saving(self)
        self._loaded: Mapping[str, Any] | None = None
        self._styled = 0
        self._titled = False

    # What a shell calls

    def start(self, hello: Message) -> None:
        """Build the first page. ``hello`` is the page's greeting: url, props, stored state, and what else it tells of itself.

        Stored state is taken over unless ``load`` has given a newer one. With ``rendered`` in it, the page is there already.
        """
        if hello.get("version", protocol.VERSION) != protocol.VERSION:
            raise ProtocolError(
                f"The page speaks version {hello['version']} of the protocol and this session {protocol.VERSION}. "
                "Reload the page, so that both come from the same build."
            )
        self.tree.slow = fast_paths(hello.get("slow", ()))
        self._outbox.append(protocol.hello(self.id))
        rendered = hello.get("rendered")
        anew = rendered is not None and not begins_as_rendered(rendered, hello, loaded=self._loaded is not None)
        if rendered is not None:
            self.tree.prefix = rendered["prefix"]
        if rendered is not None and anew:
            with _Entered(self):
                self._outbox.append(show_rendered(self, rendered))
            if self._loaded is not None:
                self.store.load(self._loaded, self.app.states, [])
        self.props.update(hello.get("props", {}))
        with _Entered(self):
            self.saving.greeted(hello)
            self.saving.restore(hello, () if self._loaded is None else self._loaded["roots"])
            self.show_page(hello.get("url", "/"))
            if anew:
                self.tree.refresh()
                self.tree.shown.clear()  # the page is another one, which is no program's doing

    def build(self, url: str, props: Mapping[str, Any]) -> dict[str, Any]:
        """Build a page that is to be shown without Python: of its ``on_load`` handlers, those that end at once run.

        What it returns is for the ``hello`` of the session that takes the page over.
        """
        self.props.update(props)
        with _Entered(self):
            self.show_page(url, later=False)
            self.tree.refresh()
        return rendered_data(self)

    def handle(self, message: Message) -> None:
        """Take one message of the page. What is wrong with it is reported to the page; the session goes on."""
        if self._closed:
            return
        with _Entered(self):
            try:
                protocol.check(message)
                if COLLECTION_WAITS.waiting and message["t"] != protocol.ACK:
                    COLLECTION_WAITS.go_on()
                _HANDLERS[message["t"]](self, message)
            except BaseException as error:  # also an interrupt, or SystemExit
                self.report(error)

    def patches(self) -> list[Message]:
        """The messages to send now, in order; an empty list where there is nothing to say."""
        self._woken = False
        self._style()
        with _Entered(self), COLLECTION_WAITS:
            ops = self.tree.flush(self._take_commands)
        if ops:
            self._outbox.append(protocol.patch(self.tree.number, self.answered, ops))
        self._shown_at = self.host.now()
        if self._shown is not None and not self._shown.done():
            self._shown.set_result(None)
        self._shown = None
        messages, self._outbox = self._outbox, []
        self._follow_page()
        return messages

    def close(self) -> None:
        """End the session: its runs are cancelled, its scopes forget what they read."""
        if not self._closed:
            self._closed = True
            self.saving.close()
            self.feedback.close()
            self.scheduler.close()
            self.app.bus.leave(self)
            self.tree.unmount()

    @property
    def closed(self) -> bool:
        """Whether it has ended."""
        return self._closed

    def dump(self) -> dict[str, Any]:
        """What is needed to go on elsewhere: the state and the address."""
        return {"state": self.store.dump(), "url": self.place.url}

    def load(self, data: Mapping[str, Any], reset: list[str] | None = None) -> None:
        """Take over a dumped state. Call it before ``start``. Raises ``StateError`` where it does not fit the app.

        reset: with it, what fits is taken over, and it gets a line for each field that does not.
        """
        self.store.load(data["state"], self.app.states, reset)
        self._loaded = data["state"]

    # What handlers and pages call, through session.context

    def command(self, name: str, /, **args: Any) -> None:
        """Tell the page to do something, after the changes made so far are shown."""
        self._commands.append([COMMAND, name, args])
        self._dirtied()

    def to_element(self, name: str, key: Any) -> None:
        """A command to the element with this key; it is looked up once the changes are shown."""
        self._commands.append([COMMAND, name, {"key": key}])
        self._dirtied()

    def to_node(self, name: str, node: int) -> None:
        """A command to the element with this id, once the changes are shown."""
        self._commands.append([COMMAND, name, {"n": node}])
        self._dirtied()

    def navigate(self, url: str, *, replace: bool = False, load: bool = True) -> None:
        """Show another page of the app; an address with a scheme is the browser's to open. load: run its ``on_load`` handler.

        Raises ``PageNotFound`` where the app has no such page.
        """
        if leaves_app(url):
            self.command("navigate", url=url, replace=replace)
            return
        place = self.place.at(url)
        place.find(self.app)
        self.command("navigate", url=place.url, replace=replace)
        self._show(place, load=load)

    def cancel(self, handler: Any, key: Any = ANY, scope: Scope | None = None) -> int:
        """Stop the runs of a handler, those that wait included, but for the one that asks; how many there were.

        scope: only those that began inside this component.
        """
        own = current_run()
        return self.scheduler.cancel_where(lambda run: run is not own and self.activity.is_of(run, handler, key, scope))

    def report(self, error: BaseException, handler: str = "", *, fatal: bool = False) -> None:
        """Show an error with its traceback to the person, and tell the developer."""
        details = describe(error, self.app.owns_file)
        self._outbox.append({"t": protocol.ERROR, **details, "handler": handler, "fatal": fatal})
        self.host.log("error", details["text"], handler)
        self._dirtied()

    def sleep(self, seconds: float) -> None:
        """What ``time.sleep`` does in a handler: suspends it where the host can, so that the page stays alive."""
        run = current_run()
        if run is None:
            self.host.sleep(seconds)
            return
        if self.host.can_suspend():
            self.scheduler.suspend(run)
        elif run.handler is not None:
            self.bindings.mark_blocking(run.handler)
        self.host.sleep(seconds)
        if run.cancelled:
            raise asyncio.CancelledError(f"{run.name} was cancelled")

    def breathe(self, run: Run) -> None:
        """In a handler that says how far it is: let the page show it, where the handler can be suspended."""
        now = self.host.now()
        if now - max(self._shown_at, self._breathed_at) < 0.05:
            return
        if self.host.can_suspend():
            self._breathed_at = now
            self.sleep(0.001)
        elif run.handler is not None and run.spawn is False and run.task is None:
            self.bindings.mark_blocking(run.handler)

    def show(self) -> None:
        """There is something new to show."""
        self._dirtied()

    # Messages

    def _on_event(self, message: Message) -> None:
        self.answered = max(self.answered, message["s"])
        element = self._addressed(message)
        if element is None:
            self.host.log("debug", f"{message['e']} came for an element that is gone; it was dropped")
            return
        name: str = message["e"]
        on = (element.listeners or {}).get(name)
        two_way = element.two_way if element.two_way is not None and element.two_way.event == name else None
        if on is None and two_way is None:
            heard = sorted(element.listeners or ())
            raise ProtocolError(f"{element!r} does not listen to {name!r}, only to {heard}")
        self.feedback.tried(element.id)
        if type(on) is FunctionType and two_way is None and not message["d"]:
            route = self.bindings.route(on, name)
            if route is not None and route.id == message["h"]:
                self.scheduler.submit(self.runs.for_route(route, on, name, element))
                return
        ordinal, listener = self._meant(message, element, on)
        self.scheduler.submit(self._run(message, element, listener, ordinal))

    def _addressed(self, message: Message) -> Element | None:
        node = message["n"]
        if isinstance(node, list):
            return find(self.tree.root, node) if self.tree.root is not None else None
        self.tree.acknowledge(message["p"])
        return self.tree.element(node, message["p"], message.get("i", 0))

    def _meant(self, message: Message, element: Element, on: Any) -> tuple[int, Listener | None]:
        """Which of an element's listeners to this event the page means, and its place among them."""
        name = message["h"]
        listeners = () if on is None else as_listeners(on)
        for ordinal, listener in enumerate(listeners):
            if self.bindings.name_of(listener, ordinal) == name:
                return ordinal, listener
        if not listeners and not name:
            return 0, None
        expected = ", ".join(repr(self.bindings.name_of(one, ordinal)) for ordinal, one in enumerate(listeners)) or "none"
        raise ProtocolError(
            f"The page means handler {name!r} and the app has {expected} there: they come from "
            "different versions of the app. Reload the page."
        )

    def _on_props(self, message: Message) -> None:
        props = message["props"]
        for name in [name for name in self.props if name not in props]:
            del self.props[name]
        for name, value in props.items():
            if self.props.get(name) != value:
                self.props[name] = value
        handler = self.place.page.on_props if self.place.page is not None else None
        if handler is not None:
            self._submit("props", handler, {"props": props})

    def _on_navigate(self, message: Message) -> None:
        self.answered = max(self.answered, message["s"])
        place = self.place.at(message["url"])
        if place.is_file(self.app, guest=bool(message.get("guest"))):
            self.command("leave", url=place.url)
        else:
            self.show_page(message["url"])

    def _on_ack(self, message: Message) -> None:
        self.tree.acknowledge(message["p"])
        COLLECTION_WAITS.idle()

    def _on_hide(self, message: Message) -> None:
        self.saving.now()

    def _on_stored(self, message: Message) -> None:
        self.saving.adopt(message["stored"])

    def _on_forget(self, message: Message) -> None:
        self.saving.forget({name for name in message["names"] if isinstance(name, str)})

    def _on_bye(self, message: Message) -> None:
        self.close()

    # Runs

    def _run(self, message: Message, element: Element, listener: Listener | None, ordinal: int) -> Run:
        name: str = message["e"]
        payload: dict[str, Any] = message["d"]
        event: Event | None
        if listener is not None and not payload and self.bindings.is_indifferent(listener, name):
            event = Event(type=name, key=element.key, payload=payload)
        else:
            event = decode(name, payload, key=element.key, target=path_text(element), source=self.host)
        prepare = self._writer(element, name, payload) if ordinal == 0 else None
        if listener is not None and listener.convert is not None:
            event = listener.convert(event)
        if listener is None or event is None:
            return Run(f"binding of {element!r}", None, "multiple", None, prepare=prepare)
        group = self.bindings.group(element, name, ordinal, listener)
        if name == "submit":
            listener = self.forms.checked(element, listener)
        run = self.runs.of(listener, event, group, listener.mode_for(name), prepare, element.id)
        run.context = surroundings(element)
        run.within = partial(around, element)
        return run

    def _submit(self, name: str, on: Any, payload: dict[str, Any], first: int = 0, *, at_once: bool = False) -> None:
        """Run the handlers of something that happened to the page as a whole. first: the place of the first of them among all;
        at_once: they are over when this returns."""
        if not on:
            return
        event = decode(name, payload, target=self.place.url)
        for ordinal, listener in enumerate(as_listeners(on), first):
            group = (name, self.place.path, ordinal)
            run = self.runs.of(listener, event, group, listener.mode_for(name))
            run.spawn = run.spawn and not at_once
            self.scheduler.submit(run)

    def _writer(self, element: Element, name: str, payload: dict[str, Any]) -> Callable[[], None] | None:
        """What writes the person's value to where the element is bound, before any handler runs."""
        two_way = element.two_way
        if two_way is None or two_way.event != name:
            return None

        if two_way.field not in payload:
            return None
        shown, kind = payload[two_way.field], _BOUND[two_way.field]
        if type(shown) is not kind:
            given = f"{short(shown)} came from the page"
            raise PayloadError(f"{name}.{two_way.field} of a bound element must be {kind.__name__}, and {given}")

        def write_value() -> None:
            self.changes.edited(element.id)
            element.attrs = {**element.attrs, two_way.prop: shown}  # what the page has, whatever comes of it
            with suppress(Unchanged):
                write(two_way.ref, two_way.decode(shown))

        return write_value

    # What the scheduler asks (skerry.scheduler.Effects)

    def enter(self, run: Run) -> Callable[[], None]:
        tokens = RUN.set(run), CURRENT.set(self), CURRENT_SESSION.set(self), NAMES.set(self.app.handlers)

        def leave() -> None:
            RUN.reset(tokens[0])
            CURRENT.reset(tokens[1])
            CURRENT_SESSION.reset(tokens[2])
            NAMES.reset(tokens[3])

        return leave

    def commit(self, run: Run) -> None:
        mutations = self.store.commit(run)
        if mutations and not self._closed:
            self.saving.changed(mutations)
            self.changes.committed(run)
            if self.watches.told:
                self.watches.committed(run)
        if self.tree.dirty:
            self._dirtied()

    def shown(self, run: Run) -> Awaitable[None] | None:
        """Wait for the page to show this step, unless steps come so quickly that a person sees only each frame's."""
        now = self.host.now()
        before = self._stepped.get(run)
        gap = float("inf") if before is None else now - max(before, self._shown_at)
        self._stepped[run] = now
        if not self.tree.dirty and not self._outbox and not self._commands:
            return None
        if gap < _QUICK and now - self._shown_at < _FRAME:
            return None
        if self._shown is None:
            self._shown = asyncio.get_running_loop().create_future()
        return self._shown

    def _undo(self, run: Run) -> list[str]:
        if not self._closed and self.store.pending(run):
            self.saving.unsure()
        return self.store.rollback(run)

    def fail(self, run: Run, error: BaseException) -> None:
        if isinstance(error, SystemExit):
            error.add_note(f"sys.exit(), exit() and quit() end {run.name}, and not the app. To end a handler early, return from it")
        kept = self._undo(run)
        if kept:
            error.add_note(f"Its changes were undone, but for {', '.join(kept)}: another handler has changed that since.")
        if run.forgiven:
            self.host.log("warning", f"{run.name} failed, which is taken up:\n{describe(error, self.app.owns_file)['text']}")
        else:
            self.feedback.failed(run)
            self.report(error, run.name)

    def abandon(self, run: Run, error: BaseException | None = None) -> None:
        self._undo(run)
        if isinstance(error, RunCancelled):
            self.host.log(
                "warning",
                f"{error}. A cancelled handler writes no more, so what stands behind that, in its finally or except, was not done. "
                f"A page that asks sk.running({run.name}) follows whether it runs; what is to be changed when it is stopped, "
                "the handler that stops it can change",
                run.name,
            )
        elif error is not None:
            text = describe(error, self.app.owns_file)["text"]
            self.host.log("error", f"{run.name} was cancelled, and raised on its way out:\n{text}")

    def stuck(self, run: Run) -> None:
        self.host.log(
            "warning",
            f"{run.name} was cancelled {PATIENCE:g} seconds ago and still goes on: it swallows CancelledError, or its finally "
            "takes that long. What waited for it starts now, and it cannot change state any more. Raise CancelledError again",
        )

    def late(self, run: Run) -> None:
        """A task that a run has started writes after the run's end: what it changes until it pauses is kept as a step of it."""
        try:
            asyncio.get_running_loop().call_soon(self.commit, run)
        except RuntimeError:  # no loop runs
            self.commit(run)

    def dropped(self, run: Run, reason: str, *, full: bool = False) -> None:
        told = run.name in self._overfull
        self.host.log("warning" if full and not told else "debug", f"{run.name} was dropped: {reason}")
        if full and not told:
            self._overfull.add(run.name)
            self.host.log("warning", f"Further events for {run.name} are dropped too, until runs of it end. Does it never end?")
        self.feedback.ended(run)
        if run.finish is not None:
            finish, run.finish = run.finish, None
            finish(run, reason)

    def began(self, run: Run) -> None:
        self.activity.began(run)
        self.feedback.began(run)

    def ended(self, run: Run) -> None:
        self._stepped.pop(run, None)
        if not self._closed:
            self.activity.ended(run)
            self.feedback.ended(run)

    def queue_changed(self) -> None:
        if not self._closed:
            self.activity.queue_changed()
            self.feedback.queue_changed()

    def waits(self, run: Run) -> None:
        self.feedback.began(run)

    def stops(self, run: Run, other: Run) -> bool:
        scopes = run.scopes or ()
        return any(self.activity.is_of(other, handler, scope=maker(handler, scopes)) for handler in run.cancels)

    # Pages

    def show_page(self, url: str, *, load: bool | None = None, later: bool = True) -> None:
        """Show the page at this address, which the browser shows already.

        load: run its ``on_load`` handlers; without it, unless only what stands behind the ``#`` is another. later: also those
        that go on after a call.
        """
        place = self.place.at(url)
        try:
            place.find(self.app)
        except AppError as error:
            self.report(error)
            if self.tree.root is not None:
                return
            raise
        if load is None:
            load = self.tree.root is None or not place.is_part_of(self.place)
        self._show(place, load=load, later=later)

    def _show(self, place: Place, *, load: bool, later: bool = True) -> None:
        """Show the page at a place that has been found. load: its ``on_load`` handlers run; later: also those that go on.

        The handlers that end at once run before a session's first page is built, so that it is built once; the others after.
        """
        moved = place.path != self.place.path or self.place.page is None
        if place.path != self.place.path:
            own = current_run()
            self.scheduler.cancel_where(lambda run: "navigate" in run.cancel_on and run is not own)
            self.left(("load", self.place.path))
        if place.url != self.place.url:
            self.followers.went(place.url)
        self.place = place
        self._follow_query()
        assert place.page is not None
        if moved:
            self._entitle(place.title(self.app.config.title))
        root = self.tree.root
        on_load = as_listeners(place.page.on_load) if load and place.page.on_load is not None else []
        first = 0 if root is not None else next((n for n, one in enumerate(on_load) if not self._at_once(one)), len(on_load))
        self._submit("load", on_load[:first], {"path": place.path}, at_once=True)
        if self.place is place and not self._closed:  # unless a handler has gone elsewhere, or the visitor while it slept
            self._build_page()
        self._dirtied()
        if later:
            self._submit("load", on_load[first:], {"path": place.path}, first)

    def left(self, of: tuple[Any, ...]) -> None:
        """What no element has is not there any more, such as a timer: its runs end where that was asked, and those of their chains.

        of: how their group begins.
        """
        own = current_run()

        def ends(run: Run) -> bool:
            groups = (run.group, run.group[0]) if isinstance(run.group, tuple) else ()
            return any(isinstance(group, tuple) and group[: len(of)] == of for group in groups)

        if not self._closed and not self.scheduler.idle:
            self.scheduler.cancel_where(lambda run: "unmount" in run.cancel_on and run is not own and ends(run))

    def _build_page(self) -> None:
        page, root = self.place.page, self.tree.root
        assert page is not None
        kwargs = page.plan(self.app.states).bind(self._inject_page)
        if root is not None and root.fn is page.fn:
            root.kwargs = kwargs  # the page that is shown, at another address: what stays the same stays where it is
            root.invalidate()
        else:
            self.tree.mount(Scope(page.fn, (), kwargs))

    def _at_once(self, listener: Listener) -> bool:
        """Whether a handler is over when its call is."""
        return listener.js is None and kind_of(listener.handler) == "sync" and not self.bindings.may_block(listener)

    def _entitle(self, title: str) -> None:
        """The title of a page: without one, the document's own is right, and has to be told only where another stands there."""
        if title or self._titled:
            self._titled = True
            self._commands.append([COMMAND, "title", {"text": title}])

    def _follow_query(self) -> None:
        """Bring the query that pages read to the address's; it is no handler's own write."""
        token = RUN.set(None)
        try:
            for name in [name for name in self.query if name not in self.place.queries]:
                del self.query[name]
            for name, values in self.place.queries.items():
                if self.query.get(name) != values:
                    self.query[name] = values
        finally:
            RUN.reset(token)

    def _inject_page(self, need: Need) -> Any:
        if need.cls is not None:
            return self.store.of(need.cls)
        if need.kind == "parameter":
            return self.place.params[need.name]
        return {"session": self, "context": self.place.context()}[need.kind]

    # What the tree says

    def _specs(self, element: Element) -> list[int] | None:
        return self.bindings.specs(element)

    def _dirtied(self) -> None:
        if not self._woken and not self._handling and not self._closed:
            self._woken = True
            self._wake()

    def _broken(self, scope: object, error: BaseException) -> None:
        self.report(error, repr(scope))

    def send(self, message: Message) -> None:
        """Send a message of its own, in order with the others."""
        self._send(message)

    def _send(self, message: Message) -> None:
        self._outbox.append(message)
        self._dirtied()

    def _style(self) -> None:
        """Tell the page of the app's style rules, also of those that came with a module imported later."""
        for text in self.app.styles[self._styled :]:
            self._commands.append([COMMAND, "css", {"text": text}])
        self._styled = len(self.app.styles)

    def _take_commands(self) -> list[Op]:
        commands, self._commands = self._commands + self.feedback.commands(), []
        for command in commands:
            key = command[2].get("key") if command[1] in ("focus", "scroll") else None
            if key is not None:
                found = by_key(self.tree.root, key)
                if found is None:
                    self.host.log("warning", f"sk.{command[1]}({key!r}): no element on the page has this key")
                command[2] = {"n": found.id if found is not None else 0}
        return commands

    def _follow_page(self) -> None:
        """What the page's being another one leads to: runs that end with their element, handlers of changes by programs."""
        shown, self.tree.shown = self.tree.shown, []
        self.changes.shown(shown)
        if not (self.tree.gone or self.tree.leaving):
            return
        if self.scheduler.idle and not self.values.chosen:
            self.tree.gone.clear()
        elif gone := self.tree.take_gone():
            self.values.chosen.left(gone)
            if not self.scheduler.idle:
                self.scheduler.cancel_where(lambda run: "unmount" in run.cancel_on and run.node in gone)


class _Entered:
    """While a shell's call is inside: the session is the current one, and needs no waking."""

    __slots__ = ("_names", "_outer", "_session", "_token")

    def __init__(self, session: Session) -> None:
        self._session = session

    def __enter__(self) -> None:
        self._token = CURRENT_SESSION.set(self._session)
        self._names = NAMES.set(self._session.app.handlers)
        self._session.store.thread = get_ident()
        self._outer = self._session._handling
        self._session._handling = True

    def __exit__(self, *_: object) -> None:
        self._session._handling = self._outer
        NAMES.reset(self._names)
        CURRENT_SESSION.reset(self._token)


_HANDLERS: dict[str, Callable[[Session, Message], None]] = {
    protocol.EVENT: Session._on_event,
    protocol.PROPS: Session._on_props,
    protocol.NAVIGATE: Session._on_navigate,
    protocol.ACK: Session._on_ack,
    protocol.HIDE: Session._on_hide,
    protocol.STORED: Session._on_stored,
    protocol.FORGET: Session._on_forget,
    protocol.BYE: Session._on_bye,
    protocol.RESULT: lambda session, message: session.calls.result(message),
    protocol.CALL: lambda session, message: session.api.called(message),
    protocol.STOP: lambda session, message: session.api.stop(message),
    protocol.HELLO: lambda session, message: None,
}
