"""The scenes of tests/vectors/runs.json on CPython; tests/browser/shell/test_runs.py plays them in a page."""

from __future__ import annotations

import asyncio
import json

import pytest

from skerry import protocol
from skerry.testing import App

from . import vectors

SCENES = json.loads(vectors.FILE.read_text())


def test_the_file_is_what_the_model_says() -> None:
    again = [json.loads(json.dumps(scene)) for scene in vectors.scenes()]
    assert again == SCENES, "python -m tests.unit.scheduler.vectors writes it anew"


@pytest.mark.parametrize("scene", SCENES, ids=range(len(SCENES)))
def test_scene(scene: vectors.Scene) -> None:
    with App(source=vectors.source(scene), raises=False) as app:
        seen = 0
        for step, expected in zip(scene["steps"], scene["expected"], strict=True):
            messages = [click(app, *one) for one in step.get("fire", ())]
            for message in messages:
                app.session.handle(message)
            if "open" in step:
                app.call("open_gate", step["open"])
            app.advance(0.1)
            trace = app.module().TRACE
            page = tuple(app.find(key=key).text for key in ("marks", "running", "places"))
            assert vectors.told(trace[seen:], page) == expected
            seen = len(trace)
        app.errors.clear()
        app.advance(2)  # what is saved is saved a while after it was changed
        assert app.session.scheduler.idle
        assert not asyncio.all_tasks(app.stage.loop)


def click(app: App, number: int, button: int, side: str) -> protocol.Message:
    node = app.find(key=f"{button}{side}").node
    heard = app.document.specs[node.specs[0]]["h"]
    return {"t": protocol.EVENT, "s": number, "n": node.id, "e": "click", "h": heard, "p": app.document.patch, "d": {"x": number}}
