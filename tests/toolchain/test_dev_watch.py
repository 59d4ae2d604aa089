"""A change on disk becomes news: once for each, with the names, and in folders that come later too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from skerry_toolchain.collect import collect
from skerry_toolchain.dev.hub import News
from skerry_toolchain.dev.project import Project
from skerry_toolchain.dev.watch import Watch, ticks


def test_a_look_tells_what_changed_and_only_then(tmp_path: Path) -> None:
    entry = tmp_path / "app.py"
    entry.write_text("import one\n")
    (tmp_path / "one.py").write_text("")
    told: list[News] = []
    watch = Watch(Project(entry, collect), told.append)
    assert watch.look() is False
    assert told == []
    entry.write_text("import one, two\n")
    (tmp_path / "two.py").write_text("")
    watch.look()
    (tmp_path / "one.py").unlink()
    watch.look()
    assert [news.changed for news in told] == [("app.py", "two.py"), ("one.py",)]
    assert watch.hub.news is told[-1]


def test_new_folders_are_watched_from_then_on(tmp_path: Path) -> None:
    entry = tmp_path / "app.py"
    entry.write_text("")
    watched: list[frozenset[Path]] = []

    async def scene() -> None:
        watch = Watch(Project(entry, collect))
        done = asyncio.Event()

        async def by_hand(folders: frozenset[Path]) -> AsyncIterator[object]:
            watched.append(folders)
            if len(watched) == 1:
                (tmp_path / "pkg").mkdir()
                (tmp_path / "pkg" / "one.py").write_text("")
                entry.write_text("import pkg.one\n")
                yield None
            done.set()
            await asyncio.Event().wait()

        task = asyncio.create_task(watch.run(by_hand))
        await done.wait()
        task.cancel()

    asyncio.run(scene())
    assert watched == [{tmp_path}, {tmp_path, tmp_path / "pkg"}]


def test_the_system_says_when_a_file_changes(tmp_path: Path) -> None:
    entry = tmp_path / "app.py"
    entry.write_text("A = 1\n")

    async def scene() -> News:
        heard: asyncio.Queue[News] = asyncio.Queue()
        watch = Watch(Project(entry, collect), heard.put_nowait)
        task = asyncio.create_task(watch.run(ticks))
        entry.write_text("A = 2\n")
        news = await asyncio.wait_for(heard.get(), 30)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return news

    assert asyncio.run(scene()).changed == ("app.py",)
