"""Roles and accessible names in a model page: how a person, or assistive technology, would call an element."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from .dom import Document, ModelNode

__all__ = ["hidden", "labelled_by", "name_of", "role_of", "text_of"]

_BY_TAG: Final = {
    "a": "link", "article": "article", "aside": "complementary", "button": "button", "dialog": "dialog",
    "details": "group", "fieldset": "group", "figure": "figure", "footer": "contentinfo", "form": "form",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "header": "banner", "hr": "separator", "img": "img", "li": "listitem", "main": "main", "nav": "navigation",
    "ol": "list", "option": "option", "output": "status", "progress": "progressbar", "select": "combobox",
    "summary": "button", "table": "table", "tbody": "rowgroup", "textarea": "textbox",
    "thead": "rowgroup", "tr": "row", "ul": "list",
}  # fmt: skip
_BY_INPUT_TYPE: Final = {
    "button": "button", "checkbox": "checkbox", "image": "button", "number": "spinbutton", "radio": "radio",
    "range": "slider", "reset": "button", "search": "searchbox", "submit": "button",
}  # fmt: skip
_NAMED_BY_CONTENT: Final = frozenset(
    "button link heading option tab cell gridcell columnheader rowheader row listitem switch menuitem".split()
)
_NO_ROLE_TYPES: Final = frozenset({"color", "date", "datetime-local", "file", "hidden", "month", "password", "time", "week"})


def role_of(node: ModelNode) -> str:
    """The role of an element, explicit or the tag's own; ``""`` where it has none."""
    if "role" in node.attrs:
        return node.attrs["role"]
    if node.tag == "input":
        kind = node.attrs.get("type", "text")
        return "" if kind in _NO_ROLE_TYPES else _BY_INPUT_TYPE.get(kind, "textbox")
    if node.tag == "a" and "href" not in node.attrs:
        return ""
    if node.tag == "select" and ("multiple" in node.attrs or node.props.get("multiple")):
        return "listbox"
    if node.tag in ("td", "th"):
        return _role_in_table(node)
    return _BY_TAG.get(node.tag, "")


def _role_in_table(node: ModelNode) -> str:
    if node.tag == "th":
        return "rowheader" if node.attrs.get("scope") in ("row", "rowgroup") else "columnheader"
    above = node.parent
    while above is not None and above.tag != "table":
        above = above.parent
    return "gridcell" if above is not None and above.attrs.get("role") in ("grid", "treegrid") else "cell"


def name_of(node: ModelNode, document: Document) -> str:
    """The accessible name: what labels the element, its own text where its role is named by it, or a hint."""
    attrs = node.attrs
    if attrs.get("aria-label"):
        return attrs["aria-label"]
    if "aria-labelledby" in attrs:
        found = [text_of(n) for i in attrs["aria-labelledby"].split() if (n := _by_id(document, i)) is not None]
        return " ".join(found)
    label = labelled_by(node, document)
    if label is not None:
        return text_of(label, without=node)
    if role_of(node) in _NAMED_BY_CONTENT or node.tag == "summary":
        return text_of(node)
    if node.tag in ("fieldset", "figure", "table", "details"):
        caption = next((n for n in node.walk() if n.tag in ("legend", "figcaption", "caption", "summary")), None)
        if caption is not None:
            return text_of(caption)
    value = node.props.get("value") or attrs.get("value", "") if attrs.get("type") in ("submit", "button") else ""
    return attrs.get("alt") or value or attrs.get("title") or attrs.get("placeholder", "")


def labelled_by(node: ModelNode, document: Document) -> ModelNode | None:
    """The ``<label>`` of a control: one that names it by id, or one around it."""
    own = node.attrs.get("id")
    if own:
        for other in document.root.walk():
            if other.tag == "label" and other.attrs.get("for") == own:
                return other
    above = node.parent
    while above is not None:
        if above.tag == "label":
            return above if next(_controls(above), None) is node else None
        above = above.parent
    return None


def _controls(label: ModelNode) -> Iterator[ModelNode]:
    return (n for n in label.walk() if n.tag in ("input", "select", "textarea", "button", "progress", "output"))


def text_of(node: ModelNode, without: ModelNode | None = None) -> str:
    """The visible text inside, its white space folded; ``without`` is left out with all that it holds."""
    return " ".join(" ".join(_pieces(node, without)).split())


class _TextOf(HTMLParser):
    """The text of a piece of HTML, as a person reads it: blocks stand apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _INLINE and tag not in ("b", "i", "em", "strong", "code", "a", "span", "s", "u", "small", "sub", "sup"):
            self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += data


def _pieces(node: ModelNode, without: ModelNode | None) -> list[str]:
    if node is without or node.tag in ("script", "style", "template") or _is_hidden(node):
        return []
    if node.tag == "#text":
        return [node.text]
    if node.attrs.get("alt"):
        return [node.attrs["alt"]]
    if node.props.get("innerHTML"):
        return [_TextOf(node.props["innerHTML"]).text]
    pieces: list[str] = []
    on_line = False
    closed = node.tag == "details" and not _open(node)
    for child in node.children:
        inner = _pieces(child, without) if not closed or child.tag == "summary" else []
        if on_line and child.tag in _INLINE and pieces and inner:
            pieces[-1] += inner.pop(0)  # no space between texts on one line
        on_line = child.tag in _INLINE
        pieces += inner
    return pieces


_INLINE: Final = frozenset({"#text", "a", "b", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup"})


def hidden(node: ModelNode) -> bool:
    """Whether nobody can see an element: it or one around it is hidden, or a dialog or details that is closed."""
    above: ModelNode | None = node
    inside: ModelNode | None = None
    while above is not None:
        if _is_hidden(above):
            return True
        if above.tag == "details" and inside is not None and inside.tag != "summary" and not _open(above):
            return True
        inside, above = above, above.parent
    return False


def _open(node: ModelNode) -> bool:
    return bool(node.props.get("open", "open" in node.attrs) or node.props.get("modal"))


def _is_hidden(node: ModelNode) -> bool:
    if "hidden" in node.attrs or node.props.get("hidden") or node.attrs.get("aria-hidden") == "true":
        return True
    if node.tag == "dialog" and not _open(node):
        return True
    return node.style.get("display") == "none"


def _by_id(document: Document, wanted: str) -> ModelNode | None:
    return next((n for n in document.root.walk() if n.attrs.get("id") == wanted), None)
