"""Forms with rules."""

from __future__ import annotations

import pytest

from skerry.components import rules
from skerry.testing import App

FORM = '''
import asyncio
import skerry as sk

@sk.state
class Signup:
    name: str = ""
    age: int | None = None
    agree: bool = False
    again: str = ""
    saved: list[str] = []
    asked: int = 0

async def free(name, state: Signup):
    state.asked += 1
    await asyncio.sleep(0.5)
    return "That name is taken." if name == "ada" else None

def same(value, state: Signup):
    if value != state.name:
        raise ValueError("The names differ.")

def save(event: sk.SubmitEvent, state: Signup):
    state.saved.append(f"{state.name} {state.age} {event.values.get('note')}")

@sk.page("/")
def home(state: Signup):
    with sk.form(on_submit=save):
        sk.input("Name", bind=sk.ref(state).name, validate=[sk.rules.required(), sk.rules.length(3), free])
        sk.number("Age", bind=sk.ref(state).age, validate=sk.rules.between(18, 99))
        sk.input("Again", bind=sk.ref(state).again, validate=same)
        sk.checkbox("I agree", bind=sk.ref(state).agree, validate=sk.rules.required("Please agree."))
        sk.input("Note", validate=sk.rules.matches("[a-z]*", "Small letters."))
        sk.button("Send", type="submit")
    sk.text(", ".join(state.saved), key="saved")
    sk.text(f"asked {state.asked}", key="asked")
'''


def saved(app: App) -> str:
    return app.find(key="saved").text


def test_a_form_is_sent_only_when_all_its_rules_are_kept() -> None:
    with App(source=FORM) as app:
        app.find("Send").click()
        app.advance(1)
        assert saved(app) == ""
        assert "This is needed." in app.text and "Please agree." in app.text
        assert app.focused is not None and app.focused.name.startswith("Name")
        assert app.find(label="Name").attrs["aria-invalid"] == "true"
        app.find(label="Name").fill("bob")
        app.find(label="Age").fill("30")
        app.find(label="Again").fill("bo")
        app.find(label="I agree").click()
        app.advance(1)
        assert "This is needed." not in app.text, "each is checked when it is committed"
        assert "The names differ." in app.text
        app.find(label="Again").fill("bob")
        app.find(label="Note").fill("X")
        app.find("Send").click()
        app.advance(1)
        assert "Small letters." in app.text and saved(app) == ""
        app.find(label="Note").fill("x")
        app.find("Send").click()
        assert saved(app) == "", "the async rule takes its time"
        app.advance(1)
        assert saved(app) == "bob 30 x"
        assert "aria-invalid" not in app.find(label="Note").attrs


def test_a_rule_that_takes_time_says_nothing_of_an_older_value() -> None:
    with App(source=FORM) as app:
        app.find(label="Name").fill("ada")
        app.advance(0.3)
        app.find(label="Name").fill("adam")
        app.advance(0.3)
        assert "taken" not in app.text
        app.advance(1)
        assert "taken" not in app.text
        app.find(label="Name").fill("ada")
        app.advance(1)
        assert "That name is taken." in app.text


def test_a_rule_that_breaks_is_reported_and_the_form_is_not_sent() -> None:
    source = FORM.replace('raise ValueError("The names differ.")', "1 / 0")
    with App(source=source, raises=False) as app:
        app.find(label="Name").fill("bob")
        app.find(label="Again").fill("bo")
        app.find("Send").click()
        app.advance(1)
        assert "ZeroDivisionError" in app.errors[0]["text"]
        assert saved(app) == ""
        app.errors.clear()


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (rules.required(), ["a", 0, [1]], ["", None, [], False]),
        (rules.length(2, 3), ["ab", "", None, [1, 2]], ["a", "abcd", [1]]),
        (rules.between(1, 2), [1, 2, None], [0, 3]),
        (rules.between(most=2), [1, None], [3]),
        (rules.email(), ["a@b.ch", ""], ["a", "a@b", "a b@c.de"]),
        (rules.one_of("ab"), ["a", None], ["c"]),
    ],
)
def test_rules(rule: rules.Rule, good: list[object], bad: list[object]) -> None:
    assert [rule(value) for value in good] == [None] * len(good)
    assert all(isinstance(rule(value), str) for value in bad)


def test_what_is_no_rule_is_an_error() -> None:
    source = 'import skerry as sk\n@sk.page("/")\ndef home():\n    sk.input("Name", validate="required")\n'
    with App(source=source, raises=False) as app:
        assert "a rule is a function of the value" in app.errors[0]["text"]
        app.errors.clear()
