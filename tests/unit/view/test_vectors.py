"""The operations that both languages apply: what the core gives today is what the file says."""

from __future__ import annotations

import json

from skerry.testing.dom import Document

from .vectors import FILE, make

VECTORS = json.loads(FILE.read_text("utf-8"))


def test_the_core_gives_these_operations() -> None:
    made = json.loads(json.dumps(make()))
    assert made == VECTORS, "run python -m tests.unit.view.vectors, and let the browser tests judge the new file"


def test_applied_to_the_old_tree_they_give_the_new_one() -> None:
    for vector in VECTORS:
        document = Document()
        document.apply(vector["start"])
        assert document.trees() == vector["old"], vector["name"]
        document.apply(vector["ops"])
        assert document.trees() == vector["new"], vector["name"]
