"""The examples of docs/server.md answer as they say."""

from __future__ import annotations

import json
import re
from pathlib import Path

from .asking import Client
from .conftest import Make
from .test_api import run

PAGE = Path(__file__).parents[2] / "docs" / "server.md"
TEXT = PAGE.read_text("utf-8")


def test_what_is_asked_is_answered_so(make: Make) -> None:
    (source,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exchanges = re.findall(r"```http\n(.*?)```", TEXT, re.DOTALL)
    assert len(exchanges) >= 6

    async def scene(client: Client) -> None:
        for exchange in exchanges:
            asked, _, answered = exchange.partition("\n\n")
            first, *lines = asked.split("\n")
            method, address = first.split(" ")
            headers = dict(line.lower().split(": ") for line in lines if re.match(r"[A-Z][\w-]+: ", line))
            body = "".join(line for line in lines if line.lower().split(": ")[0] not in headers)
            got = await client.ask(method, address, body.encode(), headers)
            status, _, said = answered.partition("\n")
            assert got.status == int(status), (exchange, got.body)
            if "text/event-stream" in headers.values():
                assert got.body.decode().strip() == said.strip()
            else:
                assert got.json == json.loads(said), exchange

    run(make, scene, source)


def test_the_statuses_are_all_there() -> None:
    named = {status for row in re.findall(r"^\| ([\d, ]+) \|", TEXT, re.MULTILINE) for status in row.split(", ")}
    code = "".join(path.read_text("utf-8") for path in (PAGE.parents[1] / "server_shell" / "skerry_server").glob("*.py"))
    used = set(re.findall(r"Problem\(\s*(\d{3})", code)) | {"404", "422", "500", "409"}
    assert used == named
