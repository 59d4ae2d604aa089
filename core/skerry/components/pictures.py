"""Pictures that people give, from their disk, the clipboard or the camera, and what the microphone hears."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from ..errors import RenderError
from ..events import ChosenFile, ClearEvent, Event, UploadEvent, chosen_file
from ..session.context import current_session
from ..view import Element
from ..view import element as place
from .common import Style, attributes, flag, one_of
from .field import Field, start
from .files import check_limits, limits, patient, place_zone
from .media import picture_address, place_points, pointed
from .semantic import Offers, as_it_is, check_handlers, converted, no_change, part_of, shows

__all__ = ["image_input", "microphone", "webcam"]

_SOURCES: Final = ("upload", "paste", "webcam")
_KINDS: Final = "image/*"


def image_input(
    label: str,
    *,
    value: object = None,
    alt: str = "",
    on_upload: Any = None,
    on_select: Any = None,
    on_clear: Any = None,
    on_change: Any = None,
    points: Iterable[tuple[int, int]] = (),
    sources: Sequence[str] = _SOURCES,
    accept: str = _KINDS,
    max_size: int | None = None,
    help: str = "",
    error: str = "",
    disabled: bool = False,
    label_hidden: bool = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A picture that the person gives: ``sk.image_input("Photo", value=state.photo, on_upload=keep, on_clear=drop)``.

    value: what is shown, as ``image`` takes it (bytes, most often); None shows a place to choose, drop or paste one, and a camera.
    on_upload: an ``UploadEvent``; ``event.file.read()`` is what to show next. on_select, points: as of ``image``. on_clear: a
    ``ClearEvent`` with the ``value`` that was shown; without it there is no button for that. on_change: another picture is shown,
    or none, whoever has changed that: a ``ChangeEvent`` with the ``value``. sources: where pictures may come
    from: ``"upload"`` (chosen or dropped), ``"paste"``, ``"webcam"``. alt: what the picture shows, by default the label.
    max_size: in bytes.
    """
    for source in sources:
        one_of("image_input", "sources", source, _SOURCES)
    if isinstance(sources, str) or not sources:
        raise RenderError(f"sk.image_input(sources={sources!r}): a list with some of {', '.join(map(repr, _SOURCES))}")
    check_limits("image_input", False, max_size, None)
    check_handlers(upload=on_upload, select=on_select, clear=on_clear)
    field = start("image_input", label, rest, help, error, disabled, False, label_hidden, key, class_, style)
    on = {"upload": patient(on_upload)} if on_upload is not None else {}
    takes = "upload" in sources or "paste" in sources
    offers = Offers("upload", "select", "clear")
    closed = {name: None if source in sources else "none" for name, source in (("paste", "paste"), ("drop", "upload"))}
    own = {"max-size": max_size, "list": "none", **closed}
    attrs, more = attributes("sk-upload sk-image-input", "", None, rest, **own)
    with field.frame():
        if takes and (value is None or "upload" in sources):
            field.place_label()
        else:
            place("span", label, attrs={"class": "sk-label sk-hidden" if label_hidden else "sk-label"})
        made = place("sk-upload", key=key, attrs=attrs, on={**(more or {}), **on} if takes else more)
        if takes:
            offers.add("upload", made, "upload", as_it_is)
        with made:
            if value is None:
                if takes:
                    place_zone(field, accept, False, limits("" if accept == _KINDS else accept, max_size, None), sources)
            else:
                _place_picture(field, value, alt or label, on_select, points, accept, "upload" in sources, on_clear, offers)
            place("div", key="own", attrs={"class": "sk-upload-own"})
            if "webcam" in sources and value is None:
                taken = converted(patient(on_upload), "upload", _taken)
                camera = _place_webcam(f"{label}: camera", field.disabled, {"capture": taken} if taken else None, "webcam")
                offers.add("upload", camera, "capture", _taken)
        made.offers = offers.by_name
        shows(made, value, value, on_change)
        field.place_notes()
    return made


def _place_picture(
    field: Field, value: object, alt: str, on_select: Any, points: Any, accept: str, takes: bool, on_clear: Any, offers: Offers
) -> None:
    src = picture_address(value, "image_input")
    shown = {"class": "sk-image", "src": src, "alt": alt}
    marks = [(int(x), int(y)) for x, y in points]
    if on_select is None and not marks:
        place("img", key="picture", attrs=shown)
    else:
        offers.add("select", place_points(lambda: place("img", attrs=shown), on_select, marks, alt, "picture"), "point", pointed)
    with place("div", key="tools", attrs={"class": "sk-image-tools"}):
        if takes:
            named = {"aria-label": f"Replace {field.label}"}
            attrs, _ = field.control("sk-zone-input", {}, type="file", accept=accept or None, **named)
            with place("span", attrs={"class": "sk-replace"}):
                place("input", attrs=attrs)
                place("span", "Replace", attrs={"class": "sk-button sk-secondary", "aria-hidden": "true"})
        if on_clear is not None:
            clear = lambda event: ClearEvent(type="clear", key=event.key, target=event.target, value=value)
            own = {"type": "button", "aria-label": f"Clear {field.label}", "disabled": flag(field.disabled)}
            on = {"click": converted(on_clear, "clear", clear)}
            button = place("button", "Clear", attrs={"class": "sk-button sk-quiet", **own}, on=on)
            offers.add("clear", button, "click", clear)


def webcam(
    label: str,
    *,
    on_capture: Any = None,
    facing: str = "user",
    disabled: bool = False,
    label_hidden: bool = False,
    help: str = "",
    error: str = "",
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A camera: ``sk.webcam("Your face", on_capture=keep)``.

    The person starts it with a button, upon which the browser asks whether the page may use it; a refusal, or no camera, is said
    below. on_capture: a ``CaptureEvent`` for each picture taken: ``event.image`` is its PNG bytes, ``width`` and ``height`` are
    in pixels. facing: ``"user"`` or, on phones, ``"environment"``. The camera is off as soon as this leaves the page.
    """
    no_change("webcam", rest, "on_capture tells of pictures that are taken")
    one_of("webcam", "facing", facing, ("user", "environment"))
    field = start("webcam", label, rest, help, error, disabled, False, label_hidden, key, class_, style)
    attrs, on = attributes("", "", None, rest, **field.described())
    with field.frame():
        place("span", label, attrs={"class": "sk-label sk-hidden" if label_hidden else "sk-label", "aria-hidden": "true"})
        taken = {"capture": patient(on_capture)} if on_capture is not None else {}
        made = _place_webcam(label, disabled, {**(on or {}), **taken}, key, facing, attrs)
        offers = Offers("capture")
        offers.add("capture", made, "capture", as_it_is)
        made.offers = offers.by_name
        field.place_notes()
    return made


def microphone(
    label: str,
    *,
    on_record: Any = None,
    disabled: bool = False,
    label_hidden: bool = False,
    help: str = "",
    error: str = "",
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A microphone: ``sk.microphone("Your voice", on_record=keep)``.

    The person starts it with a button, upon which the browser asks whether the page may use it, and stops it with the same one.
    on_record: an ``UploadEvent`` whose ``file`` is the recording, as the browser makes it (WebM in Chromium and Firefox, MP4 in
    Safari): ``sk.audio(event.file.read(), ...)`` plays it. It stops, and the recording is dropped, when this leaves the page.
    """
    no_change("microphone", rest, "on_record tells of recordings")
    field = start("microphone", label, rest, help, error, disabled, False, label_hidden, key, class_, style)
    own = {"role": "group", "aria-label": label, "disabled": flag(disabled), **field.described()}
    attrs, on = attributes("sk-webcam", "", None, rest, **own)
    with field.frame():
        place("span", label, attrs={"class": "sk-label sk-hidden" if label_hidden else "sk-label", "aria-hidden": "true"})
        taken = {"upload": converted(patient(on_record), "record", as_it_is)} if on_record is not None else {}
        made = place("sk-microphone", key=key, attrs=attrs, on={**(on or {}), **taken} or None)
        offers = Offers("record")
        offers.add("record", made, "upload", as_it_is)
        made.offers = offers.by_name
        field.place_notes()
    return made


def _place_webcam(
    label: str, disabled: bool, on: dict[str, Any] | None, key: Any, facing: str = "user", attrs: dict[str, Any] | None = None
) -> Element:
    own = {"class": "sk-webcam", "role": "group", "aria-label": label, "facing": facing, "disabled": flag(disabled)}
    return place("sk-webcam", key=key, attrs={**(attrs or {}), **own}, on=on or None)


def _taken(event: Event) -> UploadEvent:
    """A picture of the camera as one that was uploaded."""
    host = current_session("sk.image_input()").host
    files: list[ChosenFile] = [chosen_file("capture", item, host) for item in part_of(event.payload, "files", list, "capture")]
    return UploadEvent(type="upload", key=event.key, target=event.target, payload=event.payload, files=files)

