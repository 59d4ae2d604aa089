"""Fields by whose names a form's own members are hidden: in the DOM, `form.style` is the field of that name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

LABELS = ("Dataset", "Files", "Elements", "Attributes", "Style", "Append", "Remove", "Matches")

APP = f"""
    import skerry as sk

    LABELS = {LABELS!r}

    @sk.state
    class Desk:
        told: list[str] = []
        shown: bool = True
        wide: bool = False

    def sent(event: sk.SubmitEvent, desk: Desk):
        desk.told.append(" ".join(f"{{name}}={{value}}" for name, value in sorted(event.values.items()) if value))

    def turn(desk: Desk):
        desk.shown = not desk.shown

    def widen(desk: Desk):
        desk.wide = not desk.wide

    @sk.page("/", title="Desk")
    def home(desk: Desk):
        sk.button("Turn", on_click=turn)
        sk.button("Widen", on_click=widen)
        if desk.shown:
            with sk.form(on_submit=sent, style={{"max-width": "50rem" if desk.wide else "40rem"}}, key="form"):
                for label in LABELS:
                    sk.input(label)
                sk.multiselect("Kinds", ["a", "b", "c"])
                sk.button("Go", type="submit")
                sk.button("Reset", type="reset")
                sk.link("Part", "#part")
        for number, line in enumerate(desk.told):
            sk.text(line, key=number)
"""


def fill(page: Page, text: str) -> str:
    for label in LABELS:
        page.get_by_label(label, exact=True).fill(f"{text}{label[0]}")
    return " ".join(f"{label.lower()}={text}{label[0]}" for label in sorted(LABELS))


def test_any_label_may_name_a_field_of_a_form(visit: Callable[..., Any]) -> None:
    """Before there is Python, where the page is taken over, and after it: sent, reset, styled, taken away and shown again."""
    one = visit(APP)
    page = one.open()
    before = fill(page, "x")
    page.get_by_role("link", name="Part").click()
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name="Reset").click()
    later = fill(page, "y")
    page.get_by_label("Style", exact=True).press("Enter")
    one.release()
    expect(page.get_by_text(before)).to_have_count(1)
    expect(page.get_by_text(later)).to_have_count(1)
    form = page.locator("form")
    expect(form).to_have_css("max-width", "640px")
    page.get_by_role("button", name="Widen").press("Enter")
    expect(form).to_have_css("max-width", "800px")
    page.get_by_role("button", name="Reset").press("Enter")
    expect(page.get_by_label("Elements", exact=True)).to_have_value("")
    page.get_by_role("button", name="Turn").press("Enter")
    expect(form).to_have_count(0)
    page.get_by_role("button", name="Turn").press("Enter")
    third = fill(page, "z")
    page.get_by_label("Dataset", exact=True).press("Enter")
    expect(page.get_by_text(third)).to_have_count(1)
