"""What a shell has kept of an app's state, handed to its classes: when the app starts, and to those whose modules come later before
their first use; and what to say where that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from .. import protocol
from ..state.encoding import class_id
from ..tracebacks import describe
from .aside import SetAside
from .kept import Record, Taken, passed, records_of, take

if TYPE_CHECKING:
    from .session import Session

__all__ = ["Restoring", "by_name"]

PLACES: Final = ("browser", "tab", "page")

_SET_ASIDE: Final = "What this app kept at an earlier visit does not fit it any more. It is set aside, and not lost."
_LATER: Final = (
    "A newer version of this app has kept something here that this one cannot read. Reload the page to get the newer one."
)
_MORE: Final = "An older version of this app has kept something here later than this one, which does not show it. It is not lost."
_BACK: Final = "What this app kept at an earlier visit is here again. What was entered since then is set aside, and not lost."


class Restoring:
    """What a shell has kept and no class has taken yet. aside: gets what cannot be used."""

    def __init__(self, session: Session, aside: list[SetAside]) -> None:
        self._session = session
        self._aside = aside
        self._kept: dict[str, dict[str, list[Record]]] = {where: {} for where in PLACES}
        self._told: set[str] = set()

    def given(self, stored: Mapping[str, Any]) -> None:
        """What there is, by place: the records of each class by its name. Newer records take the place of their versions'."""
        for where in PLACES:
            for name, records in by_name(stored.get(where)).items():
                before = self._kept[where].get(name, [])
                versions = {one.version for one in records if not one.aside}
                self._kept[where][name] = [one for one in before if one.aside or one.version not in versions] + records

    def claim(self, cls: type, where: str, *, newer: bool = False) -> tuple[str, Taken]:
        """Bring a class's instance to what was kept of it, which is done with then; the text that is kept of its state, empty
        where there is none or it is to be saved at once, and what was done. newer: its state is there, and stays."""
        name = class_id(cls)
        records = self._kept[where].pop(name, [])
        self._aside[:] = [one for one in self._aside if (one.where, one.name) != (where, name)]
        taken = passed(cls, records) if newer else take(self._session.store, cls, records)
        self._aside.extend(SetAside(self._session, where, name, one, one.aside) for one in records if one.aside)
        self._notice(_say(self._session, cls, where, taken, self._aside))
        own = (one.text for one in records if one.version == taken.version and not one.aside)
        return "" if taken.unsaved else next(own, ""), taken

    def list_others(self) -> None:
        """List what no class has claimed: the app has those no more, or their modules are not imported yet."""
        for where, others in self._kept.items():
            for name, records in others.items():
                why = "the app has no such class any more"
                self._aside.extend(SetAside(self._session, where, name, one, one.aside or why) for one in records)

    def forget(self, names: set[str]) -> None:
        """What was kept of these classes is gone, or of all where there are none."""
        for kept in self._kept.values():
            for name in [name for name in kept if not names or name in names]:
                del kept[name]

    def _notice(self, texts: set[str]) -> None:
        """Each thing is said to the person once, however many classes it is about."""
        for text in sorted(texts - self._told):
            self._told.add(text)
            self._session.command("toast", text=text, kind="warning", duration=None)


def by_name(given: Any) -> dict[str, list[Record]]:
    """The records of one place, by class."""
    return {name: records_of(records) for name, records in given.items()} if isinstance(given, Mapping) else {}


def _say(session: Session, cls: Any, where: str, taken: Taken, aside: list[SetAside]) -> set[str]:
    """Tell page, developer and person of what was not taken over as it was; gives what the person is to read."""
    name, notices = class_id(cls), set()
    if taken.aside is not None:
        record, why = taken.aside
        aside.append(SetAside(session, where, name, record._replace(aside=why), why))
        session.send({"t": protocol.ASIDE, "where": where, "name": name, "version": record.version, "why": why})
        session.host.log("warning", f"What this {where} has kept of {cls.__name__} is set aside: {why}. {_ADVICE}")
        if taken.version != record.version:
            notices.add(_SET_ASIDE if taken.version is None else _BACK)
    if taken.refused is not None:
        record, why = taken.refused
        aside.append(SetAside(session, where, name, record, why))
        session.host.log("warning", _unused(cls, where, why))
        if taken.error is not None:
            session.report(_explained(cls, record, taken.error), f"{cls.__name__}.migrate")
        else:
            notices.add(_LATER if record.version > cls._sk_version else _SET_ASIDE)
    elif taken.error is not None:  # it has failed before: the person was told then
        session.host.log("warning", describe(taken.error, session.app.owns_file)["text"], f"{cls.__name__}.migrate")
    for one in taken.others:
        aside.append(SetAside(session, where, name, one.record, one.why))
        session.host.log("warning" if one.news else "info", _unused(cls, where, one.why))
        if one.news:
            notices.add(_LATER if one.record.version > cls._sk_version else _MORE)
    return notices


def _unused(cls: Any, where: str, why: str) -> str:
    return f"What this {where} has kept of {cls.__name__} is not used: {why}. It stays where it is"


_ADVICE: Final = "sk.set_aside() lists it. Where fields change, raise version= and say in migrate() how to go on"


def _explained(cls: Any, record: Record, error: BaseException) -> BaseException:
    error.add_note(
        f"This was kept of {cls.__name__} by version {record.version}, and could not be brought to version {cls._sk_version}. "
        "It is set aside as it was, and the state begins with its defaults."
    )
    return error
