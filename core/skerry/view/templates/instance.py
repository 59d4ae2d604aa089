"""A template in the page: one node for an element and all inside it, with its values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..attributes import alike
from ..nodes import Element, Node, Parent, Text
from .markup import Hole, Mixed, Tag
from .template import Template
from .values import converter, join, text_of

if TYPE_CHECKING:
    from .fields import Field

__all__ = ["Instance", "Place"]


class Instance(Parent):
    """An element of a template. given: the values as the author gave them; values: as the page has them.

    handlers: of its listeners. children: a ``Place`` for each value that is nodes, or may be. variant: the number by which the page
    knows the template with these listeners. fields: which values are fields of its component's arguments, by the field's name, once
    that is known (see ``fields``).
    """

    __slots__ = ("fields", "given", "handlers", "template", "values", "variant")

    def __init__(self, template: Template, given: list[Any], values: list[Any]) -> None:
        self.id = 0
        self.key = template.key(given) if template.key is not None else None
        self.parent: Node | None = None
        self.template = template
        self.given = given
        self.values = values
        self.handlers = template.handlers(given)
        self.variant = 0
        self.fields: dict[str, list[Field]] | None = None
        self.children: list[Node] = _NONE

    @property
    def kind(self) -> Any:
        return id(self.template.root)  # whichever of its values are nodes

    def fit(self, template: Template) -> bool:
        """Be of another form of the same template, in which other values are nodes; False where nodes take a text's place."""
        places = dict(zip(self.template.children, self.children, strict=True))
        given = self.given.copy()
        children: list[Node] = []
        for number in template.children:
            place = places.pop(number, None)
            if place is None:
                text = text_of(given[number])
                place = Place([Text(text)] if text else [])
            children.append(place)
        for number, place in places.items():
            inside: list[Node] = place.children  # type: ignore[attr-defined]
            if not all(type(node) is Text for node in inside):
                return False
            given[number] = "".join(node.value for node in inside)  # type: ignore[attr-defined]
        self.template, self.given, self.children = template, given, children or _NONE
        self.values = template.values(given)
        self.variant = 0
        return True

    def take(self, changed: Sequence[tuple[int, Any]]) -> list[Any] | None:
        """Take other values as the author gives them, by their numbers; what the page is told of them, as in ``VALUES``.

        None where one of them is more than a value, such as a key: then none is taken. Nor is any where one raises, since it cannot
        be shown.
        """
        template, values = self.template, self.values
        if len(changed) == 1 and template.plain:
            (number, value), = changed
            if type(value) is str:  # most are
                place = template.places.get(number)
                if place is None:
                    return None
                self.given[number] = value
                if values[place] == value:
                    return []
                values[place] = value
                return [place, value]
        given = self.given.copy()
        for number, value in changed:
            given[number] = value
        shown: dict[int, Any] = {}
        for number, value in changed:
            place = template.places.get(number)
            if place is None:
                return None
            shown[place] = value if template.plain and type(value) is str else template.fill(place, given)
        self.given = given
        told: list[Any] = []
        for place, value in shown.items():
            if not alike(value, values[place]):
                values[place] = value
                told += place, value
        return told

    def listener(self, number: int) -> Element | None:
        """The listening element with this id, as a node of its own, or None where there is none."""
        for own, tag in self._listeners():
            if own == number:
                return self._listener(own, tag)
        return None

    def listening(self) -> list[Element]:
        """The elements that listen, each as a node of its own."""
        return [self._listener(number, tag) for number, tag in self._listeners()]

    def _listeners(self) -> Iterator[tuple[int, Tag]]:
        inner = self.id + self.template.first_inner
        for path, tag in self.template.listening:
            if path:
                yield inner, tag
                inner += 1
            else:
                yield self.id, tag

    def _listener(self, number: int, tag: Tag) -> Element:
        element = self._element(tag)
        element.id, element.parent = number, self.parent
        return element

    def tag_around(self, place: Place) -> str:
        """The tag of the element that one of its places is in."""
        number = self.template.children[self.children.index(place)]
        pending = [self.template.root]
        for tag in pending:
            if any(isinstance(child, Hole) and child.number == number for child in tag.children):
                return tag.name
            pending += [child for child in tag.children if isinstance(child, Tag)]
        raise AssertionError(f"{self!r} has no place {number}")

    def expand(self, specs: list[list[int]] | None = None) -> Element:
        """The same as elements and texts, for whoever looks at the page's nodes. specs: of the listening elements, in order."""
        made = self._expanded(self.template.root, iter(self.children), iter(specs or ()))
        made.id, made.parent = self.id, self.parent
        return made

    def elements(self) -> tuple[Element, list[Element]]:
        """The same as elements and texts that can stand in its place, and those of them that listen."""
        made = self.expand()
        listening: list[Element] = []
        pending = [made]
        for element in pending:
            if element.listeners:
                listening.append(element)
            children: list[Node] = []
            for child in element.children:
                if isinstance(child, Place):
                    children += child.children
                    continue
                if isinstance(child, Element):
                    pending.append(child)
                children.append(child)
            element.children = children
        return made, listening

    def _expanded(self, tag: Tag, places: Iterator[Node], specs: Iterator[list[int]]) -> Element:
        element = self._element(tag)
        if tag.on:
            element.specs = next(specs, None)
        for child in tag.children:
            if isinstance(child, Tag):
                element.children.append(self._expanded(child, places, specs))
            elif isinstance(child, str):
                element.children.append(Text(child))
            elif child.number in self.template.children:
                element.children.append(next(places))
            else:
                element.children.append(Text(text_of(self.given[child.number])))
        for node in element.children:
            if not isinstance(node, Place):
                node.parent = element
        return element

    def _element(self, tag: Tag) -> Element:
        given = self.given
        attrs: dict[str, Any] = {}
        for name, value in tag.attrs.items():
            if isinstance(value, Hole):
                attrs[name] = converter(tag.name, name)(given[value.number])
            else:
                attrs[name] = converter(tag.name, name)(join(value, given)) if isinstance(value, Mixed) else value
        key = given[tag.key.number] if isinstance(tag.key, Hole) else tag.key
        on = {event: given[hole.number] for event, hole in tag.on.items()}
        return Element(tag.name, key, attrs, on or None, None)

    def __repr__(self) -> str:
        return f"<{self.template.root.name}{'' if self.key is None else f' key={self.key!r}'}>"


class Place(Parent):
    """Where nodes stand in a template's instance, before what the page has there to mark it, whose id it has."""

    __slots__ = ()

    def __init__(self, children: list[Node]) -> None:
        self.id = 0
        self.key = None
        self.parent: Node | None = None
        self.children = children

    @property
    def kind(self) -> Any:
        return "#place"

    def __repr__(self) -> str:
        return "a place in a template"


_NONE: list[Node] = []
