"""Addresses: pages, titles, the query, and what is no page."""

from __future__ import annotations

import pytest

from skerry.testing import App

SOURCE = '''
import skerry as sk

@sk.state
class Log:
    loads: list[str] = []
    where: str = ""

def load(event: sk.LoadEvent, log: Log, context):
    log.loads.append(f"{event.path} {context['query']}")

def go(log: Log):
    sk.navigate(log.where)

def with_query():
    sk.navigate("/boat/3?a=1&b=2#end", query={"b": ["3", 4], "c": None})

def entitle():
    sk.set_title("My own")

def tags():
    sk.query().update(tag=["x", "y"])

def no_tags():
    del sk.query()["tag"]

@sk.page("/", title="Home", on_load=load)
def home(log: Log):
    build(log)

@sk.page("/boat/{number:int}", title="Boat {number}", on_load=load)
def boat(number, log: Log):
    build(log)

@sk.page("/plain")
def plain(log: Log):
    build(log)

def to_home():
    sk.navigate("/", replace=True)

@sk.page("/old", title="Old", on_load=to_home)
def old(log: Log):
    build(log)

def build(log):
    sk.input("Where", bind=sk.ref(log).where)
    for handler in (go, with_query, entitle, tags, no_tags):
        sk.button(handler.__name__, on_click=handler)
    sk.text(f"{sk.query().get('tag')} {sk.query().get_all('tag')} {dict(sk.query())}", key="query")
    sk.text("; ".join(log.loads), key="loads")
'''


def app(url: str = "/", *, raises: bool = True, source: str = SOURCE) -> App:
    return App(source=source, url=url, raises=raises)


def go(page: App, where: str) -> list[tuple[str, object]]:
    """Have a handler navigate; what the page was told."""
    page.find("Where").fill(where)
    page.commands.clear()
    page.find("go").click()
    return [(name, args.get("url") or args.get("text")) for name, args in page.commands]


@pytest.mark.parametrize(
    ("start", "where", "ends"),
    [
        ("/boat/3", "?a=1", "/boat/3?a=1"),
        ("/boat/3", "4", "/boat/4"),
        ("/boat/3?a=1", "#end", "/boat/3?a=1#end"),
        ("/boat/3", "../plain", "/plain"),
        ("/plain", "boat/1", "/boat/1"),
    ],
)
def test_an_address_is_relative_to_the_page_and_the_browser_is_told_the_whole(start: str, where: str, ends: str) -> None:
    with app(start) as page:
        assert go(page, where)[0] == ("navigate", ends)
        assert page.url == ends


@pytest.mark.parametrize("where", ["https://example.com/x", "mailto:a@example.com", "tel:+1", "//example.com"])
def test_other_addresses_are_the_browsers_to_open(where: str) -> None:
    with app() as page:
        assert go(page, where) == [("navigate", where)]
        assert page.url == "/"


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("javascript:alert(1)", "https, http, mailto, tel"),
        ("data:text/html,x", "https, http"),
        ("/bout/1", "there is no page at '/bout/1'"),
    ],
)
def test_what_is_no_page_is_the_handlers_error_and_the_address_stays(where: str, says: str) -> None:
    with app(raises=False) as page:
        assert go(page, where) == [("busy", None)]
        error = page.errors.pop()
        assert says in error["message"]
        assert error["handler"] == "go"
        assert [one["function"] for one in error["traceback"] if one["app"]] == ["go"], "it says where"
        assert page.url == "/"


@pytest.mark.parametrize("where", ["/report.pdf", "/boat/log.csv?x=1#end", "terms.html"])
def test_a_link_to_a_file_that_is_no_page_is_the_browsers(where: str) -> None:
    with app("/boat/7") as page:
        page.go(where)
        assert page.commands[-1] == ("leave", {"url": {"terms.html": "/boat/terms.html"}.get(where, where)})
        assert page.url == "/boat/7"


def test_a_link_to_what_is_neither_page_nor_file_is_an_error() -> None:
    with app(raises=False) as page:
        page.go("/bout/1")
        error = page.errors.pop()
        assert "there is no page at '/bout/1'" in error["message"]
        assert (error["title"], error["traceback"], error["text"]) == ("There is no such page", [], error["message"]), "no code is wrong"
        assert error["address"] is True


def test_a_query_goes_along() -> None:
    with app() as page:
        page.find("with_query").click()
        assert page.url == "/boat/3?a=1&b=3&b=4#end"


def test_a_name_of_the_query_may_have_several_values() -> None:
    with app("/?tag=a&tag=b") as page:
        assert page.find(key="query").text == "b ('a', 'b') {'tag': 'b'}"
        page.find("tags").click()
        assert page.url == "/?tag=x&tag=y"
        assert page.find(key="query").text == "y ('x', 'y') {'tag': 'y'}"
        page.find("no_tags").click()
        assert (page.url, page.find(key="query").text) == ("/", "None () {}")


def test_titles() -> None:
    with app("/plain") as page:
        assert page.commands == [], "where no page has had a title, the document keeps its own"
        go(page, "/boat/7")
        assert page.title == "Boat 7"
        page.find("entitle").click()
        page.find("tags").click()
        assert page.title == "My own", "until the next page"
        go(page, "/plain")
        assert page.title == "", "the document's own"


def test_pages_without_a_title_have_the_apps() -> None:
    head = '# /// script\n# [tool.skerry]\n# title = "Fleet"\n# ///\n'
    with app("/plain", source=head + SOURCE) as page:
        assert page.title == "Fleet"


def test_on_load_runs_for_each_page_and_query_and_not_for_a_part_of_the_page() -> None:
    with app() as page:
        page.go("/#end")
        page.go("/?a=1")
        page.go("/?a=1#end")
        page.go("/")
        assert page.find(key="loads").text == "/ {}; / {'a': '1'}; / {}"
        page.go("/old")
        assert (page.url, page.title) == ("/", "Home"), "an on_load may lead away"


def test_a_page_cannot_navigate_while_it_is_built() -> None:
    with app(source=SOURCE.replace("def build(log):\n", 'def build(log):\n    sk.navigate("/plain")\n'), raises=False) as page:
        assert "lead away from a page as it is shown, in its on_load=" in page.errors.pop()["message"]
