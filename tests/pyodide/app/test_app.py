"""Apps in the page's Python: loading, annotations that are read late, and what is missing there."""

from __future__ import annotations

import pytest

APP = '''
from skerry.app import page
import json as j

@page("/")
def home(state: Counter, later: Later = None):
    """Annotations may name what comes further down: 3.14 reads them late."""

def click(event: ClickEvent, c: Counter, *, key): ...
def typed(c: typing.Annotated["Counter", 1], e: PointerEvent | None): ...
def checkers(e: OnlyForCheckers.ClickEvent): ...

def show(name):
    return t"<b>{name}</b>".interpolations[0].value

def late():
    from utils import X
    return X

import typing
from skerry.events import ClickEvent, PointerEvent
from skerry.state import state

@state
class Counter:
    n: int = 0

class Later: ...
'''


def run(run_with_core, code: str, **sources: str):
    texts = {"app.py": APP, "utils.py": "X = 5\n"} | {f"{name}.py": text for name, text in sources.items()}
    return run_with_core(f"from skerry.app import App\nSOURCES = {texts!r}\n{code}")


def test_annotations_are_read_late(run_with_core):
    code = """
from skerry.events import ClickEvent
app = App.load(sources=SOURCES)
found = {name: [[p, need.kind] for p, need in app.plan(app.handlers[name], ClickEvent).needs]
         for name in ("click", "typed", "checkers")}
found["page"] = [[p, need.kind] for p, need in app.match("/").page.plan(app.states).needs]
found["t-string"] = app.handlers["show"]("x")
found["late"] = app.handlers["late"]()
app.unload()
found
"""
    assert run(run_with_core, code) == {
        "click": [["event", "event"], ["c", "state"], ["key", "key"]],
        "typed": [["c", "state"], ["e", "event"]],
        "checkers": [["e", "event"]],
        "page": [["state", "state"]],
        "t-string": "x",
        "late": 5,
    }


def test_names_that_only_checkers_know(run_with_core):
    code = """
from skerry.errors import HandlerError
from skerry.events import ClickEvent
app = App.load(sources=SOURCES)
try:
    app.plan(app.handlers["wrong"], ClickEvent)
except HandlerError as error:
    found = str(error)
app.unload()
found
"""
    found = run(run_with_core, code, app=APP + "\ndef wrong(x: Nowhere.Thing): ...\n")
    assert "wrong (app.py:" in found
    assert "annotated Nowhere.Thing" in found


def test_handlers_of_one_piece_of_source_have_the_state_that_they_name(run_with_core):
    code = """
from skerry.events import ClickEvent
app = App.load(sources=SOURCES)
one, other = app.handlers["both"]()
found = [app.plan(handler, ClickEvent).needs[0][1].cls.__name__ for handler in (one, other, one)]
app.unload()
found
"""
    made = """
@state
class Other:
    n: int = 0

def adder(cls):
    def add(s: cls): ...
    return add

def both():
    return adder(Counter), adder(Other)
"""
    assert run(run_with_core, code, app=APP + made) == ["Counter", "Other", "Counter"]


def test_a_handler_may_name_what_is_defined_after_it_is_used(run_with_core):
    code = """
app = App.load(sources=SOURCES)
found = [one.__name__ for classes in app.handlers["early"]() for one in classes]
app.unload()
found
"""
    made = """
from skerry.handlers import annotated_with

def early():
    def add(s: Later): ...
    before = annotated_with(add)
    class Later: ...
    return before, annotated_with(add)
"""
    assert run(run_with_core, code, app=APP + made) == ["Later"]


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("import tkinter", "Python in the browser does not have it"),
        ("import numpy", 'dependencies = ["numpy"]'),
        ("import utlis", "Did you mean 'utils'?"),
    ],
)
def test_what_is_missing_in_the_browser(run_with_core, statement, text):
    code = """
try:
    App.load(sources=SOURCES)
except ModuleNotFoundError as error:
    found = str(error)
found
"""
    assert text in run(run_with_core, code, app=statement)


def test_tracebacks_and_syntax_errors(run_with_core):
    code = """
import traceback
found = []
for text in ("x = 1\\nimport utils", "def f(:"):
    try:
        App.load(sources={"app.py": text, "utils.py": "1 / 0"})
    except (ZeroDivisionError, SyntaxError) as error:
        found.append([[f.filename, f.lineno, f.line] for f in traceback.extract_tb(error.__traceback__)][-2:])
        found.append([getattr(error, "filename", None), getattr(error, "lineno", None)])
found
"""
    first, _, _, place = run(run_with_core, code)
    assert first == [["app.py", 2, "import utils"], ["utils.py", 1, "1 / 0"]]
    assert place == ["app.py", 1]


def test_loading_and_unloading_leaves_nothing(run_with_core):
    code = """
import gc, sys, linecache, weakref
refs = []
def once():
    app = App.load(sources=SOURCES)
    refs.append(weakref.ref(app))
    app.unload()
once()
before = len(sys.modules), len(linecache.cache)
for _ in range(20):
    once()
gc.collect()
[[ref() is None for ref in refs].count(False), before == (len(sys.modules), len(linecache.cache))]
"""
    assert run(run_with_core, code) == [0, True]


def test_what_state_says_of_its_fields_takes_no_module_that_is_not_there_yet(run_with_core):
    """``annotationlib`` writes annotations as text with a module that is in no snapshot: the page would wait for the library."""
    text = "from skerry.state import state\\nfrom typing import ClassVar\\n@state\\nclass Log:\\n"
    text += "    lines: list[str] = []\\n    by: dict[str, list[int | None]] = {}\\n    known: ClassVar[list[str]] = []\\n"
    code = f"""
import ast, sys
from skerry.app import App
sys.modules.pop("_ast_unparse", None)
vars(ast).pop("_Unparser", None)
app = App.load("app.py", {{"app.py": "{text}from skerry.app import page\\n@page('/')\\ndef home(): pass\\n"}})
[[name for name in sys.modules if "unparse" in name], [cls.__name__ for cls in app.states]]
"""
    assert run_with_core(code) == [[], ["Log"]]
