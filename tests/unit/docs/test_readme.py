"""What the README shows runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

from skerry.testing import App

README = (Path(__file__).parents[3] / "README.md").read_text("utf-8")


def example() -> str:
    found = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_counts_down() -> None:
    with App(source=example()) as app:
        app.find(label="Start").fill("2")
        assert "Count: 2" in app.text
        app.find("Count down").click()
        assert "Count: 1" in app.text
        app.advance(2)
        assert "Count: 0" in app.text


def test_the_example_is_as_short_as_it_says() -> None:
    assert len([line for line in example().split("\n") if line.strip()]) <= 15


def test_every_file_that_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (Path(__file__).parents[3] / target).exists(), target
