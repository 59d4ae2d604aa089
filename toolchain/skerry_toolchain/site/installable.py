"""What makes a site installable: a web app manifest, icons, and the colours of the window around it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Any, Final

from .icons import png_icon, svg_icon
from .output import Output

__all__ = ["AT_ONCE", "LATER", "Installable", "write_installable"]

MANIFEST: Final = "manifest.webmanifest"
AT_ONCE: Final = 'rel="manifest"'
LATER: Final = 'rel="skerry-manifest"'
"""What stands for it in documents with an app: browsers fetch a manifest and its icons while the page is being loaded,
and examine them, so it is named once the app is there (offline.js)."""

_ACCENT: Final = "#2457c5"
_PAPER: Final = {"light": "#ffffff", "dark": "#191b1f"}
"""As in skerry.css."""

_NO_THEME: Final[Mapping[str, Any]] = MappingProxyType({})
_HEX: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


@dataclass(frozen=True, slots=True)
class Installable:
    """Names of files in a site. mode: light or dark where the app is always so."""

    manifest: str
    icon: str
    touch_icon: str
    mode: str

    def links(self, up: str, *, later: bool = False) -> str:
        """What a document's head has of it. up: the way to the site's folder. later: the manifest is named once the app is."""
        colours = [(mode, colour) for mode, colour in _PAPER.items() if self.mode in ("", mode)]
        media = {mode: "" if self.mode else f' media="(prefers-color-scheme: {mode})"' for mode in _PAPER}
        themes = "".join(f'<meta name="theme-color" content="{colour}"{media[mode]}>\n' for mode, colour in colours)
        return (
            f'<link {LATER if later else AT_ONCE} href="{escape(up + self.manifest)}">\n'
            f'<link rel="apple-touch-icon" href="{escape(up + self.touch_icon)}">\n{themes}'
        )


def write_installable(output: Output, title: str, description: str = "", theme: Mapping[str, Any] = _NO_THEME) -> Installable:
    """Write the manifest and the icons. theme: the arguments of ``sk.theme``, as an app's script block has them."""
    accent = str(theme.get("accent", ""))
    accent = accent if _HEX.fullmatch(accent) else _ACCENT
    mode = theme.get("mode") if theme.get("mode") in _PAPER else ""
    vector = output.write_hashed("icons/icon.svg", svg_icon(accent))
    pixels = {size: output.write_hashed(f"icons/icon-{size}.png", png_icon(accent, size)) for size in (192, 512)}
    masked = output.write_hashed("icons/maskable-512.png", png_icon(accent, 512, full=True))
    touch = output.write_hashed("icons/touch-180.png", png_icon(accent, 180, full=True))
    manifest = {
        "name": title,
        **({"description": description} if description else {}),
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "theme_color": accent,
        "background_color": _PAPER[mode or "light"],
        "icons": [
            {"src": vector, "type": "image/svg+xml", "sizes": "any"},
            *({"src": name, "type": "image/png", "sizes": f"{size}x{size}"} for size, name in pixels.items()),
            {"src": masked, "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
        ],
    }
    output.write(MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False))
    return Installable(MANIFEST, vector, touch, mode or "")
