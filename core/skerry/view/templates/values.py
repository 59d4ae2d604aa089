"""What goes to the page for a value in a template, by where its hole stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from ...errors import RenderError
from ..attributes import attribute_text, check_properties
from ..nodes import Node
from .markup import Mixed

__all__ = ["NodesHere", "converter", "join", "takes_looking", "text_of"]

# Attributes that a browser follows or runs: https://html.spec.whatwg.org/multipage/indices.html#attributes-3
_URLS: Final = frozenset(
    "action background cite data formaction href longdesc manifest ping poster src xlink:href".split()
)
_HARMFUL: Final = re.compile(r"[\s\x00-\x1f]*(javascript|vbscript|data)[\s\x00-\x1f]*:", re.IGNORECASE)
_DROPPED: Final = dict.fromkeys(map(ord, "\t\n\r"))  # by browsers, anywhere in an address
_PICTURES: Final = re.compile(r"\s*data:(image/(?!svg)|audio/|video/)", re.IGNORECASE)
_SHOWN: Final = frozenset({str, int, float, bool, complex})


class NodesHere(Exception):
    """What stands in a text's place is no text: nodes, or a list of them."""


def text_of(value: Any) -> str:
    """A text; nothing in it is markup. Raises ``NodesHere``."""
    if value is None:
        return ""
    if type(value) in _SHOWN:
        return str(value)
    if isinstance(value, (Node, list, tuple)) or hasattr(value, "interpolations"):
        raise NodesHere
    return str(value)


def converter(tag: str, name: str) -> Callable[[Any], Any]:
    """What makes the page's value of an attribute, property (with its dot) or style of an element."""
    if name[0] == "." or name == "style":
        return lambda value: _checked(name, value)
    if name.lower() in _URLS:
        return lambda value: _url(tag, name, value)
    return _attribute(name)


def takes_looking(name: str) -> bool:
    """Whether even a text has to be looked at before it goes into an attribute or property; elsewhere a text is what it is."""
    return name[:1] == "." or name == "style" or name.lower() in _URLS


def join(parts: Mixed, values: Any) -> str:
    """The text of an attribute that is fixed in part."""
    return "".join(part if type(part) is str else attribute_text(values[part]) or "" for part in parts.parts)


def _attribute(name: str) -> Callable[[Any], str | None]:
    def text(value: Any) -> str | None:
        if value is None or value is False:
            return None
        if type(value) is str:
            return value
        return str(value) if type(value) is int else attribute_text(check_properties({name: value})[name])

    return text


def _checked(name: str, value: Any) -> Any:
    value = check_properties({name: value})[name]
    if name == "style":
        if value is not None and not hasattr(value, "items"):
            raise RenderError(f"style= takes a dict of CSS properties, not {value!r:.60}")
        return {prop: str(one) for prop, one in (value or {}).items() if one is not None}
    return value


def _url(tag: str, name: str, value: Any) -> str | None:
    text = _attribute(name)(value)
    plain = None if text is None else text.translate(_DROPPED)
    if text is not None and plain is not None and _HARMFUL.match(plain) and not (tag != "a" and _PICTURES.match(text)):
        raise RenderError(
            f"{name}= of <{tag}> was given {text[:60]!r}: an address that runs code, or brings a document along, is refused. "
            "For something to happen, write on_click={handler}"
        )
    return text
