"""The style sheet of a rendered page: the app's own rules, its theme, and what elements say of their style.

Under a strict policy a document has no style attributes. Elements carry ``data-style`` instead, and a rule for each text
of it stands in a file; when the
page is taken over, the styles move to the elements, and the rules, which name an attribute that is gone, rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any, Final

__all__ = ["style_sheet"]

_STYLED: Final = re.compile(r' data-style="([^"]*)"')
_STRINGS: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'')
_OUT_OF_PLACE: Final = re.compile(r"[{};<>\"'\\]|/\*")
_IMPORTANT: Final = re.compile(r"\s*!\s*important\s*$")
_RELATIVE: Final = re.compile(r"url\(\s*[\"']?(?!data:|[a-z]+:|/|#)", re.IGNORECASE)
"""An address that is meant from the document: in a file it would be another one, so these rules come with Python."""
_NAME: Final = re.compile(r"-?-?[a-zA-Z_][\w-]*")


def style_sheet(own: Iterable[str], parts: Iterable[tuple[str, str, Mapping[str, Any] | None]]) -> str:
    """own: the app's style rules. parts: for each time that the app stands in the document, the mark of its root, its HTML, and the
    arguments of its ``theme`` command."""
    rules = [text for text in own if not _RELATIVE.search(text)]
    said: dict[str, None] = {}
    for mark, html, theme in parts:
        if variables := _declarations((theme or {}).get("vars", {})):
            rules.append(f'[data-sk-page="{mark}"]{{{variables}}}')
        said.update(dict.fromkeys(_STYLED.findall(html)))
    for text in said:
        style = unescape(text)
        declarations = _declarations(json.loads(style) if style.startswith("{") else _parsed(style))
        if declarations:
            rules.append(f"[data-style={_string(style)}]{{{declarations}}}")
    return "\n".join(rules) + "\n" if rules else ""


def _declarations(style: Mapping[str, str]) -> str:
    """As strong as what stands at an element itself. What is no plain value waits for the page's own script."""
    return ";".join(
        f"{name}:{_IMPORTANT.sub('', value)}!important"
        for name, value in style.items()
        if _NAME.fullmatch(name) and _is_plain(value)
    )


def _is_plain(value: str) -> bool:
    bare = _STRINGS.sub("", _IMPORTANT.sub("", value))
    return bool(value.strip()) and not _OUT_OF_PLACE.search(bare) and bare.count("(") == bare.count(")")


def _parsed(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


def _string(text: str) -> str:
    """As CSS writes a string."""
    escaped = re.sub(r'["\\\n\r\f]', lambda found: f"\\{ord(found[0]):x} ", text)
    return f'"{escaped}"'
