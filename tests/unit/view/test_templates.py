"""sk.template: what markup becomes, what a value may be where, and what goes to the page."""

from __future__ import annotations

from typing import Any

import pytest

from skerry.errors import RenderError
from skerry.testing.dom import Document
from skerry.view import SafeHTML, Scope, Tree, element, render_html, template, text

from .markup import Interpolation, t


class Page:
    """A tree whose root calls a function, and the model of the DOM that its patches make."""

    def __init__(self, build: Any, slow: frozenset[str] = frozenset()) -> None:
        self.build = build
        self.errors: list[BaseException] = []
        self.document = Document()
        self.specs: dict[Any, int] = {}
        self.tree = Tree(self._specs, lambda: None, lambda _, error: self.errors.append(error))
        self.tree.slow = slow
        self.root = Scope(lambda: self.build(), (), {})
        self.tree.mount(self.root)
        self.show()

    def _specs(self, element: Any) -> list[int] | None:
        numbers = []
        for event in element.listeners or ():
            if event not in self.specs:
                self.specs[event] = len(self.specs) + 1
                self.tree.define(["d", self.specs[event], {"e": event, "h": "", "o": {}}])
            numbers.append(self.specs[event])
        return numbers or None

    def show(self) -> None:
        self.ops = self.tree.flush()
        self.document.apply(self.ops)
        if self.errors:
            raise self.errors[0]

    def become(self, build: Any) -> list[Any]:
        self.build = build
        self.root.invalidate()
        self.show()
        return self.ops

    @property
    def html(self) -> str:
        return render_html(self.root.children)


def page(text: str, *values: Any) -> Page:
    return Page(lambda: template(t(text, *values)))


def trees(text: str, *values: Any) -> list[Any]:
    return page(text, *values).document.trees()


def test_texts_and_attributes_are_filled_in() -> None:
    assert trees('<p class={} title="a {} b" hidden={}>Hello {}, {}!</p>', "x", 3, True, "<b>", 7) == [
        ["p", {"class": "x", "title": "a 3 b", "hidden": ""}, 0, "Hello ", "<b>", ", ", "7", "!"]
    ]


@pytest.mark.parametrize("absent", [None, False])
def test_none_and_false_leave_an_attribute_out(absent: Any) -> None:
    assert trees("<p class={}></p>", absent) == [["p", 0, 0]]


def test_the_structure_goes_once_and_then_values_only() -> None:
    def build(*names: str) -> Any:
        return lambda: [template(t("<li class={}><b>{}</b></li>", "row", name)) for name in names]

    made = Page(build("a"))
    assert [op[0] for op in made.ops] == ["T", "+"]
    ops = made.become(build("a", "b"))
    assert [op[0] for op in ops] == ["+"] and ops[0][-1] == [[1, "row", "b"]]
    assert made.become(build("a", "c")) == [["v", 2, 0, 1, "c"]]
    assert made.become(build("a", "c")) == []


def test_white_space_that_lays_out_the_source_is_no_text() -> None:
    assert trees("\n  <p>\n    a\n    <b>b</b> <i>c</i>\n  </p>\n") == [["p", 0, 0, "a", ["b", 0, 0, "b"], " ", ["i", 0, 0, "c"]]]


def test_several_elements_and_texts_at_the_top() -> None:
    assert trees("<td>{}</td>and {}<td></td>", 1, 2) == [["td", 0, 0, "1"], "and ", "2", ["td", 0, 0]]


def test_nodes_lists_and_templates_stand_between_tags() -> None:
    def build(n: int) -> Any:
        def inner() -> None:
            parts = [t("<i>{}</i>", k) for k in range(n)]
            template(t("<div>{}<p>x</p>{}</div>", parts, element("b", "bold")))

        return inner

    made = Page(build(2))
    assert made.document.trees() == [["div", 0, 0, ["i", 0, 0, "0"], ["i", 0, 0, "1"], ["p", 0, 0, "x"], ["b", 0, 0, "bold"]]]
    for n in (3, 0, 1):
        made.become(build(n))
        assert made.document.trees() == Page(build(n)).document.trees()


def test_a_place_may_get_texts_after_nodes() -> None:
    made = page("<p>{}</p>", [t("<b>x</b>"), "y"])
    made.become(lambda: template(t("<p>{}</p>", "only text")))
    assert made.document.trees() == [["p", 0, 0, "only text"]]


def test_formats_and_conversions_apply() -> None:
    values = Interpolation(2.5, format_spec=".2f"), Interpolation("a", conversion="r"), Interpolation(7, "s", ">3")
    assert trees("<p>{} {} {}</p>", *values) == [["p", 0, 0, "2.50", " ", "'a'", " ", "  7"]]


def test_listeners_are_numbered_and_belong_to_their_elements() -> None:
    made = page("<div><p></p><button on_click={}>A</button><a on_click={} on_focus={}>B</a></div>", print, print, print)
    assert made.document.trees() == [
        ["div", 0, 0, ["p", 0, 0], ["button", 0, [1], "A"], ["a", 0, [1, 2], "B"]]
    ]
    root = made.root.children[0]
    assert [(e.tag, e.id) for e in root.listening()] == [("button", root.id + 1), ("a", root.id + 2)]  # type: ignore[attr-defined]


def test_an_event_finds_the_element_by_its_number_inside() -> None:
    made = page("<li key={}><button key={} on_click={}>A</button></li>", 1, "inner", print)
    root = made.root.children[0]
    found = made.tree.element(root.id + 1, made.tree.number, root.id)
    assert found is not None and (found.tag, found.key, found.listeners) == ("button", "inner", {"click": print})
    made.become(lambda: None)
    made.tree.acknowledge(made.tree.number)
    assert made.tree.element(root.id + 1, made.tree.number, root.id) is None


def test_other_kinds_of_listeners_are_another_variant() -> None:
    def build(event: str) -> Any:
        return lambda: template(t("<p><b on_click={}>x</b></p>", event))

    made = Page(build("a"))
    made._specs = made.tree.variants._specs  # type: ignore[method-assign]
    made.tree.variants._specs = lambda element: [made.specs.setdefault(element.listeners["click"], 9)]  # type: ignore[index]
    made.document.specs[9] = {"e": "click", "h": "b", "o": {}}
    ops = made.become(build("b"))
    assert [op[0] for op in ops] == ["T", "v"]
    assert made.document.trees() == [["p", 0, 0, ["b", 0, [9], "x"]]]


def test_as_html_it_is_what_elements_would_be() -> None:
    made = page('<p class={} style={}>a{}<input .value={}>{}</p>', "x", {"color": "red"}, "<", "typed", t("<b>{}</b>", 1))
    as_elements = Page(lambda: _elements())
    assert made.html == as_elements.html


def _elements() -> None:
    with element("p", attrs={"class": "x", "style": {"color": "red"}}):
        text("a")
        text("<")
        element("input", attrs={".value": "typed"})
        element("b", "1")


def test_the_case_of_svg_is_kept() -> None:
    assert trees('<svg viewBox="0 0 {} 9"><linearGradient gradientUnits={}></linearGradient></svg>', 9, "x") == [
        ["svg", {"viewBox": "0 0 9 9"}, 0, ["linearGradient", {"gradientUnits": "x"}, 0]]
    ]


@pytest.mark.parametrize("href", ["javascript:alert(1)", " JaVaScRiPt:x", "java\nscript:x", "vbscript:x", "data:text/html,x"])
def test_an_address_that_runs_code_is_refused(href: str) -> None:
    with pytest.raises(RenderError, match="runs code"):
        page("<a href={}>x</a>", href)
    with pytest.raises(RenderError, match="runs code"):
        page('<a href="{}">x</a>', href)


def test_addresses_of_pictures_may_be_data() -> None:
    assert trees("<img src={}>", "data:image/png;base64,AA") == [["img", {"src": "data:image/png;base64,AA"}, 0]]


def test_raw_html_is_the_sanitizers_only() -> None:
    with pytest.raises(RenderError, match="sanitizer"):
        page("<p .innerHTML={}></p>", "<b>x</b>")
    assert trees("<p .innerHTML={}></p>", SafeHTML("<b>x</b>")) == [["p", {".innerHTML": "<b>x</b>"}, 0]]


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ("<p>{}", "<p> is not closed"),
        ("<p></b>", "</b> closes nothing: <p> is open"),
        ("<{}></p>", "a tag's name"),
        ("<p {}></p>", "stands for an attribute"),
        ("<p onclick={}></p>", "on_click={handler}"),
        ("<p on_clik={}></p>", "on_click"),
        ("<p on_click='x {}'></p>", "takes a handler in braces"),
        ("<script>{}</script>", "cannot be escaped"),
        ("<!-- {} -->", "inside a comment"),
        ("<input bind={}>", "Skerry's own fields"),
        ("<p style='color: {}'></p>", "takes a fixed text, or a dict"),
        ("<p class=a class={}></p>", "twice"),
    ],
)
def test_markup_that_is_wrong_says_what_and_where(markup: str, says: str) -> None:
    with pytest.raises(RenderError) as caught:
        page(markup, "x")
    assert says in str(caught.value)
    assert "sk.template()" in str(caught.value)


def test_what_is_no_t_string_is_refused() -> None:
    with pytest.raises(RenderError, match="takes a t-string"):
        Page(lambda: template("<p></p>"))


def test_trap_closure_variable_of_a_loop_in_a_template() -> None:
    def rows() -> None:
        for n in range(2):
            template(t("<button on_click={}>{}</button>", lambda: n, str(n)))

    with pytest.raises(RenderError, match="uses n, which was 0 and is 1 now"):
        Page(rows)


@pytest.mark.parametrize("slow", [frozenset(), frozenset(["templates"])])
def test_an_element_that_comes_and_goes_leaves_its_surroundings_alone(slow: frozenset[str]) -> None:
    def form(message: Any, title: str = "") -> Any:
        return lambda: template(t("<form title={}><input>{}<b>{}</b></form>", title, message() if message else None, title))

    page = Page(form(None), slow)
    (before,) = page.document.root.children
    field = before.children[0]
    for message, title in [
        (lambda: element("i", "wrong"), "a"), (None, "b"), (lambda: "text", "c"), (lambda: [element("i", "1"), "2"], "d"), (None, "e"),
        (lambda: t("<i>{}</i>", "in it"), "e"), (lambda: 5, "f"), (None, "g"),
    ]:  # fmt: skip
        page.become(form(message, title))
        (after,) = page.document.root.children
        assert after is before and after.children[0] is field
        assert page.document.trees() == Page(form(message, title), slow).document.trees()


def test_a_list_is_a_propertys_value_and_no_nodes() -> None:
    page = Page(lambda: template(t("<x-a .items={}></x-a>", None)))
    ops = page.become(lambda: template(t("<x-a .items={}></x-a>", [1])))
    assert [op[0] for op in ops] == ["v"]
    assert page.become(lambda: template(t("<x-a .items={}></x-a>", [True])))[0][-1] == [True]
    assert page.become(lambda: template(t("<x-a .items={}></x-a>", [True]))) == []


def test_a_text_gives_way_to_nodes() -> None:
    page = Page(lambda: template(t("<p>{}</p>", "text")))
    page.become(lambda: template(t("<p>{}</p>", element("b", "bold"))))
    assert page.html == "<p><b>bold</b></p>"
    page.become(lambda: template(t("<p>{}</p>", "text")))
    assert page.html == "<p>text</p>"


def test_what_is_set_out_in_pre_stays_as_it_is() -> None:
    source = "\n    x = 1\n    y = 2\n"
    assert page(f"<pre><code>{source}</code></pre>").html == f"<pre>\n<code>{source}</code></pre>"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<form on_submit={}></form>", '<form method="dialog"></form>'),
        ('<form on_submit={} method="post"></form>', '<form method="post"></form>'),
        ('<form on_submit={} action="/search"></form>', '<form action="/search"></form>'),
        ("<form on_reset={}></form>", "<form></form>"),
        ("<div on_submit={}></div>", "<div></div>"),
    ],
)
def test_a_form_that_python_handles_is_sent_nowhere_by_the_browser_unless_it_says_so(written: str, shown: str) -> None:
    assert page(written, lambda: None).html == shown
