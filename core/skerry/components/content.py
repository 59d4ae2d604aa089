"""Texts that are more than text: markdown, HTML from elsewhere, source code."""

from __future__ import annotations

import io
import keyword
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..view import Element, SafeHTML
from ..view import element as place
from .common import Style, attributes
from .sanitize import sanitize

__all__ = ["code", "html", "markdown"]


def markdown(text: str, *, key: Any = None, class_: str = "", style: Style | None = None, **rest: Any) -> Element:
    """Markdown (CommonMark with tables and strikethrough): ``sk.markdown("**Boats** at sea")``.

    Shared indentation is removed, so a text may stand in the code as it reads best. HTML in it is shown as text.
    """
    attrs, on = attributes("sk-markdown", class_, style, rest, **{".innerHTML": _rendered(textwrap.dedent(text))})
    return place("div", key=key, attrs=attrs, on=on)


@cache
def _markdown_it() -> Any:
    """Made when it is first needed: only apps that show markdown pay for it.

    It would also take linkify-it-py, which is nowhere unless an app brings it, and to find that out a page would have to fetch
    every archive that is searched.
    """
    unused = sys.modules.setdefault("linkify_it", None)  # type: ignore[arg-type]
    try:
        from markdown_it import MarkdownIt
    finally:
        if unused is None:
            del sys.modules["linkify_it"]
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _rendered(text: str) -> SafeHTML:
    return sanitize(_markdown_it().render(text))


def html(text: str, *, key: Any = None, class_: str = "", style: Style | None = None, **rest: Any) -> Element:
    """HTML from elsewhere, made safe: what could run code, load frames or restyle the page is left out."""
    attrs, on = attributes("sk-markdown sk-html", class_, style, rest, **{".innerHTML": sanitize(text)})
    return place("div", key=key, attrs=attrs, on=on)


def code(text: str, language: str = "", *, key: Any = None, class_: str = "", style: Style | None = None, **rest: Any) -> Element:
    """Source code as it is; Python's keywords, strings, numbers and comments are told apart by colour.

    Shared indentation is removed.
    """
    attrs, on = attributes("sk-code", class_, style, rest, tabindex=0)
    made = place("pre", key=key, attrs=attrs, on=on)
    with made, place("code", attrs={"class": f"language-{language}" if language else None}):
        for kind, piece in _pieces(textwrap.dedent(text).strip("\n"), language):
            if kind:
                place("span", piece, attrs={"class": f"sk-code-{kind}"})
            else:
                place_text(piece)
    return made


def place_text(value: str) -> None:
    from ..view import text

    text(value)


def _pieces(source: str, language: str) -> Iterator[tuple[str, str]]:
    """(kind, text) in order: kind is keyword, string, number, comment or empty."""
    if language not in ("python", "py"):
        yield "", source
        return
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    at = 0
    for kind, begin, end in _tokens(source):
        first, last = starts[begin[0] - 1] + begin[1], starts[end[0] - 1] + end[1]
        if first > at:
            yield "", source[at:first]
        yield kind, source[first:last]
        at = last
    if at < len(source):
        yield "", source[at:]


def _tokens(source: str) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    import tokenize

    kinds = {tokenize.STRING: "string", tokenize.NUMBER: "number", tokenize.COMMENT: "comment"}
    kinds |= {
        getattr(tokenize, name): "string" for name in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END") if hasattr(tokenize, name)
    }
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            kind = kinds.get(token.type) or ("keyword" if token.type == tokenize.NAME and keyword.iskeyword(token.string) else "")
            if kind and token.start != token.end:
                yield kind, token.start, token.end
    except (tokenize.TokenError, SyntaxError):
        return  # a piece of code that does not end: the rest is shown plain
