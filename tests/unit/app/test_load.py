"""Loading, reloading and unloading an app."""

from __future__ import annotations

import gc
import inspect
import linecache
import sys
import traceback
import weakref

import pytest

from skerry.app import App, Match, init_handlers, page
from skerry.app.current import LIVE
from skerry.errors import AppError, HandlerError
from skerry.events import ClickEvent, KeyEvent
from skerry.ids import handler_id
from skerry.state import STATE_CLASSES

COUNTER = """
from skerry.app import page
from skerry.events import ClickEvent
from skerry.state import state

@state
class Counter:
    count: int = 0

def increment(event: ClickEvent, state):
    state.count += 1

@page("/", title="Counter")
def home(state: Counter):
    return state.count
"""


def test_an_app_is_what_its_modules_define(load):
    app = load(COUNTER, files={"a.csv": b"1"})
    assert app.name == "app"
    assert [cls.__name__ for cls in app.states] == ["Counter"]
    assert list(app.handlers) == ["increment"], "the page is no handler"
    match = app.match("/")
    assert isinstance(match, Match)
    assert match.page.title == "Counter"
    assert match.page.plan(app.states).bind(lambda need: need.cls) == {"state": app.states[0]}
    assert app.plan(app.handlers["increment"], ClickEvent).needs
    assert app.files == {"a.csv": b"1"}


def test_another_entry_in_a_folder(load):
    app = load({"tools/main-page.py": COUNTER, "helper.py": ""}, entry="./tools/main-page.py")
    assert app.name == "main-page"
    assert app.handlers["increment"].__module__ == f"_sk{app.number}.tools.main-page"


def test_ids_are_the_same_in_every_instance(load):
    one, two = load(COUNTER), load(COUNTER)
    assert handler_id(one.handlers["increment"]) == handler_id(two.handlers["increment"])
    assert one.states[0] is not two.states[0]


# --- sources and tracebacks


def test_sources_can_be_inspected(load):
    one, two = load(COUNTER), load("# another\n" + COUNTER)
    for app in (one, two):
        assert inspect.getsource(app.handlers["increment"]).startswith("def increment")
        assert inspect.getsource(app.states[0]).startswith(("class Counter", "@state"))
    assert one.handlers["increment"].__code__.co_filename == "app.py"
    assert two.handlers["increment"].__code__.co_filename == f"app.py#{two.number}"
    assert one.owns_file("app.py")
    assert not two.owns_file("app.py")


def test_lines_are_counted_as_python_does(load):
    app = load("x = '''\u2028\x0c\n'''\ndef ask():\n    raise ZeroDivisionError\n")
    with pytest.raises(ZeroDivisionError) as caught:
        app.handlers["ask"]()
    assert traceback.extract_tb(caught.value.__traceback__)[-1].line == "raise ZeroDivisionError"


def test_lines_come_back_after_the_cache_was_cleared(load):
    app = load(
        {"app.py": "import some_module\ndef ask(): return some_module.f", "some_module.py": "def f(): pass"}
    )
    linecache.cache.clear()
    assert inspect.getsource(app.handlers["ask"]()) == "def f(): pass\n"


def test_file_names_on_disk(load):
    app = load(COUNTER, root="/home/me/project/")
    assert app.handlers["increment"].__code__.co_filename == "/home/me/project/app.py"
    assert app.owns_file("/home/me/project/app.py")


def test_a_byte_order_mark_and_foreign_line_ends_are_fine(load):
    app = load("\ufeff" + COUNTER.replace("\n", "\r\n"))
    assert handler_id(app.handlers["increment"]) == handler_id(load(COUNTER).handlers["increment"])


def test_a_syntax_error_has_its_place(load):
    with pytest.raises(SyntaxError) as caught:
        load({"app.py": "import utils", "utils.py": "x = 1\nif x\n"})
    error = caught.value
    assert (error.filename, error.lineno, error.offset) == ("utils.py", 2, 5)
    assert error.text.strip() == "if x"


def test_a_traceback_shows_the_apps_own_frames(load):
    with pytest.raises(ZeroDivisionError) as caught:
        load({"app.py": "\nimport utils", "utils.py": "def f():\n    return 1 / 0\nf()"})
    frames = traceback.extract_tb(caught.value.__traceback__)
    start = next(n for n, frame in enumerate(frames) if frame.filename == "app.py")
    shown = [(frame.filename, frame.lineno, frame.line) for frame in frames[start:]]
    assert shown == [("app.py", 2, "import utils"), ("utils.py", 3, "f()"), ("utils.py", 2, "return 1 / 0")]


# --- what cannot be loaded


def test_files_that_are_not_there():
    with pytest.raises(
        AppError, match=r"no file 'app.py' in the app. Did you mean 'ap.py'\? The files: ap.py"
    ):
        App.load(sources={"ap.py": ""})
    with pytest.raises(AppError, match="The files: none"):
        App.load()


@pytest.mark.parametrize("path", ["/etc/x.py", "../x.py", "a/../../x.py", ""])
def test_files_outside_of_the_app(path):
    with pytest.raises(AppError, match="relative to the app's folder"):
        App.load(sources={"app.py": COUNTER, path: ""})


def test_two_files_for_one_module():
    with pytest.raises(AppError, match=r"two files make the module 'utils': utils\.py and utils/__init__"):
        App.load(sources={"app.py": COUNTER, "utils.py": "", "utils/__init__.py": ""})


def test_an_app_without_a_page():
    with pytest.raises(AppError, match=r'Put @sk.page\("/"\) above the function .*, which may be main\(\)'):
        App.load(sources={"app.py": "def helper(): pass\ndef main(): pass"})
    with pytest.raises(AppError, match=r"app\.py defines no page"):
        App.load(sources={"app.py": ""})


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("@page('/')\ndef home(evnt): pass", HandlerError, "home .app.py:2.: parameter 'evnt'"),
        (
            "def f(x): pass\n@page('/', on_load=f)\ndef home(): pass",
            HandlerError,
            "f .app.py:2.: parameter 'x'",
        ),
        ("@page('/', on_props=3)\ndef home(): pass", HandlerError, "a handler is a function, not 3"),
        (
            "@page('/')\ndef a(): pass\n@page('/')\ndef b(): pass",
            AppError,
            "two pages have the path '/': a .* and b",
        ),
        (
            "@page('/{x}')\ndef a(): pass\n@page('/{y:str}')\ndef b(): pass",
            AppError,
            "two pages have the path",
        ),
        ("@page\ndef a(): pass", AppError, r"write @sk.page\(\"/\"\) with a path"),
        ("page('/')(3)", AppError, "stands above a function, not above 3"),
        ("@page('home')\ndef a(): pass", AppError, r"begins with '/', as in @sk.page\(\"/home\"\)"),
    ],
)
def test_pages_that_cannot_work(load, text, error, message):
    with pytest.raises(error, match=message):
        load("from skerry.app import page\n" + text)
    assert not [name for name in sys.modules if name.startswith("_sk")]


# --- handlers of further modules


def test_handlers_of_further_modules(load):
    chain = "from skerry.app import init_handlers\n"
    app = load(
        {
            "app.py": chain + "import one\ninit_handlers(one)\ndef zero(): pass",
            "one.py": chain
            + "import two, three\ninit_handlers([two, three])\ndef first(): pass\ndef _no(): pass",
            "two.py": "def second(): pass",
            "three.py": "def third(): pass",
        }
    )
    assert sorted(app.handlers) == ["first", "second", "third", "zero"]


def test_late_handlers_belong_to_the_app_that_adds_them(load):
    text = "def more():\n    from skerry.app import init_handlers\n    import late\n    init_handlers(late)\n"
    one, two = (load({"app.py": text, "late.py": "def tardy(): pass"}) for _ in range(2))
    one.handlers["more"]()
    assert "tardy" in one.handlers
    assert "tardy" not in two.handlers


def test_collisions_between_modules(load):
    with pytest.raises(HandlerError, match=r"'save': in more \(more.py:1\) and app \(app.py:4\)"):
        load(
            {
                "app.py": "import more\nfrom skerry.app import init_handlers\ninit_handlers(more)\n"
                "def save(): pass",
                "more.py": "def save(): pass",
            }
        )


def test_outside_of_an_app_registering_is_harmless():
    @page("/x")
    def home(): ...

    init_handlers(sys)
    with pytest.raises(HandlerError):
        init_handlers("sys")


# --- pages that come late


def test_pages_of_late_imports_belong_to_their_app(load):
    late = "from skerry.app import page\n@page('/late')\ndef late(): pass"
    text = "def more():\n    import pages\n"
    one, two = (load({"app.py": text, "pages.py": late}) for _ in range(2))
    two.handlers["more"]()
    assert two.match("/late").page.fn.__module__ == f"_sk{two.number}.pages"
    with pytest.raises(AppError, match="there is no page at '/late'"):
        one.match("/late")


def test_a_state_class_of_a_late_import(load):
    text = "def more():\n    import more_state\ndef use(state): pass"
    late = "from skerry.state import state\n@state\nclass Late:\n    x: int = 0"
    app = load({"app.py": text, "more_state.py": late})
    with pytest.raises(HandlerError, match="no state class"):
        app.plan(app.handlers["use"], KeyEvent)
    app.handlers["more"]()
    assert dict(app.plan(app.handlers["use"], KeyEvent).needs)["state"].cls is app.states[0]


# --- reload and unload


def test_reloading_under_the_same_number(load):
    first = load({"app.py": COUNTER, "gone.py": "def old(): pass"})
    again = load({"app.py": COUNTER.replace("'Counter'", "'Other'") + "\n# new"}, number=first.number)
    assert LIVE[first.number] is again
    assert [cls.__module__ for cls in STATE_CLASSES].count(f"_sk{first.number}.app") == 1
    assert again.states != first.states
    assert "gone.py" not in linecache.cache
    assert linecache.getline("app.py", again.entry.text.count("\n")) == "# new\n"
    first.unload()
    assert LIVE[first.number] is again, "the old one is gone already and takes nothing with it"


def test_a_reload_that_fails_leaves_the_old_app(load):
    app = load({"app.py": COUNTER + "def late():\n    import utils\n    return utils.X", "utils.py": "X = 1"})
    states = app.states
    with pytest.raises(ZeroDivisionError):
        load({"app.py": COUNTER + "1 / 0", "utils.py": "X = 2"}, number=app.number)
    assert LIVE[app.number] is app
    assert app.states == states
    assert app.handlers["late"]() == 1
    assert linecache.getline("app.py", COUNTER.count("\n") + 1) == "1 / 0\n", "for the error to show"


def test_unloading_leaves_nothing():
    modules, lines, states = set(sys.modules), set(linecache.cache), list(STATE_CLASSES)
    app = App.load(sources={"app.py": COUNTER + "import pkg.sub\n", "pkg/sub.py": "def f(): pass"})
    number = app.number
    handler_id(app.handlers["increment"])
    app.plan(app.handlers["increment"], ClickEvent)
    kept = [
        weakref.ref(app),
        weakref.ref(app.handlers["increment"]),
        weakref.ref(sys.modules[f"_sk{number}.pkg.sub"]),
    ]
    app.unload()
    app.unload()
    del app
    gc.collect()
    assert [ref() for ref in kept] == [None, None, None]
    assert {name for name in set(sys.modules) - modules if name.startswith("_sk")} == set()
    assert set(linecache.cache) - lines <= {name for name in linecache.cache if name.startswith("/")}
    assert states == STATE_CLASSES
    assert number not in LIVE


def test_a_load_that_fails_leaves_no_modules():
    states = list(STATE_CLASSES)
    with pytest.raises(ZeroDivisionError):
        App.load(sources={"app.py": COUNTER + "1 / 0"})
    assert not [name for name in sys.modules if name.startswith("_sk")]
    assert states == STATE_CLASSES
