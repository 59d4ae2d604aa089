"""Which functions of a module are handlers by name."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from skerry.errors import HandlerError
from skerry.handlers import Registry


def module(name: str, text: str, **given) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(given)
    exec(compile(text, f"{name}.py", "exec", dont_inherit=True), vars(made))
    return made


APP = """
import functools
def increment(state): pass
async def load(): pass
def _hidden(): pass
class Call:
    def __call__(self): pass
call = Call()
double = functools.partial(increment, 2)
short = lambda: 1
COUNT = 3
"""


@pytest.fixture
def registry() -> Registry:
    return Registry()


def test_own_functions_are_handlers(registry):
    registry.add(module("app", APP))
    assert list(registry) == ["increment", "load", "call", "double", "short"]
    assert len(registry) == 5
    assert "increment" in registry
    assert "_hidden" not in registry
    assert registry["increment"].__name__ == "increment"


def test_imported_functions_are_not(registry):
    other = module("other", "def helper(): pass\ndef shared(): pass")
    registry.add(module("app", "import functools\nhelp = functools.partial(helper)", helper=other.helper))
    assert list(registry) == []


def test_init_handlers_takes_modules_one_or_several(registry):
    registry.add([module("a", "def f(): pass"), module("b", "def g(): pass")])
    registry.add(module("c", "def h(): pass"))
    assert list(registry) == ["f", "g", "h"]


def test_a_module_added_before_it_is_complete(registry):
    late = module("late", "")
    registry.add(late)
    assert list(registry) == []
    exec("def f(): pass", vars(late))
    registry.add(late)
    assert list(registry) == ["f"]


@pytest.mark.parametrize("given", [3, "app", [sys, "app"], None])
def test_what_is_no_module(registry, given):
    with pytest.raises(HandlerError, match=r"init_handlers takes modules, and .* is of type"):
        registry.add(given)


def test_a_collision_names_both_sides(registry):
    registry.add(module("_sk3.app", "def save(): pass"))
    registry.add(module("_sk3.more", "\ndef save(): pass"))
    with pytest.raises(HandlerError) as caught:
        registry.check()
    assert "two handlers are named 'save': in app (_sk3.app.py:1) and more (_sk3.more.py:2)" in str(
        caught.value
    )


def test_the_same_module_twice_is_no_collision(registry):
    app = module("app", APP)
    registry.add([app, app])
    registry.add(app)
    registry.check()


def test_an_unknown_name(registry):
    registry.add(module("app", APP))
    with pytest.raises(HandlerError, match=r"no handler 'incremnt'\. Did you mean 'increment'\?"):
        registry["incremnt"]
    with pytest.raises(HandlerError, match="Names that begin with _ are hidden"):
        registry["_hidden"]


def test_hidden_functions(registry):
    app = module("app", APP)
    registry.add(app)
    registry.hide(app.increment)
    assert "increment" not in registry
