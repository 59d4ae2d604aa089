"""One element of a template with all inside it: what is the same in each of its instances, and what is asked of the values.

The page is told of a template once, as a tree whose holes stand empty, and then only of values:

    t'<tr class={c}><td>{row.id}</td></tr>'
    tree    ["tr", 0, 0, ["td", 0, 0, ""]]
    holes   [[[], "class"], [[0, 0], ""]]        where each value goes: children's indices from the root, and as what
    values  ["danger", "7"]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final

from .markup import Hole, Mixed, Tag
from .values import converter, join, takes_looking, text_of

__all__ = ["ANCHOR", "CHILDREN", "Template"]

ANCHOR: Final = 0
"""In a tree: the place before which nodes stand."""

CHILDREN: Final = None
"""As the name of a hole: nodes, which are operations of their own."""


class Template:
    """A template's element.

    tree, holes: as the page gets them. listening: the elements that listen, in order, each with its path. children: the numbers of
    the values that are nodes. strings: of the t-string, where this is all of it. places: where a value is among those that the page
    is told, by its number. plain: a text among the values is itself, wherever it stands. handlers, key: give an instance's from its
    values. size: how many ids an instance takes, the root's first, then one for each place of nodes (``first_inner`` of them so
    far), then one for each listening element but the root. bare: handlers of an instance that have closed over nothing.
    """

    def __init__(self, root: Tag, nodes: frozenset[int], strings: tuple[str, ...] = ()) -> None:
        self.root = root
        self.strings = strings
        self.holes: list[list[Any]] = []
        self.listening: list[tuple[list[int], Tag]] = []
        self.children: list[int] = []
        self.places: dict[int, int] = {}
        self._fills: list[Callable[[Sequence[Any]], Any]] = []
        self._simple: list[tuple[int, Callable[[Any], Any]]] | None = []
        self._nodes = nodes
        self.tree = self._write(root, [])
        self.handlers = _picker([hole.number for _, tag in self.listening for hole in tag.on.values()])
        self.key = _key(root)
        self.plain = self._simple is not None
        self.bare: Any = ()
        self._pick = _picker([number for number, _ in self._simple or ()])
        self._converts = [convert for _, convert in self._simple or ()]
        self._nothing = [convert(None) for convert in self._converts]
        self.first_inner = 1 + len(self.children)
        self.size = self.first_inner + sum(bool(path) for path, _ in self.listening)

    def values(self, given: Sequence[Any]) -> list[Any]:
        """What the page is told of an instance. Raises ``NodesHere`` where a text's place has nodes.

        A text is itself, and a whole number its digits, wherever it stands, and what None is is known: they need no function.
        """
        if self._simple is not None:
            shown = list(self._pick(given))
            place = 0
            for v in shown:
                if type(v) is not str:
                    shown[place] = (
                        str(v) if type(v) is int else self._nothing[place] if v is None else self._converts[place](v)
                    )
                place += 1  # noqa: SIM113  (with enumerate and zip, half of the time goes into them)
            return shown
        return [fill(given) for fill in self._fills]

    def fill(self, place: int, given: Sequence[Any]) -> Any:
        """One of the values that the page is told, by its place among them."""
        return self._fills[place](given)

    # Making the tree

    def _write(self, tag: Tag, path: list[int]) -> list[Any]:
        fixed: dict[str, Any] = {}
        for name, value in tag.attrs.items():
            if isinstance(value, (Hole, Mixed)):
                self._hole(path, name, value, converter(tag.name, name))
            else:
                fixed[name] = "" if value is True else value
        if tag.on:
            self.listening.append((path, tag))
        children = [self._child(child, [*path, index]) for index, child in enumerate(tag.children)]
        return [tag.name, fixed or 0, 0, *children]

    def _child(self, child: Any, path: list[int]) -> Any:
        if isinstance(child, Tag):
            return self._write(child, path)
        if isinstance(child, str):
            return child
        if child.number in self._nodes:
            self.children.append(child.number)
            self.holes.append([path, CHILDREN])
            return ANCHOR
        self._hole(path, "", child, text_of)
        return ""

    def _hole(self, path: list[int], name: str, value: Hole | Mixed, convert: Callable[[Any], Any]) -> None:
        self.holes.append([path, name])
        if isinstance(value, Mixed):
            self.places |= {part: len(self._fills) for part in value.parts if type(part) is int}
            self._simple = None
            self._fills.append(lambda given: convert(join(value, given)))
            return
        number = value.number
        self.places[number] = len(self._fills)
        self._fills.append(lambda given: convert(given[number]))
        if takes_looking(name):
            self._simple = None
        elif self._simple is not None:
            self._simple.append((number, convert))


def _picker(numbers: list[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """The values of these numbers, as a tuple."""
    if not numbers:
        return lambda values: ()
    if len(numbers) == 1:
        number = numbers[0]
        return lambda values: (values[number],)
    return itemgetter(*numbers)


def _key(root: Tag) -> Callable[[Sequence[Any]], Any] | None:
    """What gives an instance's key, where it has one."""
    key = root.key
    if key is None:
        return None
    return itemgetter(key.number) if isinstance(key, Hole) else lambda given: key
