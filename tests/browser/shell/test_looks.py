"""What the design does that only a browser can tell: themes, the sidebar, right-to-left, what an app leaves alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

SIDE = """
    import skerry as sk

    @sk.page("/")
    def home():
        {theme}
        with sk.sidebar(label="Filters"):
            sk.checkbox("Only open")
        sk.heading("Boats")
        sk.button("Save", kind="primary")
"""


@pytest.mark.parametrize(
    ("theme", "light", "dark"),
    [
        ("", "rgb(36, 87, 197)", "rgb(157, 185, 255)"),
        ('sk.theme(accent="#0b5c43")', "rgb(11, 92, 67)", None),
        ('sk.theme(accent="#0b5c43", mode="light")', "rgb(11, 92, 67)", "rgb(11, 92, 67)"),
    ],
)
def test_a_theme_changes_the_accent_in_light_and_dark(
    lab: Page, mount: Callable[..., None], theme: str, light: str, dark: str | None
) -> None:
    mount(SIDE.format(theme=theme or "pass"))
    button = lab.get_by_role("button", name="Save")
    lab.emulate_media(color_scheme="light", reduced_motion="reduce")
    expect(button).to_have_css("background-color", light)
    lab.emulate_media(color_scheme="dark", reduced_motion="reduce")
    if dark is None:
        expect(button).not_to_have_css("background-color", light)
    else:
        expect(button).to_have_css("background-color", dark)
    lab.emulate_media(color_scheme="light", reduced_motion="no-preference")


def test_the_sidebar_stands_beside_the_page_and_above_it_where_it_is_narrow(lab: Page, mount: Callable[..., None]) -> None:
    mount(SIDE.format(theme="pass"))
    sidebar, heading = lab.get_by_role("region", name="Filters"), lab.get_by_role("heading", name="Boats")
    side, head = sidebar.bounding_box(), heading.bounding_box()
    assert side is not None and head is not None
    assert side["x"] + side["width"] <= head["x"] and side["y"] <= head["y"] + 1
    assert lab.locator(".sk-app").bounding_box()["height"] < 300  # type: ignore[index]
    lab.set_viewport_size({"width": 360, "height": 740})
    side, head = sidebar.bounding_box(), heading.bounding_box()
    assert side is not None and head is not None
    assert side["y"] + side["height"] <= head["y"]
    lab.set_viewport_size({"width": 1280, "height": 800})


def test_right_to_left_turns_the_page_around(lab: Page, mount: Callable[..., None]) -> None:
    mount(SIDE.format(theme="pass"))
    lab.evaluate("document.documentElement.dir = 'rtl'")
    side, head = lab.get_by_role("region", name="Filters").bounding_box(), lab.get_by_role("heading", name="Boats").bounding_box()
    assert side is not None and head is not None
    assert side["x"] > head["x"]
    lab.evaluate("document.documentElement.removeAttribute('dir')")


def test_an_app_leaves_the_page_around_it_as_it_is(lab: Page, mount: Callable[..., None]) -> None:
    look = """() => {
      const own = document.createElement("div");
      own.innerHTML = "<h1>Title</h1><p>Text</p><button>Press</button><input>";
      document.body.append(own);
      const found = [document.body, ...own.children].map((one) => { const s = getComputedStyle(one); return [s.fontFamily, s.fontSize, s.margin, s.color, s.backgroundColor, s.borderRadius, s.boxSizing]; });
      own.remove();
      return found;
    }"""
    before = lab.evaluate(look)
    mount(SIDE.format(theme='sk.theme(accent="#f00", font="serif")'))
    assert lab.evaluate(look) == before
