"""What the app prints, logs and warns of is in the terminal and in the page's log."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from .conftest import Start, counter


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def opened(page: Page) -> Locator:
    """The log, opened with the keyboard."""
    page.get_by_role("button", name="Log").focus()
    page.keyboard.press("Enter")
    return page.get_by_role("log")


def test_print_logging_and_warnings_reach_the_terminal_and_the_log(dev: Start, page: Page) -> None:
    server = dev({"app.py": counter() + "\nprint('loaded')\n"})
    page.goto(server.url)
    press(page, "add")
    press(page, "warn")
    server.line_with("print", "loaded")
    server.line_with("print", "count is 1")
    server.line_with("warning", "the tide is high")
    server.line_with("error", "the pier is wet")
    log = opened(page)
    entries = log.get_by_role("listitem")
    expect(entries.filter(has_text="loaded")).to_have_class("info")
    expect(entries.filter(has_text="count is 1")).to_have_class("info")
    expect(entries.filter(has_text="the tide is high")).to_have_class("warning")
    expect(entries.filter(has_text="the pier is wet")).to_have_class("error")


def test_an_error_is_one_entry_with_its_traceback_folded_away(dev: Start, page: Page) -> None:
    server = dev({"app.py": counter()})
    page.goto(server.url)
    press(page, "fails")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    entries = opened(page).get_by_role("listitem")
    expect(entries).to_have_count(1)
    expect(entries.get_by_text("Traceback")).to_be_hidden()
    entries.locator("summary").click()
    expect(entries.get_by_text("Traceback")).to_be_visible()
    server.line_with("IndexError")


def test_the_log_is_opened_and_closed_with_the_keyboard_and_remembered(dev: Start, page: Page) -> None:
    server = dev({"app.py": counter()})
    page.goto(server.url)
    press(page, "add")
    log = opened(page)
    expect(log).to_be_focused()
    expect(page.get_by_role("button", name="Log")).to_have_attribute("aria-expanded", "true")
    page.reload()
    expect(log).to_be_visible()
    log.focus()
    page.keyboard.press("Escape")
    expect(log).to_be_hidden()
    expect(page.get_by_role("button", name="Log")).to_be_focused()


def test_the_log_is_bounded_counts_repeats_and_can_be_emptied(dev: Start, page: Page) -> None:
    source = counter().replace('print(f"count is {state.count}")', "[print(n // 2) for n in range(1400)]")
    server = dev({"app.py": source})
    page.goto(server.url)
    press(page, "add")
    entries = opened(page).get_by_role("listitem")
    expect(entries).to_have_count(500)
    expect(entries.first).to_contain_text("200")
    expect(entries.last).to_contain_text("699")
    expect(entries.last).to_contain_text("×2")
    server.line_with(" 699")
    page.get_by_role("button", name="Clear").click()
    expect(entries).to_have_count(0)
    expect(page.get_by_text("What the app prints and logs is shown here")).to_be_visible()


def test_what_a_page_prints_cannot_steer_the_terminal(dev: Start, page: Page) -> None:
    source = counter().replace('print(f"count is {state.count}")', "print('\\x1b[31m[bold]red')")
    server = dev({"app.py": source})
    page.goto(server.url)
    press(page, "add")
    assert "\x1b" not in server.line_with("[31m[bold]red")
