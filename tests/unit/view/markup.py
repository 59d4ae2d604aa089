"""t-strings for a Python that has none: ``t("<p>{}</p>", name)`` is what ``t"<p>{name}</p>"`` gives in 3.14."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Interpolation:
    value: Any
    conversion: str | None = None
    format_spec: str = ""


@dataclass
class Template:
    strings: tuple[str, ...]
    interpolations: list[Interpolation] = field(default_factory=list)


_STRINGS: dict[str, tuple[str, ...]] = {}


def t(text: str, *values: Any) -> Template:
    """``{}`` stands for each value; an ``Interpolation`` may be given for one."""
    strings = _STRINGS.setdefault(text, tuple(text.split("{}")))
    return Template(strings, [one if isinstance(one, Interpolation) else Interpolation(one) for one in values])
