"""A small reference of how events become runs of handlers, in plain Python and with a clock of its own.

It knows the documented rules only: what trigger modes, limits, chains and cancels mean, that events are decided in their order, and
that a handler's changes last from the moment it suspends or ends well. The handlers are programs: lists of steps that the app in
``APP`` follows too, each with what it writes and how long it sleeps.
"""

from __future__ import annotations

import heapq
from collections import Counter, deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

FRAME = 0.016
QUICK = 0.004

HANDLERS = ("plain0", "plain1", "block0", "gen0", "gen1", "gen2", "async0", "async1", "async2", "later0", "agen0")

APP = '''
import asyncio, functools, time
import skerry as sk
from skerry.view import element

PROGRAMS = {}
TRACE = []
GATES = {}

@sk.state
class Board:
    marks: dict[str, str] = {}

class Doing:
    """A run of a program: what it writes, raises and stops; sleeping and showing are left to the kind of handler."""

    def __init__(self, path, event, context, board):
        self.number, self.path, self.board = round(event.x), path, board
        self.body, self.last = PROGRAMS[self.number, path]
        seen = " ".join(sorted(name for name in board.marks if name.startswith(f"{self.number}:")))
        self.say(f"start after {seen}, {context['error']}")

    def say(self, what):
        TRACE.append((self.number, self.path, what))

    def act(self, place, op):
        kind, value = op
        if kind == "write":
            self.board.marks[f"{self.number}:{self.path}:{place}"] = value
            self.say(f"wrote {place}")
        elif kind == "raise":
            raise ValueError(f"{self.number}:{self.path}:{place}")
        elif kind == "cancel":
            for name, key in [value]:
                own = [h for h in FUNCTIONS if h.__name__ == name][0]
                sk.cancel(own) if key is None else sk.cancel(own, key=key)
        elif kind in ("sleep", "wait"):
            while not self.gate(place, op).is_set():
                time.sleep(value or 0.01)
                if kind == "sleep":
                    break
            self.say(f"slept {place}")

    def gate(self, place, op):
        """What opens when the test says so; it stands for a moment at which the handler goes on."""
        return GATES.setdefault(f"{self.number}:{self.path}:{place}", asyncio.Event())

    async def rest(self, place, op):
        await (asyncio.sleep(op[1]) if op[0] == "sleep" else self.gate(place, op).wait())
        self.say(f"slept {place}")

    def ops(self, last=False):
        return enumerate(self.last if last else self.body, 100 if last else 0)

    def all(self, last=False):
        for place, op in self.ops(last):
            self.act(place, op)

def plain0(path, event, context, state: Board):
    doing = Doing(path, event, context, state)
    try:
        doing.all()
    finally:
        doing.say("finally")
        doing.all(last=True)

def plain1(path, event, context, state: Board):
    plain0(path, event, context, state)

def block0(path, event, context, state: Board):
    plain0(path, event, context, state)

def gen0(path, event, context, state: Board):
    doing = Doing(path, event, context, state)
    try:
        for place, op in doing.ops():
            if op[0] == "show":
                doing.act(place, ("write", op[1]))
                yield
            else:
                doing.act(place, op)
    finally:
        doing.say("finally")
        doing.all(last=True)

def gen1(path, event, context, state: Board):
    yield from gen0(path, event, context, state)

async def async0(path, event, context, state: Board):
    doing = Doing(path, event, context, state)
    try:
        for place, op in doing.ops():
            if op[0] in ("sleep", "wait"):
                await doing.rest(place, op)
            else:
                doing.act(place, op)
    finally:
        doing.say("finally")
        for place, op in doing.ops(last=True):
            if op[0] in ("sleep", "wait"):
                await doing.rest(place, op)
            else:
                doing.act(place, op)

async def async1(path, event, context, state: Board):
    await async0(path, event, context, state)

class Crew:
    async def async2(self, path, event, context, state: Board):
        await async0(path, event, context, state)

def later0(path, event, context, state: Board):
    return async0(path, event, context, state)

class Steps:
    __name__ = "gen2"

    def __call__(self, path, event, context, state: Board):
        yield from gen0(path, event, context, state)

async def agen0(path, event, context, state: Board):
    doing = Doing(path, event, context, state)
    try:
        for place, op in doing.ops():
            if op[0] == "show":
                doing.act(place, ("write", op[1]))
                yield
            elif op[0] in ("sleep", "wait"):
                await doing.rest(place, op)
            else:
                doing.act(place, op)
    finally:
        doing.say("finally")
        for place, op in doing.ops(last=True):
            if op[0] in ("sleep", "wait"):
                await doing.rest(place, op)
            else:
                doing.act(place, op)

FUNCTIONS = [plain0, plain1, block0, gen0, gen1, Steps(), async0, async1, Crew().async2, later0, agen0]
BY_NAME = {f.__name__: f for f in FUNCTIONS}

def options_of(link):
    options = dict(link["options"])
    if "cancels" in options:
        options["cancels"] = [BY_NAME[name] for name in options["cancels"]]
    if link["handler"] == "block0":
        options["blocking"] = True
    return options

def listener_of(link):
    return chained(sk.listener(functools.partial(BY_NAME[link["handler"]], link["path"]), **options_of(link)), link)

def chained(made, link):
    for when, other in link["chain"]:
        made = getattr(made, when)(listener_of(other))
    return made

def number_of(board, name):
    """An element is there if it was hidden and shown equally often."""
    return sum(value == name for value in board.marks.values())

@sk.page("/")
def home(state: Board):
    element("p", " ".join(f"{name}={state.marks[name]}" for name in sorted(state.marks)), key="marks")
    element("p", " ".join(f.__name__ for f in FUNCTIONS if sk.running(f)), key="running")
    element("p", " ".join(f"{f.__name__}:{sk.queue_position(f)}" for f in FUNCTIONS), key="places")
    for number, link in enumerate(LISTENERS):
        if link["shared"]:
            both = [sk.button(f"{number}{side}", key=f"{number}{side}") for side in "ab"]
            made = sk.on([one.click for one in both], functools.partial(BY_NAME[link["handler"]], link["path"]), **options_of(link))
            chained(made, link)
        elif number_of(state, f"hide {number}") % 2 == 0:
            element("button", f"{number}a", key=f"{number}a", on={"click": listener_of(link)})
'''


@dataclass
class Link:
    """A handler and how to run it: the first of a listener, or a link of its chain."""

    path: str
    handler: str
    options: dict[str, Any]
    chain: list[tuple[str, Link]] = field(default_factory=list)
    shared: bool = False

    def as_dict(self) -> dict[str, Any]:
        chain = [(when, link.as_dict()) for when, link in self.chain]
        return {"path": self.path, "handler": self.handler, "options": self.options, "chain": chain, "shared": self.shared}

    def all(self) -> Iterator[Link]:
        yield self
        for _, link in self.chain:
            yield from link.all()

    @property
    def mode(self) -> str:
        return str(self.options.get("trigger_mode") or "queue")

    @property
    def lane(self) -> str | None:
        named = self.options.get("concurrency_id") or (self.handler if self.options.get("concurrency_limit") else None)
        return named if self.options.get("queue", True) else None


class Cancelled(Exception):
    """What a cancelled run meets where it waits."""


class Failed(Exception):
    """What a program raises."""


Rest = list[tuple[str, Link]]
Program = tuple[list[tuple[str, Any]], list[tuple[str, Any]]]


@dataclass(eq=False)
class Run:
    """One event at one link.

    state: submitted; waiting (for its listener's run), next (it waited, and is to start); held (it needs a place), placed (it has
    one, and is to start); running; over. throw: it meets its cancel where it goes on; resumes: it is about to; done: its program is
    over. at: the place of the step that it is at. undo: what it wrote since it last waited. earlier: what the chain failed with before; inherited: what is left of that.
    """

    number: int
    key: str
    link: Link
    group: Any
    node: tuple[int, int]
    origin: Any
    rest: Rest
    earlier: str | None = None
    inherited: str | None = None
    state: str = "submitted"
    cancelled: bool = False
    throw: bool = False
    resumes: bool = False
    done: bool = False
    task: bool = False
    error: str | None = None
    steps: Generator[tuple[str, float], None, None] | None = None
    undo: list[str] = field(default_factory=list)
    stepped: float | None = None
    begun: bool = False
    at: int = 0

    @property
    def active(self) -> bool:
        return self.state in ("held", "placed", "running")


def taken_up(rest: Rest) -> bool:
    """Whether a failure before these links meets one that takes it up."""
    return any(when == "failure" or (when == "then" and taken_up(link.chain)) for when, link in rest)


class Model:
    """The runs of one session. listeners: what the page's buttons do.

    order: which of several that are ready goes on first, the one that has been for longest without it. coalesces: whether steps are
    too quick to be seen one by one; without it, that depends on the clock. shows_late: the page is shown only once nothing is ready.
    """

    def __init__(self, listeners: list[Link]) -> None:
        self.listeners = listeners
        self.programs: dict[tuple[int, str], Program] = {}
        self.now = 0.0
        self.closed = False
        self.marks: dict[str, str] = {}
        self.trace: list[tuple[int, str, str]] = []
        self.dropped: Counter[tuple[str, str]] = Counter()
        self.errors: list[str] = []
        self.entry: deque[Run] = deque()
        self.placed: deque[Run] = deque()
        self.starting: Run | None = None
        self.pumping = False
        self.runs: list[Run] = []
        self.since: dict[Any, int] = {}
        self.lines: dict[str, list[Run]] = {}
        self.limits: dict[str, int] = {}
        self.ready: deque[tuple[str, Run]] = deque()
        self.timers: list[tuple[float, int, Run]] = []
        self.for_page: list[Run] = []
        self.seen: set[Run] = set()
        self.shown_at = 0.0
        self.ticks = 0
        self.lives = dict.fromkeys(range(len(listeners)), 0)
        self.visible = set(self.lives)
        self.collided = False
        self.order: Random | None = None
        self.coalesces: bool | None = None
        self.shows_late = False

    # From outside

    def fire(self, number: int, button: int, side: str) -> None:
        """An event on a button of the page, with this number."""
        if not self.closed:
            link = self.listeners[button]
            place = (button, self.lives[button])
            self.submit(Run(number, f"{button}{side}", link, place, place, place, link.chain))

    def submit(self, run: Run) -> None:
        self.runs.append(run)
        self.entry.append(run)
        self.pump()

    def close(self) -> None:
        """Nothing starts any more, and what runs is cancelled."""
        self.closed = True
        for run in [r for r in self.runs if r.state in ("submitted", "waiting", "next")]:
            self.drop(run, "the session has ended")
        for run in self.by_listener():
            self.cancel(run)

    def advance(self, seconds: float) -> None:
        """Time passes, less than a frame; then the page is brought up to date."""
        until = self.now + seconds
        while True:
            self.run_ready()
            if self.for_page:
                self.settle()
            elif self.timers and self.timers[0][0] <= until:
                self.now, _, run = heapq.heappop(self.timers)
                if self.timers and self.timers[0][0] - self.now < 2e-8:
                    self.collided = True  # which of them comes first is nowhere said
                self.resume(run)
            else:
                break
        self.now = until
        self.settle()

    def settle(self) -> None:
        """The page is shown, and what waits for that goes on, until nothing is left to do."""
        while True:
            if self.shows_late:
                self.run_ready()
            gone = self.show()
            self.shown_at = self.now
            waiting, self.for_page = self.for_page, []
            self.seen.update(waiting)
            self.ready += [("seen", run) for run in waiting]
            if gone:
                for run in self.meant(lambda r: r.node in gone and "unmount" in r.link.options.get("cancel_on", ())):
                    self.cancel(run)
            self.run_ready()
            if not self.for_page and self.visible == self.wanted():
                break

    def show(self) -> list[tuple[int, int]]:
        """Elements come and go; those that have gone."""
        wanted = self.wanted()
        gone = [(number, self.lives[number]) for number in self.visible - wanted]
        for number in wanted - self.visible:
            self.lives[number] += 1
        self.visible = wanted
        return gone

    def wanted(self) -> set[int]:
        """The elements that the page is to have."""
        if self.closed:
            return self.visible
        hidden = Counter(self.marks.values())
        return {n for n, link in enumerate(self.listeners) if link.shared or hidden[f"hide {n}"] % 2 == 0}

    def open(self, gate: str) -> bool:
        """A run that waits for this gate goes on; whether there is one."""
        number, path, place = gate.split(":")
        for entry in self.timers:
            run = entry[2]
            if (run.number, run.link.path, run.at) == (int(number), path, int(place)):
                self.timers.remove(entry)
                heapq.heapify(self.timers)
                self.resume(run)
                self.settle()
                return True
        return False

    # What can be asked

    def of_group(self, group: Any, *states: str) -> list[Run]:
        return [run for run in self.runs if run.group == group and run.state in states]

    def active(self, group: Any) -> list[Run]:
        return self.of_group(group, "held", "placed", "running")

    def running(self) -> list[str]:
        """The handlers with a run that goes on by itself."""
        return [name for name in HANDLERS if any(r.link.handler == name and r.task and r.state == "running" for r in self.runs)]

    def position(self, handler: str) -> int | None:
        """The place of a handler's first run among those that wait for the same."""
        lines = [*self.lines.values(), *(self.of_group(g, "waiting") for g in {r.group for r in self.runs})]
        return min((n for line in lines for n, run in enumerate(line, 1) if run.link.handler == handler), default=None)

    def page(self) -> tuple[str, str, str]:
        """The texts of the page's three paragraphs."""
        return (
            " ".join(f"{name}={self.marks[name]}" for name in sorted(self.marks)),
            " ".join(self.running()),
            " ".join(f"{name}:{self.position(name)}" for name in HANDLERS),
        )

    # Deciding

    def pump(self) -> None:
        """The first in the entry has its turn, unless one that starts has not come to where it first waits."""
        if self.pumping:
            return
        self.pumping = True
        while (self.placed or self.entry) and self.starting is None:
            run = (self.placed or self.entry).popleft()
            if run.state == "placed":
                self.start(run)
            elif run.state == "next":
                self.enter(run)
            else:
                self.decide(run)
        self.pumping = False

    def decide(self, run: Run) -> None:
        running, waiting = self.active(run.group), self.of_group(run.group, "waiting", "next")
        mode = run.link.mode
        if mode == "once" and (running or waiting):
            self.drop(run, "already running")
        elif mode == "always_last" and running:
            for other in waiting:
                self.drop(other, "a newer event took its place")
            run.state = "waiting"
        elif mode == "queue" and (running or waiting):
            run.state = "waiting"
        else:
            if mode == "restart":
                if run.origin == run.group:
                    came_of = lambda r: r.origin == run.group and r.group != run.group
                    for other in [*running, *self.meant(came_of)]:
                        self.cancel(other)
                else:
                    for other in running:
                        self.cancel(other)
            self.enter(run)

    def enter(self, run: Run) -> None:
        """It is to start: it ends those it cancels, and needs a place where there is a limit."""
        names = run.link.options.get("cancels", ())
        for other in self.meant(lambda r: r is not run and r.link.handler in names):
            self.cancel(other)
        self.ticks += 1
        if not self.active(run.group):
            self.since[run.group] = self.ticks
        self.runs.remove(run)
        self.runs.append(run)
        lane = run.link.lane
        if lane is not None:
            line, limit = self.lines.setdefault(lane, []), run.link.options.get("concurrency_limit")
            if limit is not None:
                self.limits[lane] = min(limit, self.limits.get(lane, limit))
            if line or self.full(lane):
                line.append(run)
                run.state = "held"
                return
        self.start(run)

    def full(self, lane: str) -> bool:
        inside = [r for r in self.runs if r.link.lane == lane and r.state in ("placed", "running")]
        return lane in self.limits and len(inside) >= self.limits[lane]

    def start(self, run: Run) -> None:
        run.state = "running"
        run.steps = self.execute(run)
        if run.link.handler.startswith("plain"):
            self.step(run)
            self.end(run)
        else:
            run.task = True
            self.starting = run
            self.resume(run)

    # Executing

    def resume(self, run: Run) -> None:
        if not run.resumes and not run.done:
            run.resumes = True
            self.ready.append(("step", run))

    def run_ready(self) -> None:
        """What is ready goes on, in turns."""
        while self.ready:
            if self.order is not None:
                self.ready.rotate(self.order.randrange(len(self.ready)))
            what, run = self.ready.popleft()
            if what == "end":
                self.end(run)
                self.has_started(run)
                continue
            if what == "seen":  # the news that it is shown takes a turn of its own
                if run in self.seen:
                    self.seen.remove(run)
                    self.resume(run)
                continue
            run.resumes = False
            if run.throw and not run.begun:
                run.done = True
            else:
                self.step(run)
            if run.done:
                self.ready.append(("end", run))

    def has_started(self, run: Run) -> None:
        if self.starting is run:
            self.starting = None
            self.pump()

    def execute(self, run: Run) -> Generator[tuple[str, float], None, None]:
        """The program of the run, as the app's handlers follow it."""
        body, last = self.programs[run.number, run.link.path]
        seen = " ".join(sorted(name for name in self.marks if name.startswith(f"{run.number}:")))
        self.say(run, f"start after {seen}, {run.earlier}")
        try:
            for place, op in enumerate(body):
                yield from self.act(run, place, op)
        finally:
            self.say(run, "finally")
            for place, op in enumerate(last, 100):
                yield from self.act(run, place, op)

    def act(self, run: Run, place: int, op: tuple[str, Any]) -> Iterator[tuple[str, float]]:
        kind, value = op
        run.at = place
        name = f"{run.number}:{run.link.path}:{place}"
        if kind in ("write", "show"):
            if run.cancelled:
                raise Cancelled
            self.marks[name] = value
            run.undo.append(name)
            self.say(run, f"wrote {place}")
            if kind == "show":
                yield "show", 0.0
        elif kind == "raise":
            raise Failed(name)
        elif kind == "cancel":
            handler, key = value
            for other in self.meant(lambda r: r is not run and r.link.handler == handler and key in (None, r.key)):
                self.cancel(other)
        elif kind in ("sleep", "wait"):
            yield kind, value or float("inf")
            if run.cancelled and run.link.handler[:3] in ("blo", "gen"):
                raise Cancelled
            self.say(run, f"slept {place}")

    def step(self, run: Run) -> None:
        """Go on until it waits or is done."""
        run.begun = True
        error, run.throw = (Cancelled() if run.throw else None), False
        steps = run.steps
        assert steps is not None
        while True:
            try:
                what, seconds = next(steps) if error is None else steps.throw(error)
            except StopIteration:
                if run.cancelled:
                    self.undo(run)
                break
            except (Cancelled, Failed) as raised:
                self.undo(run)
                if isinstance(raised, Cancelled):
                    run.cancelled = True
                elif not run.cancelled:
                    run.error = str(raised)
                    if not taken_up(run.rest):
                        self.errors.append(run.error)
                break
            error = None
            if what == "show":
                if run.cancelled:
                    error = Cancelled()
                    continue
                gap = 1e9 if run.stepped is None else self.now - max(run.stepped, self.shown_at)
                run.stepped = self.now
                quick = gap < QUICK and self.now - self.shown_at < FRAME
                if quick if self.coalesces is None else self.coalesces:
                    run.undo.clear()
                    continue
            if not run.cancelled:
                run.undo.clear()
            self.has_started(run)
            if run.throw:
                self.resume(run)
            elif what == "show":
                self.for_page.append(run)
            else:
                self.ticks += 1
                heapq.heappush(self.timers, (self.now + seconds, self.ticks, run))
            return
        run.undo.clear()
        run.done = True

    def undo(self, run: Run) -> None:
        for name in run.undo:
            del self.marks[name]

    def say(self, run: Run, what: str) -> None:
        self.trace.append((run.number, run.link.path, what))

    # Ending

    def end(self, run: Run) -> None:
        """First who gets its place in the lane, then the next of its chain, behind that what waited for it."""
        run.state = "over"
        self.go_on(run.group)
        following = None if run.cancelled or self.closed else self.following(run)
        if following is not None:
            self.runs.append(following)
            self.entry.appendleft(following)
        lane = run.link.lane
        line = self.lines.get(lane, []) if lane is not None else []
        while lane is not None and line and not self.full(lane):
            first = line.pop(0)
            first.state = "placed"
            self.placed.append(first)
            self.pump()
        self.pump()

    def go_on(self, group: Any) -> None:
        """What has waited longest for a run of its listener is the next."""
        waiting = self.of_group(group, "waiting")
        if waiting and not self.active(group) and not self.of_group(group, "next") and not self.closed:
            waiting[0].state = "next"
            self.entry.appendleft(waiting[0])

    def following(self, run: Run) -> Run | None:
        error = run.error or run.inherited
        for place, (when, link) in enumerate(run.rest):
            if when in ("then", "success" if error is None else "failure"):
                rest = [*link.chain, *run.rest[place + 1 :]]
                kept = None if when == "failure" else error
                return Run(run.number, run.key, link, (run.origin, link.path), run.node, run.origin, rest, error, kept)
        return None

    def drop(self, run: Run, reason: str) -> None:
        was, run.state = run.state, "over"
        self.dropped[run.link.path, reason] += 1
        for line in (self.entry, self.placed):
            if run in line:
                line.remove(run)
        if was == "next":
            self.go_on(run.group)
            self.pump()

    def cancel(self, run: Run) -> None:
        """It never writes again. One that has not started is dropped, and its place is somebody else's."""
        if run.cancelled or run.state == "over":
            return
        run.cancelled = True
        if run.state in ("submitted", "waiting", "next"):
            self.drop(run, "cancelled")
        elif run.state in ("held", "placed"):
            line = self.lines[str(run.link.lane)]
            if run in line:
                line.remove(run)
            self.drop(run, "cancelled")
            self.end(run)
        elif not run.done:
            run.throw = True
            waits = [entry for entry in self.timers if entry[2] is run]
            if waits:
                self.timers.remove(waits[0])
                heapq.heapify(self.timers)
                self.resume(run)
            elif run in self.for_page or run in self.seen:
                self.for_page = [other for other in self.for_page if other is not run]
                self.seen.discard(run)
                self.resume(run)

    def meant(self, wanted: Any) -> list[Run]:
        """The runs that are meant: those that wait, then those that run, by listener."""
        waiting = [*self.entry, *(r for r in self.runs if r.state == "waiting")]
        return [r for r in [*waiting, *self.by_listener()] if wanted(r)]

    def by_listener(self) -> list[Run]:
        """The runs under way: those of the listener that has run without a break for longest come first."""
        return sorted((r for r in self.runs if r.active), key=lambda r: self.since[r.group])
