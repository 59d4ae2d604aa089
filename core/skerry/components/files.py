"""Files of the person's: taken in by a drop zone, and saved to the person's disk."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Sequence
from typing import Any

from ..errors import HandlerError, RenderError
from ..events import ChosenFile, ClickEvent, DeleteEvent, Event, chosen_file
from ..handlers import Listener, listener
from ..handlers.kinds import kind_of
from ..session.context import current_session
from ..session.download import download as download_data
from ..session.on import Outlet
from ..view import Element, listen
from ..view import element as place
from .buttons import button
from .common import Style, attributes
from .field import Field, start
from .semantic import Offers, as_it_is, converted, meaning, no_change, part_of, several

__all__ = ["check_limits", "download_button", "limits", "patient", "place_zone", "size_text", "upload"]


def upload(
    label: str,
    *,
    multiple: bool = False,
    accept: str = "",
    max_size: int | None = None,
    max_files: int | None = None,
    on_upload: Any = None,
    on_delete: Any = None,
    help: str = "",
    error: str = "",
    disabled: bool = False,
    label_hidden: bool = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A place for files, which are chosen, dropped or pasted: ``sk.upload("Photos", multiple=True, on_upload=keep)``.

    accept: endings or MIME types, separated by commas (".csv, image/*"). max_size: bytes of one file. max_files: how many the list
    may hold, with ``multiple``. Files that do not fit are refused in the page before anything is read, with a message below; the
    others go on. on_upload: an ``UploadEvent`` with the ``files`` of one gesture; see ``ChosenFile`` for reading large ones.
    on_delete: a ``DeleteEvent`` when the person takes a file out of the list: ``index`` is its place there, ``value`` the
    ``ChosenFile``. Another ``key`` begins an empty list.
    """
    check_limits("upload", multiple, max_size, max_files)
    no_change("upload", rest, "on_upload and on_delete tell of what people do, and no handler can put files there")
    field = start("upload", label, rest, help, error, disabled, False, label_hidden, key, class_, style)
    on = {"upload": patient(on_upload), "delete": converted(on_delete, "delete", _deleted)}
    said = limits(accept, max_size, max_files)
    own = {"max-size": max_size, "max-files": max_files}
    return field.place(lambda: _place_upload(field, rest, own, on, accept, multiple, said))


def _place_upload(
    field: Field, rest: dict[str, Any], own: dict[str, Any], on: dict[str, Any], accept: str, multiple: bool, limits: str
) -> Element:
    attrs, more = attributes("sk-upload", "", None, rest, **own)
    heard = {**(more or {}), **{name: found for name, found in on.items() if found}}
    made = place("sk-upload", key=field.key, attrs=attrs, on=heard)
    with made:
        place_zone(field, accept, multiple, limits)
        place("div", attrs={"class": "sk-upload-own"})
    offers = Offers("upload", "delete")
    offers.add("upload", made, "upload", as_it_is)
    offers.add("delete", made, "delete", _deleted)
    made.offers = offers.by_name
    return made


def place_zone(field: Field, accept: str, multiple: bool, limits: str, sources: Sequence[str] = ("upload", "paste")) -> None:
    """The zone itself. A file input lies over all of it, unseen: it is what takes the focus, the click and the key."""
    attrs, _ = field.control("sk-zone-input", {}, type="file", accept=accept or None, multiple=multiple or None)
    if limits:
        attrs["aria-describedby"] = f"{attrs.get('aria-describedby', '')} {field.id}-limits".strip()
    with place("div", attrs={"class": "sk-zone"}):
        place("input", attrs=attrs)
        if "upload" in sources:
            said = "Choose files" if multiple else "Choose a file"
            place("span", said, attrs={"class": "sk-button sk-secondary", "aria-hidden": "true"})
        hint = "Paste here" if "upload" not in sources else "or drop or paste here" if "paste" in sources else "or drop here"
        place("span", hint, attrs={"class": "sk-zone-hint", "aria-hidden": "true"})
        if limits:
            place("span", limits, attrs={"class": "sk-zone-limits", "id": f"{field.id}-limits"})


def download_button(
    label: object,
    data: bytes | str | Callable[..., Any],
    name: str,
    mime: str = "",
    on_download: Any = None,
    **rest: Any,
) -> Element:
    """A button that saves a file: ``sk.download_button("Save", make_report, "report.csv")``.

    data: bytes, a text (saved as UTF-8), or a function that makes one of them when the button is clicked; it is called as handlers
    are, with the state that it asks for, and may be async. name: of the file. mime: its MIME type, by default as the name ends.
    on_download: a ``DownloadEvent`` once the browser has been given the file; whether the person keeps it, nobody is told.
    The other arguments are those of ``button``.
    """
    [save] = meaning(listener(_saver(data, name, mime)), "download", name=name)

    def following(then: list[Listener]) -> Listener:
        made = save
        for one in then:
            made = made.success(one)
        return made

    own = several(on_download)
    placed = button(label, on_click=following(own), **rest)

    def put(more: list[Listener]) -> None:
        listen(placed, "click", [following([*own, *more]), *several((placed.listeners or {})["click"])[1:]])

    placed.offers = {"download": Outlet(put)}
    return placed


def _saver(data: Any, name: str, mime: str) -> Callable[..., Any]:
    """The handler of a click: makes the data and saves it."""
    if not callable(data):
        if not isinstance(data, (bytes, bytearray, memoryview, str)):
            raise RenderError(f"sk.download_button({name!r}) was given {type(data).__name__}: it takes bytes, a text or a function")

        def save_data() -> None:
            download_data(name, data, mime)

        return save_data
    kind = kind_of(data)
    if "generator" in kind:
        raise RenderError(f"sk.download_button({name!r}): the function that makes the data gives it with return, not with yield")

    def made() -> Any:
        return current_session("sk.download_button()").runs.call(data, ClickEvent(type="click"))

    async def save_awaited() -> None:
        download_data(name, await made(), mime)

    def save_made() -> None:
        found = made()
        if inspect.isawaitable(found):
            if inspect.iscoroutine(found):
                found.close()
            raise HandlerError(f"sk.download_button({name!r}): the function gave something to await. Make it an async def")
        download_data(name, found, mime)

    return save_awaited if inspect.iscoroutinefunction(data) else save_made


def patient(on: Any) -> list[Listener]:
    """Listeners to files: plain functions are started so that they can be suspended while a large file is read."""
    return [
        dataclasses.replace(one, blocking=True) if one.blocking is None and kind_of(one.handler) == "sync" else one
        for one in several(on)
    ]


def _deleted(event: Event) -> DeleteEvent:
    index, files = part_of(event.payload, "index", int, "delete"), part_of(event.payload, "files", list, "delete")
    file: ChosenFile = chosen_file("delete", files[0] if files else None, current_session("sk.upload()").host)
    return DeleteEvent(type="delete", key=event.key, target=event.target, payload=event.payload, index=index, value=file)


def check_limits(component: str, multiple: bool, max_size: Any, max_files: Any) -> None:
    for name, value in (("max_size", max_size), ("max_files", max_files)):
        if value is not None and (type(value) is not int or value < 1):
            raise RenderError(f"sk.{component}({name}={value!r}): a whole number from 1 up, or None for no limit")
    if max_files is not None and not multiple:
        raise RenderError(f"sk.{component}(max_files={max_files}) is for several files: pass multiple=True too")


def limits(accept: str, max_size: int | None, max_files: int | None) -> str:
    """What fits, in words."""
    said = []
    if max_files is not None:
        said.append(f"up to {max_files} file{'s' * (max_files != 1)}")
    if max_size is not None:
        said.append(f"up to {size_text(max_size)}{' each' * (max_files is not None)}")
    if accept:
        said.append(", ".join(one.strip().removesuffix("/*") for one in accept.split(",")))
    text = "; ".join(said)
    return text[:1].upper() + text[1:]


def size_text(count: float) -> str:
    """A size as people read it: ``1.5 MB`` is one and a half million bytes."""
    units = ["bytes", "kB", "MB", "GB", "TB"]
    unit = 0
    while count >= 999.5 and unit < len(units) - 1:
        count /= 1000
        unit += 1
    digits = f"{count:.1f}".removesuffix(".0") if unit and count < 99.95 else f"{count:.0f}"
    return f"{digits} {'byte' if not unit and count == 1 else units[unit]}"
