"""What a shell has kept of an app's state, handed to its classes when the app starts; and what to say where that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from .. import protocol
from ..state.encoding import class_id
from .aside import SetAside
from .kept import Record, Taken, records_of, take

if TYPE_CHECKING:
    from .session import Session

__all__ = ["by_name", "restore"]

_SET_ASIDE: Final = "What this app kept at an earlier visit does not fit it any more. It is set aside, and not lost."
_LATER: Final = (
    "A newer version of this app has kept something here that this one cannot read. Reload the page to get the newer one."
)


def restore(
    session: Session, stored: Mapping[str, Any], aside: list[SetAside], places: Mapping[type, str]
) -> Iterator[tuple[type, str]]:
    """Take over what was kept, class by class. Gives each class of which something was taken over, with the text that is kept of
    its state; an empty one where it is to be saved at once.

    stored: by place, the records of each class by its name. aside: gets what cannot be used.
    """
    kept = {where: by_name(stored.get(where)) for where in ("browser", "tab", "page")}
    notices: set[str] = set()
    for cls, where in places.items():
        records = kept[where].pop(class_id(cls), [])
        taken = take(session.store, cls, records)
        aside.extend(SetAside(session, where, class_id(cls), one, one.aside) for one in records if one.aside)
        notices |= _say(session, cls, where, taken, aside)
        if taken.version is not None:
            yield cls, "" if taken.unsaved else next(one.text for one in records if one.version == taken.version and not one.aside)
    for where, others in kept.items():
        for name, records in others.items():
            aside.extend(SetAside(session, where, name, one, one.aside or "the app has no such class any more") for one in records)
    for text in sorted(notices):
        session.command("toast", text=text, kind="warning", duration=None)


def by_name(given: Any) -> dict[str, list[Record]]:
    """The records of one place, by class."""
    return {name: records_of(records) for name, records in given.items()} if isinstance(given, Mapping) else {}


def _say(session: Session, cls: Any, where: str, taken: Taken, aside: list[SetAside]) -> set[str]:
    """Tell page, developer and person of what was not taken over as it was; gives what the person is to read."""
    if taken.aside is not None:
        record, why = taken.aside
        aside.append(SetAside(session, where, class_id(cls), record._replace(aside=why), why))
        session.send({"t": protocol.ASIDE, "where": where, "name": class_id(cls), "version": record.version, "why": why})
        session.host.log("warning", f"What this {where} has kept of {cls.__name__} is set aside: {why}. {_ADVICE}")
        return {_SET_ASIDE} if taken.version is None else set()
    if taken.refused is None:
        return set()
    record, why = taken.refused
    aside.append(SetAside(session, where, class_id(cls), record, why))
    session.host.log("warning", f"What this {where} has kept of {cls.__name__} is not used: {why}. It stays where it is")
    if taken.error is not None:
        session.report(_explained(cls, record, taken.error), f"{cls.__name__}.migrate")
        return set()
    return {_LATER if record.version > cls._sk_version else _SET_ASIDE}


_ADVICE: Final = "sk.set_aside() lists it. Where fields change, raise version= and say in migrate() how to go on"


def _explained(cls: Any, record: Record, error: BaseException) -> BaseException:
    error.add_note(
        f"This was kept of {cls.__name__} by version {record.version}, and could not be brought to version {cls._sk_version}. "
        "It is set aside as it was, and the state begins with its defaults."
    )
    return error
