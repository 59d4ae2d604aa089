"""pyarrow: tables, batches, arrays and schemas in Arrow's own format for streams, checked in full when they are read."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Final

from .keeper import Keeper, Refused, pack, unpack

__all__ = ["KEEPERS", "column_data", "column_from", "keeper", "table_from"]

pa: Any = sys.modules["pyarrow"]
ipc: Any = import_module("pyarrow.ipc")


def _table_data(table: Any) -> Any:
    own = [field.type for field in table.schema if isinstance(field.type, pa.BaseExtensionType)]
    if not all(kind.extension_name.startswith("arrow.") for kind in own):
        raise Refused("it has columns of an extension type of its own")
    sink = pa.BufferOutputStream()
    with ipc.new_stream(sink, table.schema) as stream:
        stream.write(table)
    return pack(sink.getvalue().to_pybytes())


def table_from(raw: bytes) -> Any:
    """The table of a stream, checked in full."""
    with ipc.open_stream(raw) as stream:
        table = stream.read_all()
    table.validate(full=True)
    return table


def _batch_from(decoder: Any, packed: Any) -> Any:
    with ipc.open_stream(unpack(packed)) as stream:
        (batch,) = list(stream)
    batch.validate(full=True)
    return batch


def column_data(column: Any) -> Any:
    """Of an array, or one in chunks."""
    return _table_data(pa.table({"": column}))


def column_from(packed: Any) -> Any:
    """Always in chunks."""
    return table_from(unpack(packed)).column("")


def _array_from(decoder: Any, packed: Any) -> Any:
    array = column_from(packed).combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # as older versions give it
        return array.chunk(0) if array.num_chunks else pa.array([], array.type)
    return array


def _scalar_from(decoder: Any, packed: Any) -> Any:
    (scalar,) = column_from(packed)
    return scalar


def _schema_from(decoder: Any, packed: Any) -> Any:
    return ipc.read_schema(pa.py_buffer(unpack(packed)))


def _scalar_data(encoder: Any, scalar: Any) -> Any:
    return column_data(pa.repeat(scalar, 1) if scalar.is_valid else pa.nulls(1, scalar.type))


_TABLE: Final = Keeper("pyarrow.Table", lambda _, table: _table_data(table), lambda _, packed: table_from(unpack(packed)), True)
_BATCH: Final = Keeper("pyarrow.RecordBatch", lambda _, batch: _table_data(batch), _batch_from, True)
_CHUNKS: Final = Keeper("pyarrow.ChunkedArray", lambda _, array: column_data(array), lambda _, packed: column_from(packed), True)
_ARRAY: Final = Keeper("pyarrow.Array", lambda _, array: column_data(array), _array_from, True)
_SCALAR: Final = Keeper("pyarrow.Scalar", _scalar_data, _scalar_from)
_SCHEMA: Final = Keeper("pyarrow.Schema", lambda _, schema: pack(schema.serialize().to_pybytes()), _schema_from)
KEEPERS: Final = (_TABLE, _BATCH, _CHUNKS, _ARRAY, _SCALAR, _SCHEMA)
_BY_BASE: Final = {
    pa.Table: _TABLE,
    pa.RecordBatch: _BATCH,
    pa.ChunkedArray: _CHUNKS,
    pa.Array: _ARRAY,
    pa.Scalar: _SCALAR,
    pa.Schema: _SCHEMA,
}


def keeper(kind: type) -> Keeper | None:
    return next((found for base, found in _BY_BASE.items() if issubclass(kind, base)), None)
