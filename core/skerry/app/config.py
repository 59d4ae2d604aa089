"""What an app's file says about itself: the ``# /// script`` block (PEP 723)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

from ..errors import AppError, nearest

__all__ = ["Config", "parse_config", "texts"]

_OPEN: Final = "# /// script"
_CLOSE: Final = "# ///"
_KEYS: Final = ("packages", "files", "config", "byte-compile", "title", "theme")


@dataclass(frozen=True, slots=True)
class Config:
    """An app's configuration. ``dependencies`` are requirements as pip reads them, ``packages`` more of them, that
    only the page needs, ``files`` names or patterns of data files relative to the app's folder, ``config`` the name of
    a configuration of PyScript's beside the app, ``byte_compile`` whether a build may put byte code in the place of
    packages' sources, ``theme`` the arguments of ``sk.theme``."""

    dependencies: tuple[str, ...] = ()
    requires_python: str = ""
    files: tuple[str, ...] = ()
    title: str = ""
    packages: tuple[str, ...] = ()
    config: str = ""
    byte_compile: bool = True
    theme: Mapping[str, Any] = field(default_factory=dict)


def parse_config(text: str, name: str = "app.py") -> Config:
    """The configuration in a source text; the default one where there is no block.

    Raises ``AppError`` that names the file, for TOML that cannot be read (with its line in the file), an
    unknown key of ``[tool.skerry]`` (with the nearest right one) and a value of the wrong type.
    """
    block = _block(text, name)
    if block is None:
        return Config()
    start, lines = block
    table = _toml("\n".join(lines), start, name)
    tools = _table(table.get("tool", {}), "[tool]", name)
    own = _table(tools.get("skerry", {}), "[tool.skerry]", name)
    for key in own:
        if key not in _KEYS:
            hint = nearest(key, _KEYS)
            raise AppError(f"{name}: [tool.skerry] has no key {key!r}.{hint} The keys: {', '.join(_KEYS)}")
    byte_compile = own.get("byte-compile", True)
    if not isinstance(byte_compile, bool):
        raise AppError(f"{name}: byte-compile must be true or false, not {byte_compile!r:.60}")
    config = _text(own.get("config", ""), "config", name)
    return Config(
        dependencies=texts(table.get("dependencies", []), "dependencies", name),
        requires_python=_text(table.get("requires-python", ""), "requires-python", name),
        files=tuple(_file(item, name) for item in texts(own.get("files", []), "files", name)),
        title=_text(own.get("title", ""), "title", name),
        packages=texts(own.get("packages", []), "packages", name),
        config=_file(config, name, "config") if config else "",
        byte_compile=byte_compile,
        theme=_table(own.get("theme", {}), "theme", name),
    )


def _block(text: str, name: str) -> tuple[int, list[str]] | None:
    """The number of the block's first inner line, and its inner lines without their ``#``."""
    lines = text.replace("\r\n", "\n").split("\n")
    starts = [number for number, line in enumerate(lines) if line.rstrip() == _OPEN]
    if not starts:
        return None
    if len(starts) > 1:
        raise AppError(
            f"{name}: two '{_OPEN}' blocks, at lines {starts[0] + 1} and {starts[1] + 1}. Keep one"
        )
    inner: list[str] = []
    end = None
    for offset, line in enumerate(lines[starts[0] + 1 :]):
        if line != "#" and not line.startswith("# "):
            break
        if line.rstrip() == _CLOSE:
            end = offset
        inner.append(line[2:])
    if end is None:
        raise AppError(
            f"{name}:{starts[0] + 1}: the '{_OPEN}' block has no end. Close it with a line '{_CLOSE}'"
        )
    return starts[0] + 2, inner[:end]


def _toml(text: str, start: int, name: str) -> dict[str, Any]:
    import tomllib  # only apps that have a block pay for it

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AppError(
            f"{name}:{start}: the '{_OPEN}' block is not TOML: {error} (counted from here)"
        ) from None


def _file(item: str, name: str, key: str = "files") -> str:
    """A data file's name or pattern, relative and inside the app's folder. Files that hold secrets are
    refused."""
    path = PurePosixPath(item.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in item or not path.parts:
        raise AppError(f"{name}: {key}: {item!r} must be a path inside the app's folder")
    if path.name == ".env" or path.name.startswith(".env."):
        raise AppError(
            f"{name}: {key}: {item!r} holds secrets and would be public. Ask for them with sk.secret(...)"
        )
    return str(path)


def _table(value: Any, key: str, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise AppError(f"{name}: {key} must be a table, not {value!r:.60}")
    return value


def _text(value: Any, key: str, name: str) -> str:
    if not isinstance(value, str):
        raise AppError(f"{name}: {key} must be a text, not {value!r:.60}")
    return value


def texts(value: Any, key: str, name: str) -> tuple[str, ...]:
    """A list of texts as it was read. Raises ``AppError``."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise AppError(f"{name}: {key} must be a list of texts, not {value!r:.60}")
    return tuple(value)
