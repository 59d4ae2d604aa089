"""Headings, paragraphs, rules and links."""

from __future__ import annotations

from typing import Any, Final

from ..errors import RenderError
from ..view import Element
from ..view import element as place
from .common import Style, attributes, one_of

__all__ = ["divider", "heading", "link", "text"]

_SIZES: Final = ("s", "m", "l")
_SAFE_SCHEMES: Final = ("http", "https", "mailto", "tel", "sms", "blob", "data:image")


def heading(text: object, level: int = 1, *, key: Any = None, class_: str = "", style: Style | None = None, **rest: Any) -> Element:
    """A heading of level 1 to 6: ``sk.heading("Boats", 2)``."""
    if level not in (1, 2, 3, 4, 5, 6):
        raise RenderError(f"sk.heading(level={level!r}): a level is a number from 1, the page's title, to 6")
    attrs, on = attributes(f"sk-heading sk-h{level}", class_, style, rest)
    return place(f"h{level}", str(text), key=key, attrs=attrs, on=on)


def text(
    value: object,
    *,
    muted: bool = False,
    size: str = "m",
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A paragraph: ``sk.text(f"{n} boats", muted=True)``. Nothing in it is markup. size: s, m or l."""
    own = f"sk-text sk-text-{one_of('text', 'size', size, _SIZES)}" + (" sk-muted" if muted else "")
    attrs, on = attributes(own, class_, style, rest)
    return place("p", str(value), key=key, attrs=attrs, on=on)


def divider(*, key: Any = None, class_: str = "", style: Style | None = None, **rest: Any) -> Element:
    """A line between what stands above and below."""
    attrs, on = attributes("sk-divider", class_, style, rest)
    return place("hr", key=key, attrs=attrs, on=on)


def link(
    label: object,
    href: str,
    *,
    new_tab: bool = False,
    download: bool | str = False,
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A link: ``sk.link("About", "/about")`` goes to a page of the app, one with a scheme leaves it.

    new_tab: open it in a tab of its own. download: have the browser save it, under this name if it is a text.
    Raises ``RenderError`` for an address that would run code.
    """
    scheme = href.partition(":")[0].strip().lower() if ":" in href.partition("/")[0] else ""
    if scheme and not any(safe == scheme or safe.startswith(f"{scheme}:") for safe in _SAFE_SCHEMES):
        raise RenderError(
            f"sk.link(href={href!r:.60}): a link leads to a page, mailto: or tel:. For code, use sk.button(on_click=...)"
        )
    more: dict[str, Any] = {"href": href}
    if new_tab:
        more |= {"target": "_blank", "rel": "noopener"}
    elif scheme.startswith("http"):
        more["rel"] = "noopener"
    if download:
        more["download"] = download
    attrs, on = attributes("sk-link", class_, style, rest, **more)
    return place("a", str(label), key=key, attrs=attrs, on=on)
