"""One way to read whatever has rows: lists, frames, dicts of columns. Nothing is read but what is asked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from ...errors import RenderError, nearest

__all__ = ["Source", "plain", "source_of"]

_NOTHING: Final = frozenset({"NAType", "NaTType"})
_PLAIN: Final = frozenset({str, int, bool, type(None)})


class Source(Protocol):
    """Rows and columns of values.

    names: of the columns, in order. problem: why values cannot be put into the rows, or "".
    """

    rows: Any
    names: list[Any]

    def __len__(self) -> int: ...

    def row(self, index: int) -> Sequence[Any]:
        """The values of a row, as many as there are names. Raises ``RenderError`` for a row of another shape."""
        ...

    def cell(self, index: int, column: int) -> Any: ...

    def column(self, column: int) -> list[Any]:
        """All values of a column: takes time for each row."""
        ...

    def put(self, index: int, column: int, value: Any) -> None:
        """Change a value where it lies."""
        ...

    def problem(self) -> str: ...


def plain(value: Any) -> Any:
    """A value as Python has it: numpy's numbers become Python's, what stands for "no value" (NaN, NaT, NA) becomes None."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is float:
        return None if value != value else value
    if kind.__name__ in _NOTHING:
        return None
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        return plain(value.item())
    return value


def source_of(rows: Any, names: Sequence[Any] | None) -> Source:
    """The source for what an author gave. names: which columns, in order; None for all.

    Raises ``RenderError`` for what has no rows, for columns that are not there and for names that are there twice.
    """
    if hasattr(rows, "iat") and hasattr(rows, "columns"):
        return _Pandas(rows, names)
    if hasattr(rows, "to_dicts") and hasattr(rows, "item"):
        return _Polars(rows, names)
    if hasattr(rows, "to_pylist") and hasattr(rows, "column_names"):
        return _Arrow(rows, names)
    if isinstance(rows, Mapping):
        return _Columns(rows, names)
    if isinstance(rows, (str, bytes)) or not (hasattr(rows, "__getitem__") and hasattr(rows, "__len__")):
        more = " Make a list of it: list(...)" if isinstance(rows, Iterable) and not isinstance(rows, (str, bytes)) else ""
        raise RenderError(
            f"sk.data_table() was given {type(rows).__name__}: it takes a list of dicts, dataclasses or lists, any other sequence "
            f"of these, a dict of columns, or a frame.{more}"
        )
    return _Rows(rows, names)


def chosen(known: Sequence[Any], names: Sequence[Any] | None) -> list[Any]:
    """The names to show of those that there are. Raises ``RenderError`` for one that there is not, or twice."""
    double = _double(known)
    if double is not None:
        raise RenderError(f"sk.data_table(): two columns of the rows are called {double!r}. Rename one of them")
    if names is None:
        return list(known)
    for name in names:
        if name not in known:
            hint = nearest(str(name), [str(one) for one in known])
            raise RenderError(f"sk.data_table(columns=...): there is no column {name!r}.{hint} There are {list(known)}")
    return list(names)


def _double(names: Iterable[Any]) -> Any:
    seen: set[Any] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


class _Rows:
    """A sequence of dicts, of objects with fields, of sequences, or of bare values; the first one says which."""

    def __init__(self, rows: Any, names: Sequence[Any] | None) -> None:
        self.rows = rows
        if len(rows):
            self._shape, known = _shape(rows[0])
        else:
            self._shape, known = "mapping", list(names or ())
        if self._shape == "sequence" and names is not None:
            if len(names) != len(known):
                raise RenderError(
                    f"sk.data_table(): {len(names)} columns are named and a row has {len(known)} values. Name each, in order"
                )
            known = list(names)
        elif self._shape == "value":
            known = list(names or known)[:1]
        elif self._shape == "object" and names is not None:
            known = [*known, *(name for name in names if name not in known and hasattr(rows[0], str(name)))]
        self.names = chosen(known, names)

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, index: int) -> Sequence[Any]:
        item, names = self.rows[index], self.names
        try:
            if self._shape == "mapping":
                return [plain(item[name]) for name in names]
            if self._shape == "object":
                return [plain(getattr(item, name)) for name in names]
            if self._shape == "value":
                return [plain(item)]
            values = [plain(value) for value in item]
        except (KeyError, AttributeError, TypeError, IndexError):
            raise self._other(index, item) from None
        if len(values) != len(names) or isinstance(item, (str, Mapping)):
            raise self._other(index, item)
        return values

    def _other(self, index: int, item: Any) -> RenderError:
        wanted = {"mapping": "a dict with", "object": "an object with", "sequence": "a sequence of"}.get(self._shape, "a value,")
        try:
            shape, known = _shape(item)
        except TypeError:
            shape, known = "value", []
        has = f"{len(known)} values" if shape == "sequence" else f"{known}" if known else f"{item!r:.60}"
        return RenderError(
            f"sk.data_table(): row {index} has another shape than row 0: {wanted} {self.names} was expected, and it is "
            f"{type(item).__name__} with {has}"
        )

    def cell(self, index: int, column: int) -> Any:
        return self.row(index)[column]

    def column(self, column: int) -> list[Any]:
        name = self.names[column]
        if self._shape == "mapping":
            try:
                return [plain(row[name]) for row in self.rows]
            except (KeyError, TypeError, IndexError):
                pass  # said below, with the row's number
        return [self.row(index)[column] for index in range(len(self.rows))]

    def put(self, index: int, column: int, value: Any) -> None:
        name = self.names[column]
        if self._shape == "mapping":
            self.rows[index][name] = value
        elif self._shape == "object":
            setattr(self.rows[index], name, value)
        elif self._shape == "sequence":
            self.rows[index][column] = value
        else:
            self.rows[index] = value

    def problem(self) -> str:
        if not len(self.rows) or self._shape == "value":
            return ""
        item = self.rows[0]
        frozen = dataclasses.is_dataclass(item) and getattr(item, "__dataclass_params__").frozen  # noqa: B009 (it has no type)
        if isinstance(item, tuple) or frozen or (self._shape != "object" and not hasattr(item, "__setitem__")):
            return f"a row that is {type(item).__name__} cannot be changed"
        return ""


def _shape(item: Any) -> tuple[str, list[Any]]:
    """How a row is read, and the names of its columns."""
    if isinstance(item, Mapping):
        return "mapping", list(item)
    if dataclasses.is_dataclass(item) and not isinstance(item, type):
        return "object", [field.name for field in dataclasses.fields(item)]
    for fields in ("_fields", "__struct_fields__"):
        if hasattr(type(item), fields):
            return "object", list(getattr(type(item), fields))
    if isinstance(getattr(type(item), "model_fields", None), Mapping):
        return "object", list(type(item).model_fields)
    if not isinstance(item, (str, bytes)) and hasattr(item, "__len__") and hasattr(item, "__getitem__"):
        return "sequence", [f"{number + 1}" for number in range(len(item))]
    if hasattr(item, "__dict__") and vars(item):
        return "object", [name for name in vars(item) if not name.startswith("_")]
    return "value", ["1"]


class _Columns:
    """A dict of columns."""

    def __init__(self, rows: Mapping[Any, Any], names: Sequence[Any] | None) -> None:
        self.rows = rows
        self.names = chosen(list(rows), names)
        lengths = {name: len(rows[name]) for name in rows}
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{name!r}: {length}" for name, length in lengths.items())
            raise RenderError(f"sk.data_table() was given columns of different lengths ({told})")

    def __len__(self) -> int:
        return len(self.rows[self.names[0]]) if self.names else 0

    def row(self, index: int) -> Sequence[Any]:
        return [plain(self.rows[name][index]) for name in self.names]

    def cell(self, index: int, column: int) -> Any:
        return plain(self.rows[self.names[column]][index])

    def column(self, column: int) -> list[Any]:
        return [plain(value) for value in self.rows[self.names[column]]]

    def put(self, index: int, column: int, value: Any) -> None:
        self.rows[self.names[column]][index] = value

    def problem(self) -> str:
        found = next((values for values in self.rows.values() if not hasattr(values, "__setitem__")), None)
        return "" if found is None else f"a column that is {type(found).__name__} cannot be changed"


class _Frame:
    """What the frames of pandas, polars and arrow have in common."""

    def __init__(self, rows: Any, names: Sequence[Any] | None) -> None:
        self.rows = rows
        known = self._known()
        self.names = chosen(known, names)
        self._at = [known.index(name) for name in self.names]

    def _known(self) -> list[Any]:
        return list(self.rows.columns)

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, index: int) -> Sequence[Any]:
        return [self.cell(index, column) for column in range(len(self.names))]

    def cell(self, index: int, column: int) -> Any:
        raise NotImplementedError

    def put(self, index: int, column: int, value: Any) -> None:
        raise NotImplementedError

    def problem(self) -> str:
        return f"{type(self.rows).__name__} cannot be changed"


class _Pandas(_Frame):
    def cell(self, index: int, column: int) -> Any:
        return plain(self.rows.iat[index, self._at[column]])

    def column(self, column: int) -> list[Any]:
        return [plain(value) for value in self.rows.iloc[:, self._at[column]].tolist()]

    def put(self, index: int, column: int, value: Any) -> None:
        self.rows.iat[index, self._at[column]] = value

    def problem(self) -> str:
        return ""


class _Polars(_Frame):
    def row(self, index: int) -> Sequence[Any]:
        values = self.rows.row(index)
        return [plain(values[at]) for at in self._at]

    def cell(self, index: int, column: int) -> Any:
        return plain(self.rows.item(index, self._at[column]))

    def column(self, column: int) -> list[Any]:
        return [plain(value) for value in self.rows.to_series(self._at[column]).to_list()]


class _Arrow(_Frame):
    def _known(self) -> list[Any]:
        return list(self.rows.column_names)

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    def cell(self, index: int, column: int) -> Any:
        return plain(self.rows.column(self._at[column])[index].as_py())

    def column(self, column: int) -> list[Any]:
        return [plain(value) for value in self.rows.column(self._at[column]).to_pylist()]
