"""pyarrow in the state."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from skerry.errors import StateError

from .tools import damaged, dumped, loaded, lost, there_and_back, with_data

pa = pytest.importorskip("pyarrow")

ARRAYS: dict[str, Any] = {
    "integers": lambda: pa.array([1, None, 2**62]),
    "halves": lambda: pa.array([1.5, None], pa.float16()),
    "texts": lambda: pa.array(["a", None, "é\x00"]),
    "views": lambda: pa.array(["a", None], pa.string_view()),
    "large texts": lambda: pa.array(["a"], pa.large_string()),
    "bytes": lambda: pa.array([b"\xff", None]),
    "fixed bytes": lambda: pa.array([b"abc"], pa.binary(3)),
    "truth": lambda: pa.array([True, None]),
    "nothing": lambda: pa.nulls(3),
    "dates": lambda: pa.array([date(2030, 1, 1), None]),
    "times": lambda: pa.array([datetime(2030, 1, 1, tzinfo=UTC)], pa.timestamp("ns", "Europe/Berlin")),
    "durations": lambda: pa.array([5, None], pa.duration("us")),
    "decimals": lambda: pa.array([Decimal("1.10"), None], pa.decimal128(10, 2)),
    "lists": lambda: pa.array([[1], None, []]),
    "structs": lambda: pa.array([{"a": 1, "b": ["x"]}, None]),
    "maps": lambda: pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int32())),
    "dictionary": lambda: pa.array(["a", "b", "a", None]).dictionary_encode(),
    "union": lambda: pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array([1, 2]), pa.array(["a", "b"])]),
    "runs": lambda: pa.RunEndEncodedArray.from_arrays([2, 3], ["a", "b"]),
    "a slice": lambda: pa.array(range(10)).slice(3, 4),
    "empty": lambda: pa.array([], pa.int32()),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_arrays_and_tables_of_every_type(name: str) -> None:
    array = ARRAYS[name]()
    found = there_and_back([array])[0]
    assert type(found) is type(array) and found.type == array.type and found.equals(array)
    table = pa.table({"a": array, "b": array}).replace_schema_metadata({"k": "v"})
    for whole in (table, table.slice(1), table.to_batches()[0] if len(table) else table, table["a"]):
        again = there_and_back(whole)
        assert type(again) is type(whole) and again.equals(whole)
        assert not hasattr(whole, "schema") or again.schema.equals(whole.schema, check_metadata=True)


@pytest.mark.parametrize("name", ARRAYS)
def test_scalars(name: str) -> None:
    for scalar in list(ARRAYS[name]())[:2]:
        if name in ("union", "runs"):
            continue
        found = there_and_back(scalar)
        assert found.equals(scalar) and found.type == scalar.type


def test_schemas_chunks_and_tables_without_anything() -> None:
    schema = pa.schema([pa.field("a", pa.int8(), nullable=False, metadata={"m": "n"})], metadata={"k": "v"})
    assert there_and_back(schema).equals(schema, check_metadata=True)
    for chunks in (pa.chunked_array([[1, 2], [3]]), pa.chunked_array([], pa.int8())):
        assert there_and_back(chunks).equals(chunks)
    for table in (pa.table({}), pa.table({"a": []}), schema.empty_table()):
        assert there_and_back(table).equals(table)


def test_one_table_in_two_places_comes_back_as_one() -> None:
    table = pa.table({"a": [1]})
    box = loaded(dumped([table], table))
    assert box.value[0] is box.other


def test_what_cannot_be_kept_is_named_by_path() -> None:
    class Own(pa.ExtensionType):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(pa.int64(), "tests.own")

        def __arrow_ext_serialize__(self) -> bytes:
            return b""

        @classmethod
        def __arrow_ext_deserialize__(cls, storage: Any, data: bytes) -> Any:
            raise AssertionError("nothing is made from saved data")

    array = pa.ExtensionArray.from_storage(Own(), pa.array([1]))
    assert lost([array]) == [("['it'][0]", "it has columns of an extension type of its own")]
    assert lost(pa.py_buffer(b"a")) == [("['it']", "")]


def test_damage_anywhere_is_an_error_with_path() -> None:
    for data in damaged(dumped(pa.table({"a": [1, 2], "b": ["x", None]}))):
        try:
            repr(loaded(data).value[0])
        except StateError as error:
            assert str(error).startswith("Box.value[0]")


def packed(raw: bytes) -> Any:
    return [binascii.crc32(raw), base64.b64encode(raw).decode()]


@pytest.mark.parametrize("kind", ["Table", "RecordBatch", "Array", "ChunkedArray", "Scalar", "Schema"])
def test_what_is_no_arrow_is_an_error_with_path(kind: str) -> None:
    """With a checksum that is right."""
    raw = base64.b64decode(dumped(pa.table({"b": ["xy", "z"]}))["roots"]["tests.unit.state.rich.tools:Box"]["value"]["$pyarrow.Table"][1])
    for bad in (b"", b"x", raw[:40], b"\xff" * 100, b"\x80\x04N.", *([raw[: len(raw) // 2]] if kind != "Schema" else [])):
        with pytest.raises(StateError, match=r"Box\.value\[0\]"):
            loaded(with_data({f"$pyarrow.{kind}": packed(bad)}))


def test_offsets_out_of_the_data_are_seen() -> None:
    array = pa.StringArray.from_buffers(2, pa.py_buffer(b"\0\0\0\0\x7f\0\0\0\2\0\0\0"), pa.py_buffer(b"abcdefgh"))
    data = dumped(pa.table({"a": array}))
    with pytest.raises(StateError, match=r"Box\.value"):
        loaded(data)
