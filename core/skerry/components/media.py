"""Pictures, sound and film, from an address or from bytes."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any, Final

from ..errors import RenderError
from ..events import ChosenFile, Event, SelectEvent
from ..view import Element
from ..view import element as place
from ..view.blobs import blob
from .common import Style, attributes, flag, one_of
from .semantic import Offers, by_argument, converted, part_of

__all__ = ["audio", "image", "picture_address", "place_points", "pointed", "video"]

_IMAGES: Final = (
    (b"\x89PNG", "image/png"), (b"\xff\xd8", "image/jpeg"), (b"GIF8", "image/gif"), (b"<svg", "image/svg+xml"),
    (b"<?xml", "image/svg+xml"), (b"BM", "image/bmp"),
)  # fmt: skip
_SOUNDS: Final = ((b"ID3", "audio/mpeg"), (b"OggS", "audio/ogg"), (b"fLaC", "audio/flac"), (b"\x1aE\xdf\xa3", "audio/webm"))
_FILMS: Final = ((b"OggS", "video/ogg"), (b"\x1aE\xdf\xa3", "video/webm"))
_SMALL: Final = 16 << 10
"""Bytes up to which a picture stands in the message itself."""


def image(
    source: object,
    *,
    alt: str,
    caption: str = "",
    width: int | None = None,
    height: int | None = None,
    lazy: bool = False,
    on_select: Any = None,
    points: Iterable[tuple[int, int]] = (),
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A picture: ``sk.image("pier.jpg", alt="The pier at low tide")``.

    source: an address; bytes of a PNG, JPEG, GIF, WebP or SVG; or what can be saved as one (a matplotlib figure, a Pillow
    image). alt: what it shows, for people who do not see it; an empty text where it only decorates. width, height: in pixels.
    on_select: a point of it is chosen, by a click, or by Enter once the arrow keys have moved a crosshair there (with Shift, by one
    pixel); a ``SelectEvent`` whose ``index`` is (x, y) in the picture's own pixels, however large it is shown. points: marked with
    numbers from 1, in the same pixels; for people who see the picture, so say them in words too.
    Raises ``RenderError`` for what is no picture.
    """
    attrs, on = attributes(
        "sk-image", class_, style, rest, src=picture_address(source, "image"), alt=alt, width=width, height=height,
        loading="lazy" if lazy else None,
    )  # fmt: skip
    if not caption:
        return _place_image(attrs, on, on_select, points, alt, key)
    made = place("figure", key=key, attrs={"class": "sk-figure"})
    with made:
        made.offers = _place_image(attrs, on, on_select, points, alt, None).offers
        place("figcaption", caption)
    return made


def _place_image(attrs: dict[str, Any], on: dict[str, Any] | None, on_select: Any, points: Any, alt: str, key: Any) -> Element:
    marks = [(int(x), int(y)) for x, y in points]
    if on_select is None and not marks:
        made = place("img", key=key, attrs=attrs, on=on)
        made.offers = by_argument("image", "select")
        return made
    if on_select is not None and not alt:
        raise RenderError("sk.image(on_select=...) needs alt: people who do not see the picture have to know what it is a point of")
    return place_points(lambda: place("img", attrs=attrs, on=on), on_select, marks, alt, key)


def place_points(make: Callable[[], object], on_select: Any, marks: list[tuple[int, int]], label: str, key: Any = None) -> Element:
    """An image of which points can be chosen, or are marked; ``make`` places it."""
    attrs: dict[str, Any] = {"class": "sk-points", "points": json.dumps(marks) if marks else None}
    on = None
    if on_select is not None:
        attrs |= {"role": "application", "aria-label": f"{label}: choose a point", "tabindex": 0}
        on = {"point": converted(on_select, "select", pointed)}
    made = place("sk-points", key=key, attrs=attrs, on=on)
    if on_select is not None:
        offers = Offers("select")
        offers.add("select", made, "point", pointed)
        made.offers = offers.by_name
    else:
        made.offers = by_argument("image", "select")
    with made:
        make()
        place("span", attrs={"class": "sk-points-own"})
    return made


def pointed(event: Event) -> SelectEvent:
    point = (part_of(event.payload, "x", int, "point"), part_of(event.payload, "y", int, "point"))
    return SelectEvent(type="select", key=event.key, target=event.target, payload=event.payload, index=point)


def audio(
    source: object,
    *,
    label: str,
    controls: bool = True,
    autoplay: bool = False,
    loop: bool = False,
    muted: bool = False,
    captions: str | bytes = "",
    language: str = "",
    preload: str = "metadata",
    mime: str = "",
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """Sound: ``sk.audio("bell.ogg", label="The ship's bell")``.

    source: an address, or bytes of a WAV, MP3, Ogg, FLAC, MP4 or WebM file; mime: what they are, where that cannot be told.
    label: what is heard. captions: the text in time, an address or the content of a WebVTT file, in ``language`` ("en").
    preload: none, metadata or auto. autoplay: browsers allow it once the person has done something on the page, or with ``muted``.
    on_play, on_pause, on_ended, on_time_update (several times a second; ``sk.listener(handler, throttle=1)`` hears less),
    on_seeked and on_volume_change get a ``MediaEvent`` with ``time`` and ``duration`` in seconds.
    """
    src = _media_address("audio", source, _SOUNDS, mime)
    more = _playing("audio", label, controls, autoplay, loop, muted, preload)
    attrs, on = attributes("sk-audio", class_, style, rest, src=src, **more)
    return _with_captions(place("audio", key=key, attrs=attrs, on=on), captions, language)


def video(
    source: object,
    *,
    label: str,
    controls: bool = True,
    autoplay: bool = False,
    loop: bool = False,
    muted: bool = False,
    poster: object = "",
    captions: str | bytes = "",
    language: str = "",
    preload: str = "metadata",
    width: int | None = None,
    height: int | None = None,
    mime: str = "",
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A film: ``sk.video("harbour.mp4", label="The harbour at dawn", captions="harbour.vtt", language="en")``.

    source: an address, or bytes of an MP4, WebM or Ogg file. poster: the picture until it plays, as ``image`` takes it.
    width, height: in pixels. The other arguments and events are those of ``audio``.
    """
    src = _media_address("video", source, _FILMS, mime)
    more: dict[str, Any] = {"src": src, "width": width, "height": height, "playsinline": True}
    if poster:
        more["poster"] = picture_address(poster, "video")
    more |= _playing("video", label, controls, autoplay, loop, muted, preload)
    attrs, on = attributes("sk-video", class_, style, rest, **more)
    return _with_captions(place("video", key=key, attrs=attrs, on=on), captions, language)


def _playing(tag: str, label: Any, controls: bool, autoplay: bool, loop: bool, muted: bool, preload: str) -> dict[str, Any]:
    """The attributes that sound and film share."""
    if not isinstance(label, str) or not label.strip():
        raise RenderError(f"sk.{tag}() needs a label, and {label!r} was given: it says what is heard or seen")
    one_of(tag, "preload", preload, ("none", "metadata", "auto"))
    flags = {"controls": flag(controls), "autoplay": flag(autoplay), "loop": flag(loop), ".muted": bool(muted)}
    return {"preload": preload, "aria-label": label, **flags}


def _with_captions(made: Element, captions: str | bytes, language: str) -> Element:
    if captions:
        content = not isinstance(captions, str) or captions.lstrip("\ufeff").startswith("WEBVTT")
        src = _text_address(captions) if content else captions
        track = {"kind": "captions", "src": src, "srclang": language or None, "label": language or "Captions", "default": True}
        with made:
            place("track", attrs=track)
    return made


def _text_address(captions: str | bytes) -> str:
    return blob(captions.encode() if isinstance(captions, str) else bytes(captions), "text/vtt")


def _media_address(tag: str, source: object, signatures: tuple[tuple[bytes, str], ...], mime: str) -> str:
    if isinstance(source, str):
        return source
    if isinstance(source, PurePath):
        return source.as_posix()
    if isinstance(source, ChosenFile):
        mime = mime or source.type
        source = source.read()
    if not isinstance(source, (bytes, bytearray, memoryview)):
        raise RenderError(f"sk.{tag}() was given {type(source).__name__}: it takes an address or bytes")
    data = source if isinstance(source, bytes) else bytes(source)
    found = mime or next((kind for signature, kind in signatures if data.startswith(signature)), "")
    if not found and data[4:8] == b"ftyp":
        found = f"{tag}/mp4"
    if not found and tag == "audio":
        found = "audio/wav" if data[:4] == b"RIFF" and data[8:12] == b"WAVE" else "audio/mpeg" if data[:1] == b"\xff" else ""
    if not found:
        raise RenderError(f"sk.{tag}() was given bytes that begin {data[:8]!r}: say with mime=\"{tag}/...\" what they are")
    return blob(data, found)


def picture_address(source: object, component: str) -> str:
    """The address of a picture: itself, a small one's ``data:``, or one that stands for its bytes."""
    if isinstance(source, str):
        return source
    if isinstance(source, PurePath):
        return source.as_posix()
    if isinstance(source, ChosenFile):
        source = source.read()
    if not isinstance(source, (bytes, bytearray, memoryview)):
        source = _saved(source, component)
    data = source if isinstance(source, bytes) else bytes(source)
    kind = _type(data, component)
    return f"data:{kind};base64,{base64.b64encode(data).decode()}" if len(data) <= _SMALL else blob(data, kind)


def _type(data: bytes, component: str) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    start = data[:64].lstrip()
    found = next((kind for signature, kind in _IMAGES if start.startswith(signature)), None)
    if found is None:
        known = "PNG, JPEG, GIF, WebP, AVIF, BMP or SVG"
        raise RenderError(f"sk.{component}() was given bytes that begin {data[:8]!r}: they are no {known}")
    return found


def _saved(source: Any, component: str) -> bytes:
    import io

    target = io.BytesIO()
    if hasattr(source, "savefig"):
        source.savefig(target, format="png", bbox_inches="tight")
    elif hasattr(source, "save"):
        source.save(target, format="PNG")
    else:
        given = f"sk.{component}() was given {type(source).__name__}"
        raise RenderError(f"{given}: it takes an address, bytes, a figure or a Pillow image")
    return target.getvalue()
