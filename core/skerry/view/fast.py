"""The ways around work that need not be done. Each can be closed, to see whether it changes anything but the time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

__all__ = ["COMPONENTS", "FAST_PATHS", "FIELDS", "LEAVING", "LISTS", "SHAPES", "TEMPLATES", "fast_paths"]

COMPONENTS: Final = "components"
FIELDS: Final = "fields"
LEAVING: Final = "leaving"
LISTS: Final = "lists"
SHAPES: Final = "shapes"
TEMPLATES: Final = "templates"

FAST_PATHS: Final = {
    COMPONENTS: "a component runs again only where something that it has read has changed, or what it is called with",
    FIELDS: "a value of a template that is a field as it stands is sent when that field changes; without it, its component runs",
    LEAVING: "what many components have read is let go of some time after they have left the page together",
    LISTS: "sk.each follows the splices of its list; without it, it compares the rows with the items",
    SHAPES: "a structure that was there before travels as its values",
    TEMPLATES: "an element of sk.template is one node with values; without it, it is elements and texts",
}


def fast_paths(names: Iterable[str]) -> frozenset[str]:
    """The names, if they are names of fast paths; ``all`` is all of them. Raises ``ValueError``."""
    given = frozenset(names)
    unknown = sorted(given - FAST_PATHS.keys() - {"all"})
    if unknown:
        raise ValueError(f"slow names {', '.join(map(repr, unknown))}, and what can be slow is {', '.join(FAST_PATHS)}, or all")
    return frozenset(FAST_PATHS) if "all" in given else given
