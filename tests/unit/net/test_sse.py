"""Server-sent events, wherever the network cuts the stream. Examples are those of the HTML standard."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skerry.net import EventParser, LineSplitter, ServerEvent, TextDecoder


def parse(*chunks: bytes) -> list[ServerEvent]:
    parser = EventParser()
    return [event for chunk in chunks for event in parser.feed(chunk)]


def one_by_one(stream: bytes) -> list[bytes]:
    return [stream[i : i + 1] for i in range(len(stream))]


EXAMPLES: dict[str, tuple[bytes, list[ServerEvent]]] = {
    "several data lines": (b"data: YHOO\ndata: +2\ndata: 10\n\n", [ServerEvent("message", "YHOO\n+2\n10")]),
    "a comment, ids, an id taken back, a space kept": (
        b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        [ServerEvent("message", "first event", "1"), ServerEvent("message", "second event"), ServerEvent("message", " third event")],
    ),
    "empty data, and the last block cut off": (b"data\n\ndata\ndata\n\ndata:", [ServerEvent("message", ""), ServerEvent("message", "\n")]),
    "with and without a space": (b"data:test\n\ndata: test\n\n", [ServerEvent("message", "test")] * 2),
    "a type holds for one event": (b"event: add\ndata: 73\n\ndata: 74\n\n", [ServerEvent("add", "73"), ServerEvent("message", "74")]),
    "a type without data is forgotten": (b"event: add\n\ndata: 1\n\n", [ServerEvent("message", "1")]),
    "an id holds until the next": (b"id: 7\n\ndata: a\n\ndata: b\n\n", [ServerEvent("message", "a", "7"), ServerEvent("message", "b", "7")]),
    "an id with a NUL is none": (b"id: 7\nid: 8\0\ndata: a\n\n", [ServerEvent("message", "a", "7")]),
    "retry takes digits only": (b"retry: 50\nretry: 5s\nretry:\nretry: -1\ndata: a\n\n", [ServerEvent("message", "a", "", 50)]),
    "unknown fields": (b"Data: no\n data: no\nfoo\ndata: yes\n\n", [ServerEvent("message", "yes")]),
    "colons in the text": (b"data: a: b:c\n\n", [ServerEvent("message", "a: b:c")]),
    "CR LF": (b"event: e\r\ndata: a\r\ndata: b\r\n\r\n", [ServerEvent("e", "a\nb")]),
    "CR": (b"event: e\rdata: a\rdata: b\r\r", [ServerEvent("e", "a\nb")]),
    "all line ends": (b"data: a\r\ndata: b\ndata: c\r\r\ndata: d\n\r", [ServerEvent("message", "a\nb\nc"), ServerEvent("message", "d")]),
    "a byte order mark": (b"\xef\xbb\xbfdata: a\n\n\xef\xbb\xbfdata: b\n\n", [ServerEvent("message", "a")]),
    "no UTF-8": (b"data: a\xffb\xe2\x82\n\n", [ServerEvent("message", "a\ufffdb\ufffd")]),
    "other line separators are text": ("data: a\u2028b\x0bc\x85\n\n".encode(), [ServerEvent("message", "a\u2028b\x0bc\x85")]),
    "characters of every length": ("data: é€🌊\n\n".encode(), [ServerEvent("message", "é€🌊")]),
    "nothing": (b"", []),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples(name: str) -> None:
    stream, events = EXAMPLES[name]
    assert parse(stream) == events
    assert parse(*one_by_one(stream)) == events


PIECES = st.sampled_from(
    [b"data", b"event", b"id", b"retry", b":", b" ", b"\r", b"\n", b"\r\n", b"12", "é".encode(), "🌊".encode(), b"\xef\xbb\xbf", b"\xff", b"\xe2", b"\0"]
)
STREAMS = st.lists(PIECES | st.binary(max_size=3), max_size=60).map(b"".join)


@given(STREAMS, st.lists(st.integers(0, 150), max_size=20))
def test_where_it_is_cut_makes_no_difference(stream: bytes, cuts: list[int]) -> None:
    borders = [0, *sorted(cuts), len(stream)]
    chunks = [stream[a:b] for a, b in itertools.pairwise(borders)]
    chunks[-1] += stream[sum(map(len, chunks)) :]
    assert b"".join(chunks) == stream
    assert parse(*chunks) == parse(stream)


def by_the_book(stream: bytes) -> list[ServerEvent]:
    """The standard's algorithm as it is written, on the whole text."""
    text = stream.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")[:-1]  # the end of the file ends no line
    events, data, kind, last, retry = [], "", "", "", None
    for line in lines:
        if line == "":
            if data:
                events.append(ServerEvent(kind or "message", data[:-1], last, retry))
            data = kind = ""
        elif not line.startswith(":"):
            name, value = line.split(":", 1) if ":" in line else (line, "")
            value = value[1:] if value.startswith(" ") else value
            if name == "event":
                kind = value
            elif name == "data":
                data += value + "\n"
            elif name == "id" and "\0" not in value:
                last = value
            elif name == "retry" and value and all(c in "0123456789" for c in value):
                retry = int(value)
    return events


@given(STREAMS)
def test_it_parses_as_the_standard_says(stream: bytes) -> None:
    assert parse(stream) == by_the_book(stream)


EVENTS = st.builds(
    ServerEvent,
    st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), min_size=1),
    st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])),
    st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"])),
    st.integers(0, 10**6),
)


@given(st.lists(EVENTS), st.sampled_from(["\n", "\r", "\r\n"]))
def test_what_a_server_writes_is_what_is_read(events: list[ServerEvent], end: str) -> None:
    def written(event: ServerEvent) -> str:
        data = [f"data: {line}" for line in event.data.split("\n")]
        return end.join([f"event: {event.event}", f"id: {event.id}", f"retry: {event.retry}", *data, "", ""])

    stream = "".join(map(written, events)).encode()
    assert parse(stream) == events == parse(*one_by_one(stream))


@given(st.text(st.sampled_from("ab\r\n\u2028é")), st.data())
def test_lines_are_the_same_wherever_the_text_is_cut(text: str, data: st.DataObject) -> None:
    splitter, lines, rest = LineSplitter(), [], text
    while rest:
        n = data.draw(st.integers(1, len(rest)))
        lines += splitter.feed(rest[:n])
        rest = rest[n:]
    expected = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert [*lines, splitter.end()] == expected
    assert splitter.end() == ""


def test_a_line_is_there_as_soon_as_it_ends() -> None:
    splitter = LineSplitter()
    assert splitter.feed("a\r") == ["a"]
    assert splitter.feed("\nb\n") == ["b"]


def test_charsets() -> None:
    latin = TextDecoder("iso-8859-1")
    assert latin.feed(b"\xe9") + latin.end() == "é"
    for name in ("no-such-charset", "base64", "utf-8"):  # the second is known to Python, and no charset
        decoder = TextDecoder(name)
        assert decoder.feed(b"\xc3") == ""
        assert decoder.feed(b"\xa9\xc3") + decoder.end() == "é\ufffd"
