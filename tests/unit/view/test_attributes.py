"""How values become the texts of attributes."""

from __future__ import annotations

from typing import Any

import pytest

from skerry.view.attributes import attribute_text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, None), (False, None), (True, ""), ("", ""), (0, "0"), (20.0, "20"), (2.5, "2.5"), (-0.0, "0"), (1e20, "100000000000000000000")],
)
def test_attribute_texts(value: Any, text: str | None) -> None:
    assert attribute_text(value) == text
