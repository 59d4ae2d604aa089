"""The protocol's messages: what a page may send, and what docs/protocol.schema.json says of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from skerry.errors import ProtocolError
from skerry.protocol import check, decode, encode

from ..conftest import SCHEMA

FROM_PAGE = Draft202012Validator({"$defs": SCHEMA["$defs"], "$ref": "#/$defs/fromPage"})
GOOD: list[dict[str, Any]] = [
    {"t": "hello", "version": 1, "url": "/", "props": {}, "viewport": [300, 200], "dark": True},
    {"t": "event", "n": 3, "e": "click", "h": "abc", "p": 1, "s": 4, "d": {"x": 1.5}},
    {"t": "event", "n": [["li", 7], ["button", -1]], "e": "click", "h": "", "p": 1, "s": 4, "d": {}},
    {"t": "props", "props": {"a": 1}, "s": 1},
    {"t": "navigate", "url": "/x?y=1", "s": 2},
    {"t": "ack", "p": 3},
    {"t": "bye"},
]


@pytest.mark.parametrize("message", GOOD, ids=lambda m: m["t"])
def test_what_a_page_sends(message: dict[str, Any]) -> None:
    FROM_PAGE.validate(message)
    assert decode(encode([message])) == [message]


@pytest.mark.parametrize("message", GOOD, ids=lambda m: m["t"])
def test_without_one_of_its_fields_a_message_is_refused_by_both(message: dict[str, Any]) -> None:
    for name in message:
        if name in ("viewport", "dark"):
            continue
        broken = {k: v for k, v in message.items() if k != name}
        assert not FROM_PAGE.is_valid(broken)
        with pytest.raises(ProtocolError):
            check(broken)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("tnehpsdx"), inner, max_size=8),
    max_leaves=10,
)


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_no_message_breaks_the_reader(value: Any) -> None:
    """Whatever comes is a message or a ProtocolError, never another exception."""
    try:
        decode(json.dumps(value))
    except ProtocolError:
        pass


@pytest.mark.parametrize(("text", "says"), [("{", "must be JSON"), ("{}", "as a list"), ('[{"t":"evnt"}]', "'event'")])
def test_what_is_wrong_is_named(text: str, says: str) -> None:
    with pytest.raises(ProtocolError, match=says):
        decode(text)
