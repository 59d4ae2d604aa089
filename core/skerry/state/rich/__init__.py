"""Values of libraries that an app may have: arrays, frames, models, figures. One module for each library says how they are kept.

A library is found by the name of its values' type, and its module here is loaded only where the app has the library already;
nothing of it is imported for the app's sake. The tags begin with the library's name: ``{"$numpy.array": {...}}``.
Nothing is ever pickled, and nothing in saved data is run or imported.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Final

from .keeper import Keeper, Refused

__all__ = [
    "LIBRARIES",
    "Keeper",
    "Refused",
    "is_model",
    "keeper_for",
    "keeper_of_tag",
    "library_of",
    "library_of_type",
    "missing_library",
]

LIBRARIES: Final = {
    "numpy": "of_numpy",
    "pandas": "of_pandas",
    "polars": "of_polars",
    "pyarrow": "of_pyarrow",
    "pydantic": "of_pydantic",
    "pydantic_core": "of_pydantic",
    "msgspec": "of_msgspec",
    "matplotlib": "of_matplotlib",
    "plotly": "of_plotly",
}
"""The module here that knows the values of a library."""

_MODELS: Final = ("pydantic", "msgspec")


def library_of(cls: type) -> str | None:
    """The library that a class is defined in, where it is one of those known here and loaded."""
    name = cls.__module__.partition(".")[0] if isinstance(cls.__module__, str) else ""
    return name if name in LIBRARIES and name in sys.modules else None


def library_of_type(kind: type) -> str | None:
    """The library that a type comes from, by itself or by one that it is derived from."""
    return next((name for cls in kind.__mro__ if (name := library_of(cls)) is not None), None)


def keeper_for(kind: type, library: str) -> Keeper | None:
    """How values of a type are kept that comes from ``library``; None where they cannot be."""
    found: Keeper | None = _module(library).keeper(kind)
    return found


def keeper_of_tag(tag: str) -> Keeper | None:
    """What reads a tag; None for one that no library here writes, or whose library the app has not."""
    library = tag.partition(".")[0]
    if tag == library or library not in LIBRARIES or library not in sys.modules:
        return None
    return next((keeper for keeper in _module(library).KEEPERS if keeper.tag == tag), None)


def missing_library(tag: str) -> str | None:
    """The library that a tag needs, where the app has not imported it."""
    library = tag.partition(".")[0]
    return library if tag != library and library in LIBRARIES and library not in sys.modules else None


def is_model(cls: Any) -> bool:
    """Whether this is a class of the app's own that is kept field by field, as a pydantic model."""
    return isinstance(cls, type) and any(library_of(base) in _MODELS for base in cls.__mro__[1:-1]) and _kept(cls)


def _kept(cls: type) -> bool:
    library = library_of_type(cls)
    found = None if library is None else keeper_for(cls, library)
    return found is not None and found.tag in ("pydantic.model", "msgspec.struct")


def _module(library: str) -> Any:
    return import_module(f".{LIBRARIES[library]}", __package__)
