"""Which elements a test means: by name, role, label, text, key or tag."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from .dom import Document, ModelNode
from .roles import hidden, labelled_by, name_of, role_of, text_of

__all__ = ["match", "names"]


def match(nodes: Iterator[ModelNode], wanted: Mapping[str, Any], document: Document) -> list[ModelNode]:
    """The visible elements that have all that is wanted, the innermost of nested ones."""
    found = [n for n in nodes if n.tag not in ("#text", "#root") and _is(n, wanted, document) and not hidden(n)]
    if "name" in wanted:
        found = _without_labels(found, document)
    inner = {id(above) for n in found for above in _above(n)}
    return [n for n in found if id(n) not in inner]


def names(top: ModelNode, document: Document) -> list[str]:
    """What there is to be found, for messages."""
    seen = (name_of(n, document) for n in top.walk() if role_of(n) or n.tag == "input")
    return list(dict.fromkeys(name for name in seen if name))


def _without_labels(found: list[ModelNode], document: Document) -> list[ModelNode]:
    """Who says a label's text means what it labels, where that was found too."""
    labels = {id(n): label for n in found if (label := _label(n, document)) is not None}
    parts = {id(part) for label in labels.values() for part in label.walk()}
    return [n for n in found if id(n) in labels or id(n) not in parts]


def _label(node: ModelNode, document: Document) -> ModelNode | None:
    if node.tag in _CAPTIONS:
        return next((child for child in node.children if child.tag == _CAPTIONS[node.tag]), None)
    return labelled_by(node, document)


def _is(node: ModelNode, wanted: Mapping[str, Any], document: Document) -> bool:
    return all(_TESTS[what](node, value, document) for what, value in wanted.items())


def _called(node: ModelNode, wanted: str, document: Document) -> bool:
    return wanted in (name_of(node, document), text_of(node))


def _labelled(node: ModelNode, wanted: str, document: Document) -> bool:
    if node.tag not in _LABELLED:
        return False
    if "aria-label" in node.attrs or "aria-labelledby" in node.attrs or labelled_by(node, document) is not None:
        return name_of(node, document) == wanted
    return node.tag == "fieldset" and name_of(node, document) == wanted


def _above(node: ModelNode) -> Iterator[ModelNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


_LABELLED: Final = frozenset("input select textarea button output progress fieldset table dialog".split())

_CAPTIONS: Final = {"fieldset": "legend", "table": "caption", "figure": "figcaption"}

_TESTS: Final[dict[str, Callable[[ModelNode, Any, Document], bool]]] = {
    "name": _called,
    "role": lambda node, value, document: role_of(node) == value,
    "label": _labelled,
    "text": lambda node, value, document: value in text_of(node),
    "tag": lambda node, value, document: node.tag == value,
}
