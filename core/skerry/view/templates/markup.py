"""The markup of a template: static text with holes in it, read once, as nodes that say what each hole is.

A hole's meaning comes from where it stands: a text, an attribute (or a part of one), a property, a style, an event, a key.

    t'<li class="row {kind}" on_click={pick}>{label}</li>'
    Tag("li", [Fixed..., Attribute("class", ["row ", 0]), Event("click", 1)], [Hole(2)])
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final, NoReturn

from ...errors import RenderError, nearest
from ...events import EVENTS
from ..attributes import VOID, keep_from_sending

__all__ = ["Hole", "Mixed", "Tag", "read"]

# A hole in the text that the parser sees: noncharacters, which no text has.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_HOLE: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_RAW: Final = ("script", "style")
_NEW_LINE: Final = re.compile(r"^\s*\n\s*|\s*\n\s*$")


@dataclass(frozen=True, slots=True)
class Hole:
    """One interpolation, by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class Mixed:
    """A text that is made of several: fixed ones and interpolations, by number."""

    parts: tuple[str | int, ...]


@dataclass(slots=True)
class Tag:
    """An element. attrs: name to a text, True (present and empty), a hole or mixed parts; on: event to hole."""

    name: str
    attrs: dict[str, Any] = field(default_factory=dict)
    on: dict[str, Hole] = field(default_factory=dict)
    key: Hole | str | None = None
    children: list[Any] = field(default_factory=list)


def read(strings: tuple[str, ...]) -> list[Tag | str | Hole]:
    """The nodes at the top of a template, given the texts between its interpolations. Raises ``RenderError``."""
    text = strings[0] + "".join(f"{_OPEN}{n}{_CLOSE}{after}" for n, after in enumerate(strings[1:]))
    reader = _Reader(text)
    reader.check_names()
    reader.feed(text)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self._text = text
        self._top: list[Any] = []
        self._open: list[Tag] = []

    def check_names(self) -> None:
        if f"<{_OPEN}" in self._text or f"</{_OPEN}" in self._text:
            self._wrong("{…} stands for a tag's name; name the tag, or use sk.element()")

    def finished(self) -> list[Any]:
        if self._open:
            self._wrong(f"<{self._open[-1].name}> is not closed")
        return self._top

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = self._tag(attrs)
        if made.name not in VOID:
            self._open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(attrs)
        self.clear_cdata_mode()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].name.lower() != tag:
            inside = f"<{self._open[-1].name}> is open" if self._open else "nothing is open"
            self._wrong(f"</{tag}> closes nothing: {inside}")
        self._open.pop()

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else None
        if inside is not None and inside.name in _RAW and _OPEN in data:
            self._wrong(f"{{…}} stands inside <{inside.name}>, whose text cannot be escaped")
        as_written = any(tag.name == "pre" for tag in self._open)
        for part in _parts(data if as_written else _NEW_LINE.sub("", data)):
            self._children().append(Hole(part) if isinstance(part, int) else part)

    def handle_comment(self, data: str) -> None:
        if _OPEN in data:
            self._wrong("{…} stands inside a comment")

    def handle_decl(self, decl: str) -> None:
        self._wrong(f"<!{decl}> belongs to a document, not into one of its parts")

    def _children(self) -> list[Any]:
        return self._open[-1].children if self._open else self._top

    def _tag(self, attrs: list[tuple[str, str | None]]) -> Tag:
        raw = self.get_starttag_text() or ""
        name = re.split(r"[\s/>]", raw[1:], maxsplit=1)[0]  # as it is written: SVG minds the case
        made = Tag(name)
        for given, value in attrs:
            self._attribute(made, _as_written(raw, given), value)
        if name == "form":
            keep_from_sending(made.attrs, made.on)
        self._children().append(made)
        return made

    def _attribute(self, tag: Tag, name: str, text: str | None) -> None:
        if _OPEN in name:
            self._wrong(f"{{…}} stands for an attribute of <{tag.name}>; write name={{value}}, where None and False leave it out")
        value = True if text is None else _value(text)
        if name in tag.attrs:
            self._wrong(f"<{tag.name}> has {name!r} twice")
        if name == "key":
            if isinstance(value, Mixed):
                self._wrong(f"the key of <{tag.name}> is either a text or one {{…}}")
            tag.key = value if isinstance(value, (Hole, str)) else ""
        elif name.startswith("on_"):
            tag.on[self._event(name)] = self._whole(name, value, "a handler")
        elif name.startswith("on"):
            self._wrong(f"{name!r} of <{tag.name}> is code in the page, which policies refuse; write on_{name[2:]}={{handler}}")
        elif name == "bind":
            self._wrong("bind= is of Skerry's own fields; put one into the template, as in {sk.textbox(…, bind=…)}")
        else:
            tag.attrs[name] = self._style(value) if name == "style" else value

    def _event(self, name: str) -> str:
        event = EVENTS.get(name)
        if event is None:
            self._wrong(f"there is no event {name!r}.{nearest(name, EVENTS)}")
        return event

    def _whole(self, name: str, value: Any, what: str) -> Hole:
        if not isinstance(value, Hole):
            self._wrong(f"{name}= takes {what} in braces, {name}={{…}}")
        return value

    def _style(self, value: Any) -> Any:
        if isinstance(value, Hole):
            return value
        if not isinstance(value, str):
            self._wrong("style= takes a fixed text, or a dict of properties as one {…}")
        pairs = (part.partition(":") for part in value.split(";") if part.strip())
        return {prop.strip(): text.strip() for prop, _, text in pairs}

    def _wrong(self, what: str) -> NoReturn:
        shown = _HOLE.sub("{…}", self._text).strip()
        raise RenderError(f"sk.template(): {what}, in {shown[:120] + '…' if len(shown) > 120 else shown!r}")


def _value(text: str) -> Any:
    parts = _parts(text)
    if len(parts) == 1 and isinstance(parts[0], int):
        return Hole(parts[0])
    if all(isinstance(part, str) for part in parts):
        return "".join(map(str, parts))
    return Mixed(tuple(parts))


def _parts(text: str) -> list[str | int]:
    """Fixed texts and the numbers of holes, in order, without empty texts."""
    found: list[str | int] = []
    for place, part in enumerate(_HOLE.split(text)):
        if place % 2:
            found.append(int(part))
        elif part:
            found.append(part)
    return found


def _as_written(raw: str, name: str) -> str:
    """An attribute's name in the case in which it is written."""
    found = re.search(rf"[\s\"'/{_CLOSE}]({re.escape(name)})(?=[\s=/>]|$)", raw, re.IGNORECASE)
    return found.group(1) if found else name
