"""What the development server's page asks of an element: inside its interpreter, of the session itself."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

import skerry
import skerry_browser.bridge as bridge
from skerry.handlers import as_listeners, describe
from skerry.ids import MODULE_PREFIX, bare_name
from skerry.session import Session
from skerry.state import path_of
from skerry.view import Element, Node, path_text

from .code import State, Stub, call_of, handler_name, slug, told_key, write_stub
from .elements import Kind, event_of, field_names, handled_by, kind_of, listened

__all__ = ["look"]

_INSTANCE: Final = re.compile(r"(?<=\.py)#\d+(?=:)")


def look(number: int, node: int, label: str) -> str:
    """JSON: what session ``number`` knows of its element ``node``; ``null`` where there is none (any more).

    label: what people call it, which the page knows. The answer has component, key and path, binding (all texts), handlers (the
    ids that the page knows -> names), and stubs: ``[{event, expected, note, code}]`` for the events that nothing
    on the element itself listens to.
    """
    session = bridge._sessions[number]
    root = session.tree.root
    element = next((one for one in _elements(root) if one.id == node), None) if root is not None else None
    return json.dumps(None if element is None else _told(session, element, label))


def _elements(node: Node) -> Iterator[Element]:
    if isinstance(node, Element):
        yield node
    for child in getattr(node, "children", ()):
        yield from _elements(child)


def _told(session: Session, element: Element, label: str) -> dict[str, Any]:
    kind = kind_of(element)
    two_way = element.two_way
    return {
        "component": "" if kind.component == "element" else f"sk.{kind.component}",
        "key": "" if element.key is None else repr(element.key),
        "path": path_text(element),
        "binding": "" if two_way is None else path_of(two_way.ref),
        "handlers": _handlers(session, element),
        "stubs": list(_stubs(session, element, kind, label)),
    }


def _handlers(session: Session, element: Element) -> dict[str, str]:
    names: dict[str, str] = {}
    for on in (element.listeners or {}).values():
        for ordinal, listener in enumerate(as_listeners(on)):
            links = "".join(f", {link.when} {_called(link.listener.handler)}" for link in listener.chain)
            names[session.bindings.name_of(listener, ordinal)] = _called(listener.handler) + links
    return names


def _called(handler: Any) -> str:
    """``save (app.py:9)``, without what tells apart files of one name in several apps of a page."""
    return _INSTANCE.sub("", describe(handler))


def _stubs(session: Session, element: Element, kind: Kind, label: str) -> Iterator[dict[str, Any]]:
    there = {event for event, _ in listened(element)} | ({element.two_way.event} if element.two_way is not None else set())
    module = vars(sys.modules[f"{MODULE_PREFIX}{session.app.number}.{session.app.entry.module}"])
    library = next((name for name, value in module.items() if value is skerry), "sk")
    states = [State(cls.__name__, bare_name(cls.__module__)) for cls in session.app.states]
    own = element.tag if kind.component == "element" else kind.component
    called = next(text for text in (label, element.key if isinstance(element.key, str) else "", own) if slug(text))
    for argument in (*kind.expected, *kind.usual):
        event = event_of(kind, argument)
        if event in there:
            continue
        name = handler_name(called, argument, module)
        note = _INSTANCE.sub("", handled_by(element, kind, argument))
        stub = Stub(
            name,
            (event,),
            (call_of(kind, element.tag, label, argument, name, library),),
            told_key([element.key]),
            tuple(field_names(element)) if element.tag == "form" else (),
            states[0] if len(states) == 1 else None,
            library,
        )
        yield {"event": event, "expected": argument in kind.expected and not note, "note": note, "code": write_stub(stub)}
