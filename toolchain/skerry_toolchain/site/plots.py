"""Which libraries of plots an app needs, as its source tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from ..parsing import parse

__all__ = ["plot_libraries"]

_PICTURES: Final = frozenset({"matplotlib", "seaborn"})  # drawn in Python


_TRACE: Final = frozenset({"x", "y", "z", "labels"})
_LITE: Final = frozenset({"mark", "encoding"})


def plot_libraries(sources: Mapping[str, str]) -> list[str]:
    """The libraries that a page of these modules may load.

    None without ``sk.plot``. Else those that the imported packages need, and those for which there is something in the source that
    looks like their dicts: rather one too many than one too few. All of them where nothing tells.
    """
    trees = [parse(text) for text in sources.values()]
    if not any(_uses_plot(tree) for tree in trees):
        return []
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imported = {name.partition(".")[0] for tree in trees for name in _imports(tree)}
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    found = set()
    if "plotly" in imported or any("layout" in text for text in texts) or any(map(_is_of_plotly, nodes)):
        found.add("plotly")
    if "altair" in imported or any("vega" in text for text in texts) or any(_LITE & _keys(node).keys() for node in nodes):
        found.add("vega")
    return sorted(found) if found or imported & _PICTURES else ["plotly", "vega"]


def _is_of_plotly(node: ast.AST) -> bool:
    """Whether this may be a figure or a trace. In Vega-Lite's encodings, x and y are dicts."""
    keys = _keys(node)
    figure = "layout" in keys or ("data" in keys and not keys.keys() & {"$schema", "mark", "layer", "hconcat", "vconcat", "concat"})
    return figure or any(name in _TRACE and not _keys(value) for name, value in keys.items())


def _keys(node: ast.AST) -> dict[str, ast.expr]:
    """The texts that are keys of a dict, be it written with braces or as a call."""
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {key.value: value for key, value in pairs if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
        return {word.arg: word.value for word in node.keywords if word.arg}
    return {}


def _uses_plot(tree: ast.Module) -> bool:
    """Whether ``plot`` of Skerry is named: ``ax.plot`` is another one."""
    modules = {"skerry"}
    found = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.asname for alias in node.names if alias.name == "skerry" and alias.asname}
        elif isinstance(node, ast.ImportFrom) and node.module == "skerry":
            found = found or any(alias.name in ("plot", "*") for alias in node.names)
    return found or any(
        isinstance(node, ast.Attribute) and node.attr == "plot" and isinstance(node.value, ast.Name) and node.value.id in modules
        for node in ast.walk(tree)
    )


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module
