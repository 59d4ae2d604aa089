"""Functions of values: inputs, outputs, updates."""

from __future__ import annotations

import pytest

from skerry.testing import App

HEAD = '''
import asyncio, datetime
import skerry as sk

@sk.state
class Trip:
    where: str = "Oslo"
    days: int = 3
    text: str = ""
'''


def app(functions: str, body: str, *, raises: bool = True) -> App:
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return App(source=f'{HEAD}\n{functions}\n@sk.page("/")\ndef home(state: Trip):\n{lines}\n', raises=raises)


def test_fields_go_in_and_texts_come_out() -> None:
    functions = '''
def greet(name, count, event: sk.ClickEvent):
    return f"{event.type} " + ", ".join([f"Hello {name}"] * count)
'''
    body = '''
name = sk.input("Name", "Ada")
count = sk.number("Count", 1)
go = sk.button("Go")
out = sk.text("nothing yet", key="out")
sk.on(go.click, greet, inputs=[name, count], outputs=out)
'''
    with app(functions, body) as page:
        assert page.find(key="out").text == "nothing yet"
        page.find("Go").click()
        assert page.find(key="out").text == "click Hello Ada"
        page.find(label="Name").fill("Bo")
        page.find(label="Count").fill("2")
        page.find("Go").click()
        assert page.find(key="out").text == "click Hello Bo, Hello Bo"
        assert page.find(label="Name").value == "Bo"


def test_several_outputs_fields_and_places_in_the_state() -> None:
    functions = '''
def plan(where, days):
    return where.upper(), days + 1, sk.skip(), f"{days} days in {where}"
'''
    body = '''
box = sk.input("Note", "keep me")
name = sk.input("Copy")
sk.on(sk.button("Go").click, plan, inputs=[sk.ref(state).where, sk.ref(state).days],
      outputs=[name, sk.ref(state).days, box, sk.ref(state).text])
sk.text(f"{state.days} {state.text}", key="log")
'''
    with app(functions, body) as page:
        page.find("Go").click()
        assert page.find(label="Copy").value == "OSLO"
        assert page.find(label="Note").value == "keep me"
        assert page.find(key="log").text == "4 3 days in Oslo"


@pytest.mark.parametrize(
    ("inputs", "outputs", "function"),
    [
        ("{'a': name, 'b': days}", "{'out': out}", "def f(*, b, a): return {'out': f'{a} {b}'}"),
        ("{name, days}", "[out]", "def f(given): return ' '.join(map(str, sorted(given.values(), key=str, reverse=True)))"),
        ("[name, days]", "[out]", "def f(a, b): return [f'{a} {b}']" if False else "def f(a, b): return f'{a} {b}'"),
        ("(name, days)", "out", "async def f(a, b):\n    await asyncio.sleep(0)\n    return f'{a} {b}'"),
        ("[name, days]", "out", "def f(a, b, state: Trip): return f'{a} {b}'"),
        ("[name, days]", "out", "def f(a, state: Trip, b): return f'{a} {b}' if state.where == 'Oslo' else state"),
        ("[name, days]", "out", "def f(event: sk.ClickEvent, a, b): return f'{a} {b}' if event.type == 'click' else event"),
        ("[name, days]", "out", "def f(key, value): return f'{key} {value}'"),
    ],
)
def test_forms_of_inputs_and_outputs(inputs: str, outputs: str, function: str) -> None:
    body = f'''
name = sk.input("Name", "Ada")
days = sk.ref(state).days
out = sk.text("", key="out")
sk.on(sk.button("Go").click, f, inputs={inputs}, outputs={outputs})
'''
    with app(function, body) as page:
        page.find("Go").click()
        assert page.find(key="out").text == "Ada 3"


def test_values_by_output_as_keys() -> None:
    functions = '''
def f(name):
    return {OUT[0]: f"got {name}"}
OUT = []
'''
    body = '''
name = sk.input("Name", "Ada")
one, two = sk.text("one", key="one"), sk.text("two", key="two")
OUT[:] = [two]
sk.on(sk.button("Go").click, f, inputs=name, outputs=[one, two])
'''
    with app(functions, body) as page:
        page.find("Go").click()
        assert (page.find(key="one").text, page.find(key="two").text) == ("one", "got Ada")


def test_fields_of_several_controls_go_in_and_come_out_too() -> None:
    functions = """
def told(*values):
    return repr(values)

def put():
    return "train", ["tea"], ["b", "c"]
"""
    body = """
free = sk.radio("By", ["bus", "train"], "bus")
bound = sk.radio("From", ["Oslo", "Bergen"], bind=sk.ref(state).where)
many = sk.multiselect("Bags", ["tea", "rope"], ["rope"])
rows = sk.data_table(["a"], key="rows")
out = sk.text("", key="out")
sk.on(sk.button("Tell").click, told, inputs=[free, bound, many], outputs=out)
sk.on(sk.button("Raw").click, told, inputs=[free, many], outputs=out, preprocess=False)
sk.on(sk.button("Put").click, put, outputs=[free, many, rows])
"""
    with app(functions, body.replace('["a"]', '[["a"]]')) as page:
        page.find("Tell").click()
        assert page.find(key="out").text == "('bus', 'Oslo', ['rope'])"
        page.find("train").check()
        page.find("Bergen").check()
        page.find("Tell").click()
        assert page.find(key="out").text == "('train', 'Bergen', ['rope'])"
        page.find("bus").check()
        page.find("Put").click()
        page.find("Raw").click()
        assert page.find(key="out").text == "('train', ['tea'])"
        assert page.find("train", role="radio").value is True
        assert page.find(key="rows").text == "1 b c"


def test_generators_stream_their_values() -> None:
    functions = '''
async def tell(count):
    for number in range(count):
        yield f"step {number}"
        await asyncio.sleep(1)
'''
    body = '''
out = sk.text("", key="out")
sk.on(sk.button("Go").click, tell, inputs=sk.ref(state).days, outputs=out)
sk.button("Stop", on_click=sk.cancel(tell))
'''
    with app(functions, body) as page:
        page.find("Go").click()
        assert page.find(key="out").text == "step 0"
        page.advance(1.1)
        assert page.find(key="out").text == "step 1"
        page.find("Stop").click()
        page.advance(5)
        assert page.find(key="out").text == "step 1"


def test_updates_change_any_argument_and_hold() -> None:
    functions = '''
def more(n):
    return sk.update(label=f"Again ({n})", disabled=n > 3), sk.update(value="shown", muted=True)
def other(state: Trip):
    state.days += 1
'''
    body = '''
go = sk.button("Go", key="go")
out = sk.text("first", key="out")
sk.on(go.click, more, inputs=sk.ref(state).days, outputs=[go, out])
sk.button("other", on_click=other)
sk.text(f"{state.days} days", key="days")
'''
    with app(functions, body) as page:
        page.find(key="go").click()
        assert page.find(key="go").text == "Again (3)"
        assert page.find(key="out").text == "shown"
        page.find("other").click()
        assert page.find(key="days").text == "4 days"
        assert page.find(key="go").text == "Again (3)", "it holds when the page is built anew"
        page.find(key="go").click()
        assert page.find(key="go").disabled


def test_links_of_a_chain_have_inputs_and_outputs_of_their_own() -> None:
    functions = '''
def first(name): return name.upper()
def second(text): return text + "!"
'''
    body = '''
name = sk.input("Name", "Ada")
out = sk.text("", key="out")
sk.on(name.enter, first, inputs=name, outputs=out).then(second, inputs=out, outputs=out)
'''
    with app(functions, body) as page:
        page.find(label="Name").press("Enter")
        assert page.find(key="out").text == "ADA!"


def test_values_as_the_page_has_them_without_preprocess() -> None:
    functions = "def f(day, raw=None): return f'{type(day).__name__}'"
    body = '''
day = sk.date("Day", datetime.date(2026, 1, 2))
out = sk.text("", key="out")
sk.on(sk.button("With").click, f, inputs=day, outputs=out)
sk.on(sk.button("Without").click, f, inputs=day, outputs=out, preprocess=False)
'''
    with app(functions, body) as page:
        page.find("With").click()
        assert page.find(key="out").text == "date"
        page.find("Without").click()
        assert page.find(key="out").text == "str"


def test_trap_components_of_one_key_in_two_places_are_two() -> None:
    body = '''
with sk.row():
    one = sk.input("One", "1", key="k")
with sk.row():
    two = sk.input("Two", "2", key="k")
out = sk.text("", key="out")
sk.on(sk.button("Go").click, f, inputs=[one, two], outputs=out)
'''
    with app("def f(a, b): return f'{a} {b}'", body) as page:
        page.find(label="Two").fill("3")
        page.find("Go").click()
        assert page.find(key="out").text == "1 3"


def test_two_sessions_do_not_share_values() -> None:
    body = '''
name = sk.input("Name")
out = sk.text("", key="out")
sk.on(sk.button("Go").click, f, inputs=name, outputs=out)
'''
    with app("def f(n): return n", body) as page, app("def f(n): return n", body) as other:
        page.find(label="Name").fill("mine")
        page.find("Go").click()
        other.find("Go").click()
        assert (page.find(key="out").text, other.find(key="out").text) == ("mine", "")


@pytest.mark.parametrize(
    ("function", "line", "expected"),
    [
        ("def f(a): return 1, 2", "sk.on(go.click, f, inputs=name, outputs=[out, out2, name])", "returned 2 values for 3 outputs"),
        ("def f(a): return {'outt': 1}", "sk.on(go.click, f, inputs=name, outputs={'out': out})", "Did you mean 'out'?"),
        ("def f(a): return sk.update(vale=1)", "sk.on(go.click, f, inputs=name, outputs=sk.card())", "no argument 'vale'"),
        ("def f(): return 1", "sk.on(go.click, f, inputs=name, outputs=out)", "cannot take its 1 input"),
        ("def f(a): return 1", "sk.on(go.click, f, inputs='name', outputs=out)", "which is no component and no place"),
        ("def f(a): return 1", "sk.on(go.click, f, inputs=state.where, outputs=out)", "such as sk.ref(state).name"),
        ("def f(a): return 1", "sk.on(go.click, f, js='(a) => a', inputs=sk.upload('Log'), outputs=out)", "no input for js="),
        ("def f(a): return 1", "sk.on(go.click, f, inputs=name, outputs=sk.upload('Log'))", "only a person can choose"),
        ("def f(a, b): return 1", "sk.on(go.click, f, inputs=name, outputs=out)", "'b'"),
    ],
)
def test_what_does_not_fit_is_said(function: str, line: str, expected: str) -> None:
    body = f'''
name = sk.input("Name", "Ada")
go = sk.button("Go")
out, out2 = sk.text("", key="out"), sk.text("")
{line}
'''
    with app(function, body, raises=False) as page:
        if not page.errors:
            page.find("Go").click()
            page.advance(0.1)
        assert page.errors and expected in page.errors[0]["text"], page.errors
        page.errors.clear()
