"""Loads apps for a test and takes them out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest

from skerry.app import App
from skerry.app.current import LIVE

Load: TypeAlias = Callable[..., App]

PAGE = "from skerry.app import page\n@page('/')\ndef home(): pass\n"


@pytest.fixture
def load() -> Iterator[Load]:
    """``load({"app.py": text, ...})``; a text alone is ``app.py``, and gets a page where it defines none."""
    before = set(LIVE)

    def run(sources: str | dict[str, str], **given: Any) -> App:
        texts = {"app.py": sources} if isinstance(sources, str) else dict(sources)
        entry = given.get("entry", "app.py")
        if entry in texts and "page(" not in texts[entry]:
            texts[entry] = f"{texts[entry]}\n{PAGE}"
        return App.load(sources=texts, **given)

    yield run
    for number in set(LIVE) - before:
        LIVE[number].unload()
