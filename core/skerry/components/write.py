"""``write``: shows any object well."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Callable, Mapping, Set
from typing import Any, Final

from ..view import element as place
from .content import code, html, markdown
from .media import image
from .table import table

__all__ = ["write"]

_DEEPEST: Final = 6
_LONGEST: Final = 200


def write(*values: Any) -> None:
    """Show values, each as fits it: texts as markdown, frames and lists of records as tables, figures as pictures, errors with
    their traceback, other objects as a tree that opens.

        sk.write("## Boats", boats, figure)
    """
    for value in values:
        _write(value)


def _write(value: Any) -> None:
    for fits, show in _WAYS:
        if fits(value):
            show(value)
            return
    _tree(value, None, 0)


def _is_frame(value: Any) -> bool:
    return hasattr(value, "to_dicts") or hasattr(value, "to_pylist") or (hasattr(value, "to_dict") and hasattr(value, "columns"))


def _are_records(value: Any) -> bool:
    return (
        isinstance(value, (list, tuple))
        and len(value) > 0
        and all(
            isinstance(row, Mapping) or (dataclasses.is_dataclass(row) and not isinstance(row, type)) or hasattr(row, "_asdict")
            for row in value
        )
    )


def _is_picture(value: Any) -> bool:
    return hasattr(value, "savefig") or (hasattr(value, "save") and hasattr(value, "getpixel"))


def _write_error(value: BaseException) -> None:
    code("".join(traceback.format_exception(value)))


_WAYS: Final[tuple[tuple[Callable[[Any], bool], Callable[[Any], object]], ...]] = (
    (lambda value: isinstance(value, str), markdown),
    (_is_frame, table),
    (_are_records, table),
    (_is_picture, lambda value: image(value, alt=f"A picture of a {type(value).__name__}")),
    (lambda value: isinstance(value, BaseException), _write_error),
    (lambda value: hasattr(value, "_repr_html_") and not isinstance(value, type), lambda value: html(value._repr_html_() or "")),
)


def _tree(value: Any, name: str | None, depth: int) -> None:
    """A value that has parts opens; one that has none is a line."""
    parts = _parts(value)
    if parts is None or depth >= _DEEPEST:
        with place("p", attrs={"class": "sk-tree-line"}):
            _name(name)
            place("span", _short(value), attrs={"class": f"sk-tree-value sk-tree-{_kind(value)}"})
        return
    with place("details", attrs={"class": "sk-tree", "open": depth == 0 or None}):
        with place("summary"):
            _name(name)
            place("span", _about(value, len(parts)), attrs={"class": "sk-muted"})
        for part_name, part in parts[:_LONGEST]:
            _tree(part, part_name, depth + 1)
        if len(parts) > _LONGEST:
            place("p", f"and {len(parts) - _LONGEST:,} more", attrs={"class": "sk-tree-line sk-muted"})


def _parts(value: Any) -> list[tuple[str, Any]] | None:
    if isinstance(value, Mapping):
        return [(str(key) if isinstance(key, str) else repr(key), item) for key, item in value.items()]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [(field.name, getattr(value, field.name, None)) for field in dataclasses.fields(value)]
    if isinstance(value, (list, tuple)):
        return [(str(i), item) for i, item in enumerate(value)]
    if isinstance(value, Set):
        return [("", item) for item in value]
    return None


def _name(name: str | None) -> None:
    if name:
        place("span", f"{name}: ", attrs={"class": "sk-tree-name"})


def _about(value: Any, count: int) -> str:
    kind = type(value).__name__.removeprefix("Observed").lower() if isinstance(value, (dict, list, set)) else type(value).__name__
    return f"{kind}, {count:,} item{'s' * (count != 1)}"


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "constant"
    return "number" if isinstance(value, (int, float, complex)) else "text" if isinstance(value, str) else "other"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 2000 else f"{text[:2000]}…"
