"""Style rules that an app brings along."""

from __future__ import annotations

import pytest

from skerry import AppError
from skerry.testing import App

PAGE = """
@sk.page("/")
def home():
    element("p", "Hello")
"""


def _sent(source: str) -> list[str]:
    with App(source="import skerry as sk\nfrom skerry.view import element\n" + source + PAGE) as app:
        return list(app.loaded.styles)


def test_the_same_text_counts_once() -> None:
    assert _sent('sk.css("p { margin: 0 }")\nsk.css("p { margin: 0 }")\nsk.css("b {}")') == ["p { margin: 0 }", "b {}"]


@pytest.mark.parametrize(("argument", "hint"), [("7", "takes a text"), ("'@import \"a.css\"'", "stylesheet=")])
def test_what_cannot_work_is_an_error(argument: str, hint: str) -> None:
    with pytest.raises(AppError, match=hint):
        _sent(f"sk.css({argument})")
