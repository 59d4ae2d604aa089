"""Something on the page, found anew whenever it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .dom import ModelNode
from .roles import name_of, role_of, text_of

if TYPE_CHECKING:
    from .driver import App

__all__ = ["Locator"]


class Locator:
    """What a test found, and what it can do with it. ``AssertionError`` where none or several are there."""

    def __init__(self, app: App, wanted: Mapping[str, Any], index: int | None = None) -> None:
        self._app = app
        self._wanted = wanted
        self._index = index

    # Looking

    @property
    def node(self) -> ModelNode:
        """The one element."""
        found = self._app.matches(self._wanted)
        if self._index is not None and -len(found) <= self._index < len(found):
            return found[self._index]
        if len(found) == 1 and self._index is None:
            return found[0]
        if found and self._index is None:
            raise AssertionError(f"{self!r} is on the page {len(found)} times: {found}. Say more, or take one by .nth(0)")
        raise AssertionError(f"{self!r} is not on the page.{self._app._missing(self._wanted)}")

    def nth(self, index: int) -> Locator:
        """One of several, from 0 in the order of the page."""
        return Locator(self._app, self._wanted, index)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._app.matches(self._wanted))

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
        return name_of(self.node, self._app.document)

    # Acting

    def click(self) -> None:
        self._app.person.click(self.node)
        self._app._settle()

    def fill(self, value: object) -> None:
        """Replace a field's text, and leave the field."""
        self._app.person.fill(self.node, str(value))
        self._app._settle()

    def press(self, key: str) -> None:
        """Press a key combination such as "Enter" or "Ctrl+K"."""
        self._app.person.press(self.node, key)
        self._app._settle()

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
        self._app.person.choose(node, [offered[option] for option in options])
        self._app._settle()

    def dispatch(self, event: str, **payload: Any) -> None:
        """Send any event, with this payload."""
        self._app.person.dispatch(self.node, event, payload)
        self._app._settle()

    def __repr__(self) -> str:
        return f"find({', '.join(f'{k}={v!r}' for k, v in self._wanted.items())})"
