"""Starting where the page is there already: what is built for the page to take over is what was rendered, and what the session then
starts from is found by the ordinary comparison."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from skerry.app import App
from skerry.session import Session
from skerry.testing.clock import ManualHost, ManualLoop
from skerry.testing.dom import Document
from skerry.view import render_html

ITEMS = '''
import asyncio
import skerry as sk
from skerry.view import element

@sk.state(persist="browser")
class Items:
    names: list[str] = ["a", "b", "c"]
    visits: int = 0

told = []

def arrive(state: Items):
    state.visits += 1
    told.append("arrive")

async def later(state: Items):
    await asyncio.sleep(1)
    state.visits += 10

@sk.component
def Row(name):
    element("li", name, key=name, on={"click": print})

@sk.page("/", title="Items", on_load=[arrive, later])
def home(state: Items):
    element("h1", f"{state.visits} visits, {sk.query().get('q', 'no q')}, {sk.props().get('who', 'nobody')}")
    for name in state.names:
        Row(name, key=name)

@sk.page("/old")
def old():
    sk.heading("Old", key="old")

def redirect():
    sk.navigate("/old", replace=True)

@sk.page("/moved", on_load=redirect)
def moved():
    sk.heading("Never shown")
'''


class Site:
    """An app, and sessions of it."""

    def __init__(self, source: str) -> None:
        self.loop = ManualLoop()
        self.app = App.load("app.py", {"app.py": source})
        self.opened: list[Session] = []

    def session(self) -> Session:
        made = Session(self.app, ManualHost(self.loop), lambda: None)
        self.opened.append(made)
        return made

    def build(self, url: str = "/", **props: Any) -> tuple[str, dict[str, Any]]:
        session = self.session()
        data = session.build(url, props)
        assert session.tree.root is not None
        html = render_html([session.tree.root])
        return html, json.loads(json.dumps(data))

    def start(self, data: dict[str, Any], stored: Any = None, saved: Any = None, **hello: Any) -> tuple[list[Any], Document, Session]:
        """The patches that the page gets at once, the document that they make, the session."""
        session = self.session()
        if saved is not None:
            session.load(saved)
        given = {"t": "hello", "version": 1, "url": "/", "props": {}, "stored": {"browser": stored or {}}, "rendered": data, **hello}
        session.start(given)
        patches = [message for message in session.patches() if message["t"] == "patch"]
        document = Document()
        for patch in patches:
            document.receive(patch)
        return patches, document, session

    def close(self) -> None:
        for session in self.opened:
            session.close()
        self.loop.advance()
        self.app.unload()
        self.loop.close()


@pytest.fixture
def site() -> Iterator[Callable[[str], Site]]:
    made: list[Site] = []

    def open(source: str) -> Site:
        made.append(Site(source))
        return made[-1]

    yield open
    for one in made:
        one.close()


def texts(document: Document) -> str:
    return " ".join(text for tree in document.trees() for text in _texts(tree))


def _texts(tree: Any) -> list[str]:
    return [tree] if isinstance(tree, str) else [text for child in tree[3:] for text in _texts(child)]


def told(site: Site) -> list[str]:
    found: list[str] = site.app.pages.match("/").page.fn.__globals__["told"]
    return found


def test_what_ends_at_once_is_shown_in_the_rendered_page_and_the_rest_is_not(site: Any) -> None:
    html, data = site(ITEMS).build()
    assert "<h1>1 visits, no q, nobody</h1>" in html
    assert data["url"] == "/" and data["state"]["roots"].popitem()[1]["visits"] == 1


def test_the_state_comes_along_only_where_handlers_have_changed_it(site: Any) -> None:
    app = site(ITEMS)
    assert "state" not in app.build("/old")[1]


def test_the_first_patch_is_what_was_rendered_and_handlers_run_once(site: Any) -> None:
    app = site(ITEMS)
    html, data = app.build()
    del told(app)[:]
    patches, document, session = app.start(data)
    assert [op[0] for patch in patches for op in patch["o"] if op[0] not in "dcST"] == ["+"]
    assert texts(document) == "1 visits, no q, nobody a b c"
    assert render_html([session.tree.root]) == html
    assert told(app) == ["arrive"]
    app.loop.advance(2)
    session.patches()
    assert session.store.dump()["roots"].popitem()[1]["visits"] == 11


def test_kept_state_follows_by_keys_in_the_same_breath_and_handlers_see_only_it(site: Any) -> None:
    app = site(ITEMS)
    _, data = app.build()
    kept = app.start(data)[2].store.dump()
    next(iter(kept["roots"].values())).update(names=["b", "d"], visits=5)
    del told(app)[:]
    stored = {
        name: [{"version": 1, "at": 0, "text": json.dumps({"v": 1, "state": state})}] for name, state in kept["roots"].items()
    }
    patches, document, _ = app.start(data, stored=stored)
    assert len(patches) == 2
    assert texts(document) == "6 visits, no q, nobody b d"
    shown = Document()
    shown.apply(patches[0]["o"])
    assert [tree[3] for tree in shown.trees()] == ["1 visits, no q, nobody", "a", "b", "c"], "as it was rendered"
    assert sorted(op[0] for op in patches[1]["o"] if op[0] not in "dcST") == ["+", "-", "t"], "b stays the element that it was"
    assert told(app) == ["arrive"]


def test_another_query_and_other_props_follow(site: Any) -> None:
    app = site(ITEMS)
    _, data = app.build()
    assert texts(app.start(data, url="/?q=find")[1]) == "1 visits, find, nobody a b c"
    assert texts(app.start(data, props={"who": "Ann"})[1]) == "1 visits, no q, Ann a b c"


def test_props_that_were_rendered_are_no_difference(site: Any) -> None:
    app = site(ITEMS)
    html, data = app.build(who="Ann")
    assert "Ann" in html
    patches, document, _ = app.start(data, props={"who": "Ann"})
    assert len(patches) == 1 and "Ann" in texts(document)


def test_a_trailing_slash_is_no_other_address(site: Any) -> None:
    app = site(ITEMS)
    _, data = app.build("/old")
    assert len(app.start(data, url="/old/")[0]) == 1


def test_another_page_takes_the_place_of_the_rendered_one(site: Any) -> None:
    app = site(ITEMS)
    _, data = app.build("/old")
    assert texts(app.start(data, url="/")[1]) == "1 visits, no q, nobody a b c"


def test_a_saved_state_is_newer_than_what_was_rendered(site: Any) -> None:
    app = site(ITEMS)
    _, data = app.build()
    saved = app.start(data)[2].dump()
    next(iter(saved["state"]["roots"].values())).update(names=["z"])
    assert texts(app.start(data, saved=saved)[1]) == "2 visits, no q, nobody z"


def test_state_that_does_not_fit_is_reported_and_the_app_starts(site: Any) -> None:
    app = site(ITEMS)
    _, data = app.build()
    next(iter(data["state"]["roots"].values())).update(visits="many")
    assert texts(app.start(data, url="/?q=x")[1]) == "1 visits, x, nobody a b c"


def test_ids_in_the_document_are_those_that_were_rendered(site: Any) -> None:
    source = 'import skerry as sk\n@sk.page("/")\ndef home():\n    sk.input("Name", key="name")\n'
    app, other = site(source), site(source)
    html, data = app.build()
    _, _, session = other.start(data)
    assert render_html([session.tree.root]) == html


def test_an_on_load_handler_that_goes_elsewhere_shows_only_the_other_page(site: Any) -> None:
    html, data = site(ITEMS).build("/moved")
    assert "Old" in html and "Never shown" not in html
    assert data["url"] == "/old"
