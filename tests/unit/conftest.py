"""Every message that a test's session takes or sends is checked against docs/protocol.schema.json."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from skerry.app.current import LIVE
from skerry.session import Session

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "protocol.schema.json").read_text("utf-8"))


def _validator(side: str) -> Callable[[Any], None]:
    schema = {"$defs": SCHEMA["$defs"], "$ref": f"#/$defs/{side}"}
    validator = Draft202012Validator(schema)

    def check(message: Any) -> None:
        errors = sorted(validator.iter_errors(json.loads(json.dumps(message))), key=lambda e: -len(e.absolute_path))
        assert not errors, f"{message!r:.400} is not as docs/protocol.schema.json says: {errors[0].message:.400}"

    return check


_from_session = _validator("fromSession")


@pytest.fixture(autouse=True)
def _messages_follow_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    patches = Session.patches

    def checked(self: Session) -> list[dict[str, Any]]:
        messages = patches(self)
        for message in messages:
            _from_session(message)
        return messages

    monkeypatch.setattr(Session, "patches", checked)


@pytest.fixture(autouse=True)
def _apps_end_with_their_test() -> Iterator[None]:
    yield
    for app in list(LIVE.values()):
        app.unload()
