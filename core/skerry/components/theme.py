"""``theme``: the few choices that change how everything looks."""

from __future__ import annotations

import colorsys
import re
from typing import Any, Final

from ..errors import RenderError
from ..view import command
from .common import length, one_of

__all__ = ["theme"]

_MODES: Final = ("auto", "light", "dark")
_DENSITIES: Final = {"compact": "0.8", "normal": "1", "spacious": "1.25"}
_HEX: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
# What an accent may stand on that is nearest to it: a hovered row of what is sunken in a light page, or raised in a dark one.
_PAPER: Final = (0.906, 0.910, 0.922)
_NIGHT: Final = (0.188, 0.204, 0.227)
_CONTRAST: Final = 4.6  # a little over what WCAG AA asks for text


def theme(
    *,
    accent: str | None = None,
    font: str | None = None,
    radius: str | float | None = None,
    mode: str = "auto",
    density: str = "normal",
) -> None:
    """Choose how the app looks; call it in a page: ``sk.theme(accent="#0a7d5a", radius=4)``.

    accent: a colour. One in hex (``#0a7d5a``) is made lighter or darker until it can be read on a light and on a dark page;
    any other CSS colour is taken as it is. font: a CSS list of fonts. radius: of corners, in pixels or as a CSS length.
    mode: auto follows the system. density: compact, normal or spacious. Raises ``RenderError`` for what is none of these.
    """
    css: dict[str, str] = {}
    if accent is not None:
        css |= _accents(accent)
    if font is not None:
        css["--sk-font"] = font
    if radius is not None:
        css["--sk-radius"] = length(radius) or "0"
    if density != "normal":
        css["--sk-density"] = _DENSITIES[one_of("theme", "density", density, _DENSITIES)]
    command("theme", vars=css, mode=one_of("theme", "mode", mode, _MODES))


def _accents(accent: str) -> dict[str, str]:
    if accent.startswith("#"):
        if not _HEX.fullmatch(accent):
            raise RenderError(f"sk.theme(accent={accent!r}): a colour in hex has 3 or 6 digits, as in #0a7d5a")
        light, dark = _readable(accent, _PAPER), _readable(accent, _NIGHT)
        return {"--sk-accent-light": light, "--sk-accent-dark": dark}
    return {"--sk-accent-light": accent, "--sk-accent-dark": accent}


Colour = tuple[float, float, float]


def _readable(text: str, background: Colour) -> str:
    """The colour, made darker or lighter step by step until it stands out from a background."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parse(text))
    step, end = (-0.02, 0.0) if _luminance(background) > 0.5 else (0.02, 1.0)
    while _contrast(found := colorsys.hls_to_rgb(hue, lightness, saturation), background) < _CONTRAST and lightness != end:
        lightness = min(1.0, max(0.0, lightness + step))
    return "#" + "".join(f"{round(part * 255):02x}" for part in found)


def _parse(text: str) -> Colour:
    digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
    parts: Any = tuple(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return parts  # type: ignore[no-any-return]


def _luminance(colour: Colour) -> float:
    """As WCAG defines it."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _contrast(one: Colour, other: Colour) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
