"""Options of listeners: what is taken, what the page is told, what is refused."""

from __future__ import annotations

import functools

import pytest

from skerry.errors import HandlerError
from skerry.handlers import Listener, as_listener, kind_of, listener
from skerry.handlers.keys import normal_key, normal_keys


def plain(): ...
def generator():
    yield


async def coroutine(): ...
async def async_generator():
    yield


def test_defaults():
    made = as_listener(plain)
    assert made == Listener(plain) == listener(plain)
    assert made.options() == {}
    assert as_listener(made) is made
    assert [made.mode_for(event) for event in ("click", "input", "change")] == [
        "queue",
        "always_last",
        "always_last",
    ]


def test_what_the_page_is_told():
    made = listener(
        plain,
        debounce=0.15,
        keys=["enter", "ctrl+k", "Enter"],
        prevent_default=True,
        stop_propagation=True,
        target_only=True,
        capture=True,
        blocking=True,
        trigger_mode="once",
    )
    assert made.options() == {
        "debounce_ms": 150,
        "keys": ["Enter", "Ctrl+k"],
        "prevent_default": True,
        "stop_propagation": True,
        "target_only": True,
        "capture": True,
        "may_block": True,
    }
    assert made.mode_for("input") == "once"
    assert listener(plain, throttle=0, passive=True).options() == {"throttle_ms": 0, "passive": True}


def test_a_listener_can_be_given_more_options():
    made = listener(listener(plain, debounce=1, trigger_mode="once"), trigger_mode="restart")
    assert (made.debounce, made.trigger_mode) == (1, "restart")


def test_generators_may_block_unless_they_say_otherwise():
    assert as_listener(generator).may_block
    assert not listener(generator, blocking=False).may_block
    assert not as_listener(plain).may_block
    assert not as_listener(async_generator).may_block


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"debonce": 1}, "has no option 'debonce'. Did you mean 'debounce'?"),
        ({"trigger_mode": "allways_last"}, "Did you mean 'always_last'?"),
        ({"debounce": -1}, "debounce is a number of seconds from 0 up, not -1"),
        ({"debounce": True}, "not True"),
        ({"throttle": float("nan")}, "not nan"),
        ({"debounce": 150}, "Did you mean 0.15?"),
        ({"passive": "yes"}, "passive must be True or False, not 'yes'"),
        ({"prevent_default": None}, "must be True or False"),
        ({"debounce": 1, "throttle": 1}, "debounce and throttle exclude each other"),
        ({"passive": True, "prevent_default": True}, "exclude each other"),
        ({"keys": "Entr"}, "Did you mean 'Enter'?"),
        ({"keys": "Strg+K"}, "'Strg' in 'Strg+K' is no modifier"),
        ({"keys": "Ctrl+character"}, '"Character" stands alone'),
        ({"keys": 3}, "keys is a text or a list of texts"),
        ({"keys": [""]}, "keys is a text or a list of texts"),
    ],
)
def test_what_is_refused(options, text):
    with pytest.raises(HandlerError) as caught:
        listener(plain, **options)
    assert text in str(caught.value)


def test_what_is_no_handler():
    with pytest.raises(HandlerError, match="Pass it without parentheses"):
        as_listener(plain())
    with pytest.raises(HandlerError, match=r"coroutine\(\) was called here\. Pass coroutine without"):
        as_listener(coroutine())
    with pytest.raises(HandlerError, match=r"generator\(\) was called here"):
        listener(generator())
    with pytest.raises(HandlerError, match="a handler is a function, not 7"):
        listener(7)


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("Enter", "Enter"),
        ("shift+ctrl+enter", "Ctrl+Shift+Enter"),
        ("cmd+K", "Meta+K"),
        ("Mod+s", "Mod+s"),
        ("Ctrl++", "Ctrl++"),
        ("+", "+"),
        ("Ctrl+Plus", "Ctrl++"),
        ("esc", "Escape"),
        ("Space", " "),
        (" ", " "),
        ("Ctrl + Space", "Ctrl+ "),
        ("f12", "F12"),
        ("é", "é"),
    ],
)
def test_key_combinations(given, normal):
    assert normal_key(given) == normal
    assert normal_key(normal) == normal


def test_one_key_or_several():
    assert normal_keys("Enter") == ("Enter",)
    assert normal_keys(("Enter", "enter", "a")) == ("Enter", "a")


@pytest.mark.parametrize(
    ("handler", "kind"),
    [(plain, "sync"), (generator, "generator"), (coroutine, "async"), (async_generator, "async_generator")],
)
def test_kinds(handler, kind):
    class Box:
        method = handler
        static = staticmethod(handler)

    class Call:
        __call__ = handler

    for shape in (handler, functools.partial(handler), functools.partial(functools.partial(handler), x=1)):
        assert kind_of(shape) == kind
    for shape in (Box().method, Box().static, vars(Box)["static"], Call(), functools.partial(Call())):
        assert kind_of(shape) == kind


def test_kinds_of_others():
    assert kind_of(print) == "sync"
    assert kind_of(dict) == "sync"
    assert kind_of(functools.lru_cache(plain)) == "sync"


def test_what_is_about_the_event_is_for_the_first_of_a_chain() -> None:
    first = listener(print)
    with pytest.raises(HandlerError, match="debounce= is about the event, and it comes after another handler"):
        first.then(print, debounce=1)
    assert first.then(listener(print, debounce=1)).chain, "a listener that is used elsewhere too may have them"
