"""Images."""

from __future__ import annotations

import base64
from pathlib import PurePath
from typing import Any, Final

from ..errors import RenderError
from ..view import Element
from ..view import element as place
from .common import Style, attributes

__all__ = ["image"]

_SIGNATURES: Final = (
    (b"\x89PNG", "image/png"), (b"\xff\xd8", "image/jpeg"), (b"GIF8", "image/gif"), (b"<svg", "image/svg+xml"),
    (b"<?xml", "image/svg+xml"), (b"BM", "image/bmp"),
)  # fmt: skip


def image(
    source: object,
    *,
    alt: str,
    caption: str = "",
    width: int | None = None,
    height: int | None = None,
    lazy: bool = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A picture: ``sk.image("pier.jpg", alt="The pier at low tide")``.

    source: an address; bytes of a PNG, JPEG, GIF, WebP or SVG; or what can be saved as one (a matplotlib figure, a Pillow
    image). alt: what it shows, for people who do not see it; an empty text where it only decorates. width, height: in pixels.
    Raises ``RenderError`` for what is no picture.
    """
    attrs, on = attributes(
        "sk-image", class_, style, rest, src=_address(source), alt=alt, width=width, height=height, loading="lazy" if lazy else None
    )
    if not caption:
        return place("img", key=key, attrs=attrs, on=on)
    made = place("figure", key=key, attrs={"class": "sk-figure"})
    with made:
        place("img", attrs=attrs, on=on)
        place("figcaption", caption)
    return made


def _address(source: object) -> str:
    if isinstance(source, str):
        return source
    if isinstance(source, PurePath):
        return source.as_posix()
    data = source if isinstance(source, bytes) else _saved(source)
    return f"data:{_type(data)};base64,{base64.b64encode(data).decode()}"


def _type(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    start = data.lstrip()[:8]
    found = next((kind for signature, kind in _SIGNATURES if start.startswith(signature)), None)
    if found is None:
        raise RenderError(f"sk.image() was given bytes that begin {data[:8]!r}: they are no PNG, JPEG, GIF, WebP, BMP or SVG")
    return found


def _saved(source: Any) -> bytes:
    import io

    target = io.BytesIO()
    if hasattr(source, "savefig"):
        source.savefig(target, format="png", bbox_inches="tight")
    elif hasattr(source, "save"):
        source.save(target, format="PNG")
    else:
        raise RenderError(f"sk.image() was given {type(source).__name__}: it takes an address, bytes, a figure or a Pillow image")
    return target.getvalue()
