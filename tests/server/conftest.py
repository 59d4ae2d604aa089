from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from skerry.app.current import LIVE
from skerry_server import asgi

Make = Callable[..., Starlette]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes the ASGI application of an app in a file, whose source is given."""
    real = time.sleep

    def made(source: str, **options: Any) -> Starlette:
        (tmp_path / "app.py").write_text(source, "utf-8")
        return asgi(tmp_path / "app.py", **options)

    yield made
    time.sleep = real
    for app in list(LIVE.values()):
        app.unload()
