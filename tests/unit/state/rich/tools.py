"""A state with anything in it, saved as text and read again."""

from __future__ import annotations

import json
from typing import Any

from skerry.state import Store, state


@state
class Box:
    value: Any = None
    other: Any = None


def dumped(value: Any, other: Any = None) -> Any:
    store = Store()
    store.of(Box).value = value
    store.of(Box).other = other
    return json.loads(json.dumps(store.dump(), allow_nan=False))


def loaded(data: Any) -> Any:
    store = Store()
    store.load(data, [Box])
    return store.of(Box)


def there_and_back(value: Any) -> Any:
    """The value as it comes back; what could not be saved is an error."""
    data = dumped(value)
    assert data["lost"] == []
    return loaded(data).value


def lost(value: Any) -> list[tuple[str, str]]:
    """The paths and the reasons of what is not saved; the rest of the state is there."""
    data = dumped({"it": value, "rest": [1]}, "other")
    box = loaded(data)
    assert box.value["rest"] == [1] and box.other == "other"
    return [(item["path"].removeprefix("Box.value"), item["why"]) for item in data["lost"]]


def with_data(content: Any) -> Any:
    """Saved data with this in it, as if somebody had written it."""
    name = next(iter(dumped(None)["roots"]))
    return {"v": 1, "roots": {name: {"value": [content], "other": 1}}, "lost": []}


def damaged(data: Any) -> Any:
    """The dump with each part of it changed in turn: cut short, of another kind, gone."""
    yield from _damaged(data["roots"][next(iter(data["roots"]))]["value"], lambda new: with_data(new))


def _damaged(part: Any, build: Any) -> Any:
    for new in (None, -1, 10**30, "x", "", [], {}, [None], {"a": 1}, True):
        yield build(new)
    if isinstance(part, str):
        yield build(part[:-3])
        yield build(part + "A")
    elif isinstance(part, list):
        yield build(part[:-1])
        for i, item in enumerate(part):
            yield from _damaged(item, lambda new, i=i: build([*part[:i], new, *part[i + 1 :]]))
    elif isinstance(part, dict):
        for key, item in part.items():
            yield build({k: v for k, v in part.items() if k != key})
            yield from _damaged(item, lambda new, key=key: build({**part, key: new}))
