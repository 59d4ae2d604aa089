"""A page that came as HTML is taken over node by node: whatever the tree, none is made anew, and every later patch applies as on a
page that the patches made."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from skerry.protocol import encode
from skerry.view import render_html

from ...unit.view.worlds import World
from ..shell.test_patch import TOOLS, VECTORS

# `arrive(html, ops)`: the page as the parser makes it, and the first patch; what differed. `strangers()`: the nodes that were not in it.
ADOPT = """
async () => {
  const [{ Adopter }, { Listening }] = await Promise.all(["adopt", "events"].map((name) => import(`./skerry/js/${name}.js`)));
  const every = (root) => [root, ...[...root.childNodes].flatMap(every)];
  const arrive = (html, ops) => {
    fresh();
    root.innerHTML = html;
    const own = new Set(every(root));
    window.edited = [];
    const adopter = patcher.adopter = new Adopter(patcher, (element) => { edited.push(element); patcher.fields.edited(element, 1); });
    apply(ops);
    window.adopter = adopter;
    window.strangers = () => every(root).filter((node) => !own.has(node) && node.nodeValue !== "").map((node) => node.nodeName);
    return adopter.differences;
  };
  window.arrive = arrive;
}
"""


@pytest.fixture
def arrive(shell_page: Page) -> Callable[[str, list[Any]], list[str]]:
    shell_page.evaluate(TOOLS)
    shell_page.evaluate(ADOPT)

    def take(html: str, ops: list[Any]) -> list[str]:
        found: list[str] = shell_page.evaluate("([html, ops]) => arrive(html, ops)", [html, ops])
        return found

    return take


def test_vectors(shell_page: Page, arrive: Any) -> None:
    """Some of them say what HTML cannot, such as a paragraph in a paragraph: there the page is made right, part by part."""
    vectors = json.loads(VECTORS.read_text())
    wrong = shell_page.evaluate(
        """(vectors) => vectors.map(({ name, start, old, html, ops, new: expected }) => {
          fresh();
          apply(start);
          root.normalize();
          root.querySelectorAll("[style]").forEach((element) => element.removeAttribute("style"));
          const parsed = root.cloneNode(false);
          parsed.innerHTML = root.innerHTML;
          const can = parsed.isEqualNode(root);
          const differences = arrive(html, start);
          if (can && differences.length) return `${name}: ${differences}`;
          if (can && strangers().length) return `${name}, made anew: ${strangers()}`;
          if (!can && !differences.length) return `${name}: a difference was not told`;
          const before = differs([...root.childNodes], old, "root", true);
          if (before) return `${name}, taken over: ${before}`;
          apply(ops);
          const after = differs([...root.childNodes], expected, "root", true);
          return after && `${name}: ${after}`;
        }).filter(Boolean)""",
        vectors,
    )
    assert not wrong, "\n".join(wrong)


TEXTS = ["x", "", "two words", " leading", "trailing ", "\n", "a\nb", "\ta", "<b>&amp;</b>", '"quoted"', "é ü 漢字 😀", "a\r\nb", "-->", "<!--", "</p>", "\u00a0"]


def _form_page(rng: random.Random, depth: int = 0) -> list[Any]:
    """A page as people write them: fields with values, lists, tables, drawings, text that HTML has rules for."""
    made: list[Any] = []
    for number in range(rng.randint(0, 5)):
        kind = rng.choice(KINDS if depth < 3 else ["text", "span", "input", "br"])
        key = number if rng.random() < 0.3 else None
        inner = [] if kind in ("text", "input", "br", "textarea", "select", "table", "svg") else _form_page(rng, depth + 1)
        if kind == "text":
            made.append(rng.choice(TEXTS))
        elif kind == "input":
            attrs: dict[str, Any] = {"type": rng.choice(["text", "number", "checkbox", "radio", "range", "date", "color", "search"])}
            if attrs["type"] in ("checkbox", "radio"):
                attrs[".checked"] = rng.random() < 0.5
            else:
                attrs[".value"] = {"number": "7", "range": "30", "date": "2026-02-03", "color": "#aabbcc"}.get(attrs["type"], rng.choice(TEXTS[:3]))
            made.append(("input", key, attrs, []))
        elif kind == "textarea":
            made.append(("textarea", key, {".value": rng.choice([t for t in TEXTS if "\r" not in t]), "rows": 3}, []))
        elif kind == "select":
            values = rng.sample("abcdef", rng.randint(1, 4))
            made.append(("select", key, {".value": rng.choice(values)}, [("option", None, {"value": v}, [v.upper()]) for v in values]))
        elif kind == "table":
            rows = [("tr", n, {}, [("td", None, {"data-n": n}, [rng.choice(TEXTS)])]) for n in range(rng.randint(0, 3))]
            made.append(("table", key, {}, [("tbody", None, {}, rows)]))
        elif kind == "svg":
            shapes = [("circle", n, {"r": n, "class": "dot"}, []) for n in range(rng.randint(0, 3))]
            made.append(("svg", key, {"viewBox": "0 0 9 9"}, [("linearGradient", None, {"id": "g"}, []), *shapes]))
        elif kind == "scope":
            made.append(("scope", key, {}, inner))
        else:
            attrs = {n: rng.choice(TEXTS) for n in ("class", "title", "aria-label") if rng.random() < 0.3}
            if rng.random() < 0.3:
                attrs["style"] = {"color": "red", "--x": rng.choice(["1", '"a"'])}
            if kind == "details":
                attrs["open"] = rng.random() < 0.5
            made.append((kind, key, {k: v for k, v in attrs.items() if "\r" not in str(v)}, inner))
    return _unique(made)


KINDS = ["text", "text", "text", "div", "div", "section", "pre", "ul", "details", "input", "input", "textarea", "select", "table", "svg", "scope", "card"]


def _unique(children: list[Any]) -> list[Any]:
    seen: set[Any] = set()
    kept = []
    for child in children:
        name = child if isinstance(child, str) else (child[0], child[1])
        if isinstance(child, str) or child[1] is None or name not in seen:
            kept.append(child)
            seen.add(name)
    return kept


def _case(seed: int) -> dict[str, Any]:
    rng = random.Random(seed)
    world = World(_form_page(rng))
    first, html = world.ops, render_html([world.root])
    old = world.document.trees()
    world.become(_form_page(rng))
    return {"name": f"seed {seed}", "html": html, "first": first, "old": old, "ops": world.ops, "new": world.document.trees()}


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_any_page_is_taken_over_as_it_is(shell_page: Page, arrive: Any, start: int) -> None:
    cases = json.loads(encode([_case(seed) for seed in range(start, start + 100)]))
    wrong = shell_page.evaluate(
        """(cases) => cases.map(({ name, html, first, old, ops, new: expected }) => {
          const differences = arrive(html, first);
          if (differences.length) return `${name}: ${differences}\\n${html}`;
          if (strangers().length) return `${name}, made anew: ${strangers()}`;
          const before = differs([...root.childNodes], old, "root", true);
          if (before) return `${name}, taken over: ${before}\\n${html}`;
          apply(ops);
          const after = differs([...root.childNodes], expected, "root", true);
          return after && `${name}: ${after}`;
        }).filter(Boolean)""",
        cases,
    )
    assert not wrong, f"{len(wrong)} of {len(cases)}:\n" + "\n".join(wrong[:5])
