"""The gallery's apps, driven without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from skerry.testing import App

GALLERY = Path(__file__).parents[3] / "public" / "gallery"
CSV = "name;born;height\nAda;1815;1.65\nGrace;1906;\n"


def opened(name: str, **options: Any) -> App:
    return App(GALLERY / f"{name}.py", **options)


@pytest.mark.parametrize("path", sorted(GALLERY.glob("*.py")), ids=lambda path: path.stem)
def test_each_app_opens_and_says_what_it_is(path: Path) -> None:
    with App(path) as app:
        assert app.title
        doc = app.module().__doc__.partition("\n")[0]
        assert doc.partition(": ")[2].endswith(".")


def test_counter() -> None:
    with opened("counter") as app:
        app.find("Count", role="button").click()
        app.find("Count", role="button").click()
        assert app.state(app.module().Counter).count == 2


def test_temperature_keeps_both_sides_and_lets_nonsense_stand() -> None:
    with opened("temperature") as app:
        app.find(label="Celsius").fill("100")
        assert app.find(label="Fahrenheit").value == "212"
        app.find(label="Fahrenheit").fill("-40")
        assert app.find(label="Celsius").value == "-40"
        app.find(label="Celsius").fill("warm")
        assert app.find(label="Fahrenheit").value == "-40"
        assert "Write a number" in app.text


def test_flight() -> None:
    with opened("flight") as app:
        app.find(label="Kind").select("return flight")
        app.find(label="Out").fill("27.03.2026")
        app.find(label="Back").fill("26.03.2026")
        assert "cannot be before" in app.text
        app.find(label="Back").fill("30.03.2026")
        app.find("Book", role="button").click()
        assert "You have booked a return flight on 27.03.2026 and back on 30.03.2026." in app.text
        app.find(label="Out").fill("someday")
        assert "This is no date" in app.text


def test_timer_runs_stops_and_follows_its_duration() -> None:
    with opened("timer") as app:
        state = app.state(app.module().Timer)
        app.advance(3)
        assert state.elapsed == pytest.approx(3, abs=0.15)
        app.find(label="Duration").fill("5")
        app.advance(10)
        assert state.elapsed == 5
        app.find(label="Duration").fill("8")
        app.advance(1)
        assert state.elapsed == pytest.approx(6, abs=0.15)
        app.find("Reset", role="button").click()
        assert "0.0 s of 8 s" in app.text


def test_names() -> None:
    with opened("crud") as app:
        app.find(label="Name").fill("Ada")
        app.find(label="Surname").fill("Lovelace")
        app.find("Create", role="button").click()
        assert "Lovelace, Ada" in app.text
        app.find(label="Filter by surname").fill("lov")
        assert "Emil" not in app.text
        app.find(label="Surname").fill("Byron")
        app.find("Update", role="button").click()
        app.find(label="Filter by surname").fill("")
        assert "Byron, Ada" in app.text
        app.find(label="People").select("Emil, Hans")
        app.find("Delete", role="button").click()
        assert "Emil, Hans" not in app.text


def test_circles_undo_and_redo_whole_changes() -> None:
    with opened("circles") as app:
        state = app.state(app.module().Drawing)
        for _ in range(2):
            app.find("Add a circle").click()
        app.find("Circle 1, 40 wide").press("Enter")
        for width in ("60", "90", "120"):
            app.find(label="Diameter of circle 1").fill(width)
        app.find("Close", role="button").click()
        app.find(tag="dialog").dispatch("close", open=False)
        assert [circle.diameter for circle in state.circles] == [120, 40]
        app.find("Undo").click()
        assert [circle.diameter for circle in state.circles] == [40, 40]
        app.find("Undo").click()
        assert len(state.circles) == 1
        app.find("Redo").click()
        app.find("Redo").click()
        assert [circle.diameter for circle in state.circles] == [120, 40]


def test_cells_carry_a_change_to_those_that_depend_on_it_and_to_no_others() -> None:
    with opened("cells") as app:
        module = app.module()
        sheet = app.state(module.Sheet)
        assert sheet.values["D7"] == 186.3
        module.put(sheet, "B1", "20")
        assert sheet.values["D7"] == 213.3
        assert sheet.values["D8"] == "too much"
        assert sheet.recalculated == ["B1", "D1", "D5", "D6", "D7", "D8"]


def test_cells_are_worked_by_the_keyboard_in_any_script() -> None:
    with opened("cells") as app:
        sheet = app.state(app.module().Sheet)
        app.find("Item", role="gridcell").press("ArrowRight")
        app.press("Ж")
        assert app.find(label="Content of B0").value == "Ж"
        app.press("Tab")
        assert (sheet.texts["B0"], sheet.selected) == ("Ж", "C0")
        app.press("F2")
        app.press("Escape")
        app.press("Ctrl+C")
        assert (sheet.texts["C0"], sheet.editing) == ("Count", False)
        app.press("Delete")
        assert "C0" not in sheet.texts
        app.press("End")
        app.press("PageDown")
        assert sheet.selected == "Z10"


@pytest.mark.parametrize(
    ("formula", "shows"),
    [
        ("=1+2*3", "7"), ("=(1+2)*3", "9"), ("=2^3^2", "512"), ("=-2^2", "-4"), ("=SUM(A1:B2)", "10"), ("=AVG(A1:A2)", "2"),
        ('="a"&1', "a1"), ("=A1>A2", "FALSE"), ("=IF(A1<A2, 5, 6)", "5"), ("=1/0", "#DIV/0!"), ("=NO(1)", "#NAME?"),
        ("=AA1", "#REF!"), ("=1+", "#SYNTAX!"), ("=C9", "#CYCLE!"), ("=MAX(A1:B2)-MIN(A1:B2)", "3"), ("text", "text"), ("007", "7"),
    ],
)  # fmt: skip
def test_formulas(formula: str, shows: str) -> None:
    with opened("cells") as app:
        module = app.module()
        sheet = app.state(module.Sheet)
        for name, text in {"A1": "1", "A2": "3", "B1": "2", "B2": "4", "C9": formula}.items():
            module.put(sheet, name, text)
        assert module.shown(sheet.values.get("C9")) == shows


def test_todos() -> None:
    with opened("todo") as app:
        new = app.find(label="What needs to be done?")
        for title in ("Sail", "  Row  ", "   "):
            new.fill(title)
            new.press("Enter")
        assert new.value == ""
        assert "2 items left" in app.text
        app.find("Sail is done").check()
        assert "1 item left" in app.text
        app.find("Active").click()
        app.go("/#/active")
        assert "Sail" not in app.text
        app.go("/#/")
        app.find(tag="label", text="Row").dispatch("dblclick")
        app.find(label="New title").fill("Row far")
        app.find(label="New title").press("Enter")
        assert "Row far" in app.text
        app.advance(1)
        stored = app.stored
    with opened("todo", stored=stored) as app:
        assert "Row far" in app.text
        app.find("Clear completed").click()
        app.find("Remove Row far").click()
        assert app.text == "todos"


def test_streaming_stops() -> None:
    with opened("stream") as app:
        state = app.state(app.module().Chat)
        app.find(label="Question").fill("Wind?")
        app.find("Ask", role="button").click()
        app.advance(0.5)
        assert 4 <= len(state.answer.split()) <= 8
        assert not app.find("Stop").disabled
        app.find("Stop").click()
        said = state.answer
        app.advance(5)
        assert state.answer == said
        assert app.find("Stop").disabled


def test_explorer_reads_a_table_of_any_separator_and_answers_in_sql() -> None:
    with opened("explorer") as app:
        app.find(label="CSV file").upload("people.csv", CSV.encode())
        assert "2 rows in the table data (name text, born integer, height real)" in app.text
        app.find(label="Query").fill("SELECT name FROM data WHERE height IS NULL")
        app.find("Run").click()
        assert "Grace" in app.text
        assert "Ada" not in app.text
        app.find(label="Query").fill("SELEC")
        app.find("Run").click()
        assert "SQL: near" in app.text
        app.find(label="Query").fill("SELECT abs(-9223372036854775807 - (name = 'Grace')) FROM data")
        app.find("Run").click()
        assert "SQL: integer overflow" in app.text
        app.find(label="CSV file").upload("empty.csv", b"name\n")
        assert "empty.csv: There are no rows in it" in app.text


def test_explorer_takes_headings_that_are_words_of_sql_and_says_what_is_too_much() -> None:
    with opened("explorer") as app:
        app.find(label="CSV file").upload("orders.csv", b"order,group,2nd,Order\n1,a,x,y\n")
        assert "1 row in the table data (order integer, group text, c_2nd text, order_2 text)" in app.text
        app.find(label="Query").fill('SELECT "order" * 2 AS twice FROM data')
        app.find("Run").click()
        assert app.find("2", role="cell")
        app.find(label="CSV file").upload("wide.csv", ",".join("c" * 3000).encode() + b"\n1")
        assert "wide.csv: too many columns" in app.text


def test_components_follow_the_theme_and_can_be_put_back() -> None:
    with opened("components") as app:
        look, boat = app.state(app.module().Look), app.state(app.module().Boat)
        app.find(label="Mode").select("dark")
        app.find(label="Radius").fill("12")
        assert (look.mode, look.radius) == ("dark", 12)
        app.find("As it was", role="button").click()
        assert (look.mode, look.radius) == ("auto", 8)
        app.find(label="Crew").fill("7")
        app.find("ketch", role="radio").click()
        assert (boat.crew, boat.rig) == (7, app.module().Rig.KETCH)
        app.find("Reset", role="button").click()
        assert (boat.crew, boat.rig) == (4, app.module().Rig.SLOOP)


def test_table() -> None:
    with opened("table") as app:
        module = app.module()
        desk = app.state(module.Desk)
        grid = app.find("100,000 arrivals", role="grid")
        assert grid.attrs["aria-rowcount"] == "100001"
        ship = module.LOG["ship"][2]
        cell = [one for one in app.find(role="gridcell").all() if one.attrs["aria-colindex"] == "2"][2]
        cell.click()
        assert list(desk.selected) == [2]
        app.press("F2")
        assert app.focused is not None
        app.focused.fill("Argo 1")
        app.press("Enter")
        assert module.LOG["ship"][2] == "Argo 1"
        assert f"Ship of Argo 1: {ship} is now Argo 1." in app.text
        app.find("Undo").click()
        assert module.LOG["ship"][2] == ship
        app.find("Cargo (t)", role="button").click()
        lowest = [one.text for one in app.find(role="gridcell").all() if one.attrs["aria-colindex"] == "6"]
        assert lowest[0] == f"{min(module.LOG['cargo']):,.1f}"
        app.find("Select none").click()
        assert not desk.selected


def test_photo_desk() -> None:
    with opened("files") as app:
        app.find("Photo").upload("pier.png", b"\x89PNG\r\n\x1a\n")
        app.find("Photo: choose a point").point(30, 40)
        app.find("Photo: choose a point").point(5, 6)
        app.find(label="Note on mark 2").fill("a gull, far off")
        app.find("Remove mark 1").click()
        app.find("Save the marks").click()
        app.find("Save the photo").click()
        assert app.downloads == [
            ("marks.csv", b'number,x,y,note\r\n1,5,6,"a gull, far off"\r\n'),
            ("pier.png", b"\x89PNG\r\n\x1a\n"),
        ]
        assert app.toasts == ["marks.csv is on its way to your downloads", "pier.png is on its way to your downloads"]
        app.find("Clear Photo").click()
        assert "Choose a photo first." in app.text
        app.find(tag="sk-webcam").capture(b"\x89PNG\r\n\x1a\n", 4, 3)
        assert app.state(app.module().Desk).name == "camera.png"


def test_photo_desk_adds_up_files() -> None:
    with opened("files") as app:
        app.find("Checksums of files, however large").click()
        app.find(label="Files").upload_all({"a.txt": "a", "b.txt": "b"})
        assert "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb" in app.text
        app.find(label="Files").remove_file("a.txt")
        assert [name for name, _ in app.state(app.module().Desk).sums] == ["b.txt"]


def test_customs_says_where_a_declaration_does_not_fit() -> None:
    with opened("customs") as app:
        app.find("Check", role="button").click()
        assert "Cargo of Tern" in app.text
        assert "Duty at 20 %: 77.70" in app.text
        text = app.find(label="Declaration").value
        app.find(label="Declaration").fill(text.replace("12,", '"twelve",'))
        app.find("Check", role="button").click()
        assert "Expected `int`, got `str` - at `$.items[0].crates`" in app.text
        assert "Cargo of" not in app.text
        app.find(label="Declaration").fill(text[:-1])
        app.find("Check", role="button").click()
        assert "Input data was truncated" in app.text
