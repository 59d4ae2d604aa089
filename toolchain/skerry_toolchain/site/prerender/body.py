"""What stands in a document for an app."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

__all__ = ["SKELETON", "Part", "Placed"]

_SIDEBAR: Final = re.compile(r'<section\b[^>]*\bclass="sk-sidebar\b')
"""At the page's start, where it belongs; surface.js knows it elsewhere, too."""

SKELETON: Final = (
    '<div class="sk-skeleton" aria-hidden="true">'
    + "".join(f'<span class="sk-skeleton-{kind}"></span>' for kind in ("title", "line", "line", "block", "line"))
    + "</div>\n"
)
"""A calm placeholder of about a page's size."""


@dataclass(frozen=True, slots=True)
class Part:
    """A rendered page, and what the session that takes it over is told of it."""

    html: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """One ``<py-app>``. attributes: besides those that the document gives it. part: its rendered page; a placeholder
    without one."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    part: Part | None = None

    def html(self, attributes: Mapping[str, str], styles: tuple[str, ...] = ()) -> str:
        """The element. With the attribute ``shadow``, its page stands in a shadow root with these style sheets."""
        own = {**attributes, **self.attributes}
        if self.part is not None:
            own |= {"data-state": "prerendered", "aria-busy": "true"}
        written = "".join(f' {name}="{escape(value)}"' if value else f" {name}" for name, value in own.items())
        return f"<py-app{written}>{self._inside('shadow' in own, styles)}</py-app>\n"

    def _inside(self, shadow: bool, styles: tuple[str, ...]) -> str:
        if self.part is None:
            return f"\n{SKELETON}"
        mark = escape(self.part.data["prefix"])
        beside = " sk-beside" if _SIDEBAR.match(self.part.html) else ""
        page = f'<div class="sk-shell"></div><div class="sk-app{beside}" data-sk-page="{mark}">{self.part.html}</div>'
        if shadow:
            links = "".join(f'<link rel="stylesheet" href="{escape(style)}">' for style in styles)
            page = f'<template shadowrootmode="open">{links}{page}</template>'
        data = json.dumps(self.part.data, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
        return f'{page}<script type="application/json">{data}</script>'
