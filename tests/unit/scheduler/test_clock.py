"""The clock and host that tests run on: time stands still until told, and a sleeping handler is left in the middle."""

from __future__ import annotations

import asyncio

import pytest

from skerry.testing.clock import ManualHost, ManualLoop


@pytest.fixture
def loop():
    loop = ManualLoop()
    yield loop
    loop.close()


def test_timers_fire_in_order_and_no_sooner(loop: ManualLoop) -> None:
    seen: list[tuple[str, float]] = []
    for name, delay in (("b", 2.0), ("a", 1.0), ("c", 3.0)):
        loop.call_later(delay, lambda name=name: seen.append((name, loop.time())))
    loop.advance(2.5)
    assert seen == [("a", 1.0), ("b", 2.0)]
    assert loop.time() == 2.5
    loop.advance(1.0)
    assert seen[-1] == ("c", 3.0)


def test_a_sync_sleep_suspends_only_its_own_task(loop: ManualLoop) -> None:
    host = ManualHost(loop)
    seen: list[str] = []

    async def handler(name: str, seconds: float) -> None:
        assert host.can_suspend()
        seen.append(f"{name} begins")
        host.sleep(seconds)
        seen.append(f"{name} ends at {loop.time()}")

    host.spawn(handler("a", 2))
    host.spawn(handler("b", 1))
    loop.advance(3)
    assert seen == ["a begins", "b begins", "b ends at 1.0", "a ends at 2.0"]


def test_a_sleep_outside_a_task_blocks(loop: ManualLoop) -> None:
    host = ManualHost(loop)
    assert not host.can_suspend()
    host.sleep(2)
    assert loop.time() == 2.0


def test_a_sleep_in_a_task_can_be_cancelled(loop: ManualLoop) -> None:
    host = ManualHost(loop)
    seen: list[str] = []

    async def handler() -> None:
        try:
            host.sleep(10)
        except asyncio.CancelledError:
            seen.append(f"cancelled at {loop.time()}")
            raise
        finally:
            seen.append("finally")

    task = host.spawn(handler())
    loop.advance(1)
    task.cancel()
    loop.advance(0)
    assert seen == ["cancelled at 1.0", "finally"]
    assert task.cancelled()


def test_awaits_and_sleeps_mix_in_one_context(loop: ManualLoop) -> None:
    from contextvars import ContextVar

    host = ManualHost(loop)
    variable: ContextVar[str] = ContextVar("variable", default="unset")
    seen: list[str] = []

    async def handler(name: str) -> None:
        variable.set(name)
        await asyncio.sleep(1)
        seen.append(variable.get())
        host.sleep(1)
        seen.append(variable.get())
        await asyncio.sleep(0)
        seen.append(variable.get())

    host.spawn(handler("a"))
    host.spawn(handler("b"))
    loop.advance(2)
    assert seen == ["a", "b", "a", "b", "a", "b"] or sorted(seen) == ["a", "a", "a", "b", "b", "b"]
    assert variable.get() == "unset"


def test_what_a_task_raises_comes_out(loop: ManualLoop) -> None:
    host = ManualHost(loop)

    async def handler() -> None:
        await asyncio.sleep(0)
        raise ValueError("no")

    task = host.spawn(handler())
    loop.advance(0)
    with pytest.raises(ValueError, match="no"):
        task.result()
