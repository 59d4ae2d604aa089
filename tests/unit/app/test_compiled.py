"""What a build has compiled takes the place of the sources' text, and changes nothing else."""

from __future__ import annotations

import ast
import sys
import traceback
from collections.abc import Iterator

import pytest

from skerry import ids
from skerry.app import App
from skerry.app import imports as app_imports
from skerry.app.compiled import COMPILED
from skerry.app.current import LIVE
from skerry.app.sources import Sources
from skerry.errors import AppError

SOURCES = {
    "app.py": '''"""An app."""
import skerry as sk
from pkg import util

@sk.state
class S:
    n: int = 0

def add(s: S):
    s.n += util.STEP

twice = [lambda s: 1, lambda s: 1]
named = {f"{(lambda: 1)()}": add}

@sk.page("/")
def home(s: S):
    def inner():
        return [x for x in range(3)]
    sk.button("Add", on_click=add)
''',
    "pkg/__init__.py": "",
    "pkg/util.py": "STEP = 2\n\ndef wrong():\n    raise ValueError('here')\n",
}


@pytest.fixture(autouse=True)
def unloaded() -> Iterator[None]:
    yield
    for app in list(LIVE.values()):
        app.unload()


def compiled(sources: dict[str, str] = SOURCES) -> dict[str, str]:
    return {**sources, COMPILED: Sources(sources).compiled()}


def module(app: App, name: str = "app") -> object:
    return sys.modules[f"_sk{app.number}.{name}"]


def all_ids(app: App) -> list[str]:
    here = vars(module(app))
    return [ids.handler_id(one) for one in (here["add"], here["home"], *here["twice"], vars(module(app, "pkg.util"))["wrong"])]


def no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise AssertionError("it was parsed")

    monkeypatch.setattr(ast, "parse", refuse)
    monkeypatch.setitem(vars(app_imports), "compile", refuse)


def test_nothing_is_parsed_and_ids_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = compiled()
    plain = App.load(sources=SOURCES, number=1)
    expected = all_ids(plain)
    plain.unload()
    no_parser(monkeypatch)
    app = App.load(sources=sources, number=2)
    assert all_ids(app) == expected
    assert len(set(expected)) == len(expected)
    assert [file.path for file in app.sources] == ["app.py", "pkg/__init__.py", "pkg/util.py"]


def test_tracebacks_have_the_lines() -> None:
    app = App.load(sources=compiled())
    with pytest.raises(ValueError, match="here") as caught:
        vars(module(app, "pkg.util"))["wrong"]()
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (last.filename, last.lineno, last.line) == ("pkg/util.py", 4, "raise ValueError('here')")


def test_a_file_that_has_changed_is_compiled_here() -> None:
    sources = compiled()
    sources["pkg/util.py"] = sources["pkg/util.py"].replace("STEP = 2", "STEP = 3")
    app = App.load(sources=sources)
    assert vars(module(app, "pkg.util"))["STEP"] == 3
    assert app.sources.get("pkg.util").compiled is None  # type: ignore[union-attr]
    assert app.sources.get("app").compiled is not None  # type: ignore[union-attr]


def test_the_second_app_with_files_of_these_names_has_its_own() -> None:
    """Its code has to say app.py#2, so that is compiled where it is."""
    sources = compiled()
    first, second = App.load(sources=sources, number=1), App.load(sources=sources, number=2)
    assert all_ids(first) == all_ids(second)
    assert vars(module(second))["add"].__code__.co_filename == "app.py#2"


@pytest.mark.parametrize("text", ["", "0000 AAAA", "nonsense", "cb0d0d0a"])
def test_what_another_python_has_compiled_is_left_alone(text: str) -> None:
    app = App.load(sources={**SOURCES, COMPILED: text})
    assert all_ids(app)
    assert app.sources.get("app").compiled is None  # type: ignore[union-attr]


def test_windows_line_ends_make_no_difference() -> None:
    windows = {name: text.replace("\n", "\r\n") for name, text in SOURCES.items()}
    app = App.load(sources={**windows, COMPILED: Sources(SOURCES).compiled()})
    assert app.sources.get("app").compiled is not None  # type: ignore[union-attr]


BLOCK = '''# /// script
# dependencies = ["skerry", "msgspec"]
# [tool.skerry]
# title = "Harbour"
# files = ["a.txt"]
# theme = {mode = "dark"}
# ///
import skerry as sk

@sk.page("/")
def home():
    sk.text("Here")
'''


def test_the_block_is_not_read_again_nor_by_a_second_app(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = {"app.py": BLOCK}
    given = compiled(sources)
    plain = App.load(sources=sources, number=1).config
    monkeypatch.setitem(sys.modules, "tomllib", None)
    assert App.load(sources=given, number=2).config == plain
    assert plain.title == "Harbour" and plain.theme == {"mode": "dark"} and plain.files == ("a.txt",)


@pytest.mark.parametrize("block", ["# /// script\n# title = 3..\n# ///\n", "# /// script\n"])
def test_a_block_that_cannot_be_read_is_an_error_of_the_app_as_before(block: str) -> None:
    with pytest.raises(AppError, match="app.py"):
        App.load(sources=compiled({"app.py": block}))


def test_what_cannot_be_written_with_it_is_read_in_the_page() -> None:
    sources = {"app.py": BLOCK.replace('"dark"', "2026-11-27")}
    assert App.load(sources=compiled(sources)).config == App.load(sources=sources).config
