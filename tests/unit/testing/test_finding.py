"""Finding elements as a person would name them."""

from __future__ import annotations

import pytest

from skerry.testing import App

PAGE = """
import skerry as sk
from skerry.view import element

@sk.state
class S:
    said: list[str] = []

def say(event: sk.ClickEvent, state: S):
    state.said.append(str(event.key))

@sk.page("/", title="Find")
def home(state: S):
    element("h1", "Boats")
    with element("label", "Name ", attrs={}):
        element("input", key="name")
    with element("label", attrs={"for": "c"}):
        element("span", "Colour")
    with element("select", attrs={"id": "c"}, key=7):
        for one in ("red", "blue"):
            element("option", one, attrs={"value": one[0]})
    element("input", attrs={"type": "checkbox", "aria-label": "Sail"}, key=("a", 1))
    for boat in ("Ada", "Bob"):
        with element("li", boat, key=boat):
            element("button", "Remove", on={"click": say}, key=f"x{boat}")
    with element("fieldset"):
        element("legend", "Size")
        element("input", attrs={"type": "radio", "aria-label": "small"})
    element("p", "hidden words", attrs={"hidden": True})
    element("p", ", ".join(state.said))
"""


@pytest.fixture
def app() -> App:
    return App(source=PAGE)


def test_by_name_role_label_text_key_and_tag(app: App) -> None:
    assert app.find("Boats").role == "heading"
    assert app.find("Boats", role="heading").text == "Boats"
    assert app.find(label="Name").role == "textbox"
    assert app.find(label="Colour").role == "combobox"
    assert app.find("Sail").role == "checkbox"
    assert app.find(text="Ada").node.tag == "li"
    assert app.find(key=7).name == "Colour"
    assert app.find(key=("a", 1)).name == "Sail"
    assert app.find(tag="h1").text == "Boats"


def test_a_labels_text_means_what_it_labels(app: App) -> None:
    assert app.find("Name").node.tag == "input"
    assert app.find("Colour").node.tag == "select"
    assert app.find("Size").node.tag == "fieldset"
    assert app.find("Colour", tag="span").text == "Colour"


def test_all_that_is_given_must_hold(app: App) -> None:
    assert not app.find("Boats", role="button").exists
    assert not app.find(key="name", role="button").exists
    assert app.find(key="name", role="textbox").exists


def test_what_nobody_sees_is_not_found(app: App) -> None:
    assert not app.find(text="hidden words").exists
    assert "hidden words" not in app.text


def test_what_is_not_there_is_said_with_the_nearest_name(app: App) -> None:
    with pytest.raises(AssertionError, match=r"find\(name='Boat'\) is not on the page\. Did you mean 'Boats'\? There are:"):
        app.find("Boat").click()


def test_of_several_one_must_be_meant(app: App) -> None:
    remove = app.find("Remove", role="button")
    assert remove.count == 2
    with pytest.raises(AssertionError, match="on the page 2 times"):
        remove.click()
    remove.nth(1).click()
    assert "xBob" in app.text
    with pytest.raises(AssertionError, match=r"nth\(2\) is not on the page"):
        remove.nth(2).click()


def test_inside_another_element(app: App) -> None:
    app.find(text="Ada", tag="li").find("Remove").click()
    assert app.find(tag="p").text == "xAda"
    with pytest.raises(AssertionError, match=r"find\(text='Bob', tag='li'\)\.find\(name='Boats'\) is not .* 'Remove'$"):
        app.find(text="Bob", tag="li").find("Boats").click()


def test_each_of_them(app: App) -> None:
    assert [item.text for item in app.find(role="listitem").all()] == ["Ada Remove", "Bob Remove"]


def test_a_locator_is_looked_up_anew(app: App) -> None:
    said = app.find(tag="p")
    assert said.text == ""
    app.find("Remove").nth(0).click()
    assert said.text == "xAda"


def test_cells_of_a_table_and_of_a_grid_are_found_by_their_roles() -> None:
    source = """
import skerry as sk

@sk.page("/")
def home():
    for role in ("", "grid"):
        with sk.element("table", key=role, **({"role": role} if role else {})), sk.element("tr"):
            sk.element("th", f"{role}boat", scope="row")
            sk.element("th", f"{role}length")
            sk.element("td", f"{role}11")
"""
    app = App(source=source)
    assert [app.find(tag="th", text=name).role for name in ("gridboat", "gridlength")] == ["rowheader", "columnheader"]
    assert (app.find("11").role, app.find("grid11").role) == ("cell", "gridcell")
