"""What an id depends on, and what it does not."""

from __future__ import annotations

import functools
import gc
import io
import itertools
import linecache
import operator
import sys
from collections.abc import Iterator
from types import CodeType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skerry import ids
from skerry.ids import bare_name, handler_id, unwrap

constants = pytest.mark.skipif(
    sys.version_info[:2] == (3, 12), reason="3.12 keeps no place for the code of a constant"
)
_numbers = itertools.count()


@pytest.fixture
def load() -> Iterator[Any]:
    """Runs a text as a module whose source can be found, and returns its namespace."""
    names = []

    def run(text: str, module: str = "app") -> dict[str, Any]:
        name = f"made_for_test_{next(_numbers)}.py"
        names.append(name)
        return _run(text, module, name)

    yield run
    for name in names:
        linecache.cache.pop(name, None)
        ids.forget(name)


def _run(text: str, module: str, name: str) -> dict[str, Any]:
    linecache.cache[name] = (len(text), None, list(io.StringIO(text, newline="")), name)
    namespace: dict[str, Any] = {"__name__": module}
    exec(compile(text, name, "exec", dont_inherit=True), namespace)
    return namespace


BASE = """
def increment(state):
    # why
    state.count += 1


def decrement(state):
    state.count -= 1
"""


def test_an_id_is_sixteen_hexadecimal_digits(load):
    found = handler_id(load(BASE)["increment"])
    assert len(found) == 16
    assert int(found, 16) >= 0


def test_the_same_source_gives_the_same_id(load):
    one, other = load(BASE), load(BASE)
    assert handler_id(one["increment"]) == handler_id(other["increment"])
    assert handler_id(one["increment"]) != handler_id(one["decrement"])


@pytest.mark.parametrize(
    "changed",
    [
        "# a comment above\n" + BASE,
        BASE.replace("\n\n\ndef", "\n\n\n\n# between\n\n\ndef"),
        "import os\n\n\nclass Other:\n    pass\n" + BASE,
        BASE.replace("-= 1", "-= 2"),
        BASE.replace("\n", "\r\n"),
    ],
    ids=["comment", "blank lines", "other code", "other function", "line ends"],
)
def test_changes_elsewhere_do_not_change_an_id(load, changed):
    assert handler_id(load(changed)["increment"]) == handler_id(load(BASE)["increment"])


@pytest.mark.parametrize(
    ("old", "new"), [("+= 1", "+= 2"), ("# why", "# because"), ("(state)", "(state, key)")]
)
def test_changes_inside_change_it(load, old, new):
    assert handler_id(load(BASE.replace(old, new))["increment"]) != handler_id(load(BASE)["increment"])


def test_the_module_counts_but_not_the_app_instance(load):
    plain, third, ninth = (load(BASE, name)["increment"] for name in ("app", "_sk3.app", "_sk9.app"))
    assert handler_id(plain) == handler_id(third) == handler_id(ninth)
    assert handler_id(plain) != handler_id(load(BASE, "_sk3.other")["increment"])


def test_the_indentation_of_the_surroundings_does_not_count(load):
    body = "def f(x):\n    if x:\n        return 1\n"
    deeper = "if True:\n" + "".join(f"    {line}\n" for line in body.splitlines())
    assert handler_id(load(body)["f"]) == handler_id(load(deeper)["f"])


# --- lambdas


@pytest.mark.parametrize(
    "text",
    [
        "fs = [lambda: 1, lambda: 2]",
        pytest.param("fs = [lambda: 1, lambda: 1]", marks=constants),
        pytest.param("fs = [lambda: None, lambda: None, lambda: 1]", marks=constants),
        "fs = [lambda s: s if s else 1, lambda s: s if s else 2]",
        "outer = lambda: lambda: 1\nfs = [outer, outer()]",
        "outer = lambda: (lambda: 1)\nfs = [outer, outer(), lambda: 1]",
        "outer = lambda: (lambda: 1)()\nfs = [outer, lambda: 1]",
        "fs = [lambda: (yield), lambda: (yield), lambda: (lambda: (yield))]",
        "fs = [lambda: (\n  1,\n  2), lambda: (\n  1,\n  3)]",
        "fs = [lambda a=(lambda: 1): a, lambda: 1]; fs.append(fs[0]())",
        pytest.param("fs = [lambda: 'ä', lambda: 'ö', lambda: 'ä']", marks=constants),
        pytest.param("fs = [f for f in (lambda: 1, lambda: 1)]", marks=constants),
        "fs = []\nf'{fs.append(lambda: 1)}{fs.append(lambda: 2)}'",
        pytest.param("def make(): return [lambda: 1, lambda: 1]\nfs = make()", marks=constants),
    ],
)
def test_lambdas_on_one_line_differ(load, text):
    found = [handler_id(f) for f in load(text)["fs"]]
    assert len(set(found)) == len(found)


def test_a_lambda_alone_is_known_by_its_own_text(load):
    alone = load("f = lambda: 1")["f"]
    beside = load("x, f = 5, lambda: 1  # and more")["f"]
    assert handler_id(alone) == handler_id(beside)


def test_closures_of_one_source_share_an_id(load):
    """The binding, not the id, tells them apart: see the closure trap in the session's tests."""
    made = load(
        "def link(url):\n    def go():\n        return url\n    return go\na, b = link('/1'), link('/2')"
    )
    assert handler_id(made["a"]) == handler_id(made["b"])


def test_two_functions_of_one_name_and_text_differ_by_ordinal(load):
    text = "def f(): return 1\na = f\ndef f(): return 1\nb = f\n"
    made = load(text)
    assert handler_id(made["a"]) != handler_id(made["b"])


# --- what wraps a function


def test_partials_methods_and_static_methods_are_the_function_inside(load):
    made = load(
        "class A:\n"
        "    def plain(self): pass\n"
        "    @classmethod\n"
        "    def of_class(cls): pass\n"
        "    @staticmethod\n"
        "    def static(): pass\n"
        "a = A()\n"
    )
    cls, a = made["A"], made["a"]
    assert handler_id(a.plain) == handler_id(cls.plain) == handler_id(cls().plain)
    assert handler_id(a.of_class) == handler_id(vars(cls)["of_class"])
    assert handler_id(cls.static) == handler_id(vars(cls)["static"])
    assert len({handler_id(f) for f in (a.plain, a.of_class, a.static)}) == 3
    nested = functools.partial(functools.partial(a.plain, 1), key=2)
    assert handler_id(nested) == handler_id(a.plain)


DECORATED = """
import functools

def times(n):
    def deco(fn):
        @functools.wraps(fn)
        def run(*args):
            return fn(*args)
        return run
    return deco

def bare(fn):
    def run(*args):
        return fn(*args)
    return run

@times(2)
def one(): pass

@times(2)
def two(): pass

@bare
def three(): pass

@bare
def four(): pass

@functools.lru_cache
def five(): pass
"""


def test_a_decorator_with_wraps_hands_on_the_functions_id(load):
    made, other = load(DECORATED), load(DECORATED.replace("times(2)\ndef one", "times(3)\ndef one"))
    assert handler_id(made["one"]) != handler_id(made["two"])
    assert handler_id(made["one"]) == handler_id(made["one"].__wrapped__)
    assert handler_id(made["one"]) != handler_id(other["one"]), "the decorator's line is part of the source"
    assert handler_id(made["two"]) == handler_id(other["two"])
    assert handler_id(made["five"]) == handler_id(made["five"].__wrapped__)


def test_a_decorator_without_wraps_leaves_its_own_function(load):
    made = load(DECORATED)
    assert handler_id(made["three"]) == handler_id(made["four"])


def test_callable_objects_are_known_by_class_and_call(load):
    text = "class A:\n    def __call__(self): pass\nclass B(A): pass\na, b = A(), B()\n"
    made = load(text)
    assert handler_id(made["a"]) == handler_id(made["A"]())
    assert handler_id(made["a"]) != handler_id(made["b"])
    assert handler_id(made["a"]) != handler_id(load(text.replace("pass\nclass B", "return 1\nclass B"))["a"])


def test_builtins_and_what_has_no_source_have_ids_too():
    namespace: dict[str, Any] = {"__name__": "gone"}
    exec(compile("a, b = lambda: 1, lambda: 1", "nowhere-to-be-found", "exec"), namespace)
    found = [
        handler_id(f)
        for f in (print, len, [].append, operator.itemgetter(1), dict, *map(namespace.get, "ab"))
    ]
    assert len(set(found)) == len(found)
    assert handler_id(print) == handler_id(print)


def test_an_object_that_answers_every_attribute_is_not_followed():
    class Anything:
        def __getattr__(self, name: str) -> Any:
            return self

        def __call__(self) -> None:
            pass

    thing = Anything()
    assert unwrap(thing) is thing
    assert handler_id(thing) == handler_id(Anything())


def test_a_function_that_wraps_itself_ends():
    def f() -> None:
        pass

    f.__wrapped__ = f  # type: ignore[attr-defined]
    assert len(handler_id(f)) == 16


# --- reloads and memory


def test_a_file_is_parsed_anew_when_its_lines_change(load):
    first = _run("def f(): return 1", "app", "reloaded.py")["f"]
    known = handler_id(first)
    second = _run("\n\ndef f(): return 2", "app", "reloaded.py")["f"]
    assert handler_id(second) != known
    assert handler_id(_run("\ndef f(): return 1", "app", "reloaded.py")["f"]) == known
    linecache.cache.pop("reloaded.py")


def test_a_file_is_parsed_once(load, monkeypatch):
    made = load(BASE)
    parsed = []
    real = ids.ast.parse
    monkeypatch.setattr(ids.ast, "parse", lambda text: parsed.append(text) or real(text))
    for name in ("increment", "decrement"):
        handler_id(made[name])
    assert len(parsed) == 1


def test_ids_of_functions_that_are_gone_are_forgotten(load):
    made = load(BASE)
    code: CodeType = made["increment"].__code__
    handler_id(made["increment"])
    number = id(code)
    assert number in ids._known
    del code
    made.clear()
    gc.collect()
    assert number not in ids._known


def test_a_source_that_is_no_longer_python_still_gives_an_id():
    made = _run("def f(): return 1", "app", "broken.py")["f"]
    linecache.cache["broken.py"] = (3, None, ["def f(\n"], "broken.py")
    assert len(handler_id(made)) == 16
    linecache.cache.pop("broken.py")


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("_sk3.app", "app"),
        ("app", "app"),
        ("cannot import from '_sk12.pkg.x'", "cannot import from 'pkg.x'"),
        ("x_sk1.a", "x_sk1.a"),
    ],
)
def test_bare_names(name, bare):
    assert bare_name(name) == bare


# --- over many sources

_statements = st.sampled_from(
    ["x = 1", "# note", "", "class C:\n    y = 2", "def other():\n    return [lambda: 3]"]
)


@given(
    before=st.lists(_statements),
    after=st.lists(_statements),
    text=st.text(st.characters(exclude_categories=["C"])),
)
def test_what_stands_around_a_function_never_matters(before, after, text):
    own = f"def f(x, *, y={text!r}):\n    return lambda: (x, {text!r})\n"
    name = "around.py"
    alone = _run(own, "app", name)["f"]
    wanted = handler_id(alone), handler_id(alone(1))
    among = _run("\n".join([*before, own, *after]), "app", name)["f"]
    assert (handler_id(among), handler_id(among(1))) == wanted
    linecache.cache.pop(name)
