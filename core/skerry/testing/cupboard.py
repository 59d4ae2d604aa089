"""A browser's memory of an app's state, as a test has it: what ``App(stored=...)`` begins with, and what ``app.stored`` gives."""

from __future__ import annotations

from typing import Any

from .. import protocol
from ..state.encoding import Encoder

__all__ = ["Cupboard", "kept"]

Stored = dict[str, dict[str, list[dict[str, Any]]]]


def kept(name: str, /, *, version: int = 1, where: str = "browser", **fields: Any) -> Stored:
    """What a visit to an earlier version of the app left behind: ``App(stored=kept("Notes", version=1, title="Shopping"))``.

    name: the state class's, with its module where that is not the entry, ``"helpers:Stock"``. fields: as it had them.
    """
    full = name if ":" in name else f"app:{name}"
    state = Encoder().root(fields, type(full.rpartition(":")[2], (), {}))
    text = protocol.json_text({"v": 1, "class": full, "version": version, "state": state})
    return {where: {full: [{"version": version, "text": text, "at": 0}]}}


class Cupboard:
    """What the page's storage does, on a dict."""

    def __init__(self, stored: Stored) -> None:
        self.stored = stored
        self._parts: dict[tuple[str, str], str] = {}

    def take(self, message: protocol.Message, at: float) -> None:
        """A message of the session's, if it is about what is kept. at: milliseconds."""
        act = {protocol.SAVE: self._save, protocol.ASIDE: self._aside, protocol.FORGET: self._forget}.get(message["t"])
        if act is not None:
            act(message, at)

    def text(self, args: dict[str, Any]) -> str | None:
        """What a command ``kept`` asks for."""
        records = self.stored.get(args["where"], {}).get(args["name"], [])
        found = [one for one in records if (one["version"], one["at"]) == (args["version"], args["at"])]
        return found[0]["text"] if found else None

    def hello(self) -> Stored:
        """What a page tells of it: everything, but for the texts of what is set aside."""
        return {
            where: {
                name: [{k: v for k, v in one.items() if k != "text" or "aside" not in one} for one in records]
                for name, records in classes.items()
            }
            for where, classes in self.stored.items()
        }

    def _save(self, message: protocol.Message, at: float) -> None:
        place = message["where"], message["name"]
        text = self._parts.pop(place, "") + message["text"]
        if message.get("more"):
            self._parts[place] = text
            return
        records = self._records(*place)
        records[:] = [one for one in records if one["version"] != message["version"] or "aside" in one]
        records.append({"version": message["version"], "text": text, "at": at})

    def _aside(self, message: protocol.Message, at: float) -> None:
        for one in self._records(message["where"], message["name"]):
            if one["version"] == message["version"] and "aside" not in one:
                one["aside"] = message["why"]

    def _forget(self, message: protocol.Message, at: float) -> None:
        for classes in self.stored.values():
            for name in list(classes):
                if not message["names"] or name in message["names"]:
                    del classes[name]

    def _records(self, where: str, name: str) -> list[dict[str, Any]]:
        return self.stored.setdefault(where, {}).setdefault(name, [])
