"""What a browser has kept of a state class, and what becomes of it when the app starts.

| kept | what happens |
|---|---|
| of this version | it is taken over |
| ... with fields that its class, or one of an object in it, no longer has | the rest is taken over; what was kept is set aside |
| ... and it does not fit | it is set aside, and the state has its defaults |
| of an earlier version | `migrate()` brings it to this one; without it, or where it raises, the state has its defaults |
| of a later version | the state has its defaults |

States of other versions are left where they are: each version writes what is its own, so that neither an old build in another tab
nor a step back to the build before destroys anything.
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

__all__ = ["Record", "Taken", "record_text", "records_of", "take"]

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


class Taken(NamedTuple):
    """What became of a class's records.

    version: of the one taken over, if any. unsaved: the state is not as it is kept, so save it. aside: the record to set aside, and
    why. refused: a record of another version that stays where it is unused, and why. error: what ``migrate`` has raised.
    """

    version: int | None = None
    unsaved: bool = False
    aside: tuple[Record, str] | None = None
    refused: tuple[Record, str] | None = None
    error: BaseException | None = None


def record_text(cls: Any, state: str) -> str:
    """What is kept of a class: ``state`` is the JSON text of its instance."""
    head = json_text({"v": FORMAT, "class": class_id(cls), "version": cls._sk_version})
    return f'{head[:-1]},"state":{state}}}'


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
    usable = [one for one in records if not one.aside]
    own = next((one for one in usable if one.version == cls._sk_version), None)
    if own is not None:
        return _same_version(store, cls, own)
    earlier = max((one for one in usable if one.version < cls._sk_version), key=lambda one: one.version, default=None)
    later = max((one for one in usable if one.version > cls._sk_version), key=lambda one: one.version, default=None)
    if later is not None:
        return Taken(refused=(later, f"it is of version {later.version}, and this build of the app has version {cls._sk_version}"))
    return Taken() if earlier is None else _earlier(store, cls, earlier)


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


def _earlier(store: Store, cls: Any, record: Record) -> Taken:
    what = f"it is of version {record.version}, {cls.__name__} has version {cls._sk_version}"
    if not migrates(cls):
        return Taken(refused=(record, f"{what} and no migrate()"))
    try:
        migrated(store, cls, state_in(record.text), record.version)
    except (Exception, SystemExit, KeyboardInterrupt) as error:  # the last is how a page stops what never ends
        return Taken(refused=(record, f"{what}, and migrate() failed: {type(error).__name__}: {error}"), error=error)
    return Taken(record.version, unsaved=True)


def state_in(text: str) -> Any:
    """The state in a record's text. Raises ``StateError`` for what is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StateError(f"what was kept is no JSON: {error} in {text:.60}") from None
    if not isinstance(data, dict) or data.get("v") != FORMAT or "state" not in data:
        raise StateError(f"what was kept is of a form that this version of Skerry does not read: {text:.60}")
    return data["state"]
