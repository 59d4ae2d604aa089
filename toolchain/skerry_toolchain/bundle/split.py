"""How the page's modules are grouped: what every page loads is one file, and each part that only some load is another.

esbuild by itself would put what the first file shares with a part into chunks of their own, of which there would be a dozen, each a
request before anything runs. Here the parts import it from the first file, which is there:

    dom.js      export function make() …
    py-app.js   import { make } from "./dom.js"    ->  py-app.js   … export { make as s0 }
    upload.js   import { make } from "../dom.js"   ->  upload.js   import { s0 as make } from "./py-app.js"
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Split", "flat", "named_parts", "split"]

_STATIC: Final = "import-statement"
_LATER: Final = "dynamic-import"
_NAMING: Final = "need.js"
_PART: Final = re.compile(r'^ \* @property \{typeof import\("\./([^"]+)"\)\}', re.MULTILINE)
_NAMES: Final = re.compile(r'^import \{(?P<names>[^}]*)\} from "(?P<path>\.[^"]+)";', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Split:
    """first: the modules that every page loads. parts: those that are imported when they are needed. sources: the texts of all, as
    they are to be bundled. shared: the text of what is bundled in the entry's place: it exports what parts share with it."""

    first: tuple[str, ...]
    parts: tuple[str, ...]
    sources: dict[str, str]
    shared: str


def split(entry: str, others: Iterable[str], graph: Mapping[str, Any], sources: Mapping[str, str]) -> Split:
    """others: entries beside it. graph: the inputs of esbuild's metafile, by names inside the folder. sources: texts by name."""
    first = _closure(graph, [entry], _STATIC)
    later = _closure(graph, [entry, *others], _STATIC, _LATER)
    called = {link["path"] for name in later for link in graph[name]["imports"] if link["kind"] == _LATER}
    parts = sorted({*called, *others} - set(first))
    names: dict[tuple[str, str], str] = {}
    texts = dict(sources)
    for name in later:
        if name in first:
            texts[name] = _called_flat(sources[name], name, parts)
        else:
            texts[name] = _from_entry(sources[name], name, entry, first, names)
    lines = [f'export {{ {what} as {short} }} from "./{name}";' for (name, what), short in names.items()]
    return Split(tuple(first), tuple(parts), texts, "\n".join([f'export * from "./{entry}";', *lines]))


def named_parts(sources: Mapping[str, str]) -> list[str]:
    """The modules that are asked for by name (need.js), which esbuild cannot see."""
    return _PART.findall(sources.get(_NAMING, ""))


def flat(name: str) -> str:
    """What the file of a part is called: they all lie in one folder."""
    return posixpath.basename(name)


def _closure(graph: Mapping[str, Any], entries: list[str], *kinds: str) -> list[str]:
    found = list(entries)
    for name in found:
        found += [link["path"] for link in graph[name]["imports"] if link["kind"] in kinds and link["path"] not in found]
    return found


def _called_flat(text: str, name: str, parts: list[str]) -> str:
    for part in parts:
        text = text.replace(f'import("{_relative(part, name)}")', f'import("./{flat(part)}")')
    return text


def _from_entry(text: str, name: str, entry: str, first: list[str], names: dict[tuple[str, str], str]) -> str:
    """A part that imports from the entry what it shares with it. names: gets the short names under which that exports them."""

    def replaced(found: re.Match[str]) -> str:
        module = posixpath.normpath(posixpath.join(posixpath.dirname(name), found["path"]))
        if module not in first or module == entry:
            return found[0]
        shorts = []
        for pair in filter(None, (one.strip() for one in found["names"].split(","))):
            what, _, here = pair.partition(" as ")
            shorts.append(f"{names.setdefault((module, what), f's{len(names)}')} as {here or what}")
        return f'import {{ {", ".join(shorts)} }} from "{_relative(entry, name)}";'

    return _NAMES.sub(replaced, text)


def _relative(name: str, user: str) -> str:
    path = posixpath.relpath(name, posixpath.dirname(user) or ".")
    return path if path.startswith(".") else f"./{path}"
