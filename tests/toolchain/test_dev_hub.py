"""Who hears what of the versions."""

from __future__ import annotations

import asyncio
import json

from skerry_toolchain.dev.hub import Hub, News, encode


def test_a_listener_is_told_the_version_at_once_and_then_each_change() -> None:
    async def scene() -> list[News | None]:
        hub = Hub("1")
        listening = hub.listen()
        heard = [await anext(listening)]
        hub.tell(News("2", ("app.py",)))
        heard.append(await anext(listening))
        await listening.aclose()
        assert hub.listeners == 0
        return heard

    assert asyncio.run(scene()) == [News("1"), News("2", ("app.py",))]


def test_of_changes_that_were_not_taken_only_the_last_counts() -> None:
    async def scene() -> News | None:
        hub = Hub("1")
        listening = hub.listen()
        await anext(listening)
        hub.tell(News("2"))
        hub.tell(News("3"))
        heard = await anext(listening)
        await listening.aclose()
        return heard

    assert asyncio.run(scene()) == News("3")


def test_silence_is_broken_by_a_sign_of_life() -> None:
    async def scene() -> News | None:
        listening = Hub("1").listen(heartbeat=0)
        await anext(listening)
        heard = await anext(listening)
        await listening.aclose()
        return heard

    assert asyncio.run(scene()) is None
    assert encode(None).startswith(":")


def test_closing_ends_every_listener() -> None:
    async def scene() -> list[News | None]:
        hub = Hub("1")

        async def collect() -> list[News | None]:
            return [news async for news in hub.listen()]

        task = asyncio.create_task(collect())
        while not hub.listeners:
            await asyncio.sleep(0)
        hub.close()
        return await task

    assert asyncio.run(scene()) == [News("1")]


def test_news_as_a_server_sent_event() -> None:
    name, data, *rest = encode(News("ab", ("app.py",))).split("\n")
    assert name == "event: version"
    assert json.loads(data.removeprefix("data: ")) == {"version": "ab", "changed": ["app.py"]}
    assert rest == ["", ""]
