"""Starting where the page is there already, as it was rendered when the site was built.

The first patch builds what the page shows, so that the page can take it over node by node. Where the session starts from something
else than the build did (another address, props, kept state), a second patch follows in the same breath, found by the ordinary
comparison: what has a key keeps its element, and what was typed or clicked meanwhile reaches the element that it was meant for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .. import protocol
from ..app.routes import normal_path
from ..errors import StateError
from ..state import Store
from .place import Place

if TYPE_CHECKING:
    from ..protocol import Message
    from .session import Session

__all__ = ["begins_as_rendered", "rendered_data", "show_rendered"]


def rendered_data(session: Session) -> dict[str, Any]:
    """What a rendered page brings along of the session that it was rendered from.

    ``hello`` gives it back as ``rendered``: url, props, prefix (of ids in the document), and state where ``on_load`` handlers have
    changed it, for else it is what state classes begin with.
    """
    found = {"url": session.place.url, "props": dict(session.props), "prefix": session.tree.prefix}
    if session.place.page is None or session.place.page.on_load is None:
        return found
    state, fresh = session.store.dump(), Store()
    for cls in session.app.states:
        fresh.of(cls)
    first = fresh.dump()["roots"]
    changed = any(first.get(name) != data for name, data in state["roots"].items())
    return {**found, "state": {**state, "lost": []}} if changed else found


def begins_as_rendered(rendered: Mapping[str, Any], hello: Message, *, loaded: bool) -> bool:
    """Whether a session that starts with this greeting begins with what the page was rendered from."""
    kept = loaded or any((hello.get("stored") or {}).values())
    return not kept and rendered["props"] == hello.get("props", {}) and _same_place(rendered["url"], hello.get("url", "/"))


def show_rendered(session: Session, rendered: Mapping[str, Any]) -> Message:
    """Build what the page shows, and forget what it was built from; the patch."""
    session.props.update(rendered["props"])
    session.store.renew()
    if "state" in rendered:
        try:
            session.store.load(rendered["state"], session.app.states)
        except StateError as error:
            session.store.renew()
            session.host.log("warning", f"The state that came with the page does not fit the app: {error}")
    session.show_page(rendered["url"], load=False)
    ops = session.tree.flush()
    session.tree.renew()
    session.props.clear()
    session.store.renew()
    return protocol.patch(session.tree.number, 0, ops)


def _same_place(one: str, other: str) -> bool:
    first, second = Place(one), Place(other)
    return (normal_path(first.path), first.query, first.hash) == (normal_path(second.path), second.query, second.hash)
