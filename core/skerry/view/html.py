"""The same tree as HTML text, for pages that are shown before Python is up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from ..errors import RenderError
from .attributes import VOID, attribute_text
from .blobs import PREFIX
from .nodes import Element, Node, Parent, SafeHTML, Text
from .templates.instance import Instance

__all__ = ["ForNow", "render_html"]

# Text inside these is not markup, so it cannot be escaped, only refused.
_RAW: Final = frozenset({"script", "style"})
# The parser drops one line break right after these tags.
_DROPS_BREAK: Final = frozenset({"textarea", "pre", "listing"})
# Properties that HTML has an attribute for.
_AS_ATTRIBUTE: Final = {
    ".value": "value", ".checked": "checked", ".selected": "selected", ".open": "open", ".muted": "muted",
    ".disabled": "disabled", ".hidden": "hidden", ".indeterminate": None,
}  # fmt: skip
# Events that elements of ours make, and of which of the browser's, with their options: those are kept until there is their code.
_ARROWS: Final = ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
_POINTING: Final = {"keys": [*_ARROWS, *(f"Shift+{arrow}" for arrow in _ARROWS), "Enter", " "], "prevent_default": True}
_MADE_OF: Final[dict[str, dict[str, dict[str, Any]]]] = {"point": {"click": {}, "keydown": _POINTING}, "upload": {"paste": {}}}
_LINKS: Final = frozenset({("a", "href"), ("area", "href")})
_AT_ONCE: Final = ("keys", "prevent_default", "stop_propagation", "target_only")


@dataclass(frozen=True, slots=True)
class ForNow:
    """What a page needs until there is Python.

    specs: listener specs by number, ``{"e": event, "o": options}``: elements say what they listen to, and what is to be
    decided at once. variants: the numbers of those of a template's listening elements, by the template's number. link: from an
    address within the app to one that the browser can follow. blob: from the address of bytes to where they lie.
    """

    specs: Mapping[int, Mapping[str, Any]]
    variants: Mapping[int, list[list[int]]]
    link: Callable[[str], str]
    blob: Callable[[str], str]


def render_html(nodes: Iterable[Node], now: ForNow | None = None) -> str:
    """HTML text of mounted nodes. Styles go into ``data-style``, as JSON: under a strict content security policy a
    ``style`` attribute is refused, so the shell sets them when it takes the page over."""
    writer = _Writer(now)
    writer.all(nodes, frozenset())
    return "".join(writer.out)


class _Writer:
    def __init__(self, now: ForNow | None) -> None:
        self.now = now
        self.out: list[str] = []

    def all(self, nodes: Iterable[Node], chosen: frozenset[str]) -> bool:
        """Write nodes; ``chosen`` are the values of the select that they are in. True where the last one was a text."""
        after_text = False
        for node in nodes:
            if isinstance(node, Text):
                if after_text:
                    self.out.append("<!---->")  # else two texts would come back as one
                self.out.append(_text(node.value))
                after_text = True
            elif isinstance(node, Element):
                self.element(node, chosen)
                after_text = False
            elif isinstance(node, Instance):
                self.element(node.expand(self.now.variants.get(node.variant) if self.now is not None else None), chosen)
                after_text = False
            elif isinstance(node, Parent) and (first := _first(node)) is not None:
                if after_text and isinstance(first, Text):
                    self.out.append("<!---->")
                after_text = self.all(node.children, chosen)
        return after_text

    def element(self, node: Element, chosen: frozenset[str]) -> None:
        tag, attrs, out = node.tag, node.attrs, self.out
        out.append(f"<{tag}")
        value = attrs.get(".value")
        for name, text in self.attributes(node, chosen):
            out.append(f' {name}="{_text(text, quote=True)}"' if text else f" {name}")
        out.append(">")
        if tag in VOID:
            return
        if tag in _DROPS_BREAK:
            out.append("\n")
        if tag == "textarea" and not node.children:
            out.append(_text("" if value is None else str(value)))
        elif ".innerHTML" in attrs:
            out.append(_safe(attrs[".innerHTML"]))
        elif tag in _RAW:
            _write_raw(node, out)
        else:
            self.all(node.children, _chosen(attrs) if tag == "select" else chosen)
        out.append(f"</{tag}>")

    def attributes(self, node: Element, chosen: frozenset[str]) -> Iterable[tuple[str, str]]:
        for name, value in node.attrs.items():
            if name == "style":
                if value:
                    yield "data-style", json.dumps({k: str(v) for k, v in value.items() if v is not None})
            elif name[0] != ".":
                text = attribute_text(value)
                if text is not None:
                    yield from self.attribute(node.tag, name, text)
            elif not (name == ".value" and node.tag in ("textarea", "select")):
                attribute = _AS_ATTRIBUTE.get(name)
                text = attribute_text(value)
                if attribute and text is not None:
                    yield attribute, text
        if node.tag == "option" and chosen and str(node.attrs.get("value")) in chosen:
            yield "selected", ""
        if self.now is not None and node.specs:
            yield from _listening([self.now.specs[number] for number in node.specs])

    def attribute(self, tag: str, name: str, text: str) -> Iterable[tuple[str, str]]:
        if self.now is None:
            yield name, text
        elif text.startswith(PREFIX):
            yield name, self.now.blob(text)
            yield "data-sk-blob", str(text)
        else:
            yield name, self.now.link(text) if (tag, name) in _LINKS else text


def _listening(specs: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    """What an element listens to, and the options of those listeners of which some are for the page to decide."""
    events: dict[str, list[dict[str, Any]]] = {}
    for spec in specs:
        said = {name: spec["o"][name] for name in _AT_ONCE if name in spec["o"]}
        events.setdefault(spec["e"], []).append(said)
    for made in [_MADE_OF[event] for event in events if event in _MADE_OF]:
        for event, options in made.items():
            events.setdefault(event, []).append(options)
    yield "data-sk-on", " ".join(events)
    if options := {event: said for event, said in events.items() if any(said)}:
        yield "data-sk-options", json.dumps(options, separators=(",", ":"))


def _chosen(attrs: Mapping[str, Any]) -> frozenset[str]:
    value = attrs.get(".value")
    return frozenset(map(str, attrs.get(".values") or () if value is None else (value,)))


def _first(node: Parent) -> Node | None:
    """The first node in the document that scopes and slots stand for."""
    for child in node.children:
        found = child if isinstance(child, (Text, Element, Instance)) else _first(child) if isinstance(child, Parent) else None
        if found is not None:
            return found
    return None


def _text(value: str, *, quote: bool = False) -> str:
    return escape(value, quote=quote).replace("\r", "&#13;")  # a parser makes line breaks of them


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
