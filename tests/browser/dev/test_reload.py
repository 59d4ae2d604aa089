"""A saved file changes the page at once; what a person has done there stays."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Start, counter


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_saved_file_changes_the_page_and_keeps_state_focus_and_interpreter(dev: Start, page: Page) -> None:
    server = dev({"app.py": counter()})
    page.goto(server.url)
    heading(page, "Count: 0")
    press(page, "add")
    press(page, "add")
    heading(page, "Count: 2")
    page.evaluate("window.same = true")
    page.get_by_label("Free").focus()

    server.write(counter("Total"))
    heading(page, "Total: 2")
    assert page.evaluate("window.same") is True, "the page was not loaded again"
    expect(page.get_by_label("Free")).to_be_focused()
    assert "app.py changed: reloading 1 page" in server.line_with("changed")

    press(page, "add")
    heading(page, "Total: 3")


def test_an_import_and_one_that_comes_later_are_watched(dev: Start, page: Page) -> None:
    source = counter("{words.NAME}", "from pkg import words")
    server = dev({"app.py": source, "pkg/__init__.py": "", "pkg/words.py": "NAME = 'One'\n"})
    page.goto(server.url)
    heading(page, "One: 0")
    press(page, "add")
    server.write("NAME = 'Two'\n", "pkg/words.py")
    heading(page, "Two: 1")
    server.write(counter("{words.NAME}{late.MARK}", "from pkg import words\nimport late"))
    expect(page.get_by_role("dialog")).to_contain_text("No module named 'late'")
    heading(page, "Two: 1")
    server.write("MARK = '!'\n", "late.py")
    heading(page, "Two!: 1")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_data_file_is_watched(dev: Start, page: Page) -> None:
    block = '# /// script\n# [tool.skerry]\n# files = ["name.txt"]\n# ///\n'
    server = dev({"app.py": block + counter("{sk.file('name.txt').decode()}"), "name.txt": "One"})
    page.goto(server.url)
    heading(page, "One: 0")
    server.write("Two", "name.txt")
    heading(page, "Two: 0")


def test_several_tabs_each_keep_their_state(dev: Start, context: BrowserContext) -> None:
    server = dev({"app.py": counter()})
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(server.url)
        heading(page, "Count: 0")
    press(first, "add")
    heading(first, "Count: 1")
    server.write(counter("Total"))
    heading(first, "Total: 1")
    heading(second, "Total: 0")
    server.line_with("reloading 2 pages")


def test_state_that_does_not_fit_is_named_and_the_rest_stays(dev: Start, page: Page) -> None:
    server = dev({"app.py": counter("{state.name}")})
    page.goto(server.url)
    heading(page, "Ada: 0")
    press(page, "add")
    heading(page, "Ada: 1")
    server.write(counter("{state.name}", **{'name: str = "Ada"': "name: int = 7"}))
    heading(page, "7: 1")
    assert "Reset" in server.line_with("Counter.name")


def test_a_server_that_comes_back_is_found_again(dev: Start, page: Page) -> None:
    server = dev({"app.py": counter()})
    page.goto(server.url)
    heading(page, "Count: 0")
    press(page, "add")
    heading(page, "Count: 1")
    server.close()
    expect(page.get_by_text("The development server is away")).to_be_visible()
    dev({"app.py": counter("Back")}, port=server.port)
    heading(page, "Back: 1")
    expect(page.get_by_text("The development server is away")).to_be_hidden()


def test_an_app_that_cannot_start_starts_once_it_can(dev: Start, page: Page) -> None:
    server = dev({"app.py": "import skerry as sk\nprint('one'\n"})
    page.goto(server.url)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("SyntaxError")
    expect(dialog).to_contain_text("the app starts")
    server.write(counter())
    heading(page, "Count: 0")
    expect(dialog).to_be_hidden()


def test_a_page_that_cannot_be_built_leaves_the_one_before(dev: Start, page: Page) -> None:
    server = dev({"app.py": counter()})
    page.goto(server.url)
    press(page, "add")
    heading(page, "Count: 1")
    server.write(counter("{state.nmae}"))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("'name'")
    page.keyboard.press("Escape")
    press(page, "add")
    heading(page, "Count: 2")
