"""Tables, figures, panels, written objects: what they show, and what a person can do with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from skerry.components.table import table_data
from skerry.components.theme import _contrast, _parse, _readable

from .conftest import Page


class Pair(NamedTuple):
    a: int
    b: str


class Frame:
    columns = ("a", "b")

    def to_dict(self, orient: str) -> list[dict[str, Any]]:
        assert orient == "records"
        return [{"a": 1, "b": "x"}]


@pytest.mark.parametrize(
    "rows", [[{"a": 1, "b": "x"}], [Pair(1, "x")], {"a": [1], "b": ["x"]}, Frame()], ids=["dicts", "tuples", "columns", "frame"]
)
def test_tables_take_whatever_has_rows(rows: Any) -> None:
    names, cells, _ = table_data(rows)
    assert (names, cells) == (["a", "b"], [[1, "x"]])


def test_rows_without_names_and_of_different_lengths() -> None:
    assert table_data([[1, 2], [3]])[:2] == (["1", "2"], [[1, 2], [3, None]])
    assert table_data([{"a": 1}, {"b": 2}])[:2] == (["a", "b"], [[1, None], [None, 2]])
    assert table_data([])[:2] == ([], [])


def test_a_rows_first_cell_chooses_it(page: Page) -> None:
    app = page('sk.table([Boat("Tern", 4), Boat("Gull", 2)], caption="Boats", row_key="name", on_select=note, selected="Gull")')
    app.find("Tern", role="button").click()
    assert app.state(app.module().S).log == [("SelectEvent", "Tern")]
    assert app.find("Gull", role="button").attrs["aria-pressed"] == "true"


def test_long_tables_say_what_they_leave_out(page: Page) -> None:
    assert "3 of 5 rows" in page("sk.table([[n] for n in range(5)], max_rows=3)").text


def test_numbers_are_aligned(html: Callable[[str], str]) -> None:
    made = html('sk.table([{"n": 1, "t": "x"}, {"n": None, "t": "y"}])')
    assert '<th scope="col" class="sk-numeric">n</th>' in made
    assert '<td class="sk-numeric">1</td>' in made


def test_tabs_build_the_chosen_panel_only_and_keep_the_choice(page: Page) -> None:
    app = page(
        """
        with sk.tabs(["One", "Two", "Three"]) as chosen:
            sk.text(f"This is {chosen}")
        """
    )
    assert "This is One" in app.text
    app.find("Two", role="tab").click()
    assert "This is Two" in app.text
    app.find("Two", role="tab").press("ArrowRight")
    app.find("Three", role="tab").press("ArrowRight")
    assert "This is One" in app.text
    app.find("One", role="tab").press("End")
    assert [tab.attrs["aria-selected"] for tab in app.find(role="tab").all()] == ["false", "false", "true"]
    assert [tab.attrs["tabindex"] for tab in app.find(role="tab").all()] == ["-1", "-1", "0"]


def test_expanders_and_dialogs_follow_the_state_both_ways(page: Page) -> None:
    app = page(
        """
        with sk.expander("More", bind=ref.on):
            sk.text("Inside")
        with sk.dialog("Sure?", bind=ref.on):
            sk.text("Think twice")
        """
    )
    state = app.state(app.module().S)
    app.find(tag="details").dispatch("toggle", open=True)
    assert state.on
    assert app.find(tag="dialog").node.props["modal"] is True
    app.find(tag="dialog").dispatch("close", open=False)
    assert not state.on
    assert app.find(tag="details").node.props["open"] is False


def test_write_shows_any_object(page: Page) -> None:
    app = page('sk.write({"boat": Boat("Tern", 4), "list": [1, None]}, [Boat("Gull", 2)], ValueError("rough"), {1, 2}, 7)')
    for text in ("boat", "Boat, 2 items", "Gull", "ValueError: rough", "set, 2 items", "7"):
        assert text in app.text


def test_markdown_is_rendered_and_html_in_it_is_text(html: Callable[[str], str]) -> None:
    made = html('sk.markdown("""\n    **Bold** <script>alert(1)</script>\n\n    | a |\n    |---|\n    | 1 |\n""")')
    assert "<strong>Bold</strong> &lt;script&gt;" in made
    assert "<td>1</td>" in made


def test_code_is_told_apart(html: Callable[[str], str]) -> None:
    made = html('sk.code("def f(): return \'x\' # why", "python")')
    assert '<span class="sk-code-keyword">def</span> f(): <span class="sk-code-keyword">return</span>' in made
    assert '<span class="sk-code-comment"># why</span>' in made
    assert "def f(" in html('sk.code("def f(:\\n  \'open", "python")').replace('<span class="sk-code-keyword">def</span>', "def")


def test_figures_say_which_way_they_went_without_colour(page: Page) -> None:
    app = page('sk.metric("Boats", 1234, -3)\nsk.metric("Depth", 2.0, "+1 m")\nsk.metric("Same", 1, 0)')
    assert "1,234" in app.text
    assert [word in app.text for word in ("down 3", "up 1 m", "unchanged 0")] == [True, True, True]


def test_pictures_from_bytes(html: Callable[[str], str]) -> None:
    assert 'src="data:image/png;base64,iVBORw' in html('sk.image(bytes.fromhex("89504e470d0a1a0a"), alt="A dot")')
    assert "<figcaption>Low tide</figcaption>" in html('sk.image("pier.png", alt="The pier", caption="Low tide")')


@pytest.mark.parametrize("accent", ["#ffcc00", "#0a7d5a", "#000", "#fff", "#2457c5", "#7f7f7f"])
@pytest.mark.parametrize("background", [(1.0, 1.0, 1.0), (0.906, 0.910, 0.922), (0.129, 0.141, 0.161), (0.188, 0.204, 0.227)])
def test_an_accent_can_be_read_on_light_and_on_dark(accent: str, background: tuple[float, float, float]) -> None:
    assert _contrast(_parse(_readable(accent, background)), background) >= 4.5


def test_elements_take_attributes_events_and_bindings(page: Page, html: Callable[[str], str]) -> None:
    made = html('sk.element("circle", cx=2.0, stroke_width=1, aria_hidden=True, data_id=7, class_="x", attrs={"viewBox": "0 0 1 1"})')
    assert all(part in made for part in ('cx="2"', 'stroke-width="1"', 'aria-hidden="true"', 'data-id="7"', 'viewBox="0 0 1 1"'))
    app = page('sk.element("input", bind=ref.text, aria_label="Plain", on_focus=note)\nsk.element("x-map", on={"moved": note}, key="m")')
    app.find(label="Plain").fill("Gull")
    app.find(tag="x-map").dispatch("moved", detail={"x": 1})
    state = app.state(app.module().S)
    assert (state.text, state.log) == ("Gull", [("FocusEvent", None), ("CustomEvent", "m")])
