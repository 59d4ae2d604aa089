"""What `skerry new` makes, in the browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from skerry_toolchain.new.project import project_files

from .conftest import Start


def test_the_new_project_works_with_the_keyboard_and_keeps_its_list(dev: Start, page: Page) -> None:
    server = dev(project_files("trip"))
    page.goto(server.url)
    page.get_by_label("What to take").focus()
    for name in ("Tent", "Stove"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        expect(page.get_by_label(name)).to_be_visible()
    page.get_by_label("Tent").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("1 of 2 to pack")).to_be_visible()
    page.get_by_role("button", name="Pack all").click()
    expect(page.get_by_text("All packed.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("All packed.")).to_be_visible()
    page.get_by_role("button", name="Remove what is packed").click()
    expect(page.get_by_text("Nothing on the list yet.")).to_be_visible()
