"""The same tree as HTML text, for pages that are shown before Python is up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import Any, Final

from ..errors import RenderError
from .attributes import attribute_text
from .nodes import Element, Node, Parent, SafeHTML, Text

__all__ = ["render_html"]

VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Text inside these is not markup, so it cannot be escaped, only refused.
_RAW: Final = frozenset({"script", "style"})
# Properties that HTML has an attribute for.
_AS_ATTRIBUTE: Final = {
    ".value": "value", ".checked": "checked", ".selected": "selected", ".open": "open", ".muted": "muted",
    ".disabled": "disabled", ".hidden": "hidden", ".indeterminate": None,
}  # fmt: skip


def render_html(nodes: Iterable[Node]) -> str:
    """HTML text of mounted nodes. Styles go into ``data-style``, as JSON: under a strict content security policy a
    ``style`` attribute is refused, so the shell sets them when it takes the page over."""
    out: list[str] = []
    _write_all(nodes, out, None)
    return "".join(out)


def _write_all(nodes: Iterable[Node], out: list[str], chosen: Any) -> bool:
    """Write nodes; ``chosen`` is the value of the select that they are in. True where the last one was a text."""
    after_text = False
    for node in nodes:
        if isinstance(node, Text):
            if after_text:
                out.append("<!---->")  # else two texts would come back as one
            out.append(escape(node.value, quote=False))
            after_text = True
        elif isinstance(node, Element):
            _write_element(node, out, chosen)
            after_text = False
        elif isinstance(node, Parent) and node.children:
            if after_text and isinstance(node.children[0], Text):
                out.append("<!---->")
            after_text = _write_all(node.children, out, chosen)
    return after_text


def _write_element(node: Element, out: list[str], chosen: Any) -> None:
    tag, attrs = node.tag, node.attrs
    out.append(f"<{tag}")
    value = attrs.get(".value")
    for name, text in _attributes(node, chosen):
        out.append(f' {name}="{escape(text)}"' if text else f" {name}")
    out.append(">")
    if tag in VOID:
        return
    if tag == "textarea":
        # The parser drops one line break right after the tag.
        out.append("\n" + escape("" if value is None else str(value), quote=False))
    elif ".innerHTML" in attrs:
        out.append(_safe(attrs[".innerHTML"]))
    elif tag in _RAW:
        _write_raw(node, out)
    else:
        _write_all(node.children, out, value if tag == "select" else chosen)
    out.append(f"</{tag}>")


def _attributes(node: Element, chosen: Any) -> Iterable[tuple[str, str]]:
    for name, value in node.attrs.items():
        if name == "style":
            if value:
                yield "data-style", json.dumps({k: str(v) for k, v in value.items() if v is not None})
        elif name[0] != ".":
            text = attribute_text(value)
            if text is not None:
                yield name, text
        elif not (name == ".value" and node.tag in ("textarea", "select")):
            attribute = _AS_ATTRIBUTE.get(name)
            text = attribute_text(value)
            if attribute and text is not None:
                yield attribute, text
    if node.tag == "option" and chosen is not None and str(node.attrs.get("value")) == str(chosen):
        yield "selected", ""


def _write_raw(node: Element, out: list[str]) -> None:
    text = "".join(child.value for child in node.children if isinstance(child, Text))
    if f"</{node.tag}" in text.lower():
        raise RenderError(f"The text of <{node.tag}> contains its own end tag, and cannot be written as HTML")
    out.append(text)


def _safe(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, SafeHTML):
        raise RenderError("'.innerHTML' takes only text that the sanitizer made: use sk.html(text)")
    return str(value)
