"""Events: whom they reach, what is refused, and the traps that cannot be fallen into."""

from __future__ import annotations

from typing import Any

import pytest

from skerry import SkerryError
from skerry.testing import App, AppFailure

HEAD = """
import asyncio, functools, time
import skerry as sk
from skerry.view import TwoWay, component, element, text
"""


def app(body: str, **options: Any) -> App:
    return App(source=HEAD + body, **options)


def test_the_closure_trap_cannot_be_fallen_into() -> None:
    """Two elements whose handlers have the same source, and so the same id, keep their own closures."""
    links = app("""
@component
def link_component(url):
    def on_click(event: sk.ClickEvent):
        sk.navigate(url)
    element("button", url, on={"click": on_click})

@sk.page("/")
def home():
    link_component("/1")
    link_component("/2")

@sk.page("/{n:int}")
def numbered(n):
    text(f"page {n}")
""")
    ids = {spec["h"] for spec in links.document.specs.values()}
    assert len(ids) == 1, "the ids are the same, as the trap needs"
    links.find("/1").click()
    assert (links.text, links.url) == ("page 1", "/1")
    links.go("/")
    links.find("/2").click()
    assert (links.text, links.url) == ("page 2", "/2")


def test_lambdas_in_a_loop_partials_methods_and_callables_keep_their_own() -> None:
    page = app("""
@sk.state
class S:
    seen: list[str] = []

class Obj:
    def __init__(self, name): self.name = name
    def method(self, state: S): state.seen.append(f"method {self.name}")
    def __call__(self, state: S): state.seen.append(f"call {self.name}")

def said(word, state: S): state.seen.append(f"partial {word}")

a, b = Obj("a"), Obj("b")

@sk.page("/")
def home(state: S):
    for i in range(2):
        element("button", f"lambda {i}", on={"click": lambda state, n=i: state.seen.append(f"lambda {n}")})
    for o in (a, b):
        element("button", f"method {o.name}", on={"click": o.method})
        element("button", f"call {o.name}", on={"click": o})
    for w in "xy":
        element("button", f"partial {w}", on={"click": functools.partial(said, w)})
""")
    names = ["lambda 0", "lambda 1", "method a", "method b", "call a", "call b", "partial x", "partial y"]
    for name in names:
        page.find(name).click()
    assert page.state(page.module().S).seen == names


def test_a_handler_that_cannot_be_injected_is_an_error_when_the_page_is_built() -> None:
    with pytest.raises(AppFailure, match="stat"):
        app("""
@sk.state
class S: pass
def bad(stat): pass
@sk.page("/")
def home():
    element("button", "Go", on={"click": bad})
""")


TWO_WAY = """
@sk.state
class S:
    name: str = "Ada"
    number: float = 1.0
    seen: list[str] = []

def heard(state: S, event: sk.InputEvent):
    state.seen.append(state.name)

def shout(state: S):
    state.name = state.name.upper()

def to_number(text): return float(text or 0)

@sk.page("/")
def home(state: S):
    element("input", attrs={".value": state.name, "aria-label": "Name"}, on={"input": heard},
            two_way=TwoWay("input", "value", sk.ref(state).name, str, ".value"))
    element("input", attrs={".value": state.number, "aria-label": "Number"},
            two_way=TwoWay("input", "value", sk.ref(state).number, to_number, ".value"))
    element("button", "Shout", on={"click": shout})
    text(f"Hello {state.name} {state.number}")
"""


def test_a_two_way_binding_writes_before_the_handler_runs() -> None:
    page = app(TWO_WAY)
    page.find("Name").fill("Bob")
    assert page.text == "Shout Hello Bob 1.0"
    assert page.state(page.module().S).seen == ["Bob"]
    page.find("Shout").click()
    assert page.find("Name").value == "BOB"


def test_what_a_person_types_is_not_rewritten_to_what_means_the_same() -> None:
    page = app(TWO_WAY)
    page.find("Number").fill("2.")
    assert page.find("Number").value == "2."
    assert page.text.endswith("2.0")


def test_a_value_that_the_binding_turns_down_is_an_error_and_nothing_is_lost() -> None:
    page = app(TWO_WAY, raises=False)
    page.find("Number").fill("two")
    assert "could not convert" in page.errors[0]["message"]
    assert page.find("Number").value == "two"
    page.find("Number").fill("3")
    assert page.text.endswith("3.0")


COUNT = """
@sk.state
class S:
    n: int = 0
    gone: bool = False

def more(state: S):
    state.n += 1

@sk.page("/")
def home(state: S):
    text(str(state.n))
    if not state.gone:
        element("button", "More", on={"click": more})
"""


def _event(page: App, **changes: Any) -> dict[str, Any]:
    spec = page.document.specs[1]
    button = page.find("More").node.id
    good = {"t": "event", "n": button, "e": "click", "h": spec["h"], "p": page.document.patch, "s": 1, "d": {}}
    return good | changes


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"d": {"x": "left"}}, "click.x must be float"),
        ({"h": "0" * 12}, "different versions"),
        ({"e": "focus"}, "does not listen to 'focus'"),
    ],
)
def test_an_event_that_does_not_fit_is_refused_with_a_reason_and_the_app_goes_on(
    changes: dict[str, Any], message: str
) -> None:
    page = app(COUNT, raises=False)
    page.send(_event(page, **changes))
    assert message in page.errors[0]["message"]
    page.find("More").click()
    assert page.text.startswith("1")


def test_an_event_for_an_element_that_is_gone_is_dropped_quietly() -> None:
    page = app(COUNT)
    late = _event(page)
    page.state(page.module().S).gone = True
    page.advance(0.1)
    page.send(late | {"p": page.document.patch})
    assert page.state(page.module().S).n == 0
    assert any("gone" in line for _, line in page.logs)


def test_an_event_on_what_the_page_still_shows_counts() -> None:
    """The element was removed by a patch that the page had not applied when the person clicked."""
    page = app(COUNT)
    early = _event(page)
    page.state(page.module().S).gone = True
    page.advance(0.1)
    page.send(early)
    assert page.state(page.module().S).n == 1


def test_an_event_can_be_addressed_by_a_path_of_keys() -> None:
    page = app(COUNT)
    page.send(_event(page, n=[["button", -1]]))
    assert page.state(page.module().S).n == 1


def test_events_start_in_order_and_runs_interleave_only_where_they_suspend() -> None:
    page = app("""
@sk.state
class S:
    seen: list[str] = []

def generator(state: S):
    state.seen.append("g1")
    yield
    time.sleep(1)
    state.seen.append("g2")

async def coroutine(state: S):
    state.seen.append("c1")
    await asyncio.sleep(0.5)
    state.seen.append("c2")

def plain(state: S):
    state.seen.append("p")

@sk.page("/")
def home():
    for fn in (generator, coroutine, plain):
        element("button", fn.__name__, on={"click": fn})
""")
    for node in [page.find(name).node for name in ("generator", "coroutine", "plain")]:
        spec = page.document.specs[node.specs[0]]
        page.session.handle({"t": "event", "n": node.id, "e": "click", "h": spec["h"], "p": 1, "s": 1, "d": {}})
    page.advance(2)
    assert page.state(page.module().S).seen == ["g1", "c1", "p", "c2", "g2"]


MODES = """
@sk.state
class S:
    seen: list[str] = []

async def work(state: S, event: sk.ClickEvent):
    state.seen.append(f"start {event.detail}")
    await asyncio.sleep(1)
    state.seen.append(f"end {event.detail}")

@sk.page("/")
def home():
    for mode in ("queue", "once", "multiple", "always_last", "restart"):
        element("button", mode, on={"click": sk.listener(work, trigger_mode=mode)})
"""


@pytest.mark.parametrize(
    ("mode", "seen"),
    [
        ("queue", ["start 1", "end 1", "start 2", "end 2", "start 3", "end 3"]),
        ("once", ["start 1", "end 1"]),
        ("multiple", ["start 1", "start 2", "start 3", "end 1", "end 2", "end 3"]),
        ("always_last", ["start 1", "end 1", "start 3", "end 3"]),
        ("restart", ["start 1", "start 2", "start 3", "end 3"]),
    ],
)
def test_trigger_modes(mode: str, seen: list[str]) -> None:
    page = app(MODES)
    for n in (1, 2, 3):
        page.find(mode).dispatch("click", detail=n)
        page.advance(0.1)
    page.advance(5)
    assert page.state(page.module().S).seen == seen
    assert page.session.scheduler.idle


def test_a_cancelled_run_never_writes_again_and_its_finally_runs() -> None:
    page = app("""
@sk.state
class S:
    seen: list[str] = []
    n: int = 0

def work(state: S):
    try:
        state.n += 1
        yield
        state.n += 10
        time.sleep(5)
        state.n += 100
    finally:
        print("finally")

@sk.page("/")
def home(state: S):
    text(str(state.n))
    element("button", "Work", on={"click": work})
""")
    page.find("Work").click()
    page.advance(1)
    (run,) = page.session.scheduler.active()
    page.session.scheduler.cancel(run)
    page.advance(10)
    assert page.state(page.module().S).n == 11, "what was committed before the sleep stays"
    assert page.session.scheduler.idle


def test_a_handler_called_in_the_page_by_mistake_is_explained() -> None:
    with pytest.raises(AppFailure, match="without parentheses"):
        app("""
def go(): pass
@sk.page("/")
def home():
    element("button", "Go", on={"click": go()})
""")


def test_writing_state_while_a_page_is_built_is_an_error_that_says_where() -> None:
    with pytest.raises(AppFailure, match="S.n"):
        app("""
@sk.state
class S:
    n: int = 0
@sk.page("/")
def home(state: S):
    state.n += 1
""")


def test_a_step_is_shown_each_frame_and_ten_thousand_yields_are_few_patches() -> None:
    page = app("""
@sk.state
class S:
    n: int = 0
def work(state: S):
    for _ in range(10_000):
        state.n += 1
        yield
@sk.page("/")
def home(state: S):
    text(str(state.n))
    element("button", "Work", on={"click": work})
""")
    before = page.document.patch
    page.find("Work").click()
    page.advance(0.1)
    assert page.text.startswith("10000")
    assert page.document.patch - before < 20


def test_props_reach_the_page_and_its_handler() -> None:
    page = app(
        """
@sk.state
class S:
    seen: list[str] = []
def changed(event: sk.PropsEvent, state: S):
    state.seen.append(str(event.props))
@sk.page("/", on_props=changed)
def home():
    text(f"start {sk.props()['start']}")
""",
        props={"start": 3},
    )
    assert page.text == "start 3"
    page.set_props(start=4)
    assert page.text == "start 4"
    assert page.state(page.module().S).seen == ["{'start': 4}"]


@pytest.mark.parametrize("kind", ["def", "def gen", "async def", "async def gen"])
def test_on_load_of_all_four_kinds(kind: str) -> None:
    steps = "    yield\n" if "gen" in kind else ""
    page = app(f"""
@sk.state
class S:
    n: int = 0
{kind.removesuffix(" gen")} load(state: S):
    state.n += 1
{steps}    state.n += 1
@sk.page("/", on_load=load)
def home(state: S):
    text(str(state.n))
""")
    assert page.text == "2"


def test_emit_focus_and_unknown_pages() -> None:
    page = app(
        """
def go():
    sk.emit("saved", {"id": 7})
    sk.navigate("/nowhere")
@sk.page("/")
def home():
    element("button", "Go", on={"click": go})
""",
        raises=False,
    )
    page.find("Go").click()
    assert page.emitted == [("saved", {"id": 7})]
    assert "/nowhere" in page.errors[0]["message"]
    assert page.find("Go").exists, "the page that was there stays"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ('sk.toast("x", kind="sucess")', "Did you mean 'success'"),
        ('sk.emit("x", object())', "what JSON can carry"),
        ('sk.emit("x", float("nan"))', "what JSON can carry"),
    ],
)
def test_what_cannot_go_to_the_page_is_refused_where_it_is_said(call: str, says: str) -> None:
    page = app(f"def go():\n    {call}\n@sk.page('/')\ndef home():\n    element('button', 'Go', on={{'click': go}})\n", raises=False)
    page.find("Go").click()
    assert says in page.errors[0]["message"]


@pytest.mark.parametrize("value", ["object()", "{1, 2}", "float('inf')", "[object()]"])
def test_a_property_that_json_cannot_carry_is_an_error_that_names_it(value: str) -> None:
    page = app(f"@sk.page('/')\ndef home():\n    element('x-map', attrs={{'.data': {value}}})\n", raises=False)
    assert "the property '.data' was given" in page.errors[0]["message"]


@pytest.mark.parametrize("head", ["@sk.page('/')\nasync def home(): ...", "@sk.page('/')\ndef home():\n    yield", "@sk.component\nasync def part(): ..."])
def test_pages_and_components_are_built_at_once(head: str) -> None:
    with pytest.raises(SkerryError, match="neither async nor a generator"):
        app(head)
