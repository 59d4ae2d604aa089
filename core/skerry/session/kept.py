"""What a browser has kept of a state class, and what becomes of it when the app starts.

| kept | what happens |
|---|---|
| of this version | it is taken over |
| ... with fields that its class, or one of an object in it, no longer has | the rest is taken over; what was kept is set aside |
| ... and it does not fit | it is set aside, and the state has its defaults |
| ... and it was begun without what an earlier version had | where `migrate()` takes that now, it is set aside for it |
| else of an earlier version | the newest goes through `migrate()`; without it, or where it raises, the state has its defaults |
| of a later version only | the state has its defaults |

States of other versions are left where they are: each version writes what is its own, so that neither an old build in another tab
nor a step back to the build before destroys anything. Each says in its head what it goes on from, so that those with something that
this one does not have are listed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from ..errors import StateError
from ..protocol import json_text
from ..state import Store
from ..state.encoding import class_id
from ..state.migrating import migrated, migrates

__all__ = ["Head", "Other", "Record", "Taken", "alone", "passed", "record_text", "records_of", "take"]

FORMAT: Final = 1
"""How values are written (``skerry.state.codec``)."""


class Record(NamedTuple):
    """One kept state of a class. at: when it was kept, in milliseconds since 1970. aside: why it was set aside; its text
    stays with the page then."""

    version: int
    text: str
    at: float = 0
    aside: str = ""

    @property
    def when(self) -> datetime:
        return datetime.fromtimestamp(self.at / 1000, UTC)


class Head(NamedTuple):
    """What a kept state says of those of other versions. Nothing in version 1 where there are none: who keeps another one says so.

    past: when each version's was kept that needs no look any more, in milliseconds, by version: this state goes on from it, or the
    one that this was begun without did. without: version and time of that one, which could not be brought to this version.
    """

    past: dict[int, float] | None = None
    without: tuple[int, float] | None = None


class Other(NamedTuple):
    """A record of another version, with something that the state does not have. news: it was kept later than what the state
    has, so the person is told."""

    record: Record
    why: str
    news: bool


class Taken(NamedTuple):
    """What became of a class's records.

    version: of the one taken over, if any. unsaved: the state is not as it is kept, so save it. aside: the record to set aside, and
    why. refused: a record of another version that stays where it is unused, and why. error: what ``migrate`` has raised. head: what
    is to be kept along with the state, where there is something to say. others: records that stay where they are.
    """

    version: int | None = None
    unsaved: bool = False
    aside: tuple[Record, str] | None = None
    refused: tuple[Record, str] | None = None
    error: BaseException | None = None
    head: Head | None = None
    others: tuple[Other, ...] = ()


def alone(cls: Any) -> Head:
    """The head of a state beside which nothing is kept."""
    return Head({}) if cls._sk_version > 1 else Head()


def record_text(cls: Any, state: str, kept: Head) -> str:
    """What is kept of a class: ``state`` is the JSON text of its instance."""
    about: dict[str, Any] = {"v": FORMAT, "class": class_id(cls), "version": cls._sk_version}
    if kept.past is not None:
        about["from"] = {str(version): at for version, at in kept.past.items()}
    if kept.without is not None:
        about["without"] = list(kept.without)
    return f'{json_text(about)[:-1]},"state":{state}}}'


def _head_of(record: Record) -> Head:
    """What a record says of those of other versions. Its state is not read for that."""
    try:
        about = json.loads(record.text[: record.text.index(_STATE)] + "}")
        past, without = about.get("from"), about.get("without")
        return Head(
            None if past is None else {int(version): float(at) for version, at in past.items()},
            None if without is None else (int(without[0]), float(without[1])),
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return Head()


_STATE: Final = ',"state":'


def records_of(given: Any) -> list[Record]:
    """The records of one class as a page sends them; what is none is left out."""
    found = []
    for one in given if isinstance(given, list) else ():
        if isinstance(one, dict) and isinstance(one.get("version"), int):
            text, at, aside = one.get("text", ""), one.get("at", 0), one.get("aside", "")
            if isinstance(text, str) and isinstance(at, (int, float)) and isinstance(aside, str):
                found.append(Record(one["version"], text, at, aside))
    return found


def take(store: Store, cls: Any, records: Iterable[Record]) -> Taken:
    """Bring a class's instance to what was kept of it, as the table above says."""
    own, others = _sorted(cls, records)
    if own is not None:
        return _begun_without(store, cls, own, others) or _own(store, cls, own, others)
    if not others:
        return Taken()
    earlier = [one for one in others if one.version < cls._sk_version]
    if earlier:
        return _earlier(store, cls, earlier[-1], others)
    last = others[-1]
    why = f"it is of version {last.version}, and this build of the app has version {cls._sk_version}"
    past = _past(last, others)
    return Taken(refused=(last, why), head=Head(past), others=_beside(cls, last, past, others))


def passed(cls: Any, records: Iterable[Record]) -> Taken:
    """What is to be said of a class's records where its state is there, and newer."""
    own, others = _sorted(cls, records)
    if own is None:
        return Taken(head=Head({one.version: one.at for one in others}) if others else None)
    head, beside = _head_beside(cls, own, others)
    return Taken(head=head, others=beside)


def _sorted(cls: Any, records: Iterable[Record]) -> tuple[Record | None, list[Record]]:
    """The record of the class's version, and those of others by version; without what is set aside."""
    usable = sorted((one for one in records if not one.aside), key=lambda one: one.version)
    own = next((one for one in usable if one.version == cls._sk_version), None)
    return own, [one for one in usable if one.version != cls._sk_version]


def _own(store: Store, cls: Any, own: Record, others: list[Record]) -> Taken:
    taken = _same_version(store, cls, own)
    head, beside = _head_beside(cls, own, others)
    if taken.version is None:
        head = head._replace(without=None)  # what comes now begins without the own one, which is set aside
    return taken._replace(head=None if head == Head() else head, others=beside)


def _begun_without(store: Store, cls: Any, own: Record, others: list[Record]) -> Taken | None:
    """Where the own record was begun with defaults, for an earlier one could not be migrated: what comes of trying that again."""
    without = _head_of(own).without
    earlier = next((one for one in others if without is not None and one.version == without[0]), None)
    if earlier is None:
        return None
    tried = _earlier(store, cls, earlier, others)
    if tried.version is not None:
        why = f"it was begun without what version {earlier.version} had, and migrate() brings that to version {cls._sk_version} now"
        return tried._replace(aside=(own, why))
    assert tried.refused is not None
    taken, why = _own(store, cls, own, others), tried.refused[1]
    beside = (one._replace(why=why) if one.record is earlier and not one.news else one for one in taken.others)
    return taken._replace(error=tried.error, others=tuple(beside))


# What other versions have


def _past(base: Record, others: list[Record]) -> dict[int, float]:
    """What a record needs no look at. One that says nothing is of a build before this was written down, or was alone at first: what
    was kept before it, then."""
    past = _head_of(base).past
    return {one.version: one.at for one in others if one is not base and one.at <= base.at} if past is None else past


def _beside(cls: Any, base: Record, past: dict[int, float], others: list[Record]) -> tuple[Other, ...]:
    """Those with something that neither the state has, which goes on from ``base``, nor another one of them."""
    known = [past, *(_head_of(one).past or {} for one in others)]
    found = []
    for one in others:
        if one is base or any(one.at <= past.get(one.version, float("-inf")) for past in known):
            continue
        what = f"it is of version {one.version}, {cls.__name__} has version {cls._sk_version}"
        news = one.at > base.at
        why = "another version has kept something later" if news else "what there is does not go on from it"
        found.append(Other(one, f"{what}, and {why}", news))
    return tuple(found)


def _head_beside(cls: Any, own: Record, others: list[Record]) -> tuple[Head, tuple[Other, ...]]:
    head, past = _head_of(own), _past(own, others)
    beside = _beside(cls, own, past, others)
    return (head._replace(past=past) if beside or cls._sk_version > 1 else head), beside


def _same_version(store: Store, cls: Any, record: Record) -> Taken:
    gone: dict[tuple[type, str], str] = {}
    try:
        store.take(cls, state_in(record.text), gone)
    except (StateError, RecursionError) as error:
        return Taken(aside=(record, f"it does not fit the class any more: {error}"))
    if not gone:
        return Taken(record.version)
    return Taken(record.version, unsaved=True, aside=(record, _told(cls, gone)))


def _told(cls: type, gone: dict[tuple[type, str], str]) -> str:
    """``Notes has no field a, b any more; Row has no field c any more (Notes.rows[0].c)``."""
    names: dict[type, list[str]] = {}
    for owner, name in gone:
        names.setdefault(owner, []).append(name)
    return "; ".join(
        f"{owner.__name__} has no field {', '.join(fields)} any more" + ("" if owner is cls else f" ({gone[owner, fields[0]]})")
        for owner, fields in names.items()
    )


def _earlier(store: Store, cls: Any, record: Record, others: list[Record]) -> Taken:
    what = f"it is of version {record.version}, {cls.__name__} has version {cls._sk_version}"
    past = _past(record, others)
    beside = _beside(cls, record, past, others)
    begun = Head(past, (record.version, record.at))
    if not migrates(cls):
        return Taken(refused=(record, f"{what} and no migrate()"), head=begun, others=beside)
    try:
        migrated(store, cls, state_in(record.text), record.version)
    except (Exception, SystemExit, KeyboardInterrupt) as error:  # the last is how a page stops what never ends
        why = f"{what}, and migrate() failed: {': '.join(filter(None, (type(error).__name__, str(error))))}"
        return Taken(refused=(record, why), error=error, head=begun, others=beside)
    return Taken(record.version, unsaved=True, head=Head({**past, record.version: record.at}), others=beside)


def state_in(text: str) -> Any:
    """The state in a record's text. Raises ``StateError`` for what is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StateError(f"what was kept is no JSON: {error} in {text:.60}") from None
    if not isinstance(data, dict) or data.get("v") != FORMAT or "state" not in data:
        raise StateError(f"what was kept is of a form that this version of Skerry does not read: {text:.60}")
    return data["state"]
