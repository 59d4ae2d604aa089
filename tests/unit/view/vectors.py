"""Makes tests/vectors/patches.json: pairs of pages, and the operations between them that the core gives.

    python -m tests.unit.view.vectors

The JavaScript side applies the same operations to a real DOM.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from skerry.view import render_html

from .worlds import World

FILE = Path(__file__).parents[2] / "vectors" / "patches.json"

NAMED: list[tuple[str, list[Any], list[Any]]] = [
    ("text changes", ["a"], ["b"]),
    ("from nothing", [], [("p", None, {}, ["hello"])]),
    ("to nothing", [("p", None, {}, ["hello"]), "x"], []),
    ("attributes come, change and go", [("p", None, {"class": "a", "title": "t", "hidden": True}, [])],
     [("p", None, {"class": "b", "lang": "en"}, [])]),
    ("properties", [("input", None, {".value": "a", ".checked": False}, [])],
     [("input", None, {".value": "b", ".checked": True}, [])]),
    ("styles", [("p", None, {"style": {"color": "red", "top": "1px"}}, [])],
     [("p", None, {"style": {"color": "blue", "--x": "2"}}, [])]),
    ("a style appears and disappears", [("p", 1, {"style": {"color": "red"}}, []), ("p", 2, {}, [])],
     [("p", 1, {}, []), ("p", 2, {"style": {"color": "red"}}, [])]),
    ("swap", [("li", i, {}, [str(i)]) for i in range(6)], [("li", i, {}, [str(i)]) for i in (0, 4, 2, 3, 1, 5)]),
    ("reverse", [("li", i, {}, [str(i)]) for i in range(6)], [("li", i, {}, [str(i)]) for i in range(5, -1, -1)]),
    ("remove one, add two", [("li", i, {}, [str(i)]) for i in range(5)],
     [("li", i, {}, [str(i)]) for i in (0, 1, 7, 8, 3, 4)]),
    ("the tag changes", [("p", None, {}, ["x"])], [("h2", None, {}, ["x"])]),
    ("components are transparent", [("scope", 1, {}, ["a", ("p", None, {}, [])]), ("scope", 2, {}, ["b"])],
     [("scope", 2, {}, ["b"]), ("scope", 1, {}, ["a", ("p", None, {}, []), "c"])]),
    ("slots", [("card", None, {}, ["a"])], [("card", None, {}, ["b", ("p", None, {}, ["c"])])]),
    ("a template's values change", [("plain", 1, {"title": "x", "style": {"color": "red"}}, [])],
     [("plain", 1, {"title": None, "style": {"top": "1px"}}, ["x"])]),
    ("nodes in a template's place", [("filled", 1, {"class": "a"}, ["x", ("p", None, {}, ["y"])])],
     [("filled", 1, {}, [("filled", None, {}, []), ("p", None, {}, ["z"]), "x"]), ("filled", 2, {}, ["n"])]),
    ("svg", [("svg", None, {"viewBox": "0 0 9 9"}, [("circle", 1, {"r": 2}, [])])],
     [("svg", None, {"viewBox": "0 0 9 9"}, [("circle", 1, {"r": 3}, []), ("foreignObject", None, {}, [("p", None, {}, ["in HTML"])])])]),
    ("a select's value is set once its options are there", [("select", None, {".value": "a"}, [("option", None, {"value": "a"}, ["A"])])],
     [("select", None, {".value": "b"}, [("option", None, {"value": "a"}, ["A"]), ("option", None, {"value": "b"}, ["B"])])]),
]  # fmt: skip


def _page(rng: random.Random, depth: int = 0) -> list[Any]:
    children: list[Any] = []
    keys = rng.sample(range(12), 12)
    for _ in range(rng.randint(0, 7 if depth < 2 else 2)):
        if rng.random() < 0.3 or depth > 2:
            children.append(rng.choice(["x", "y", "zz", ""]))
            continue
        kind = rng.choice(["div", "p", "li", "scope", "card", "filled", "plain"])
        key = keys.pop() if rng.random() < 0.7 else None
        attrs: dict[str, Any] = {n: rng.choice(["a", "b"]) for n in ("class", "title") if rng.random() < 0.4}
        if rng.random() < 0.3:
            attrs["style"] = {rng.choice(["color", "top"]): rng.choice(["red", "1px"])}
        children.append((kind, key, attrs if kind not in ("scope", "card") else {}, _page(rng, depth + 1)))
    return children


def _vector(name: str, old: list[Any], new: list[Any]) -> dict[str, Any]:
    world = World(old)
    start, before, html = world.ops, world.document.trees(), render_html([world.root])
    world.become(new)
    return {"name": name, "start": start, "old": before, "html": html, "ops": world.ops, "new": world.document.trees()}


def make() -> list[dict[str, Any]]:
    rng = random.Random(20)
    vectors = [_vector(*named) for named in NAMED]
    return vectors + [_vector(f"random {n}", _page(rng), _page(rng)) for n in range(60)]


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(v, ensure_ascii=False, separators=(",", ":")) for v in make())
    FILE.write_text(f"[\n{lines}\n]\n", "utf-8")
