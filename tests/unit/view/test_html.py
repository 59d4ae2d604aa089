"""The tree as HTML text: parsed back, it is the tree that a patch makes."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.errors import RenderError
from skerry.view import SafeHTML, element, render_html, text

from .worlds import World


def html_of(build: Any) -> str:
    world = World([])
    world.root.fn = build
    world.root.invalidate()
    world.show()
    if world.errors:
        raise world.errors[0]
    return render_html([world.root])


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Any] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.found.append(data)


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc"))), st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_text_and_attributes_come_back_as_they_were(value: str, title: str) -> None:
    title = "".join(c for c in title if c.isprintable())
    parser = _Texts()
    parser.feed(html_of(lambda: element("p", value, attrs={"title": title})))
    parser.close()
    assert parser.found[0] == ("p", {"title": title if title else None})
    assert "".join(parser.found[1:]) == value


@pytest.mark.parametrize(
    ("build", "html"),
    [
        (lambda: element("br"), "<br>"),
        (lambda: element("input", attrs={".value": 'a"b', ".checked": True}), '<input value="a&quot;b" checked>'),
        (lambda: element("input", attrs={".checked": False, "disabled": None}), "<input>"),
        (lambda: element("textarea", attrs={".value": "\n<x"}), "<textarea>\n\n&lt;x</textarea>"),
        (lambda: element("div", attrs={".innerHTML": SafeHTML("<b>x</b>")}), "<div><b>x</b></div>"),
        (lambda: element("p", attrs={"style": {"color": "red"}}), "<p data-style=\"{&quot;color&quot;: &quot;red&quot;}\"></p>"),
        (lambda: (text("a"), text("b")), "a<!---->b"),
    ],
)  # fmt: skip
def test_html(build: Any, html: str) -> None:
    assert html_of(build) == html


def test_the_chosen_option_is_selected() -> None:
    def page() -> None:
        with element("select", attrs={".value": "2"}):
            element("option", "one", attrs={"value": "1"})
            element("option", "two", attrs={"value": "2"})

    assert '<option value="2" selected>' in html_of(page)
    assert "selected" not in html_of(page).split("two")[0].split('value="2"')[0]


def test_html_that_no_sanitizer_made_is_refused() -> None:
    with pytest.raises(RenderError, match="sanitizer"):
        html_of(lambda: element("div", attrs={".innerHTML": "<script>"}))


def test_a_script_cannot_end_early() -> None:
    with pytest.raises(RenderError, match="end tag"):
        html_of(lambda: element("script", "x = '</SCRIPT>'"))
