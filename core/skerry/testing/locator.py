"""Something on the page, found anew whenever it is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import nearest
from ..session.download import mime_of
from .dom import ModelNode
from .matching import names
from .plots import plot_point
from .roles import name_of, role_of, text_of

if TYPE_CHECKING:
    from .driver import App

__all__ = ["Locator"]


class Locator:
    """What a test found, and what it can do with it. ``AssertionError`` where none or several are there."""

    def __init__(
        self, app: App, wanted: Mapping[str, Any], index: int | None = None, within: Locator | None = None
    ) -> None:
        self._app = app
        self._stage = app.stage
        self._wanted = wanted
        self._index = index
        self._within = within

    # Looking

    @property
    def node(self) -> ModelNode:
        """The one element."""
        found = self._found()
        if self._index is not None and -len(found) <= self._index < len(found):
            return found[self._index]
        if len(found) == 1 and self._index is None:
            return found[0]
        if found and self._index is None:
            raise AssertionError(
                f"{self!r} is on the page {len(found)} times: {found}. Say more, look inside one element with "
                ".find(...).find(...), or take one by .nth(0)"
            )
        raise AssertionError(f"{self!r} is not on the page.{self._hint()}")

    def find(self, name: str | None = None, **wanted: Any) -> Locator:
        """What is called so inside this element; arguments as for ``App.find``."""
        inner = self._app.find(name, **wanted)
        return Locator(self._app, inner._wanted, within=self)

    def all(self) -> list[Locator]:
        """Each of them, in the order of the page; what they mean then stays the same while the page does."""
        return [self.nth(index) for index in range(self.count)]

    def _found(self) -> list[ModelNode]:
        if "node" in self._wanted:
            return [self._wanted["node"]]
        top = None if self._within is None else self._within.node
        found = self._stage.matches(self._wanted, top)
        return [node for node in found if node is not top]

    def _hint(self) -> str:
        """What there is instead, and the nearest of it."""
        within = self._within.node if self._within is not None else self._stage.document.root
        there = names(within, self._stage.document)
        first = str(next(iter(self._wanted.values())))
        return f"{nearest(first, there)} There are: {', '.join(map(repr, there)) or 'none'}"

    def nth(self, index: int) -> Locator:
        """One of several, from 0 in the order of the page."""
        return Locator(self._app, self._wanted, index, self._within)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._found())

    @property
    def exists(self) -> bool:
        return self.count > 0

    @property
    def text(self) -> str:
        return text_of(self.node)

    @property
    def value(self) -> Any:
        """A field's text, a box's state, or the value of a list."""
        node = self.node
        if node.attrs.get("type") in ("checkbox", "radio"):
            return bool(node.props.get("checked", "checked" in node.attrs))
        return node.props.get("value", node.attrs.get("value", ""))

    @property
    def disabled(self) -> bool:
        return "disabled" in self.node.attrs or bool(self.node.props.get("disabled"))

    @property
    def attrs(self) -> Mapping[str, str]:
        return self.node.attrs

    @property
    def role(self) -> str:
        return role_of(self.node)

    @property
    def name(self) -> str:
        return name_of(self.node, self._stage.document)

    # Acting

    def click(self) -> None:
        self._stage.person.click(self.node)
        self._stage.settle()

    def fill(self, value: object) -> None:
        """Replace a field's text, and leave the field."""
        self._stage.person.fill(self.node, str(value))
        self._stage.settle()

    def press(self, key: str) -> None:
        """Press a key combination such as "Enter" or "Ctrl+K"."""
        self._stage.person.press(self.node, key)
        self._stage.settle()

    def check(self, state: bool = True) -> None:
        """Tick a box, or untick it."""
        if self.value != state:
            self.click()

    def select(self, *options: str) -> None:
        """Choose options of a list by what they say."""
        node = self.node
        offered = {text_of(n): str(n.attrs.get("value", text_of(n))) for n in node.walk() if n.tag == "option"}
        missing = [option for option in options if option not in offered]
        if missing:
            raise AssertionError(f"{self!r} does not offer {missing}; it offers {list(offered)}")
        self._stage.person.choose(node, [offered[option] for option in options])
        self._stage.settle()

    def upload(self, name: str, content: bytes | str, type: str = "") -> None:
        """Choose a file in a file field or ``sk.upload``, record one in ``sk.microphone``, or drop it on any other element.

        type: its MIME type, by default as the name ends. ``AssertionError`` for a file that ``sk.upload`` refuses, with the message
        that a person would see.
        """
        self.upload_all({name: content}, type)

    def upload_all(self, files: Mapping[str, bytes | str], type: str = "") -> None:
        """Choose several files at once, by name; as ``upload`` does."""
        chosen = []
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            chosen.append(self._stage.host.put_file(name, data, type or mime_of(name)))
        self._stage.person.attach(self.node, chosen)
        self._stage.settle()

    def remove_file(self, name: str) -> None:
        """Take a file out of the list of an ``sk.upload``."""
        self._stage.person.take_out(self.node, name)
        self._stage.settle()

    def point(self, x: int, y: int) -> None:
        """Choose a point of an image, in its pixels."""
        self._stage.person.on_widget(self.node, "sk-points", "point", {"x": x, "y": y})
        self._stage.settle()

    def pick(self, *index: int, value: Any = None) -> None:
        """Click a point of an ``sk.plot``: ``pick(trace, point)``, or ``pick(row)`` of a Vega-Lite specification.

        value: what the event carries, where it is not to be found in the figure's own lists.
        """
        told = plot_point(self.node, index) if value is None else value
        detail = {"index": list(index) if len(index) > 1 else index[0], "value": told}
        self._stage.person.on_widget(self.node, "sk-plot", "plot-click", {"detail": detail})
        self._stage.settle()

    def pick_all(self, points: Sequence[tuple[int, int]]) -> None:
        """Select points of an ``sk.plot``, each a (trace, point), as with plotly's box; none to end that."""
        found = [{**plot_point(self.node, one), "trace": one[0], "point": one[1]} for one in points]
        detail = {"index": list(points[0]) if points else None, "value": found, "selected": bool(points)}
        self._stage.person.on_widget(self.node, "sk-plot", "plot-select", {"detail": detail})
        self._stage.settle()

    def capture(self, image: bytes, width: int, height: int) -> None:
        """Take a picture with a camera that gives this PNG."""
        file = self._stage.host.put_file("camera.png", image, "image/png")
        self._stage.person.on_widget(self.node, "sk-webcam", "capture", {"files": [file], "width": width, "height": height})
        self._stage.settle()

    def focus(self) -> None:
        """Move the keyboard focus here; what had it before hears of that."""
        self._stage.person.focus(self.node)
        self._stage.settle()

    @property
    def is_focused(self) -> bool:
        return self._stage.person.focused is self.node

    def dispatch(self, event: str, **payload: Any) -> None:
        """Send any event, with this payload."""
        self._stage.person.dispatch(self.node, event, payload)
        self._stage.settle()

    def __repr__(self) -> str:
        own = f"find({', '.join(f'{k}={v!r}' for k, v in self._wanted.items())})"
        own = own if self._within is None else f"{self._within!r}.{own}"
        return own if self._index is None else f"{own}.nth({self._index})"
