"""``css``: style rules that an app brings along."""

from __future__ import annotations

import sys
from typing import Any

from ..errors import AppError
from .current import LOADING, app_named

__all__ = ["css"]


def css(text: str) -> None:
    """Add style rules to the app. The same text counts once; in an element with ``shadow`` they hold inside it only.

        sk.css(".done { text-decoration: line-through }")

    Call it at the top of a module, or wherever it is needed. Outside of an app, as in a plain ``python app.py``, nothing
    happens. Raises ``AppError`` for what is no text, and for ``@import``: name those sheets in the element's ``stylesheet``.
    """
    if not isinstance(text, str):
        raise AppError(f"sk.css() takes a text of style rules, and {text!r:.60} was given")
    if "@import" in text:
        raise AppError('sk.css() cannot @import other sheets. Name them in the element: <py-app stylesheet="more.css">')
    caller: dict[str, Any] = sys._getframe(1).f_globals
    app = app_named(caller.get("__name__")) or LOADING.get()
    if app is not None and text not in app.styles:
        app.styles.append(text)
