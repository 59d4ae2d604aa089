"""State that outlives the page, or the interpreter: what ``@state(persist=...)`` asks for, and what a restart goes on from.

A change is saved in a turn of its own, after what it changed is shown, class by class; quick changes are saved together. A large
state is encoded a few milliseconds at a time, and anew where it was changed meanwhile. The shell stores what ``save`` messages
carry, and gives it back in the next ``hello``.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from .. import protocol
from ..errors import StateError
from ..net import redact_json
from ..protocol import Message
from ..state import Mutation
from ..state.encoding import Encoder, class_id
from ..state.paths import roots_above
from ..state.pieces import Indivisible, pieces
from ..state.tracking import untracked
from .kept import Head, alone, record_text, take
from .restoring import Restoring, by_name

if TYPE_CHECKING:
    from .aside import SetAside
    from .session import Session

__all__ = ["Saving"]

LAG: Final = 0.05
"""Seconds from a change to its saving: the page shows it first."""

PAUSE: Final = {"browser": 0.25, "tab": 0.25, "page": 1.0}
"""Seconds from one saving of a class to the next, by where it is kept."""

SHARE: Final = 20
"""A saving that has taken a second is followed by none for so many."""

SLICE: Final = 0.004
"""Seconds of encoding before the page has its turn."""

MOST_AT_ONCE: Final = 256 * 1024
"""Characters of a state in one message; a longer one is sent in several."""

FAILURES: Final = (Exception, SystemExit, KeyboardInterrupt)
"""What one state may raise while the others are saved. The last is how a page stops what never ends."""

LARGE: Final = 5_000_000
"""Characters of a state from which on its developer is told."""


class Saving:
    """Keeps one session's state saved. ``aside`` lists what was kept and could not be used."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._store = session.store
        self._host = session.host
        self.aside: list[SetAside] = []
        self._restoring = Restoring(session, self.aside)
        self._offered: set[type] = set()  # what was kept of these was handed to them, if there was anything
        self._loaded: frozenset[str] = frozenset()
        self._recovers = False
        self._saved: dict[type, tuple[int, int]] = {}  # what a text was, without keeping it
        self._heads: dict[type, Head] = {}  # what is kept along with a state, where there are other versions
        self._dirty: dict[type, float] = {}  # when it was changed first
        self._next: dict[type, float] = {}  # when it may be saved again
        self._forgotten: set[str] | None = None
        self._rest: deque[Message] = deque()  # of a state that is sent in several messages
        self._encoding: type | None = None
        self._slice = SLICE
        self._told: set[str] = set()
        self._unkept: set[type] = set()  # said of these: they cannot be saved as they are now
        self._placed: tuple[tuple[tuple[type, ...], bool], dict[type, str]] = ((), False), {}
        self._task: asyncio.Task[None] | None = None

    # What the session says

    def greeted(self, hello: Mapping[str, Any]) -> None:
        """What the shell wants: with ``recover``, also states that are not kept, for a restart."""
        self._recovers = hello.get("recover") is True

    def restore(self, hello: Mapping[str, Any], loaded: Iterable[str] = ()) -> None:
        """Take over what the shell has kept, also for classes whose modules are imported later, before their first use.

        What cannot be used is reported, and stays with the shell. loaded: the names of classes whose newer state is there.
        """
        given = hello.get("stored")
        stored: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
        self._recovers = self._recovers or "page" in stored
        self._loaded = frozenset(loaded)
        self._restoring.given(stored)
        self._store.first_use = self._offer
        for cls in self._places():
            self._offer(cls)
        self._restoring.list_others()
        self.now()

    def _offer(self, cls: type) -> None:
        """Hand a class what was kept of it, once, and before anything of it is saved."""
        where = self._places().get(cls)
        if where is None or cls in self._offered:
            return
        self._offered.add(cls)
        with untracked():
            text, taken = self._restoring.claim(cls, where, newer=class_id(cls) in self._loaded)
        if taken.head is not None:
            self._heads[cls] = taken.head
        if text:
            self._saved[cls] = _mark(text)
        elif taken.version is not None:
            self._note((cls,))

    def adopt(self, stored: Mapping[str, Any]) -> None:
        """Go on with what another tab has kept, where it is of this version."""
        known = {(where, class_id(cls)) for cls, where in self._places().items()}
        later = {where: dict(found) for where, found in stored.items() if isinstance(found, Mapping)}
        for where, name in known:
            later.get(where, {}).pop(name, None)
        self._restoring.given(later)  # for classes whose modules are not imported yet
        for cls, where in self._places().items():
            self._offer(cls)
            records = by_name(stored.get(where)).get(class_id(cls), [])
            own = [one for one in records if one.version == cls._sk_version and not one.aside]  # type: ignore[attr-defined]
            taken = take(self._store, cls, own)
            if taken.version is not None:
                self._saved[cls] = _mark(own[0].text)
                if taken.head is not None:
                    self._heads[cls] = taken.head

    def changed(self, mutations: Iterable[Mutation]) -> None:
        """Changes are committed: save them soon."""
        places = self._places()
        if not places:
            return
        names = roots_above(mutation.target for mutation in mutations)
        self._note(cls for cls in places if names is None or cls.__name__ in names)

    def unsure(self) -> None:
        """What was changed and undone may have been seen half-way."""
        self._note(self._places())

    def forget(self, names: set[str]) -> None:
        """Have nothing kept of these classes, or of any. Later changes are saved again."""
        self._forgotten = names if self._forgotten is None else self._forgotten | names
        self._restoring.forget(names)
        self._start()

    def now(self) -> None:
        """Save what is not saved yet."""
        self._forget()
        while self._rest:
            self._session.send(self._rest.popleft())
        waiting = list(self._dirty)
        if self._encoding is not None and self._encoding not in self._dirty:
            waiting.append(self._encoding)
        self._encoding = None
        self._dirty.clear()
        for cls in waiting:
            try:
                self._send(cls, self._whole(cls))
            except FAILURES as error:
                self._fail(cls, error)
            while self._rest:
                self._session.send(self._rest.popleft())

    def close(self) -> None:
        """Save nothing more. A shell that ends a session asks for what is unsaved first, with ``hide``."""
        if self._task is not None:
            self._task.cancel()

    # When

    def _note(self, classes: Iterable[type]) -> None:
        now = self._host.now()
        for cls in classes:
            self._dirty.setdefault(cls, now)
        if self._dirty:
            self._start()

    def _start(self) -> None:
        if self._task is None:
            self._task = self._host.spawn(self._work())

    async def _work(self) -> None:
        """Until nothing is left to save: an app that is idle has no task and no timer."""
        try:
            await asyncio.sleep(0)
            self._forget()
            while self._dirty:
                cls = min(self._dirty, key=self._due)
                await asyncio.sleep(max(0.0, self._due(cls) - self._host.now()))
                self._forget()
                if cls in self._dirty:
                    await self._save(cls)
        finally:
            self._task = None

    def _due(self, cls: type) -> float:
        return max(self._dirty[cls] + LAG, self._next.get(cls, 0.0))

    async def _save(self, cls: Any) -> None:
        since = self._dirty.pop(cls)
        self._encoding = cls
        try:
            spent, text = await self._sliced(cls)
        except FAILURES as error:
            if self._encoding is cls:  # else it was saved at once meanwhile
                self._encoding = None
                self._next[cls] = self._host.now() + PAUSE[self._places()[cls]]
                self._fail(cls, error)
            return
        if self._encoding is not cls:  # it was saved at once meanwhile
            return
        self._encoding = None
        self._next[cls] = self._host.now() + max(PAUSE[self._places()[cls]], spent * SHARE)
        if text is None:
            self._slice *= 2
            self._dirty[cls] = since
            self._next[cls] = 0.0
            return
        self._slice = SLICE
        self._send(cls, text)
        while self._rest:
            self._session.send(self._rest.popleft())
            if self._rest:
                await asyncio.sleep(SLICE)

    # How

    async def _sliced(self, cls: Any) -> tuple[float, str | None]:
        """The time that the work took, and the text of a state; None where it was changed meanwhile."""
        texts: list[str] = []
        encoder = Encoder(kept=True)
        spent, began = 0.0, self._host.now()
        try:
            for text in pieces(encoder, self._store.of(cls), cls):
                texts.append(text)
                now = self._host.now()
                if now - began >= self._slice:
                    spent += now - began
                    await asyncio.sleep(SLICE)
                    if self._encoding is not cls or cls in self._dirty:
                        return spent, None
                    began = self._host.now()
        except Indivisible:
            return spent + self._host.now() - began, self._whole(cls)
        self._tell(encoder.lost)
        return spent + self._host.now() - began, self._record(cls, "".join(texts))

    def _whole(self, cls: Any) -> str:
        encoder = Encoder(kept=True)
        state = protocol.json_text(encoder.root(self._store.of(cls), cls))
        self._tell(encoder.lost)
        return self._record(cls, state)

    def _record(self, cls: type, state: str) -> str:
        return record_text(cls, state, self._heads.get(cls) or alone(cls))

    def _send(self, cls: Any, text: str) -> None:
        text = redact_json(text)
        if cls in self._unkept:
            self._unkept.remove(cls)
            self._host.log("info", f"{cls.__name__} is kept again")
        if self._saved.get(cls) == _mark(text):
            return
        self._saved[cls] = _mark(text)
        self._tell_large(cls, len(text))
        where, name = self._places()[cls], class_id(cls)
        parts = [text[at : at + MOST_AT_ONCE] for at in range(0, len(text), MOST_AT_ONCE)]
        for part in parts[:-1]:
            self._rest.append(protocol.save(where, name, cls._sk_version, part, more=True))
        self._rest.append(protocol.save(where, name, cls._sk_version, parts[-1]))

    def _forget(self) -> None:
        if self._forgotten is None:
            return
        names, self._forgotten = self._forgotten, None
        for cls in self._places():
            if not names or class_id(cls) in names:
                self._dirty.pop(cls, None)
                self._saved.pop(cls, None)
                self._unkept.discard(cls)
                self._heads.pop(cls, None)
        self.aside[:] = [one for one in self.aside if names and one.name not in names]
        self._session.send({"t": protocol.FORGET, "names": sorted(names)})

    def _places(self) -> dict[type, str]:
        """Where each state class is kept: for the browser, the tab, or the page alone, which restarts from it."""
        given = self._session.app.states, self._recovers
        if given != self._placed[0]:
            rest = "page" if self._recovers else None
            found = {cls: getattr(cls, "_sk_persist", None) or rest for cls in given[0]}
            self._placed = given, {cls: where for cls, where in found.items() if where is not None}
        return self._placed[1]

    def _tell(self, lost: Iterable[Mapping[str, str]]) -> None:
        """Each value that cannot be saved is named once."""
        for item in lost:
            if item["path"] not in self._told:
                self._told.add(item["path"])
                why = item["why"] or f"it is a {item['type']}"
                self._host.log("warning", f"{item['path']} is not saved: {why}")

    def _fail(self, cls: type, error: BaseException) -> None:
        """A state that cannot be saved as it is now. That is said once; the others are saved."""
        if cls in self._unkept:
            return
        self._unkept.add(cls)
        deep = isinstance(error, RecursionError)
        said = ": ".join(filter(None, (type(error).__name__, str(error))))
        what = "its objects stand one in another too deeply" if deep else said
        advice = " Keep what is linked in a long chain as a list." if deep else ""
        told = StateError(
            f"{cls.__name__} is not kept as it is now: {what}.{advice} What was kept of it before stays, and its next change is "
            "tried again"
        )
        told.__cause__ = None if deep else error  # a thousand frames of the encoder say nothing
        if self._places()[cls] == "page":
            self._host.log("warning", f"{told}. It is needed only where Python stops and is started anew")
        else:
            self._session.report(told)

    def _tell_large(self, cls: Any, length: int) -> None:
        if length <= LARGE or cls.__name__ in self._told or cls._sk_persist is None:
            return
        self._told.add(cls.__name__)
        self._host.log(
            "warning",
            f"{cls.__name__} takes {length / 1e6:.1f} MB each time it is saved. Leave out what can be made again with "
            "sk.field(persist=False), and put what changes often into a class of its own: each class is saved by itself",
        )


def _mark(text: str) -> tuple[int, int]:
    """What tells a text from another, as good as always, and is small."""
    return len(text), hash(text)
