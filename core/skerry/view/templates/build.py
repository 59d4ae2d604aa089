"""``sk.template(t"...")``: a part of the page written as markup, with values in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from ...errors import RenderError
from .. import build
from ..nodes import Node
from .instance import Instance, Place
from .markup import Hole, Tag, read
from .template import Template
from .values import NodesHere, text_of

__all__ = ["template"]

_CONVERSIONS: Final[dict[str, Callable[[Any], str]]] = {"r": repr, "s": str, "a": ascii}


class _Source:
    """What the markup of one t-string is. plain: its one element, where it is one and no value is nodes, or will be; texts: the
    numbers of the values that stand between tags."""

    __slots__ = ("made", "plain", "strings", "texts", "tops")

    def __init__(self, strings: tuple[str, ...]) -> None:
        self.tops = read(strings)
        self.texts = list(_between_tags(self.tops))
        self.made: dict[tuple[int, frozenset[int]], Template] = {}
        only = self.tops[0] if len(self.tops) == 1 else None
        self.strings = strings if isinstance(only, Tag) else ()
        self.plain = Template(only, frozenset(), strings) if isinstance(only, Tag) else None

    def waits(self, given: list[Any]) -> bool:
        """Whether there is a place for nodes in which none are now."""
        for number in self.texts:  # noqa: SIM110 - for each row of a list
            if given[number] is None:
                return True
        return False

    def template(self, place: int, nodes: frozenset[int]) -> Template:
        """Of the element at this place at the top, where these values are nodes."""
        found = self.made.get((place, nodes))
        if found is None:
            top = self.tops[place]
            assert isinstance(top, Tag)
            found = self.made[place, nodes] = Template(top, nodes, self.strings)
        return found


def _between_tags(nodes: list[Any]) -> Iterator[int]:
    for node in nodes:
        if isinstance(node, Hole):
            yield node.number
        elif isinstance(node, Tag):
            yield from _between_tags(node.children)


_SOURCES: Final[dict[tuple[str, ...], _Source]] = {}


def template(markup: Any) -> None:
    """Add a part of the page that is written as markup: ``sk.template(t'<li class={kind} on_click={pick}>{label}</li>')``.

    markup: a t-string (Python 3.14, as in the page). What is fixed in it goes to the page once, however often it is shown; after
    that only values go. A value is escaped by where it stands:

    - between tags it is a text, or nodes, or a list of them: components and other templates;
    - ``name={value}`` is an attribute: True is present, None and False are absent, ``class="row {kind}"`` is put together;
    - ``.name={value}`` is a DOM property, ``style={...}`` takes a dict; an address (``href``, ``src``, ...) may not run code;
    - ``on_click={handler}`` listens, as ``on_click=`` of components does; ``key={...}`` is the element's key.

    White space with a line break in it, next to a tag, is layout of the source and no text. Raises ``RenderError``.
    """
    try:
        strings, interpolations = markup.strings, markup.interpolations
    except AttributeError:
        raise RenderError(
            f"sk.template() takes a t-string, t'<p>{{name}}</p>', and was given {type(markup).__name__} {markup!r:.60}"
        ) from None
    given = [i.value if i.conversion is None and not i.format_spec else _formatted(i) for i in interpolations]
    source = _SOURCES.get(strings)
    if source is None:
        source = _SOURCES[strings] = _Source(strings)
    if source.plain is not None and not source.waits(given):
        try:
            build.place_instance(Instance(source.plain, given, source.plain.values(given)))
            return
        except NodesHere:
            pass
    _add_all(source, given)


def _add_all(source: _Source, given: list[Any]) -> None:
    """The general way: several elements at the top, texts beside them, nodes among the values."""
    nodes = frozenset(number for number in source.texts if given[number] is None or _are_nodes(given[number]))
    for value in given:
        for node in _nodes(value):
            build.unplace(node)
    for place, top in enumerate(source.tops):
        if isinstance(top, Tag):
            made = source.template(place, nodes)
            instance = Instance(made, given, made.values(given))
            if made.children:
                instance.children = [Place(_built(given[number])) for number in made.children]
            build.place_instance(instance)
        elif isinstance(top, Hole) and top.number in nodes:
            for node in _built(given[top.number]):
                build.place(node)
        else:
            build.text(top if isinstance(top, str) else text_of(given[top.number]))


def _are_nodes(value: Any) -> bool:
    try:
        text_of(value)
    except NodesHere:
        return True
    return False


def _nodes(value: Any) -> list[Node]:
    """The nodes in a value that were built already."""
    if isinstance(value, Node):
        return [value]
    return [node for one in value for node in _nodes(one)] if isinstance(value, (list, tuple)) else []


def _built(value: Any) -> list[Node]:
    """The nodes of a value: as they are, of templates in it, and texts for what is neither."""
    inside: list[Node] = []
    build.enter(inside)
    try:
        _add(value)
    finally:
        build.leave(None)
    return inside


def _add(value: Any) -> None:
    if isinstance(value, Node):
        build.place(value)
    elif isinstance(value, (list, tuple)):
        for one in value:
            _add(one)
    elif hasattr(value, "interpolations"):
        template(value)
    elif value is not None:
        build.text(value)


def _formatted(interpolation: Any) -> Any:
    """A value with its ``!r`` or its ``:.2f`` applied."""
    value = interpolation.value
    if interpolation.conversion is not None:
        value = _CONVERSIONS[interpolation.conversion](value)
    return format(value, interpolation.format_spec)
