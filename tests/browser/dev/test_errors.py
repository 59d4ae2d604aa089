"""What goes wrong is shown over the page and in the terminal, and the app goes on."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from .conftest import Start, counter


def overlay(page: Page) -> Locator:
    return page.get_by_role("dialog")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_syntax_error_is_shown_over_the_running_app_until_it_is_mended(dev: Start, page: Page) -> None:
    server = dev({"app.py": counter()})
    page.goto(server.url)
    press(page, "add")
    heading(page, "Count: 1")

    server.write(counter("Total").replace("state.count += 1", "state.count += = 1"))
    expect(overlay(page)).to_be_visible()
    expect(overlay(page).get_by_role("heading")).to_have_text("SyntaxError")
    expect(overlay(page)).to_contain_text("app.py:15")
    expect(overlay(page).locator(".line.here")).to_contain_text("state.count += = 1")
    expect(overlay(page).locator(".line")).to_have_count(7)
    expect(overlay(page)).to_contain_text("goes on beneath")
    heading(page, "Count: 1")
    server.line_with("SyntaxError")
    server.line_with("❱ 15", "state.count += = 1")

    server.write(counter("Total"))
    heading(page, "Total: 1")
    expect(overlay(page)).to_be_hidden()


CLOSE_AND_MOVE_ON = """
async (dialog) => {
  const told = new Promise((done) => dialog.addEventListener("close", () => setTimeout(done)));
  dialog.querySelector(".first").click();
  dialog.getRootNode().querySelector(".toggle").focus();
  await told;
}
"""


def test_a_focus_that_moves_on_while_the_overlay_closes_is_not_taken_back(dev: Start, page: Page) -> None:
    server = dev({"app.py": counter()})
    page.goto(server.url)
    page.get_by_role("button", name="fails").focus()
    page.keyboard.press("Enter")
    expect(overlay(page)).to_be_visible()
    overlay(page).evaluate(CLOSE_AND_MOVE_ON)
    expect(page.get_by_role("button", name="Log")).to_be_focused()


def test_escape_closes_the_overlay_and_gives_the_focus_back(dev: Start, page: Page) -> None:
    server = dev({"app.py": counter()})
    page.goto(server.url)
    heading(page, "Count: 0")
    page.get_by_label("Free").focus()
    server.write("def (")
    expect(overlay(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(overlay(page)).to_be_hidden()
    expect(page.get_by_label("Free")).to_be_focused()
    press(page, "add")
    heading(page, "Count: 1")
    page.get_by_role("button", name="1 error").click()
    expect(overlay(page)).to_contain_text("SyntaxError")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="1 error")).to_be_visible()
    server.write(counter("Total"))
    heading(page, "Total: 1")
    expect(page.get_by_role("button", name="1 error")).to_be_hidden()


def test_a_handler_error_shows_the_apps_frames_and_its_changes_are_undone(dev: Start, page: Page) -> None:
    server = dev({"app.py": counter()})
    page.goto(server.url)
    press(page, "fails")
    expect(overlay(page).get_by_role("heading")).to_have_text("IndexError in fails")
    expect(overlay(page)).to_contain_text("list index out of range")
    expect(overlay(page).locator(".frame").first.locator(".place")).to_have_text("app.py:25 in fails")
    expect(overlay(page).locator(".frame").first.locator(".line.here")).to_contain_text("return boats[3]")
    heading(page, "Count: 0")
    assert "fails" in server.line_with("IndexError")
    server.line_with("list index out of range")
    server.line_with("app.py:25 in fails")
    server.line_with("❱ 25", "return boats[3]")


def test_several_errors_are_paged_with_the_keyboard(dev: Start, page: Page) -> None:
    server = dev({"app.py": counter()})
    page.goto(server.url)
    for _ in range(2):
        press(page, "fails")
        expect(overlay(page)).to_be_visible()
        page.keyboard.press("Escape")
    page.get_by_role("button", name="2 errors").click()
    expect(overlay(page)).to_contain_text("2 of 2")
    overlay(page).get_by_role("button", name="The error before").focus()
    page.keyboard.press("Enter")
    expect(overlay(page)).to_contain_text("1 of 2")
    expect(overlay(page).get_by_role("button", name="The error after")).to_be_focused()
    page.keyboard.press("Enter")
    expect(overlay(page)).to_contain_text("2 of 2")
