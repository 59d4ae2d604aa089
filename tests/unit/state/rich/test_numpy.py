"""numpy in the state: every dtype there and back, what is refused, what damaged data says."""

from __future__ import annotations

import math
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skerry.errors import StateError
from skerry.state import Store, state

from .tools import damaged, dumped, loaded, lost, there_and_back, with_data

np = pytest.importorskip("numpy")

POINT: list[Any] = [("name", "U5"), ("at", [("x", ">f4"), ("y", "f8")]), ("grid", "i2", (2, 3))]
ARRAYS: dict[str, Any] = {
    "floats": lambda: np.array([1.5, -0.0, np.nan, np.inf]),
    "signalling nan": lambda: np.array([0x7FF0000000000001, 0xFFF8000000000123], "u8").view("f8"),
    "half": lambda: np.array([1.5, 65504], "f2"),
    "long double": lambda: np.array([np.pi, 1e300, np.nan, -np.inf], np.longdouble) ** 1,
    "long double, 2-d": lambda: np.arange(6, dtype=np.longdouble).reshape(2, 3).T / 3,
    "long complex": lambda: np.array([complex(np.inf, 1), complex(-0.0, np.nan)], np.clongdouble),
    "complex": lambda: np.array([1 + 2j, complex(np.nan, -np.inf)], "c8"),
    "truth": lambda: np.array([True, False]),
    "small": lambda: np.array([-128, 127], "i1"),
    "large": lambda: np.array([2**64 - 1, 2**53 + 1], "u8"),
    "big-endian": lambda: np.arange(5, dtype=">i4"),
    "big-endian texts": lambda: np.array(["é", "\U0001f600", ""], ">U3"),
    "texts": lambda: np.array([["a", "bcd"], ["", "\x00x"]]),
    "bytes": lambda: np.array([b"a", b"\xff\x00b"]),
    "void": lambda: np.array([b"abc", b"\x00\x01\x02"], "V3"),
    "dates": lambda: np.array(["2030-01-02", "NaT"], "M8[D]"),
    "times": lambda: np.array(["2030-01-02T03:04:05.123456789", "1677-09-22"], "M8[ns]"),
    "times by 25 seconds": lambda: np.array([1, 2], "M8[25s]"),
    "months": lambda: np.array(["2030-01"], "M8[M]"),
    "microseconds": lambda: np.array([5, "NaT"], "m8[us]"),
    "spans without unit": lambda: np.array([5], "m8"),
    "structured": lambda: np.array([("ab", (1, 2), [[1, 2, 3], [4, 5, 6]])], POINT),
    "aligned": lambda: np.zeros(3, np.dtype([("a", "i1"), ("b", "f8")], align=True)),
    "with gaps": lambda: np.zeros(2, {"names": ["a", "b"], "formats": ["i2", "f4"], "offsets": [4, 12], "itemsize": 20}),
    "overlapping": lambda: np.zeros(2, {"names": ["a", "b"], "formats": ["i4", "i2"], "offsets": [0, 2]}),
    "titled": lambda: np.zeros(2, [(("A title", "a"), "i4")]),
    "no fields": lambda: np.zeros(2, np.dtype([])),
    "no dimension": lambda: np.array(5.5),
    "structured, no dimension": lambda: np.array(("ab", (1, 2), [[1, 2, 3], [4, 5, 6]]), POINT),
    "empty": lambda: np.zeros((0, 3), "f4"),
    "empty texts": lambda: np.zeros(3, "U0"),
    "strided": lambda: np.arange(20)[::3],
    "backwards": lambda: np.arange(6).reshape(2, 3)[::-1, ::-1],
    "transposed": lambda: np.arange(6.0).reshape(2, 3).T,
    "repeated": lambda: np.broadcast_to(np.arange(3), (2, 3)),
    "read-only": lambda: np.frombuffer(b"abcd", "u1"),
    "records": lambda: np.array([(1, 2.5)], [("a", "i4"), ("b", "f8")]).view(np.recarray),
    "matrix": lambda: np.matrix([[1, 2], [3, 4]]),
    "many dimensions": lambda: np.arange(24).reshape(2, 1, 3, 4),
}


def same_array(found: Any, given: Any) -> bool:
    if found.dtype.char in "gG":  # beside its ten bytes, such a number has some without meaning
        return np.array_equal(found.real, given.real, equal_nan=True) and np.array_equal(found.imag, given.imag, equal_nan=True)
    return bool(found.tobytes() == given.tobytes())


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_arrays_come_back_as_they_were(name: str) -> None:
    given = ARRAYS[name]()
    for found in (there_and_back(given), there_and_back({"k": [given]})["k"][0], there_and_back((given,))[0]):
        assert type(found) is type(given)
        assert (found.dtype, found.dtype.type, found.shape) == (given.dtype, given.dtype.type, given.shape)
        assert found.dtype.isalignedstruct == given.dtype.isalignedstruct
        assert same_array(found, given)
        assert found.flags.writeable and found.flags.owndata is not None
        assert (found.flags.f_contiguous, found.flags.c_contiguous) >= (False, False)


def test_the_order_in_memory_stays() -> None:
    found = there_and_back(np.asfortranarray(np.arange(6).reshape(2, 3)))
    assert found.flags.f_contiguous and not found.flags.c_contiguous


def test_texts_of_any_length() -> None:
    for options in ({}, {"na_object": None}, {"na_object": np.nan}, {"coerce": False}):
        dtype = np.dtypes.StringDType(**options)
        cells: list[Any] = ["a", "longer than that", "", "é\x00"]
        if "na_object" in options:
            cells.append(options["na_object"])
        given = np.array([cells], dtype)
        found = there_and_back(given)
        assert found.dtype == given.dtype and found.shape == given.shape and repr(found) == repr(given)
    assert lost(np.array(["a"], np.dtypes.StringDType(na_object="none")))[0][1].startswith("what stands for a missing text")


def test_masked_arrays() -> None:
    for masked in (
        np.ma.array([1, 2, 3], mask=[0, 1, 0], fill_value=7, hard_mask=True),
        np.ma.array([1.5]),
        np.ma.array([(1, 2.0)], mask=[(0, 1)], dtype=[("a", "i4"), ("b", "f8")]),
        np.ma.array(["a", "b"], mask=True),
    ):
        found = there_and_back(masked)
        assert type(found) is np.ma.MaskedArray and found.dtype == masked.dtype and found.hardmask == masked.hardmask
        assert found.data.tobytes() == masked.data.tobytes() and found.fill_value == masked.fill_value
        assert np.ma.getmaskarray(found).tolist() == np.ma.getmaskarray(masked).tolist()
    assert there_and_back(np.ma.masked) is np.ma.masked


SCALARS: dict[str, Any] = {
    "float": lambda: np.float64(0.1),
    "single": lambda: np.float32(0.1),
    "half": lambda: np.float16(0.1),
    "long double": lambda: np.longdouble(1) / 3,
    "integer": lambda: np.int64(-(2**63)),
    "unsigned": lambda: np.uint64(2**64 - 1),
    "small": lambda: np.int8(5),
    "truth": lambda: np.True_,
    "complex": lambda: np.complex64(1 - 2j),
    "text": lambda: np.str_("a\x00\x00"),
    "no text": lambda: np.str_(""),
    "bytes": lambda: np.bytes_(b"a\x00"),
    "date": lambda: np.datetime64("2030-01-01"),
    "time": lambda: np.datetime64("2030-01-01T00:00:00.000000001"),
    "no time": lambda: np.datetime64("NaT", "s"),
    "span": lambda: np.timedelta64(5, "h"),
    "void": lambda: np.void(b"abc"),
    "structured": lambda: np.zeros(1, POINT)[0],
    "record": lambda: np.zeros(1, [("a", "i4")]).view(np.recarray)[0],
}


@pytest.mark.parametrize("name", SCALARS)
def test_scalars_keep_their_type(name: str) -> None:
    given = SCALARS[name]()
    found = there_and_back([given])[0]
    assert type(found) is type(given) and found.dtype == given.dtype
    assert name == "long double" or found.tobytes() == given.tobytes()
    assert repr(found) == repr(given)


def test_not_a_number_as_a_scalar() -> None:
    assert math.isnan(there_and_back(np.float64("nan"))) and math.isnan(there_and_back(np.float32("nan")))


@pytest.mark.parametrize("number", range(5))
def test_dtypes(number: int) -> None:
    given = [np.dtype("<f8"), np.dtype(">U3"), np.dtype(POINT), np.dtype(("i4", (2, 2))), np.dtype("M8[ns]")][number]
    assert there_and_back(given) == given


DTYPES = st.sampled_from(["?", "i1", "<u2", ">i4", "<i8", ">f2", "f4", "f8", "c8", ">c16", "U3", "S2", "V5", "M8[ms]", ">m8[D]"])
SHAPES = st.lists(st.integers(0, 4), max_size=4)


@settings(max_examples=150, deadline=None)
@given(DTYPES, SHAPES, st.data())
def test_any_bytes_of_any_dtype_and_shape(text: str, shape: list[int], data: st.DataObject) -> None:
    dtype = np.dtype(text)
    size = math.prod(shape) * dtype.itemsize
    raw = data.draw(st.binary(min_size=size, max_size=size))
    if dtype.kind == "b":
        raw = bytes(byte & 1 for byte in raw)
    elif dtype.kind == "U":
        raw = np.frombuffer(raw, "u4").astype("u4").__mod__(0xD800).astype("u4").tobytes()
    given = np.ndarray(shape, dtype, bytearray(raw) or None)
    if data.draw(st.booleans()):
        given = given.T
    found = there_and_back(given)
    assert found.dtype == given.dtype and found.shape == given.shape and found.tobytes() == given.tobytes()


def test_one_array_in_two_places_comes_back_as_one() -> None:
    array = np.zeros(3)
    box = loaded(dumped([array, {"again": array}], array))
    assert box.value[0] is box.value[1]["again"] is box.other
    box.value[0][1] = 5
    assert box.other[1] == 5


# What is not kept


def test_objects_are_refused_by_path_with_the_reason() -> None:
    why = "it holds Python objects, whose bytes are addresses: use a list, or an array of another dtype"
    assert lost(np.array([object()], object)) == [("['it']", why)]
    assert lost({"rows": [np.zeros(1), np.array([{}])]}) == [("['it']['rows'][1]", why)]
    assert lost(np.zeros(2, [("a", "i4"), ("b", "O")])) == [("['it']", why)]
    assert lost((1, np.array([None]))) == [("['it'][1]", why)]


def test_what_else_is_refused(tmp_path: Any) -> None:
    class Mine(np.ndarray):  # type: ignore[misc]
        pass

    (tmp_path / "file").write_bytes(bytes(8))
    assert "view of a file" in lost(np.memmap(tmp_path / "file", mode="r"))[0][1]
    assert "register_codec()" in lost(np.zeros(2).view(Mine))[0][1]
    assert "long doubles" in lost(np.zeros(2, [("a", np.longdouble)]))[0][1]
    assert lost(np.random.default_rng()) == [("['it']", "")]
    assert lost(np.add) == [("['it']", "")]


# What damaged data says


HOSTILE: list[Any] = [
    {"dtype": "O", "shape": [1], "data": [0, ""]},
    {"dtype": "|O", "shape": [1], "data": [0, ""]},
    {"dtype": {"names": ["a"], "formats": ["|O"], "offsets": [0], "itemsize": 8}, "shape": [1], "data": [0, ""]},
    {"dtype": "i4,(2,)i4", "shape": [1], "data": [0, ""]},
    {"dtype": "__import__('os')", "shape": [1], "data": [0, ""]},
    {"dtype": "numpy:float64", "shape": [1], "data": [0, ""]},
    {"dtype": {"names": ["a"], "formats": ["<i4"], "offsets": [100], "itemsize": 4}, "shape": [1], "data": [0, ""]},
    {"dtype": {"names": ["a"], "formats": ["<i4"], "offsets": [-4], "itemsize": 4}, "shape": [1], "data": [0, ""]},
    {"dtype": "<f8", "shape": [10**12], "data": [0, ""]},
    {"dtype": "<f8", "shape": [-1], "data": [0, ""]},
    {"dtype": "<f8", "shape": [True], "data": [0, ""]},
    {"dtype": "<f8", "shape": [1], "data": [0, "AAAAAAAAAAA="]},
    {"dtype": "<f8", "shape": [1], "data": "\x80\x04K\x05."},
    {"dtype": "|b1", "shape": [1], "data": [2768625435, "Ag=="]},
    {"dtype": "<U1", "shape": [1], "data": [4294967295, "/////w=="]},
    {"dtype": "<f8", "shape": [0], "data": [0, ""], "order": "K"},
    {"strings": [5], "shape": [1], "coerce": True},
    {"strings": ["a"], "shape": [5], "coerce": True},
    {"dtype": "<i4", "shape": [1], "texts": ["1"]},
    None,
    5,
    [],
    {},
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
@pytest.mark.parametrize("tag", ["array", "scalar", "masked", "recarray"])
def test_hostile_data_is_an_error_with_its_path(tag: str, number: int) -> None:
    with pytest.raises(StateError, match=r"Box\.value\[0\]: the saved data has .* as numpy"):
        loaded(with_data({f"$numpy.{tag}": HOSTILE[number]}))


@pytest.mark.parametrize("name", ["floats", "big-endian texts", "structured", "long complex", "transposed", "no dimension"])
def test_damaged_data_is_read_or_is_an_error_with_its_path(name: str) -> None:
    """Where something else comes out it is at least an array, which a later use can look at."""
    count = 0
    for data in damaged(dumped(ARRAYS[name]())):
        try:
            found = loaded(data).value[0]
        except StateError as error:
            assert str(error).startswith("Box.value[0]")
            count += 1
        else:
            repr(found)
    assert count > 20


def test_a_library_that_the_app_has_not_imported_is_named_and_not_imported() -> None:
    script = """
import sys
from skerry.state import Store, state
from skerry.errors import StateError

@state
class Box:
    value: object = None

store = Store()
store.of(Box).value = [1, {"a": (2, 3)}]
name, = store.dump()["roots"]
for library in ("numpy", "pandas", "polars", "pyarrow", "pydantic", "msgspec", "matplotlib", "plotly"):
    try:
        Store().load({"v": 1, "roots": {name: {"value": {f"${library}.array": {}}}}}, [Box])
    except StateError as error:
        assert f"Box.value: the saved data has a value of {library}, expected that the app imports {library}" in str(error), error
    else:
        raise AssertionError(library)
    assert library not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)


# In the state


@state
class Typed:
    number: int = 0
    real: float = 0.0
    flag: bool = False
    points: np.ndarray = np.zeros(2)
    rows: list[float] = []


def test_scalars_where_python_numbers_are_declared() -> None:
    store = Store()
    typed = store.of(Typed)
    typed.number, typed.real, typed.flag = np.int32(3), np.float32(1.5), np.True_
    typed.rows = [np.float32(1), np.int64(2)]
    again = Store()
    again.load(store.dump(), [Typed])
    found = again.of(Typed)
    assert (found.number, found.real, found.flag, found.rows) == (3, 1.5, True, [1, 2])
    assert type(found.real) is np.float32
    for wrong in ("number", "flag"):
        store.of(Typed).number, store.of(Typed).flag = 0, False
        setattr(store.of(Typed), wrong, np.float32(1))
        with pytest.raises(StateError, match=f"Typed.{wrong}"):
            Store().load(store.dump(), [Typed])
    store.of(Typed).number, store.of(Typed).flag = np.dtype("i4"), False
    with pytest.raises(StateError, match="Typed.number"):
        Store().load(store.dump(), [Typed])


