"""Which parts of the page's code an app may need, as far as its sources tell: they are fetched with the page, and the others when a
message needs them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["EVERY", "needed_parts"]

_SIGNS: Final = {
    "keeping": re.compile(r"persist"),
    "network": re.compile(r"fetch|http|url|rpc", re.IGNORECASE),
    "commands": re.compile(r"emit|toast|navigate|scroll|focus|theme|css|clear|download|js\b|kept|progress|status"),
    "forms": re.compile(r"bind|input|change|submit|form|key|select|valid"),
    "lists": re.compile(r"component|template|each|repeat|table|key"),
    "seldom": re.compile(
        r"key|debounce|throttle|window|valid|tabs|markdown|html|code|dialog|expander|chat|table|gallery"
        r"|on_(?!click|submit|input|change|focus|blur)"
    ),
}
"""What is read where one of them is needed. A sign too many costs a small file. ``keeping`` and ``network`` have to be there before
Python runs, so nobody can keep state or send a request without a sign of it; the others would be waited for."""

EVERY: Final = tuple(_SIGNS)

_ELEMENTS: Final = {"points": re.compile(r"points|on_select"), "upload": re.compile(r"upload|image_input")}
"""Elements of ours: who does not name them does not use them, or has them waited for."""


def needed_parts(sources: Iterable[str], *, alone: bool, sends: bool = False) -> list[str]:
    """alone: nothing but these sources uses Skerry; what nobody has looked into may need any part. sends: something else may send
    requests."""
    texts = list(sources)
    signs = _SIGNS | _ELEMENTS
    known = {part for part, sign in signs.items() if any(sign.search(text) for text in texts)}
    if sends:
        known.add("network")
    if not alone:
        known.update(EVERY)
    return [part for part in signs if part in known]
