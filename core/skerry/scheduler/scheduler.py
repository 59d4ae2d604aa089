"""Starts runs in the order of their events, lets trigger modes decide, drives what suspends, and ends them all.

Order is kept by one entry, first in first out: an event is decided when it is at the head, and the next one comes to
the head once its predecessor has started and first suspended or ended. Runs that need no loop are called at once,
inside the call that brought the event; the others are tasks.
"""

from __future__ import annotations

import asyncio
import inspect
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextvars import Context
from typing import Any, Final, Protocol

from ..host import Host
from ..state import RUN, RunCancelled
from .lanes import Lanes
from .policy import decide
from .run import Run
from .steps import drive, needs_driving

__all__ = ["MOST_WAITING", "PATIENCE", "Effects", "Scheduler", "current_run"]

MOST_WAITING: Final = 10_000
"""How many events may wait for one listener, and how many of its runs be under way: further ones are dropped, so that no handler
that never ends fills the memory."""

PATIENCE: Final = 5.0
"""Seconds that a cancelled run has to come to its end. Then it holds nothing up any more."""


class Effects(Protocol):
    """What the scheduler asks of the session around the code of a handler."""

    def enter(self, run: Run) -> Callable[[], None]:
        """Make the run the current one; returns what undoes that."""
        ...

    def commit(self, run: Run) -> None:
        """Keep what the run has changed so far, and let it be shown."""
        ...

    def shown(self, run: Run) -> Awaitable[None] | None:
        """What to await so that people see this step; None where there is no need."""
        ...

    def fail(self, run: Run, error: BaseException) -> None:
        """The run raised: undo what it changed since its last commit, and say so."""
        ...

    def abandon(self, run: Run, error: BaseException | None = None) -> None:
        """The run was cancelled: undo what it changed since its last commit. error: what it raised meanwhile."""
        ...

    def stuck(self, run: Run) -> None:
        """The run was cancelled long ago and goes on; what waited for it starts now."""
        ...

    def dropped(self, run: Run, reason: str, *, full: bool = False) -> None:
        """The run will never start, for this reason. full: there are more than can be."""
        ...

    def began(self, run: Run) -> None:
        """The run goes on after the call that started it."""
        ...

    def ended(self, run: Run) -> None:
        """A run that went on is over."""
        ...

    def waits(self, run: Run) -> None:
        """The run has its turn later."""
        ...

    def queue_changed(self) -> None:
        """Some run waits now, or waits no longer: positions may have changed."""
        ...

    def stops(self, run: Run, other: Run) -> bool:
        """Whether the start of a run ends the other: it is one of a handler that ``run.cancels`` names."""
        ...


class Scheduler:
    """The runs of one session.

    lanes: where concurrency is limited, shared by the sessions that are to count together.
    """

    def __init__(self, host: Host, effects: Effects, lanes: Lanes | None = None) -> None:
        self._host = host
        self._lanes = Lanes() if lanes is None else lanes
        self._effects = effects
        self._entry: deque[Run] = deque()
        self._placed: deque[Run] = deque()
        self._starting: Run | None = None
        self._pumping = False
        self._closed = False
        self._ending: dict[Run, float] = {}
        self._reaper: asyncio.Task[None] | None = None
        self.running: dict[Any, list[Run]] = {}
        self.waiting: dict[Any, deque[Run]] = {}

    # From outside

    def submit(self, run: Run) -> None:
        """Take a run in; it is decided when all before it have been."""
        if self._closed:
            self._effects.dropped(run, "the session has ended")
            return
        if len(self._entry) >= MOST_WAITING:
            self._effects.dropped(run, f"{MOST_WAITING} wait already", full=True)
            return
        self._entry.append(run)
        self._pump()

    def call(self, run: Run) -> asyncio.Task[None] | None:
        """Start a run here and now, inside whatever runs; its task where it goes on."""
        if self._closed:
            self._effects.dropped(run, "the session has ended")
            return None
        run.decided = run.started = True
        self._start(run)
        return run.task

    def cancel(self, run: Run) -> None:
        """Stop a run: what it committed stays, the rest is undone, and it can never write again."""
        if run.cancelled:
            return
        run.cancelled = True
        if run.held:
            self._lanes.give_up(run)
            if run in self._placed:
                self._placed.remove(run)
            self._effects.dropped(run, "cancelled")
            self._end(run)
            self._effects.queue_changed()
            return
        if self._drop_waiting(run, "cancelled"):
            return
        self._host.interrupt(run)
        if run.task is not None:
            run.task.cancel()
            if not self._closed:
                self._expect_end(run)

    def cancel_where(self, wanted: Callable[[Run], bool]) -> int:
        """Cancel the runs that are meant, those that wait included; how many there were."""
        found = [run for run in self._all() if not run.cancelled and wanted(run)]
        for run in found:
            self.cancel(run)
        return len(found)

    def close(self) -> None:
        """Cancel everything; nothing starts afterwards."""
        self._closed = True
        if self._reaper is not None:
            self._reaper.cancel()
        for run in [*self._entry, *(r for runs in self.waiting.values() for r in runs)]:
            self._effects.dropped(run, "the session has ended")
        self._entry.clear()
        self.waiting.clear()
        for run in self.active():
            self.cancel(run)

    def active(self) -> list[Run]:
        """The runs that have started and not ended."""
        return [run for runs in self.running.values() for run in runs]

    def _all(self) -> list[Run]:
        """The runs that have not ended, those that have not started first."""
        waiting = [*self._entry, *(run for runs in self.waiting.values() for run in runs)]
        return [*waiting, *self.active()]

    def position(self, wanted: Callable[[Run], bool]) -> int | None:
        """How many have to go first, itself counted, until one of these runs starts; None where none of them waits."""
        return min((position for run, position in self.positions() if wanted(run)), default=None)

    def positions(self) -> Iterator[tuple[Run, int]]:
        """The runs that wait, each with its place in its line, counted from 1."""
        for runs in self.waiting.values():
            yield from ((run, number) for number, run in enumerate(runs, start=1))
        yield from self._lanes.positions(self)

    @property
    def idle(self) -> bool:
        return not (self._entry or self.running or self.waiting)

    # The entry

    def _pump(self) -> None:
        if self._pumping:
            return
        self._pumping = True
        try:
            while (self._placed or self._entry) and self._starting is None:
                self._arrive((self._placed or self._entry).popleft())
        finally:
            self._pumping = False

    def _arrive(self, run: Run) -> None:
        """The run's turn has come."""
        if run.decided:
            self._start(run)
            return
        run.decided = True
        if run.prepare is not None and not self._prepare(run):
            return
        if run.call is None:
            return
        waiting = self.waiting.get(run.group, ())
        verdict = decide(run.mode, self._running_with(run), waiting)
        held = waiting if verdict.action == "wait" else self.running.get(run.group, ())
        if len(held) >= MOST_WAITING and verdict.action != "drop":
            self._effects.dropped(run, f"{MOST_WAITING} {'wait' if held is waiting else 'run'} already", full=True)
            return
        for other in verdict.dropped:
            self._drop_waiting(other, verdict.reason)
        for other in verdict.cancelled:
            self.cancel(other)
        if verdict.action == "drop":
            self._effects.dropped(run, verdict.reason)
        elif verdict.action == "wait":
            self.waiting.setdefault(run.group, deque()).append(run)
            self._effects.waits(run)
            self._effects.queue_changed()
        else:
            self._start(run)

    def _running_with(self, run: Run) -> list[Run]:
        """What a trigger mode counts as running: the group's runs, for a restart also what came of them in a chain."""
        own = self.running.get(run.group, [])
        if run.mode != "restart":
            return own
        own = [other for other in own if not other.cancelled]
        if run.origin != run.group:
            return own
        return own + [other for other in self._all() if other.origin == run.group and other.group != run.group]

    def _prepare(self, run: Run) -> bool:
        assert run.prepare is not None
        leave = self._effects.enter(run)
        try:
            run.prepare()
        except BaseException as error:
            self._effects.fail(run, error)
            return False
        finally:
            leave()
        self._effects.commit(run)
        return True

    def _drop_waiting(self, run: Run, reason: str) -> bool:
        for queue in (self._entry, self.waiting.get(run.group)):
            if queue and run in queue:
                queue.remove(run)
                self._effects.dropped(run, reason)
                if queue is self._entry and run.decided:
                    self._next(run.group)
                self._tidy(run.group)
                self._effects.queue_changed()
                return True
        return False

    # Starting and ending

    def _start(self, run: Run) -> None:
        if not run.held:
            if run.cancels:
                self.cancel_where(lambda other: other is not run and self._effects.stops(run, other))
            self.running.setdefault(run.group, []).append(run)
            if run.lane is not None and not self._lanes.enter(run, self):
                run.held = True
                self._effects.waits(run)
                self._effects.queue_changed()
                return
        run.held = False
        if run.spawn:
            self._spawn(run, None)
        else:
            self._call(run)

    def _call(self, run: Run) -> None:
        """Call a handler directly: what returns nothing to drive is over when this returns."""
        assert run.call is not None
        leave = self._effects.enter(run)
        try:
            result = run.call()
        except asyncio.CancelledError as error:
            run.cancelled = True
            self._effects.abandon(run, _refused(error))
            self._end(run)
        except BaseException as error:  # an interrupt is how an endless loop is stopped; SystemExit ends its handler, not the app
            run.error = error
            try:
                self._effects.fail(run, error)
            finally:
                self._end(run)
        else:
            if needs_driving(result):
                self._spawn(run, result)
                return
            try:
                self._settle(run)
            finally:
                self._end(run)
        finally:
            leave()

    def _spawn(self, run: Run, result: Any) -> None:
        if not run.started:
            self._starting = run
        run.task = self._host.spawn(self._drive(run, result))
        run.task.add_done_callback(lambda _: self._finish(run, result))
        self._effects.began(run)

    async def _drive(self, run: Run, result: Any) -> None:
        """The body of a run's task."""
        effects = self._effects
        effects.enter(run)
        try:
            if result is None:
                assert run.call is not None
                result = run.call()
            if needs_driving(result):
                await drive(result, lambda: self._step(run), lambda: self.suspend(run), lambda: None)
        except asyncio.CancelledError as error:
            run.cancelled = True
            effects.abandon(run, _refused(error))
            raise
        except BaseException as error:
            if isinstance(error, GeneratorExit) and not _is_own(run):
                raise  # not the handler's: the loop has ended, and closes what is left of it
            if run.cancelled:
                effects.abandon(run, error)
            else:
                run.error = error
                effects.fail(run, error)
        else:
            self._settle(run)

    def _settle(self, run: Run) -> None:
        """The handler has returned. Something that it stopped may have cancelled it in its turn, while it went on."""
        if run.cancelled:
            self._effects.abandon(run)
        else:
            self._effects.commit(run)

    def _step(self, run: Run) -> Awaitable[None] | None:
        if run.cancelled:
            raise asyncio.CancelledError(f"{run.name} was cancelled")
        self._effects.commit(run)
        shown = self._effects.shown(run)
        if shown is not None:
            self._started(run)
        return shown

    def suspend(self, run: Run) -> None:
        """The run is about to suspend: what it did is committed, and the next event may have its turn."""
        if not run.cancelled:
            self._effects.commit(run)
        self._started(run)

    def _started(self, run: Run) -> None:
        run.started = True
        if self._starting is run:
            self._starting = None
            self._pump()

    def _finish(self, run: Run, result: Any) -> None:
        """The run's task is over, also one that was cancelled before it began."""
        if inspect.iscoroutine(result):
            result.close()  # where it never began, Python would say that it was never awaited
        self._ending.pop(run, None)
        if run.over:
            return
        self._effects.ended(run)
        self._end(run)
        self._started(run)

    def _expect_end(self, run: Run) -> None:
        """A cancelled run may go on for a while, for its ``finally``."""
        self._ending[run] = self._host.now() + PATIENCE
        if self._reaper is None:
            self._reaper = Context().run(self._host.spawn, self._reap())

    async def _reap(self) -> None:
        """Let go of cancelled runs that do not end: they swallow what is to end them. It looks now and then, for most do end."""
        while self._ending:
            run, due = next(iter(self._ending.items()))
            wait = due - self._host.now()
            if wait <= 1e-9:
                self._let_go(run)
            else:
                del run  # which may be over before this goes on
                await asyncio.sleep(min(wait, 1.0))
        self._reaper = None

    def _let_go(self, run: Run) -> None:
        assert run.task is not None
        run.task.cancel()
        self._effects.stuck(run)
        self._finish(run, None)

    def _end(self, run: Run) -> None:
        run.over = True
        if run.finish is not None:
            finish, run.finish = run.finish, None
            finish(run, "")
        self._make_room(run)

    def _make_room(self, run: Run) -> None:
        """Make room: for the next of its chain, and behind that for what has waited for it."""
        runs = self.running.get(run.group)
        if runs and run in runs:
            runs.remove(run)
        if not runs:
            self._next(run.group)
        self._tidy(run.group)
        self._continue(run)
        if run.lane is not None:
            self._lanes.leave(run)
        self._pump()

    def _next(self, group: Any) -> None:
        """Nothing of this group runs: what has waited for longest is to start."""
        waiting = self.waiting.get(group)
        if waiting and not self._closed:
            self._entry.appendleft(waiting.popleft())
            self._effects.queue_changed()

    def _continue(self, run: Run) -> None:
        if run.follow is None or run.cancelled or self._closed:
            return
        following = run.follow(run)
        if following is not None:
            following.origin, following.causes = run.origin, run.causes
            self._entry.appendleft(following)

    # Concurrency (skerry.scheduler.lanes)

    def let_in(self, run: Run) -> None:
        """A run that waited for a place in its lane has it: it starts before what is in the entry."""
        self._placed.append(run)
        self._effects.queue_changed()
        self._pump()

    def changed(self) -> None:
        self._effects.queue_changed()

    def _tidy(self, group: Any) -> None:
        for table in (self.running, self.waiting):
            if group in table and not table[group]:
                del table[group]


def _refused(error: asyncio.CancelledError) -> RunCancelled | None:
    """That a run wrote after it was cancelled, which ends what it did on its way out."""
    return error if isinstance(error, RunCancelled) else None


def _is_own(run: Run) -> bool:
    """Whether the run's own task is executing."""
    try:
        return asyncio.current_task() is run.task
    except RuntimeError:  # no loop runs
        return False


def current_run() -> Run | None:
    """The run whose handler is executing, or None."""
    run = RUN.get()
    return run if isinstance(run, Run) else None
