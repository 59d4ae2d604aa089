"""``sk.data_table`` without a browser: what it reads, shows, keeps and tells."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from skerry.components.data_table.geometry import TALLEST, Geometry
from skerry.components.data_table.order import inverse, sorted_rows
from skerry.components.data_table.parsing import editable_text, parse, shown
from skerry.components.data_table.sources import source_of
from skerry.errors import RenderError
from skerry.testing import App
from skerry.testing.driver import AppFailure

HEAD = """
from dataclasses import dataclass
from collections import namedtuple
import skerry as sk

@dataclass
class Boat:
    name: str
    crew: int

Tide = namedtuple("Tide", "hour height")
BOATS = [{"name": name, "crew": crew, "length": length} for name, crew, length in
         [("Tern", 3, 7.5), ("auk", 2, 6.25), ("Gull", 3, None), ("Skua", 1, 9.0)]]
MANY = [{"n": n, "square": n * n} for n in range(100_000)]

class Lazy:
    read = set()
    def __len__(self):
        return 200_000
    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(index)
        Lazy.read.add(index)
        return {"n": index, "odd": bool(index % 2)}

@sk.state
class S:
    boats: list[dict[str, object]] = []
    chosen: int | None = None
    several: list[int] = []
    log: list[object] = []
    shown: bool = True

def note(event: sk.Event, s: S):
    s.log.append(event)

def toggle(s: S):
    s.shown = not s.shown

@sk.page("/")
def home(s: S):
"""

Page = Callable[[str], App]


@pytest.fixture
def page() -> Iterator[Page]:
    opened: list[App] = []

    def open_(body: str) -> App:
        app = App(source=HEAD + "".join(f"    {line}\n" for line in body.splitlines()))
        opened.append(app)
        return app

    yield open_
    for app in opened:
        app.close()


def state(app: App) -> Any:
    return app.state(app.module().S)


def log(app: App) -> list[Any]:
    return list(state(app).log)


def cells(app: App, column: int) -> list[str]:
    return [one.text for one in app.find(role="gridcell").all() if one.attrs["aria-colindex"] == str(column + 1)]


# What there is to show


@pytest.mark.parametrize(
    ("rows", "heads", "first"),
    [
        ("BOATS", ["name", "crew", "length"], ["Tern", "3", "7.5"]),
        ('[Boat("Tern", 3)]', ["name", "crew"], ["Tern", "3"]),
        ("[Tide(3, 1.5)]", ["hour", "height"], ["3", "1.5"]),
        ("[(1, True), (2, False)]", ["1", "2"], ["1", "yes"]),
        ('["Tern", "Gull"]', ["1"], ["Tern"]),
        ('{"name": ["Tern"], "crew": (3,)}', ["name", "crew"], ["Tern", "3"]),
        ("Lazy()", ["n", "odd"], ["0", "no"]),
        ('BOATS, {"name": "Boat", "crew": "People"}', ["Boat", "People"], ["Tern", "3"]),
        ('BOATS, ["crew", sk.table_column("length", "Length", format="{:.2f} m")]', ["crew", "Length"], ["3", "7.50 m"]),
        ('[(1, 2)], ["a", "b"]', ["a", "b"], ["1", "2"]),
    ],
)
def test_rows_of_every_shape(page: Page, rows: str, heads: list[str], first: list[str]) -> None:
    app = page(f"sk.data_table({rows})")
    assert [one.text for one in app.find(role="columnheader").all()] == heads
    assert [one.text for one in app.find(role="gridcell").all()][: len(first)] == first


def test_frames_without_being_asked_for() -> None:
    pandas, polars, arrow = pytest.importorskip("pandas"), pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    columns = {"name": ["b", "a", None], "crew": [2, None, 3]}
    for frame in (pandas.DataFrame(columns), polars.DataFrame(columns), arrow.table(columns)):
        source = source_of(frame, ["crew", "name"])
        assert (len(source), source.names) == (3, ["crew", "name"])
        assert [list(source.row(index)) for index in range(3)] == [[2, "b"], [None, "a"], [3, None]]
        assert source.column(0) == [2, None, 3]
        assert source.cell(1, 1) == "a"
        assert type(source.cell(0, 0)) in (int, float)
    frame = pandas.DataFrame({"n": [1, 2]})
    source_of(frame, None).put(1, 0, 5)
    assert frame["n"].tolist() == [1, 5]
    assert "DataFrame cannot be changed" in source_of(polars.DataFrame(columns), None).problem()
    with pytest.raises(RenderError, match="two columns of the rows are called 'a'"):
        source_of(pandas.DataFrame([[1, 2]], columns=["a", "a"]), None)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("sk.data_table(BOATS, ['nam'])", "there is no column 'nam'. Did you mean 'name'"),
        ("sk.data_table(BOATS, ['name', 'name'])", "the column 'name' is there twice"),
        ("sk.data_table(BOATS, 'name')", "columns is a list of names"),
        ("sk.data_table(BOATS, editable=['cruw'])", "editable=...): there is no column 'cruw'. Did you mean 'crew'"),
        ("sk.data_table(BOATS, sortable='crew')", "sortable is True, False or a list"),
        ("sk.data_table([(1, 2), (1,)])", "row 1 has another shape than row 0: a sequence of ['1', '2'] was expected"),
        ("sk.data_table([{'a': 1}, {'b': 2}])", "row 1 has another shape than row 0: a dict with ['a'] was expected"),
        ("sk.data_table([{'a': 1}, (1,)])", "row 1 has another shape"),
        ("sk.data_table([Boat('a', 1), {'name': 2}])", "row 1 has another shape"),
        ("sk.data_table([(1, 2)], ['a'])", "1 columns are named and a row has 2 values"),
        ("sk.data_table({'a': [1], 'b': []})", "columns of different lengths ('a': 1, 'b': 0)"),
        ("sk.data_table(row for row in BOATS)", "Make a list of it"),
        ("sk.data_table('boats')", "was given str"),
        ("sk.data_table([(1,)], editable=True)", "a row that is tuple cannot be changed. Pass on_edit"),
        ("sk.data_table(BOATS, bind=s.chosen, on_click=print, nonsense=1)", "no argument 'nonsense'"),
        ("sk.data_table(BOATS, bind=sk.ref(s).chosen, selected=1)", "both value and bind"),
        ("sk.data_table(BOATS, [sk.table_column('crew', align='left')])", "align is one of"),
        ("sk.data_table(BOATS, [sk.table_column('crew', format='m')])", "a format is a text such as"),
    ],
)
def test_what_is_wrong_is_said(page: Page, call: str, message: str) -> None:
    with pytest.raises(AppFailure) as caught:
        page(call)
    assert message in str(caught.value)


def test_no_rows_and_rows_that_come_later(page: Page) -> None:
    app = page(
        'sk.data_table(s.boats, empty="No boats", editable=["crew"])\n'
        'sk.button("Add", on_click=lambda: s.boats.append({"name": "Tern", "crew": 3}))'
    )
    assert "No boats" in app.text
    app.find("Add").click()
    assert app.find(role="columnheader").count == 2
    assert cells(app, 0) == ["Tern"]
    app.find("Add").click()
    assert len(cells(app, 0)) == 2
    assert app.find(role="grid").attrs["aria-rowcount"] == "3"


# Windows


def test_only_what_is_in_view_is_read_and_in_the_page(page: Page) -> None:
    app = page('sk.data_table(Lazy(), row_height=30, height=300, label="Numbers")')
    read = app.module().Lazy.read
    assert len(read) < 60
    assert app.find(role="row").count < 30
    grid = app.find(role="grid")
    assert grid.name == "Numbers"
    read.clear()
    grid.dispatch("scroll", top=3_000.0, height=300)
    assert "100" in cells(app, 0)
    assert read == {int(n) for n in cells(app, 0)}  # with row 0, to which the Tab key leads
    before = set(read)
    read.clear()
    grid.dispatch("scroll", top=3_120.0, height=300)
    assert read and not read & before and len(read) <= 8
    read.clear()
    grid.dispatch("scroll", top=3_121.0, height=300)
    assert not read


def test_rows_are_numbered_for_assistive_technology(page: Page) -> None:
    app = page('sk.data_table(MANY, caption="Squares", row_height=36)')
    grid = app.find("Squares", role="grid")
    assert grid.attrs["aria-rowcount"] == "100001"
    assert grid.attrs["aria-colcount"] == "2"
    assert grid.attrs["aria-readonly"] == "true"
    grid.dispatch("scroll", top=36_000.0, height=400)
    row = next(one for one in app.find(role="row").all() if one.text == "1000 1000000")
    assert row.attrs["aria-rowindex"] == "1002"
    assert [one.attrs["aria-colindex"] for one in row.find(role="gridcell").all()] == ["1", "2"]


def test_geometry_of_what_fits_and_of_what_is_too_high() -> None:
    small = Geometry(top=0, height=336, row=30, head=36, count=1000)
    assert (small.window().start, small.window().stop, small.window().shift) == (0, 16, -1)
    small.top = 29_700.0
    assert small.window().stop == 1000
    assert small.reveal(999) == 29_700
    assert small.reveal(0) == 0
    assert small.page() == 9
    huge = Geometry(top=0, height=336, row=30, head=36, count=10_000_000)
    assert huge.capped
    for top, place in ((0.0, 0), (TALLEST - 300.0, 9_999_999)):
        huge.top = top
        window = huge.window()
        assert window.start <= place < window.stop
        assert 0 <= window.shift <= TALLEST
    huge.top = huge.reveal(5_000_000)
    window = huge.window()
    assert window.start < 5_000_000 < window.stop
    seen = window.shift + (5_000_000 - window.start) * 30 - huge.top
    assert 0 <= seen <= 300


# Sorting


def test_sorting_is_stable_and_puts_nothing_last() -> None:
    values = [3, None, 1, "b", 2.5, "A", True, None, Decimal("2"), datetime.date(2026, 1, 2), datetime.datetime(2025, 1, 2)]
    assert [values[i] for i in sorted_rows(values, False)] == [1, True, Decimal("2"), 2.5, 3, "A", "b", values[10], values[9], None, None]
    assert [values[i] for i in sorted_rows(values, True)] == [values[9], values[10], "b", "A", 3, 2.5, Decimal("2"), 1, True, None, None]
    assert sorted_rows([1, 1, 0], True) == [0, 1, 2]
    assert sorted_rows(["b", None, "A"], False) == [2, 0, 1]
    assert sorted_rows([{}, [], {}], False) == [0, 2, 1] or sorted_rows([{}, [], {}], False)
    assert inverse([2, 0, 1]) == [1, 2, 0]


def test_the_table_sorts_by_itself_and_counts_rows_as_given(page: Page) -> None:
    app = page("sk.data_table(BOATS, on_select=note, on_edit=note, editable=['crew'])")
    head = app.find("name", role="button")
    head.click()
    assert cells(app, 0) == ["auk", "Gull", "Skua", "Tern"]
    assert [one.attrs.get("aria-sort") for one in app.find(role="columnheader").all()] == ["ascending", "none", "none"]
    head.click()
    assert cells(app, 0) == ["Tern", "Skua", "Gull", "auk"]
    app.find("auk").click()
    assert (log(app)[-1].index, log(app)[-1].value, log(app)[-1].selected) == ((1, 0), "auk", True)
    head.click()
    assert cells(app, 0) == ["Tern", "auk", "Gull", "Skua"]
    app.find("length", role="button").click()
    assert cells(app, 2) == ["6.25", "7.5", "9", ""]
    app.find("length", role="button").click()
    assert cells(app, 2) == ["9", "7.5", "6.25", ""]


def test_a_handler_may_sort_instead(page: Page) -> None:
    app = page("sk.data_table(BOATS, on_sort=note, sortable=['crew'], key='boats')")
    assert app.find(role="button").count == 1
    for _ in range(3):
        app.find("crew", role="button").click()
    assert [(type(one).__name__, one.column, one.descending, one.key) for one in log(app)] == [
        ("SortEvent", "crew", descending, "boats") for descending in (False, True, False)
    ]
    assert cells(app, 0) == ["Tern", "auk", "Gull", "Skua"]


def test_an_edited_row_stays_where_it_is_until_it_is_sorted_anew(page: Page) -> None:
    app = page("sk.data_table(BOATS, editable=True)")
    app.find("crew", role="button").click()
    assert cells(app, 1) == ["1", "2", "3", "3"]
    app.find("1").click()
    app.press("F2")
    enter(app, "9")
    assert cells(app, 1) == ["9", "2", "3", "3"]
    app.find("crew", role="button").click()
    assert cells(app, 1) == ["9", "3", "3", "2"]


# Selecting


def marks(app: App) -> list[int]:
    return [n for n, one in enumerate(app.find(role="row").all()[1:]) if one.attrs.get("aria-selected") == "true"]


def test_one_row_is_selected_into_the_state(page: Page) -> None:
    app = page("sk.data_table(BOATS, bind=sk.ref(s).chosen)")
    app.find("Gull").click()
    assert (state(app).chosen, marks(app)) == (2, [2])
    app.press("ArrowDown")
    app.press(" ")
    assert (state(app).chosen, marks(app)) == (3, [3])
    app.press(" ")
    assert (state(app).chosen, marks(app)) == (None, [])
    app.press("Enter")
    assert state(app).chosen == 3
    assert "aria-multiselectable" not in app.find(role="grid").attrs


def test_several_rows_are_selected_with_ctrl_and_shift(page: Page) -> None:
    app = page("sk.data_table(BOATS, bind=sk.ref(s).several, on_select=note)")
    assert app.find(role="grid").attrs["aria-multiselectable"] == "true"
    app.find("Tern").click()
    app.find("Gull").dispatch("click", ctrl=True)
    assert list(state(app).several) == [0, 2]
    app.find("Tern").dispatch("click", ctrl=True)
    assert list(state(app).several) == [2]
    assert [(one.index, one.selected) for one in log(app)] == [((0, 0), True), ((2, 0), True), ((0, 0), False)]
    app.find("auk").click()
    app.find("Skua").dispatch("click", shift=True)
    assert list(state(app).several) == [1, 2, 3]


def test_the_author_may_say_what_is_selected(page: Page) -> None:
    app = page("sk.data_table(BOATS, selected=[1, 3], on_select=note)")
    assert marks(app) == [1, 3]
    app.find("Tern").click()
    assert marks(app) == [1, 3]
    assert log(app)[-1].index == (0, 0)
    assert "aria-selected" not in page("sk.data_table(BOATS)").find(role="row").all()[1].attrs


# Editing


def enter(app: App, text: str, key: str = "Enter") -> None:
    editor = app.focused
    assert editor is not None
    editor.node.props["value"] = text
    editor.dispatch("input", value=text)
    app.press(key)


@pytest.mark.parametrize(
    ("text", "previous", "value"),
    [
        ("12", 3, 12), ("1 200", 3, 1200), ("2.5", 1.0, 2.5), ("7", 1.5, 7.0), ("no", True, False), ("Yes", False, True),
        ("2026-03-27", datetime.date(2025, 1, 1), datetime.date(2026, 3, 27)), ("", "Tern", ""), ("1.50", Decimal("1"), Decimal("1.50")),
        ("2026-03-27 08:30", datetime.datetime(2025, 1, 1), datetime.datetime(2026, 3, 27, 8, 30)),
        ("08:30", datetime.time(), datetime.time(8, 30)),
    ],
)  # fmt: skip
def test_texts_are_read_as_the_type_of_what_was_there(text: str, previous: Any, value: Any) -> None:
    found = parse(text, type(previous))
    assert (found, type(found)) == (value, type(value))
    assert parse(editable_text(value), type(value)) == value
    assert isinstance(shown(value), str)


@pytest.mark.parametrize(("text", "kind"), [("2.5", int), ("many", float), ("nan", float), ("maybe", bool), ("27.3.", datetime.date), ("x", Decimal), ("", int), ("1", list)])  # fmt: skip
def test_texts_that_are_no_value(text: str, kind: type) -> None:
    with pytest.raises(ValueError, match=r"Write|cannot"):
        parse(text, kind)


def test_editing_tells_the_handler_once(page: Page) -> None:
    app = page("sk.data_table(BOATS, editable=['crew'], on_edit=note, key='boats')")
    app.find("2").click()
    app.press("Enter")
    assert app.focused is not None and app.focused.name == "crew, row 2"
    enter(app, "5")
    (event,) = log(app)
    assert (type(event).__name__, event.index, event.previous, event.value, event.key) == ("EditEvent", (1, 1), 2, 5, "boats")
    assert app.focused.attrs["aria-colindex"] == "2"
    assert cells(app, 1) == ["3", "2", "3", "1"]  # the data are the handler's
    app.press("F2")
    enter(app, "9", "Escape")
    assert len(log(app)) == 1
    app.press("F2")
    app.find("Skua").click()
    assert len(log(app)) == 1
    assert app.find(tag="input").count == 0
    app.find("1").click()
    app.find("1").dispatch("click", detail=2)
    app.focused.fill("4")
    app.find("Tern").click()
    assert (log(app)[-1].index, log(app)[-1].value) == ((3, 1), 4)


def test_what_is_no_value_is_kept_and_marked(page: Page) -> None:
    app = page("sk.data_table(BOATS, editable=True)")
    app.find("2").click()
    app.press("F2")
    enter(app, "some")
    assert app.focused is not None
    assert app.focused.attrs["aria-invalid"] == "true"
    assert app.find(role="alert").text == "Write a whole number, such as 12"
    assert app.find(role="alert").attrs["id"] == app.focused.attrs["aria-describedby"]
    app.find("Skua").click()
    assert cells(app, 1) == ["3", "some", "3", "1"]
    wrong = app.find("some")
    assert wrong.attrs["aria-invalid"] == "true"
    assert not app.find(role="alert").exists
    wrong.click()
    assert app.find(role="alert").exists
    app.press("F2")
    assert app.focused.value == "some"
    enter(app, "6")
    assert cells(app, 1) == ["3", "6", "3", "1"]
    app.press("F2")
    enter(app, "x")
    app.find("Skua").click()
    app.find("x").click()
    app.press("Escape")
    assert cells(app, 1) == ["3", "6", "3", "1"]


def test_without_a_handler_the_rows_themselves_change(page: Page) -> None:
    app = page("sk.data_table([boat for boat in s.boats] or BOATS, editable=True)")
    app.find("Tern").click()
    app.press("F2")
    enter(app, "Puffin")
    assert app.module().BOATS[0]["name"] == "Puffin"
    app.press("ArrowRight")
    assert app.focused is not None and app.focused.text == "3"


# Moving


def test_keys_move_the_focus_and_it_is_one_tab_stop(page: Page) -> None:
    app = page("sk.data_table(MANY, row_height=36, height=400)")

    def at() -> str:
        assert app.focused is not None
        stops = [one for one in app.find(tag="div").all() if one.attrs.get("tabindex") == "0"]
        stops += [one for one in app.find(role="button").all() if one.attrs.get("tabindex") == "0"]
        assert len({one.node.id for one in stops if one.role in ("gridcell", "button", "columnheader")}) == 1
        return app.focused.text

    app.find("3").click()
    places = []
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "Home", "PageDown", "End", "PageUp", "Ctrl+Home", "ArrowUp", "ArrowRight"):
        app.press(key)
        places.append(at())
    assert places == ["4", "16", "16", "9", "3", "12", "144", "9", "0", "n", "square"]
    app.press("Ctrl+End")
    assert at() == str(99_999**2)
    app.press("ArrowDown")
    assert at() == str(99_999**2)
    scrolls = [args for name, args in app.commands if name == "scroll"]
    assert scrolls[-1]["top"] == 100_000 * 36 - (400 - 36)
    assert scrolls[-1]["behavior"] == "instant"


def test_the_focused_row_stays_in_the_page_when_it_is_out_of_view(page: Page) -> None:
    app = page("sk.data_table(MANY, row_height=36, height=400)")
    app.find("3", role="gridcell").click()
    node = app.focused and app.focused.node.id
    app.find(role="grid").dispatch("scroll", top=100_000.0, height=400)
    assert app.focused is not None and app.focused.node.id == node
    assert [int(n) for n in cells(app, 0)][:2] == [3, 2768]
    app.press("ArrowDown")
    assert app.focused.text == "4"
    assert [int(n) for n in cells(app, 0)][:6] == [0, 1, 2, 3, 4, 5]


# What is kept


def test_what_the_table_keeps_outlasts_the_page(page: Page) -> None:
    app = page(
        'sk.button("Toggle", on_click=toggle)\n'
        "if s.shown:\n"
        "    sk.data_table(MANY, key='many', row_height=36, height=400, editable=['square'], on_edit=note)"
    )
    app.find("n", role="button").click()
    app.find("n", role="button").click()
    app.find(role="grid").dispatch("scroll", top=36_000.0, height=400)
    app.find("98990").click()
    app.press("ArrowRight")
    app.press("F2")
    assert app.focused is not None
    app.focused.dispatch("input", value="12")
    before = cells(app, 0)
    app.find("Toggle").dispatch("click")
    assert not app.find(role="grid").exists
    app.find("Toggle").dispatch("click")
    assert cells(app, 0) == before
    assert app.find(tag="input").value == "12"
    assert app.find(role="columnheader").nth(0).attrs["aria-sort"] == "descending"
    app.find(role="grid").dispatch("resize", width=500, height=400)
    assert app.commands[-1][1]["top"] == 36_000


def test_a_change_of_the_state_renders_its_row_alone(page: Page) -> None:
    app = page(
        "sk.data_table(s.boats)\n"
        'sk.button("Fill", on_click=lambda: s.boats.extend({"name": f"Boat {n}", "crew": n} for n in range(5000)))\n'
        'sk.button("Change", on_click=lambda: s.boats[3].update(crew=99))'
    )
    app.find("Fill").click()
    before = app.document.patch
    app.find("Change").click()
    assert app.document.patch == before + 1
    assert cells(app, 1)[:5] == ["0", "1", "2", "99", "4"]


def test_rows_of_the_state_are_edited_where_they_lie(page: Page) -> None:
    app = page(
        "sk.data_table(s.boats, editable=['crew'], selected=range(1, 3), label='Mine')\n"
        'sk.button("Fill", on_click=lambda: s.boats.extend({"name": f"Boat {n}", "crew": n} for n in range(9)))'
    )
    app.find("Fill").click()
    assert marks(app) == [1, 2]
    first, second = app.find(role="gridcell").all()[:2]
    assert (first.attrs["aria-readonly"], second.attrs.get("aria-readonly")) == ("true", None)
    app.find("4").click()
    app.press("Enter")
    enter(app, "40")
    assert state(app).boats[4]["crew"] == 40
    assert cells(app, 1)[3:6] == ["3", "40", "5"]


def test_a_table_that_is_higher_than_a_page_can_be(page: Page) -> None:
    app = page("sk.data_table(range(10_000_000), sortable=False, row_height=36, height=400)")
    assert app.find(role="grid").attrs["aria-rowcount"] == "10000001"
    app.find("3").click()
    app.press("Ctrl+End")
    assert app.focused is not None and app.focused.text == "9999999"
    assert app.find(role="row").count < 40
    for _ in range(30):
        app.press("ArrowUp")
    assert app.focused.text == "9999969"
    tops = [args["top"] for name, args in app.commands if name == "scroll"]
    assert all(0 <= top <= TALLEST for top in tops)


def test_a_handler_that_fails_leaves_the_cell_as_it_was(page: Page) -> None:
    app = App(source=HEAD + "    sk.data_table(BOATS, editable=True, on_edit=refuse)\n\ndef refuse(event: sk.EditEvent, s: S):\n    s.chosen = 1\n    raise ValueError('full')\n", raises=False)  # fmt: skip
    with app:
        app.find("2").click()
        app.press("F2")
        enter(app, "3")
        assert [one["message"] for one in app.errors] == ["full"]
        assert state(app).chosen is None
        assert cells(app, 1) == ["3", "2", "3", "1"]
        assert app.find(tag="input").count == 0


def test_tables_of_one_key_in_two_places_keep_apart(page: Page) -> None:
    app = page(
        "with sk.column():\n    sk.data_table(BOATS, key='same', label='one')\nwith sk.column():\n    sk.data_table(BOATS, key='same', label='two')"
    )
    one, two = app.find("one", role="grid"), app.find("two", role="grid")
    two.find("name", role="button").click()
    assert [grid.find(role="columnheader").nth(0).attrs["aria-sort"] for grid in (one, two)] == ["none", "ascending"]
    two.find("Gull").click()
    app.press("ArrowRight")
    assert app.focused is not None and app.focused.node in list(two.node.walk())
