"""The traps that other frameworks' documents warn of. Here each is impossible, or an error that explains itself.

A test is named after its trap, and has the situation as those documents have it, in Skerry's own terms.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from skerry.testing import App, AppFailure

HEAD = '''
import asyncio, functools, time
import skerry as sk

@sk.state
class S:
    count: int = 0
    name: str = ""
    address: str = ""
    seen: list[str] = []
    rows: list[dict[str, int]] = []
    tree: dict[str, list[int]] = {}
    tags: set[str] = set()
'''


def app(body: str, **options: Any) -> App:
    return App(source=HEAD + body, **options)


def state(page: App) -> Any:
    return page.state(page.module().S)


def test_trap_closure_variable() -> None:
    """Two buttons whose handlers come from one piece of source: only the last one's variable would count."""
    page = app("""
@sk.component
def link(url):
    def on_click(event: sk.ClickEvent):
        sk.navigate(url)
    sk.button(url, on_click=on_click)

@sk.page("/")
def home():
    link("/1")
    link("/2")

@sk.page("/{n:int}")
def numbered(n):
    sk.text(f"page {n}")
""")
    page.find("/1").click()
    assert page.text == "page 1"
    page.go("/")
    page.find("/2").click()
    assert page.text == "page 2"


def test_trap_closure_variable_of_a_loop() -> None:
    """Python's own trap, a loop variable that all lambdas share, is met with a default, and each button keeps its own."""
    page = app("""
@sk.page("/")
def home(state: S):
    for n in range(3):
        sk.button(f"b{n}", on_click=lambda state, n=n: state.seen.append(f"b{n}"))
""")
    for n in (2, 0, 1):
        page.find(f"b{n}").click()
    assert state(page).seen == ["b2", "b0", "b1"]


@pytest.mark.parametrize("listens", ["on_click={}", "key=n, on_click=sk.listener({}, trigger_mode='once')", "key=n, on_click=[{}, again]"])
def test_trap_closure_variable_of_a_loop_without_the_default(listens: str) -> None:
    """Without it, each of the buttons would do what the last one does: that is an error, which says what to write."""
    made = listens.format("lambda state: state.seen.append(n)")
    page = app(f"""
def again(state: S): ...

@sk.page("/")
def home(state: S):
    for n in range(3):
        sk.button(f"b{{n}}", {made})
""", raises=False)
    said = page.errors.pop()["message"]
    assert "is made in a loop and uses n, which was 0 and is 1 now" in said
    assert "Keep it for each with a default, lambda state, n=n: ..." in said


def test_trap_closure_variable_of_a_loop_with_on() -> None:
    page = app("""
@sk.page("/")
def home(state: S):
    for place in ("Oban", "Skye"):
        def go(state: S):
            state.name = place
        sk.on(sk.button(place).click, go)
""", raises=False)
    assert "def go(state, place=place)" in page.errors.pop()["message"]


def test_variables_of_a_closure_that_stay_as_they_are_or_are_set_later_are_fine() -> None:
    page = app("""
@sk.page("/")
def home(state: S):
    def tell():
        state.name = f"{prefix} {where}"
    prefix = "to"
    for n in range(3):
        sk.button(f"b{n}", key=n, on_click=lambda key: state.seen.append(f"{prefix} {key}"))
    sk.button("tell", on_click=tell)
    where = "Skye"
""")
    page.find("b2").click()
    page.find("tell").click()
    assert (state(page).seen, state(page).name) == (["to 2"], "to Skye")


@pytest.mark.parametrize("kind", ["def", "async def"])
@pytest.mark.parametrize("leaves", ["falls off the end", "returns early"])
def test_trap_missing_final_yield(kind: str, leaves: str) -> None:
    """What a generator does after its last yield would never be run, or never shown."""
    sleep = "await asyncio.sleep(1)" if kind == "async def" else "time.sleep(1)"
    early = "    if state.count: return\n" if leaves == "returns early" else ""
    page = app(f"""
{kind} work(state: S):
    state.count += 1
    yield
    {sleep}
    state.count += 10
{early}    state.count += 100

@sk.page("/")
def home(state: S):
    sk.text(str(state.count), key="n")
    sk.button("go", on_click=work)
""")
    page.find("go").click()
    assert page.find(key="n").text == "1"
    page.advance(1.1)
    assert page.find(key="n").text == ("11" if early else "111")


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("state.rows.append({'a': 1})", "[{'a': 1}]"),
        ("state.rows.extend([{'a': 2}, {'a': 1}]); state.rows.sort(key=lambda r: r['a'])", "[{'a': 1}, {'a': 2}]"),
        ("state.rows.append({'a': 1}); row = state.rows[0]; row['a'] += 4", "[{'a': 5}]"),
        ("state.tree.setdefault('x', []).append(7)", "'x': [7]"),
        ("state.tags.add('new')", "'new'"),
        ("import heapq; heapq.heappush(state.tree.setdefault('h', []), 3)", "'h': [3]"),
    ],
    ids=["append", "sort", "nested", "dict", "set", "changed in C"],
)
def test_trap_missing_self_assignment_after_a_mutation_in_place(change: str, shown: str) -> None:
    """A list that is changed in place, without being assigned to the state once more, would not be sent."""
    page = app(f"""
def change(state: S):
    {change}

@sk.page("/")
def home(state: S):
    sk.text(f"{{state.rows}} {{state.tree}} {{state.tags}}", key="all")
    sk.button("go", on_click=change)
""")
    page.find("go").click()
    assert shown in page.find(key="all").text


def test_trap_missing_self_assignment_of_a_frame() -> None:
    """Changes inside a library's value cannot be seen. Assigning it to itself counts as a change, and so does ``sk.touch``."""
    pytest.importorskip("pandas")
    page = app("""
import pandas as pd
from typing import Any

@sk.state
class Data:
    frame: Any = pd.DataFrame({"n": [2, 1]})

def assign(data: Data):
    data.frame.loc[0, "n"] = 5
    data.frame = data.frame

def touch(data: Data):
    data.frame.loc[0, "n"] = 7
    sk.touch(sk.ref(data).frame)

@sk.page("/")
def home(data: Data):
    sk.text(" ".join(str(n) for n in data.frame["n"]), key="all")
    sk.button("assign", on_click=assign)
    sk.button("touch", on_click=touch)
""")
    page.find("assign").click()
    assert page.find(key="all").text == "5 1"
    page.find("touch").click()
    assert page.find(key="all").text == "7 1"


def test_trap_change_loop_of_a_handler_that_writes_its_own_field() -> None:
    """A change handler that writes the field that it listens to would call itself for ever."""
    page = app("""
def tidy(event: sk.ChangeEvent, state: S):
    state.count += 1
    state.name = event.value + "!"

@sk.page("/")
def home(state: S):
    sk.input("Name", bind=sk.ref(state).name, on_change=sk.listener(tidy, programmatic=True))
""")
    page.find("Name").fill("a")
    page.find("Name").press("Tab")
    page.advance(1)
    assert (state(page).count, state(page).name) == (1, "a!")


def test_trap_change_loop_of_two_fields_that_write_each_other() -> None:
    """Celsius and Fahrenheit that never agree: an error says which handlers call each other, and the app goes on."""
    page = app("""
def first(event: sk.ChangeEvent, state: S):
    state.address = event.value + "+"

def second(event: sk.ChangeEvent, state: S):
    state.name = event.value + "-"

def plus(state: S):
    state.count += 1

@sk.page("/")
def home(state: S):
    sk.input("One", bind=sk.ref(state).name, on_change=sk.listener(first, programmatic=True))
    sk.input("Two", bind=sk.ref(state).address, on_change=sk.listener(second, programmatic=True))
    sk.button("plus", on_click=plus)
""", raises=False)
    page.find("One").fill("a")
    page.find("One").press("Tab")
    page.advance(1)
    [error] = page.errors
    assert "100 handlers in a row" in error["message"]
    assert "first" in error["message"] or "second" in error["message"]
    assert "writing only what differs" in error["message"]
    page.find("plus").click()
    assert state(page).count == 1


def test_trap_change_loop_of_watches() -> None:
    page = app("""
def again(state: S):
    state.count += 1
def and_again(state: S):
    state.seen.append("x")

@sk.page("/")
def home(state: S):
    sk.watch(sk.ref(state).seen, again)
    sk.watch(sk.ref(state).count, and_again)
    sk.button("go", on_click=again)
""", raises=False)
    page.find("go").click()
    assert "100 handlers in a row" in page.errors[0]["message"]


def test_trap_handler_that_is_called_instead_of_passed() -> None:
    with pytest.raises(AppFailure, match="Pass it without parentheses"):
        app("""
def go(state=None): pass
@sk.page("/")
def home():
    sk.button("go", on_click=sk.listener(go()))
""")


def test_trap_shared_generator_logic_without_yield_from() -> None:
    """Common logic that yields is shared with ``yield from``, or by returning it: both are run to their end."""
    page = app("""
def call_api(state):
    state.seen.append("first")
    yield
    state.seen.append("last")

def on_enter(state: S):
    state.count += 1
    yield from call_api(state)

def on_click(state: S):
    return call_api(state)

@sk.page("/")
def home(state: S):
    box = sk.input("Words", on_key_down=sk.listener(on_enter, keys="Enter"))
    sk.button("Send", on_click=on_click)
""")
    page.find("Words").press("Enter")
    page.find("Send").click()
    page.advance(0.1)
    assert state(page).seen == ["first", "last"] * 2


def test_trap_setattr_by_key_to_a_field_that_is_none() -> None:
    """One handler for many fields, by ``event.key``: a wrong key is an error that names the right one, not a lost value."""
    page = app("""
def update(event: sk.BlurEvent, state: S):
    setattr(state, event.key, event.value)

@sk.page("/")
def home(state: S):
    sk.input("Name", key="name", on_blur=update)
    sk.input("Address", key="adress", on_blur=update)
""", raises=False)
    page.find("Name").fill("Ada")
    page.find("Name").dispatch("blur", value="Ada")
    assert state(page).name == "Ada"
    page.find("Address").dispatch("blur", value="Kiel")
    assert "Did you mean 'address'" in page.errors[0]["message"]


def test_trap_field_that_is_not_there_reads_as_nothing() -> None:
    page = app("""
def go(state: S):
    state.counter += 1
@sk.page("/")
def home():
    sk.button("go", on_click=go)
""", raises=False)
    page.find("go").click()
    assert "Did you mean: 'count'" in page.errors[0]["message"] or "'count'" in page.errors[0]["message"]


def test_trap_functions_that_the_page_should_not_see() -> None:
    """Every function of a module would be callable from outside unless its name began with an underscore."""
    page = app("""
def reticulate(state: S):
    state.count += 1
@sk.page("/")
def home():
    sk.button("go", on_click=reticulate)
""")
    with pytest.raises(AppFailure, match="no handler 'reticulate' to call"):
        page.call("reticulate")
    assert state(page).count == 0


def test_trap_handlers_of_other_modules_that_nobody_registered(tmp_path: Path) -> None:
    (tmp_path / "handlers.py").write_text("def increment(state):\n    state.count += 1\n")
    (tmp_path / "app.py").write_text(
        "import skerry as sk\nimport handlers\n\n@sk.state\nclass S:\n    count: int = 0\n\n"
        '@sk.page("/")\ndef home(state: S):\n    sk.text(f"n {state.count}")\n    sk.button("go", on_click=handlers.increment)\n'
    )
    page = App(tmp_path / "app.py")
    page.find("go").click()
    assert page.text.startswith("n 1")


def test_trap_state_that_two_people_share() -> None:
    source = HEAD + """
def add(state: S):
    state.count += 1
@sk.page("/")
def home(state: S):
    sk.button("go", on_click=add)
"""
    bob, ann = App(source=source), App(source=source)
    bob.find("go").click()
    assert (state(bob).count, state(ann).count) == (1, 0)


def test_trap_click_while_the_handler_runs_is_lost() -> None:
    """With a default of ``once``, whatever a person does while a handler runs would be dropped. Here it waits, unless asked for."""
    page = app("""
async def work(state: S):
    await asyncio.sleep(1)
    state.count += 1
@sk.page("/")
def home(state: S):
    sk.button("go", on_click=work)
    sk.button("once", on_click=sk.listener(work, trigger_mode="once"))
""")
    for name in ("go", "once"):
        for _ in range(3):
            page.find(name).click()
    page.advance(10)
    assert state(page).count == 4


def test_trap_time_sleep_stops_everything() -> None:
    page = app("""
def work(state: S):
    state.seen.append("begins")
    yield
    time.sleep(5)
    state.seen.append("ends")
def other(state: S):
    state.seen.append("meanwhile")
@sk.page("/")
def home(state: S):
    sk.button("go", on_click=work)
    sk.button("other", on_click=other)
""")
    page.find("go").click()
    page.find("other").click()
    page.advance(6)
    assert state(page).seen == ["begins", "meanwhile", "ends"]


@pytest.mark.parametrize("kind", ["generator", "async generator", "async", "sleeping"])
def test_trap_cancelled_handler_writes_in_its_finally(kind: str) -> None:
    """The write is refused, since a cancelled run can never write again; the log says so, and what a page asks instead."""
    begin, wait = {
        "generator": ("def", "yield\n        time.sleep(60)"),
        "async generator": ("async def", "yield\n        await asyncio.sleep(60)"),
        "async": ("async def", "await asyncio.sleep(60)"),
        "sleeping": ("def", "time.sleep(60)"),
    }[kind]
    source = f"""
import asyncio, time
import skerry as sk

@sk.state
class Flow:
    busy: bool = False

{begin} work(state: Flow):
    state.busy = True
    try:
        {wait}
    finally:
        state.busy = False

@sk.page("/")
def home(state: Flow):
    sk.button("Work", on_click=sk.listener(work, blocking={kind == "sleeping"}))
    sk.button("Stop", on_click=sk.cancel(work))
    sk.text(f"{{state.busy}} {{sk.running(work)}}", key="log")
"""
    with App(source=source) as app:
        app.find("Work").click()
        app.advance(0.1)
        app.find("Stop").click()
        app.advance(0.1)
        assert app.find(key="log").text.endswith("False")
        [warning] = [text for level, text in app.logs if level == "warning"]
        assert warning.startswith("Flow.busy was written by work, which was cancelled") and "sk.running(work)" in warning


def test_trap_outputs_that_do_not_fit_what_is_returned() -> None:
    page = app("""
def split(name):
    return name.split()
@sk.page("/")
def home(state: S):
    box = sk.input("Name", "Ada Lovelace King")
    first, last = sk.text("", key="a"), sk.text("", key="b")
    go = sk.button("go")
    sk.on(go.click, split, inputs=box, outputs=[first, last])
""", raises=False)
    page.find("go").click()
    message = page.errors[0]["message"]
    assert "split" in message
    assert "returned 3 values for 2 outputs" in message


def test_trap_inputs_that_the_function_cannot_take() -> None:
    with pytest.raises(AppFailure, match="cannot take its 2 inputs"):
        app("""
def greet(name): return name
@sk.page("/")
def home(state: S):
    a, b = sk.input("A"), sk.input("B")
    sk.on(a.change, greet, inputs=[a, b], outputs=b)
""")


def test_trap_decorator_that_loses_the_function() -> None:
    """A decorator of the app's own gives all its functions one inner function. With ``functools.wraps`` each is known as itself: what
    it asks for, ``sk.running`` and ``sk.cancel``."""
    page = app("""
def logged(function):
    @functools.wraps(function)
    async def inner(*args, **kwargs):
        return await function(*args, **kwargs)
    return inner

@logged
async def first(state: S):
    await asyncio.sleep(5)
    state.seen.append("first")

@logged
async def second(event: sk.ClickEvent, state: S):
    await asyncio.sleep(5)
    state.seen.append(f"second {event.key}")

@sk.page("/")
def home(state: S):
    sk.text(f"first {sk.running(first)}, second {sk.running(second)}", key="on")
    sk.button("one", key="one", on_click=first)
    sk.button("two", key="two", on_click=second)
    sk.button("stop", on_click=sk.cancel(first))
""")
    page.find(key="two").click()
    assert page.find(key="on").text == "first False, second True"
    page.find(key="one").click()
    page.find("stop").click()
    assert page.find(key="on").text == "first False, second True"
    page.advance(6)
    assert state(page).seen == ["second two"]


def test_trap_callback_that_raises_keeps_the_others_from_being_called() -> None:
    page = app("""
@sk.callback("user_joined")
def add_user(name, email, state: S):
    state.seen.append(f"added {name}")

@sk.callback("user_joined")
def greet_new_user(name, email):
    raise ConnectionError("no mail server")

@sk.callback("user_joined")
def notify(name, email, state: S):
    state.seen.append(f"notified {email}")

def signup():
    sk.run_callbacks("user_joined", "Ada", "ada@example.com")

@sk.page("/")
def home(state: S):
    sk.button("Sign up", on_click=signup)
""", raises=False)
    page.find("Sign up").click()
    assert state(page).seen == ["added Ada", "notified ada@example.com"]
    assert "no mail server" in page.errors[0]["message"]


def test_trap_a_name_that_nobody_subscribes_to_is_kept() -> None:
    """A dict that makes entries when it is read would grow with each new name that is published."""
    page = app("""
def go():
    for n in range(100):
        sk.publish(f"nobody {n}")

@sk.page("/")
def home():
    sk.button("go", on_click=go)
""")
    page.find("go").click()
    assert len(page.loaded.bus) == 0


def test_trap_generator_that_needs_the_queue() -> None:
    """Long handlers and generators would not work with the queue switched off."""
    page = app("""
def count(state: S):
    for n in range(3):
        state.count = n + 1
        yield
        time.sleep(1)

@sk.page("/")
def home(state: S):
    sk.button("go", on_click=sk.listener(count, queue=False))
    sk.text(str(state.count), key="n")
""")
    page.find("go").click()
    shown = []
    for _ in range(3):
        shown.append(page.find(key="n").text)
        page.advance(1)
    assert shown == ["1", "2", "3"]


def test_trap_javascript_that_returns_nothing_takes_the_inputs_away() -> None:
    """``js="() => alert(...)"`` in front of a function of values would leave it without them."""
    page = app("""
@sk.page("/")
def home(state: S):
    box = sk.input("Words", "ahoy")
    out = sk.text("...", key="n")
    sk.on(sk.button("go").click, lambda x: x.upper(), inputs=box, outputs=out, js="() => alert('Processing started!')")
""", js={"() => alert('Processing started!')": lambda *_: None})
    page.find("go").click()
    assert page.find(key="n").text == "AHOY"


def test_trap_callback_with_other_arguments_than_are_published() -> None:
    page = app("""
@sk.callback("user_joined")
def add_user(name): ...
@sk.page("/")
def home():
    sk.button("go", on_click=lambda: sk.publish("user_joined", "Ada", "ada@example.com"))
""", raises=False)
    page.find("go").click()
    assert "cannot take what was published as 'user_joined'" in page.errors[0]["message"]


def test_trap_an_old_closure_is_called_after_a_build_that_the_page_does_not_see() -> None:
    page = App(source='''
import skerry as sk

@sk.state
class S:
    n: int = 0
    seen: list[int] = []

def more(s: S):
    s.n += 1

@sk.page("/")
def home(s: S):
    now = s.n

    def look(t: S):
        t.seen.append(now)

    sk.button("More", on_click=more)
    sk.button("Look", on_click=look)
''')
    page.find("More").click()
    page.find("Look").click()
    page.find("More").click()
    page.find("More").click()
    page.find("Look").click()
    assert page.state(page.module().S).seen == [1, 3]


def test_trap_a_debounce_beside_another_listener_waits_all_the_same() -> None:
    page = App(source='''
import skerry as sk

@sk.state
class S:
    each: int = 0
    paused: int = 0

def each(s: S):
    s.each += 1

def paused(s: S):
    s.paused += 1

@sk.page("/")
def home(s: S):
    sk.input("Words", on_input=[each, sk.listener(paused, debounce=0.5)])
''')
    for text in ("a", "ab", "abc"):
        page.find("Words").dispatch("input", value=text)
    state = page.state(page.module().S)
    assert (state.each, state.paused) == (3, 0)
    page.advance(0.6)
    assert (state.each, state.paused) == (3, 1)


def test_trap_a_wildcard_cannot_tell_what_was_published() -> None:
    page = App(source='''
import skerry as sk

@sk.state
class S:
    seen: list[str] = []

@sk.subscribe("*")
def note(event: sk.CustomEvent, s: S):
    s.seen.append(event.target)

@sk.page("/")
def home():
    sk.button("Go", on_click=lambda: sk.publish("ship.arrived"))
''')
    page.find("Go").click()
    assert page.state(page.module().S).seen == ["ship.arrived"]
