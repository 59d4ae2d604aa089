"""Which libraries of plots an app needs, as its source tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final

__all__ = ["plot_libraries"]

_PICTURES: Final = frozenset({"matplotlib", "seaborn"})  # drawn in Python


def plot_libraries(sources: Mapping[str, str]) -> list[str]:
    """The libraries that a page of these modules may load.

    None without ``sk.plot``. Else those that the imported packages need, and that texts such as "vega-lite" or "layout" tell of;
    all of them where nothing tells.
    """
    trees = [ast.parse(text) for text in sources.values()]
    if not any(_uses_plot(tree) for tree in trees):
        return []
    imported = {name.partition(".")[0] for tree in trees for name in _imports(tree)}
    constants = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    texts = [value for value in constants if isinstance(value, str)]
    found = set()
    if "plotly" in imported or "layout" in texts:
        found.add("plotly")
    if "altair" in imported or any("vega" in text for text in texts):
        found.add("vega")
    return sorted(found) if found or imported & _PICTURES else ["plotly", "vega"]


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
