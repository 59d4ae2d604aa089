"""Shows every page of an app without a browser, and finds the events that nobody handles."""

from __future__ import annotations

import ast
import builtins
import contextlib
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from skerry import protocol
from skerry.app import App
from skerry.ids import bare_name
from skerry.testing.dom import Document, ModelNode
from skerry.testing.roles import name_of, text_of
from skerry.testing.stage import Stage
from skerry.view import Element, Node

from ..parsing import parse
from ..site.apps import AppFiles
from .code import State, Stub, argument_of, call_of, given, handler_name, slug, told_key
from .elements import Kind, event_of, field_names, group_of, handled_by, is_authors, kind_of, listened
from .places import Place, Places, Written
from .undefined import Use, undefined_handlers

__all__ = ["Found", "NoPage", "find_stubs"]

_SECONDS: Final = 2.0
_MOST_CALLS: Final = 3
_SAMPLES: Final = {"int": "1", "float": "1.0", "str": "1", "path": "1"}


class NoPage(Exception):
    """None of the app's pages could be shown; the text says why."""


@dataclass(slots=True)
class Found:
    """What an app lacks. seen: how many elements people can act on; pages: how many were shown; notes: what could not be."""

    stubs: list[Stub] = field(default_factory=list)
    states: tuple[State, ...] = ()
    seen: int = 0
    pages: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Seen:
    """An element on a page, or several that one line of the source has made."""

    element: Element
    kind: Kind
    labels: list[str]
    keys: list[Any]
    places: tuple[Place, ...]
    handled: dict[str, str]


class _Unwritten:
    """Stands in for a handler that the app does not define, so that its pages can be shown."""

    def __init__(self, name: str) -> None:
        self.__name__ = self.__qualname__ = name
        self.events: list[str] = []

    def __call__(self) -> None:
        pass


def find_stubs(files: AppFiles, events: Collection[str] = (), everything: bool = False) -> Found:
    """The handlers that an app lacks.

    events: only these, by their arguments without ``on_``; those that are usual and not expected are listed as well then.
    everything: also those that are handled. Raises what the app's modules raise, and ``NoPage``.
    """
    uses = undefined_handlers(files.sources)
    unwritten = {use.name: _Unwritten(use.name) for use in uses}
    found = Found()
    seen: list[_Seen] = []
    with _defined(unwritten), contextlib.redirect_stdout(sys.stderr), contextlib.ExitStack() as stack:
        app = App.load(files.entry, files.sources, files=files.files)
        stack.callback(app.unload)
        app.handlers.add(_named(unwritten))
        found.states = tuple(State(cls.__name__, bare_name(cls.__module__)) for cls in app.states)
        pages = _Pages(app, files, found, stack)
        for url in pages.urls():
            seen += pages.show(url)
    if not found.pages:
        raise NoPage("\n".join(found.notes))
    for one in seen:
        _note_unwritten(one.element)
    seen = [one for one in seen if one.handled and not one.element.attrs.get("data-sk-window")]
    found.seen = len(seen)
    writer = _Writer(files, found.states)
    found.stubs = [*writer.unwritten(uses, unwritten, events), *writer.stubs(_together(seen), events, everything)]
    return found


def _named(unwritten: Mapping[str, _Unwritten]) -> ModuleType:
    """A module that has them as its own, for those that are named in quotes."""
    module = ModuleType(_Unwritten.__module__)
    vars(module).update(unwritten)
    return module


@contextlib.contextmanager
def _defined(names: Mapping[str, Any]) -> Iterator[None]:
    """For as long as it lasts, the names are known in every module that defines nothing else by them."""
    for name, value in names.items():
        setattr(builtins, name, value)
    try:
        yield
    finally:
        for name in names:
            delattr(builtins, name)


# --- the pages


class _Pages:
    """The pages of a loaded app, each shown in a session of its own until the stack is closed."""

    def __init__(self, app: App, files: AppFiles, found: Found, stack: contextlib.ExitStack) -> None:
        self._app = app
        self._files = files
        self._found = found
        self._stack = stack
        self._names = {file.filename: file.path for file in app.sources}
        self._links: list[str] = []

    def urls(self) -> Iterator[str]:
        """The addresses of all pages, those with parameters last: the links on the others tell what these may be."""
        for route in sorted((page.route for page in self._app.pages), key=lambda route: len(route.types)):
            linked = next((link for link in self._links if route.types and route.match(urlsplit(link).path) is not None), None)
            samples = (_SAMPLES[kind] for kind in route.types.values())
            yield linked or re.sub(r"\{[^{}]*\}", lambda _: next(samples), route.pattern)

    def show(self, url: str) -> list[_Seen]:
        """What is on a page once it has loaded."""
        hello = {"version": protocol.VERSION, "url": url, "props": {}, "stored": {}}
        with Places() as places:
            stage = Stage(self._app, self._files.files, hello, {}, raises=False)
            self._stack.callback(stage.close)
            stage.advance(_SECONDS)
        self._found.notes += [f"{url}: {_told(error)}" for error in stage.errors]
        root = stage.session.tree.root
        if root is None or any(error["fatal"] or error["handler"] == repr(root) for error in stage.errors):
            return []
        self._found.pages += 1
        elements = list(_elements(root))
        self._links += [urljoin(url, str(one.attrs["href"])) for one in elements if one.attrs.get("href")]
        return [_look(stage.document, one, places.of(one, self._names)) for one in elements]


def _told(error: Mapping[str, Any]) -> str:
    own = [frame for frame in error["traceback"] if frame["app"]]
    where = f" ({own[-1]['file']}, line {own[-1]['line']})" if own else ""
    return f"{error['title']}: {error['message']}{where}"


def _elements(node: Node) -> Iterator[Element]:
    if isinstance(node, Element):
        yield node
    for child in getattr(node, "children", ()):
        yield from _elements(child)


def _look(document: Document, element: Element, places: tuple[Place, ...]) -> _Seen:
    kind = kind_of(element)
    arguments = dict.fromkeys([*kind.expected, *kind.usual, *_listened(element)])
    wished = {event for event, listener in listened(element) if isinstance(listener.handler, _Unwritten)}
    handled = {
        argument: handled_by(element, kind, argument) for argument in arguments if event_of(kind, argument) not in wished
    }
    return _Seen(element, kind, [_label(document, element)], [element.key], places, handled)


def _listened(element: Element) -> Iterator[str]:
    """The arguments of the author's own listeners on an element; a name of an event that has none stands for itself."""
    for event, listener in listened(element):
        if is_authors(listener):
            yield "enter" if "Enter" in listener.keys else argument_of(event) or event


def _label(document: Document, element: Element) -> str:
    """What people call an element."""
    group = group_of(element)
    node = document.nodes[element.id if group is None else group.id]
    if element.tag == "form":
        return ""
    if element.tag == "div" and "sk-table-frame" in str(element.attrs.get("class")):
        return next((text_of(inner) for inner in node.walk() if inner.tag == "caption"), "")
    return name_of(node, document) or (text_of(node) if element.tag == "a" else _label_of_field(node))


def _label_of_field(node: ModelNode) -> str:
    """The label above what is no control by itself."""
    field = node.parent
    if field is None or "sk-field" not in field.attrs.get("class", "").split():
        return ""
    return next((text_of(one) for one in field.children if "sk-label" in one.attrs.get("class", "").split()), "")


def _note_unwritten(element: Element) -> None:
    """Tell the handlers that are not written for which events they are."""
    for event, listener in listened(element):
        for handler in listener.handlers():
            if isinstance(handler, _Unwritten) and event not in handler.events:
                handler.events.append(event)


def _together(seen: Iterable[_Seen]) -> list[_Seen]:
    """Elements that the same calls in the source have made are one, as are those of a group."""
    found: dict[Any, _Seen] = {}
    for one in seen:
        token = (one.places, one.kind) if one.places else id(one.element)
        known = found.setdefault(token, one)
        if known is not one:
            known.labels += one.labels
            known.keys += one.keys
            known.handled = {argument: known.handled[argument] and one.handled.get(argument, "") for argument in known.handled}
    return list(found.values())


# --- what is to be written


class _Writer:
    """Names what is missing, and says where it belongs."""

    def __init__(self, files: AppFiles, states: tuple[State, ...]) -> None:
        self._written = {name: Written(text) for name, text in files.sources.items()}
        tree = parse(files.sources[files.entry])
        self._taken = {name for node in ast.walk(tree) if (name := _name_in(node))}
        self.library = _library(tree)
        self._state = states[0] if len(states) == 1 else None

    def unwritten(self, uses: list[Use], unwritten: Mapping[str, _Unwritten], events: Collection[str]) -> Iterator[Stub]:
        """Stubs for the names that are used and not defined."""
        for name, handler in unwritten.items():
            here = [use for use in uses if use.name == name]
            found = tuple(dict.fromkeys([*handler.events, *(use.event for use in here if use.event)]))
            if events and not {argument_of(event) for event in found} & set(events):
                continue
            calls = list(dict.fromkeys(f"{use.file}:{use.line}: {use.call}" for use in here))
            notes = calls[:_MOST_CALLS] + [f"and {len(calls) - _MOST_CALLS} more"] * (len(calls) > _MOST_CALLS)
            if here[0].like:
                notes.append(f"{name} is not defined.{here[0].like}")
            yield Stub(name, found, tuple(notes), state=self._state, library=self.library)

    def stubs(self, seen: Iterable[_Seen], events: Collection[str], everything: bool) -> Iterator[Stub]:
        """Stubs for the events that nobody handles; with ``everything`` for the others as well."""
        for one in seen:
            for argument, found in one.handled.items():
                handled = found or self._is_given(one, argument)
                wanted = argument in events if events else argument in one.kind.expected or bool(everything and handled)
                if wanted and (everything or not handled):
                    yield self._stub(one, argument)

    def _is_given(self, one: _Seen, argument: str) -> bool:
        """Whether the author has given a handler to a part of a component that is not there just now."""
        return any(self._written[place.file].names(place, f"on_{argument}") for place in one.places[:1])

    def _stub(self, one: _Seen, argument: str) -> Stub:
        name = handler_name(self._called(one), argument, self._taken)
        self._taken.add(name)
        place = one.places[0] if one.places else None
        call = self._written[place.file].with_argument(place, given(argument, name, one.kind)) if place else ""
        call = call or call_of(one.kind, one.element.tag, one.labels[0], argument, name, self.library)
        notes = [f"{place.file}:{place.line}: {call}" if place else call]
        if one.handled[argument]:
            notes.append(f"Now {one.handled[argument]}")
        fields = tuple(field_names(one.element)) if one.element.tag == "form" else ()
        event = event_of(one.kind, argument)
        key = "the key of the row, or its number" if one.kind.component == "table" else told_key(one.keys)
        return Stub(name, (event,), tuple(notes), key, fields, self._state, self.library)

    def _called(self, one: _Seen) -> str:
        """What a handler is named after: the label, else the key, else the component."""
        words = self._written[one.places[0].file].words(one.places[0]) if one.places else ""
        label = words if slug(words) else one.labels[0] if len(set(one.labels)) == 1 else ""
        keys = {key for key in one.keys if isinstance(key, str)}
        key = next(iter(keys)) if len(keys) == 1 else ""
        fallback = one.kind.component if one.kind.component != "element" else one.element.tag
        return next(text for text in (label, key, fallback) if slug(text))


def _name_in(node: ast.AST) -> str:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name
    if isinstance(node, ast.alias):
        return (node.asname or node.name).partition(".")[0]
    return node.id if isinstance(node, ast.Name) else ""


def _library(tree: ast.Module) -> str:
    """What a module calls skerry."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == "skerry":
                    return alias.asname or "skerry"
    return "sk"
