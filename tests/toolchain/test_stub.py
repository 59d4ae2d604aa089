"""`skerry stub`: what is missing, how it is named, and that the code it writes works in the app."""

from __future__ import annotations

import ast
import inspect
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import skerry
from skerry.testing import App
from skerry_toolchain.dev.runtime import Runtime
from skerry_toolchain.packages import ARCHIVES, zip_archive
from skerry_toolchain.site.runtime import collect_runtime
from skerry_toolchain.stub.code import handler_name, slug
from skerry_toolchain.stub.command import stub

HEAD = "import skerry as sk\n\n\n"
STATE = "@sk.state\nclass Note:\n    text: str = ''\n    agreed: bool = False\n\n\n"
PAGE = '@sk.page("/", title="Notes")\ndef home(state: Note):\n'


def app(*lines: str, before: str = "", state: str = STATE, page: str = PAGE) -> str:
    """An app whose page has these lines."""
    return HEAD + state + before + page + "".join(f"    {line}\n" for line in lines)


def run(folder: Path, source: str, *options: str, **others: str) -> Result:
    for name, text in {"app.py": source, **others}.items():
        path = folder / name.replace("__", "/").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(stub, [str(folder / "app.py"), *options])


def made(folder: Path, source: str, *options: str, **others: str) -> str:
    """The code, which is checked to be well formed."""
    result = run(folder, source, *options, **others)
    assert result.exit_code == 0, result.output
    ast.parse(result.stdout)
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E4,E7,E9,F,B,UP,W,RUF100", "-"],
        input=result.stdout, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
    return result.stdout


def heads(code: str) -> list[str]:
    """The first lines of the functions."""
    return re.findall(r"^def .*:$", code, re.MULTILINE)


def names(folder: Path, source: str, *options: str) -> list[str]:
    return [re.split(r"[ (]", head)[1] for head in heads(made(folder, source, *options))]


# --- which events are missing


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('sk.button("Save")', ["on_save_click"]),
        ('sk.input("Name")', ["on_name_input", "on_name_change"]),
        ('sk.textarea("Text")', ["on_text_input", "on_text_change"]),
        ('sk.number("Seats")', ["on_seats_input", "on_seats_change"]),
        ('sk.slider("Size")', ["on_size_change"]),
        ('sk.upload("Papers")', ["on_papers_upload"]),
        ('sk.shortcut("Ctrl+S", save)', ["save"]),
        ('sk.checkbox("Agreed")', ["on_agreed_change"]),
        ('sk.switch("Dark")', ["on_dark_change"]),
        ('sk.select("Class", ["a", "b"])', ["on_class_change"]),
        ('sk.radio("Class", ["a", "b"])', ["on_class_change"]),
        ('sk.multiselect("Class", ["a", "b"])', ["on_class_change"]),
        ('sk.date("Day")', ["on_day_change"]),
        ('sk.file_input("Papers")', ["on_papers_change"]),
        ('sk.form(key="order")', ["on_order_submit"]),
        ('sk.dialog("Sure?", open=True)', ["on_sure_close"]),
        ('sk.element("a", "More")', ["on_more_click"]),
        ('sk.element("div", "Go", role="button", tabindex=0)', ["on_go_click"]),
        ('sk.element("button", "Go", type="button")', ["on_go_click"]),
        ('sk.element("input", type="range", aria_label="Loud")', ["on_loud_change"]),
    ],
)
def test_what_people_act_on_wants_a_handler(tmp_path: Path, line: str, expected: list[str]) -> None:
    assert names(tmp_path, app(line)) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ('sk.button("Save", on_click=save)',),
        ('sk.button("Save", on_pointer_down=save)',),
        ('sk.input("Name", bind=sk.ref(state).text)',),
        ('sk.input("Name", on_enter=save)',),
        ('sk.input("Name", on_change=save)',),
        ('sk.input("Name", value="Ada", readonly=True)',),
        ('sk.checkbox("Agreed", bind=sk.ref(state).agreed)',),
        ("with sk.form(on_submit=save):", '    sk.input("Name")', '    sk.button("Send", type="submit")'),
        ('with sk.element("div", on_click=save):', '    sk.button("Save")'),
        ('one = sk.button("Save")', "sk.on(one.click, save)"),
        ('sk.dialog("Sure?", bind=sk.ref(state).agreed)',),
        ('sk.slider("Size", on_release=save)',),
        ('sk.data_table([{"a": 1}], editable=True)',),
        ('sk.upload("Papers", on_upload=save)',),
        ('sk.download_button("Get it", "text", "a.txt")',),
        ('sk.shortcut("Ctrl+S", save)', "sk.window(on_resize=save)"),
        ('sk.link("About", "/about")',),
        ('sk.text("Nothing")',),
        ('with sk.expander("More"):', '    sk.text("more")'),
        ('with sk.tabs(["Map", "List"]) as chosen:', "    sk.text(chosen)"),
        ('sk.table([{"a": 1}])',),
        ('sk.table([{"a": 1}], on_select=save)',),
        ("sk.write({'a': [1, 2]})",),
        ('sk.element("button", "Menu", type="button", popovertarget="menu")',),
    ],
)
def test_what_is_handled_or_acts_by_itself_does_not(tmp_path: Path, lines: tuple[str, ...]) -> None:
    result = run(tmp_path, app(*lines, before="def save(state: Note):\n    pass\n\n\n"))
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert "app.py: no handler is missing." in result.stderr


def test_a_click_on_something_around_it_counts_unless_only_the_target_does(tmp_path: Path) -> None:
    lines = ('with sk.element("div", on_click=sk.listener(save, target_only=True)):', '    sk.button("Save")')
    assert names(tmp_path, app(*lines, before="def save():\n    pass\n\n\n")) == ["on_save_click"]


def test_a_submit_button_without_a_form_is_a_button(tmp_path: Path) -> None:
    assert names(tmp_path, app('sk.button("Send", type="submit")')) == ["on_send_click"]


def test_every_page_is_looked_at_and_links_tell_its_parameters(tmp_path: Path) -> None:
    more = '\n\n@sk.page("/user/{name}")\ndef user(name: str):\n    sk.button(f"Call {PHONES[name]}")\n'
    source = app('sk.link("Ada", "/user/ada")', before='PHONES = {"ada": 7}\n\n\n') + more
    assert names(tmp_path, source + '\n\n@sk.page("/n/{n:int}")\ndef n(n: int):\n    sk.button("Next")\n') == [
        "on_call_click", "on_next_click",
    ]  # fmt: skip


def test_what_loads_first_is_waited_for(tmp_path: Path) -> None:
    before = "import asyncio\n\n\nasync def load(state: Note):\n    await asyncio.sleep(1)\n    state.text = 'here'\n\n\n"
    source = app("if state.text:", '    sk.button("Open")', before=before, page='@sk.page("/", on_load=load)\ndef home(state: Note):\n')
    assert names(tmp_path, source) == ["on_open_click"]


# --- names and groups


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Save", "on_save_click"),
        ("Save & close…", "on_save_close_click"),
        ("Don't", "on_dont_click"),
        ("Grüß Gott!", "on_gruss_gott_click"),
        ("2nd", "on_2nd_click"),
        ("日本", "on_日本_click"),
        ("a very long label that nobody would like to see as a name", "on_a_very_long_label_that_nobody_would_like_click"),
    ],
)
def test_a_handler_is_named_after_its_label(label: str, name: str) -> None:
    assert handler_name(label, "click") == name
    assert name.isidentifier()


def test_a_name_is_used_once() -> None:
    assert handler_name("Save", "click", {"on_save_click", "on_save_click_2"}) == "on_save_click_3"


def test_nothing_to_be_named_after() -> None:
    assert slug("🗑️ !") == ""


def test_without_a_label_the_key_or_the_component_gives_the_name(tmp_path: Path) -> None:
    lines = ('sk.button("🗑️", key="bin")', 'sk.button("🗑️", key=7)', 'sk.button("Save")', 'sk.button("Save")')
    before = "def on_save_click():\n    pass\n\n\n"
    assert names(tmp_path, app(*lines, before=before)) == ["on_bin_click", "on_button_click", "on_save_click_2", "on_save_click_3"]


def test_what_a_loop_makes_has_one_handler(tmp_path: Path) -> None:
    lines = (
        'for n, item in enumerate(["Tent", "Rope"]):',
        "    sk.checkbox(item, key=n)",
        '    sk.button(f"Remove {item}", key=(n, "remove"))',
        '    sk.button("Delete", key=(n, "delete"))',
    )
    code = made(tmp_path, app(*lines))
    assert [head.split("(")[0] for head in heads(code)] == ["def on_checkbox_change", "def on_remove_click", "def on_delete_click"]
    assert "- key: int, which of them it is: 0, ..." in code


def test_what_a_function_of_the_author_makes_has_one_for_each_call(tmp_path: Path) -> None:
    before = "def action(label: str):\n    sk.button(label)\n\n\n"
    assert names(tmp_path, app('action("Save")', 'action("Print")', before=before)) == ["on_save_click", "on_print_click"]


# --- what is written


def test_the_code_says_where_it_belongs_and_what_the_event_has(tmp_path: Path) -> None:
    code = made(tmp_path, app('sk.button("Save", kind="primary", key="save")'))
    assert code == '''\
# Handlers for app.py, made by `skerry stub`. Paste them above the page, and give them
# to the elements as the comments show. Leave out the imports that are there already.
import skerry as sk

from app import Note


# app.py:12: sk.button("Save", kind="primary", key="save", on_click=on_save_click)
def on_save_click(event: sk.ClickEvent, state: Note) -> None:
    """A click, a tap, or Enter or Space on a button.

    What the event has:

    - key: str, here 'save'
    - target: str, the path to the element
    - ctrl, shift, alt, meta, is_target: bool
    - x, y, client_x, client_y, page_x, page_y: float
    - button, buttons, detail: int
    - pointer_type: str
    """
    print(event)  # in the page's log, until there is more to do
'''


def test_a_form_names_its_fields_and_a_file_its_parts(tmp_path: Path) -> None:
    code = made(tmp_path, app("with sk.form():", '    sk.input("Street")', '    sk.number("No", key="n")', "sk.file_input('Papers')"))
    assert 'values: dict[str, Any], here with "street", "n"' in code
    assert "each ChosenFile: id, name, type: str; size: int" in code


def test_without_one_state_class_there_is_no_state(tmp_path: Path) -> None:
    two = STATE + "@sk.state\nclass Other:\n    n: int = 0\n\n\n"
    assert heads(made(tmp_path, app('sk.button("Save")', state=two))) == ["def on_save_click(event: sk.ClickEvent) -> None:"]
    page = '@sk.page("/")\ndef home():\n'
    assert "import Note" not in made(tmp_path, app('sk.button("Save")', state="", page=page))


def test_skerry_is_called_what_the_app_calls_it(tmp_path: Path) -> None:
    source = 'import skerry as ui\n\n\n@ui.page("/")\ndef home():\n    ui.button("Save")\n'
    code = made(tmp_path, source)
    assert "import skerry as ui\n" in code
    assert "event: ui.ClickEvent" in code


def test_a_call_of_several_lines_is_shown_in_short(tmp_path: Path) -> None:
    code = made(tmp_path, app("sk.button(", '    "Yes",', '    kind="danger",', ")"))
    assert '# app.py:12: sk.button("Yes", on_click=on_yes_click)' in code


def test_what_the_app_prints_is_no_code(tmp_path: Path) -> None:
    result = run(tmp_path, app('sk.button("Save")', before="print('loading')\n\n\n"))
    assert "loading" not in result.stdout
    assert "loading" in result.stderr


CALLS = re.compile(r"^# app\.py:(\d+): (.*(?:\n#   .*)*)", re.MULTILINE)

WHOLE = app(
    'sk.button("Save", key="save")',
    'sk.input("Name")',
    "with sk.form():",
    '    sk.input("Street")',
    '    sk.button("Send", type="submit")',
    'sk.select("Class", ["first", "second"])',
    'sk.button("Gone", on_click=remove, on_right_click=remove)',
)


def test_pasted_into_the_app_the_code_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = made(tmp_path, WHOLE)
    lines = WHOLE.splitlines()
    for line, call in CALLS.findall(code):
        call = re.sub(r"\n#\s+", " ", call)
        at = int(line) - 1
        written = lines[at].strip()
        if written.startswith("with "):
            call = f"with {call}:"
        listens = re.findall(r"on_\w+=\w+", call)
        new = [one for one in listens if one not in written]
        closing = written.rindex(")")
        more = (", " if written[closing - 1] != "(" else "") + ", ".join(new) if new else ""
        lines[at] = lines[at].replace(written, written[:closing] + more + written[closing:])
    source = "\n".join(lines) + "\n"
    source = source.replace(PAGE, code + "\n\n" + PAGE)
    (tmp_path / "app.py").write_text(source)
    again = run(tmp_path, source)
    assert again.stdout == "", again.stdout
    with App(tmp_path / "app.py") as there:
        there.find("Save").click()
        there.find("Name").fill("Ada")
        there.find("Street").fill("Pier 1")
        there.find("Send").click()
        there.find("Class").select("second")
        there.find("Gone").click()
    said = capsys.readouterr().out
    for kind in ("ClickEvent", "InputEvent", "ChangeEvent", "SubmitEvent"):
        assert kind in said
    assert "values={'street': 'Pier 1'" in said


# --- names that are used and not defined


def test_a_handler_that_is_used_and_not_defined_is_written(tmp_path: Path) -> None:
    before = "SEND = sk.listener(send).success(thank)\n\n\n"
    page = '@sk.page("/", on_load=load)\ndef home(state: Note):\n'
    lines = (
        'sk.button("Save", on_click=save, on_double_click=save)',
        'sk.button("Send", on_click=SEND)',
        "if state.agreed:",
        '    sk.input("Name", on_enter=look)',
    )
    code = made(tmp_path, app(*lines, before=before, page=page))
    assert heads(code) == [
        "def send(event: sk.ClickEvent, state: Note) -> None:",
        "def thank(event: sk.ClickEvent, state: Note) -> None:",
        "def load(event: sk.LoadEvent, state: Note) -> None:",
        "def save(event: sk.ClickEvent | sk.DoubleClickEvent, state: Note) -> None:",
        "def look(event: sk.KeyEvent, state: Note) -> None:",
    ]
    assert '# app.py:15: sk.button("Save", on_click=save, on_double_click=save)\n' in code


def test_what_listens_to_more_than_an_element_is_written_too(tmp_path: Path) -> None:
    lines = (
        'sk.shortcut("Ctrl+S", save)',
        "sk.window(on_resize=measure, on_connection=notice)",
        "sk.watch(sk.ref(state).text, note)",
        "sk.timer(60, tick)",
        'sk.slider("Size", on_release=let_go)',
        'sk.table([{"a": 1}], on_select=choose)',
    )
    heading = re.findall(r"def (\w+)\(event: sk\.(\w+), state: Note\)", made(tmp_path, app(*lines)))
    assert heading[:-1] == [
        ("save", "KeyEvent"), ("measure", "ResizeEvent"), ("notice", "ConnectionEvent"), ("note", "WatchEvent"), ("tick", "TickEvent"),
        ("let_go", "ReleaseEvent"),
    ]  # fmt: skip
    assert heading[-1][0] == "choose"


@pytest.mark.parametrize("event", ["select", "release"])
def test_events_that_a_component_makes_are_written_so_that_they_fit(tmp_path: Path, event: str) -> None:
    lines = ('sk.table([{"a": 1}], caption="Crew")', 'sk.slider("Size", key="size")')
    code = made(tmp_path, app(*lines), "--event", event)
    call = re.findall(r"^# app\.py:(\d+): (.*)$", code, re.MULTILINE)
    assert [on for _, one in call for on in re.findall(rf"on_{event}=(\w+)", one)] == [{"select": "on_crew_select", "release": "on_size_release"}[event]]
    text = app(*lines).splitlines()
    for line, one in call:
        text[int(line) - 1] = f"    {one}"
    source = "\n".join(text).replace(PAGE.strip(), code + "\n\n" + PAGE.strip())
    again = run(tmp_path, source, "--event", event)
    assert again.stdout == "", again.stdout
    with App(tmp_path / "app.py") as there:
        assert there.errors == []


COMPONENTS = {
    "chat": 'sk.chat([{"role": "user", "content": "hi"}], label="Talk"<more>)',
    "gallery": 'sk.gallery([("a.png", "A")]<more>)',
    "data_table": 'sk.data_table([{"a": 1}], label="Rows", editable=True, sortable=True<more>)',
    "upload": 'sk.upload("Log", multiple=True<more>)',
    "image_input": 'sk.image_input("Photo", value="a.png"<more>)',
    "webcam": 'sk.webcam("Booth"<more>)',
    "microphone": 'sk.microphone("Voice"<more>)',
    "download_button": 'sk.download_button("Save", b"x", "x.txt"<more>)',
    "image": 'sk.image("a.png", alt="A"<more>)',
    "plot": 'sk.plot({"data": []}, label="Tide"<more>)',
}


@pytest.mark.parametrize("component", COMPONENTS)
def test_each_event_that_a_component_names_is_written_with_its_class_and_handled_then(tmp_path: Path, component: str) -> None:
    call = COMPONENTS[component]
    events = [name for name in inspect.signature(getattr(skerry, component)).parameters if name.startswith("on_") and name != "on_stop"]
    for event in events:
        code = made(tmp_path, app(call.replace("<more>", "")), "--event", event.removeprefix("on_"))
        [(handler, cls)] = re.findall(r"def (\w+)\(event: sk\.(\w+)", code)
        assert cls != "CustomEvent", event
        text = app(call.replace("<more>", f", {event}={handler}")).replace(PAGE.strip(), code + "\n\n" + PAGE.strip())
        again = run(tmp_path, text, "--event", event.removeprefix("on_"))
        assert again.stdout == "", (event, again.stdout)
        with App(tmp_path / "app.py") as there:
            assert there.errors == []


def test_an_upload_that_is_an_input_needs_no_handler_and_another_one_does(tmp_path: Path) -> None:
    lines = ('log = sk.upload("Log")', 'sk.on(sk.button("Go").click, len, inputs=log)', 'sk.upload("Other")')
    assert re.findall(r"def (\w+)", made(tmp_path, app(*lines))) == ["on_other_upload"]


def test_a_name_that_is_like_a_defined_one_is_asked_about(tmp_path: Path) -> None:
    code = made(tmp_path, app('sk.button("Save", on_click=saev)', before="def save():\n    pass\n\n\n"))
    assert "# saev is not defined. Did you mean 'save'?" in code


def test_names_of_other_modules_are_known(tmp_path: Path) -> None:
    source = "from skerry import *\nfrom helpers import *\n\n\n@page('/')\ndef home():\n    button('A', on_click=save)\n"
    source += "    button('B', on_click=lost)\n"
    code = made(tmp_path, source, helpers_py="def save():\n    pass\n")
    assert heads(code) == ["def lost(event: sk.ClickEvent) -> None:"]


def test_an_unwritten_handler_of_another_module(tmp_path: Path) -> None:
    parts = "import skerry as sk\n\n\ndef bar():\n    sk.button('Go', on_click=leave)\n"
    code = made(tmp_path, app("parts.bar()", before="import parts\n\n\n").replace(HEAD, HEAD.rstrip() + "\n"), parts_py=parts)
    assert "# parts.py:5: sk.button('Go', on_click=leave)" in code


# --- options


def test_the_events_can_be_chosen(tmp_path: Path) -> None:
    source = app('sk.button("Save")', 'sk.input("Name")', 'sk.button("Gone", on_click=remove)', 'sk.table([{"a": 1}], caption="Crew")')
    assert names(tmp_path, source, "--event", "click") == ["remove", "on_save_click"]
    assert names(tmp_path, source, "--event", "on_input") == ["on_name_input"]
    assert names(tmp_path, source, "--event", "input", "--event", "change") == ["on_name_input", "on_name_change"]
    assert names(tmp_path, source, "--event", "select") == ["on_crew_select"]
    assert set(names(tmp_path, source, "--event", "dblclick")) == {"on_save_double_click", "on_gone_double_click"}


def test_those_that_are_handled_can_be_shown(tmp_path: Path) -> None:
    lines = (
        'sk.button("Save", on_click=save)',
        'sk.checkbox("Agreed", bind=sk.ref(state).agreed)',
        'sk.element("my-map", on={"map-moved": save})',
        'with sk.tabs(["Map", "List"]) as chosen:',
        "    sk.text(chosen)",
    )
    code = made(tmp_path, app(*lines, before="def save(state: Note):\n    pass\n\n\n"), "--all")
    assert [head.partition("(")[0] for head in heads(code)] == ["def on_save_click", "def on_agreed_change", "def on_my_map_map_moved"]
    assert '# app.py:16: sk.button("Save", on_click=on_save_click)\n# Now handled by save (app.py:10)\n' in code
    assert "# Now bound to Note.agreed\n" in code
    assert 'sk.element("my-map", on={"map-moved": on_my_map_map_moved})' in code
    assert "event: sk.CustomEvent" in code


def test_an_event_that_there_is_not_is_met_with_the_nearest(tmp_path: Path) -> None:
    result = run(tmp_path, app('sk.button("Save")'), "--event", "clik")
    assert result.exit_code == 2
    assert "there is no event 'clik'. Did you mean 'click'?" in result.output


def test_that_nothing_is_missing_is_said_with_what_was_looked_at(tmp_path: Path) -> None:
    source = app('sk.checkbox("Agreed", bind=sk.ref(state).agreed)')
    result = run(tmp_path, source)
    assert result.stderr == (
        "app.py: no handler is missing. Looked at 1 element on 1 page that people can act on. --all shows those that are there.\n"
    )
    assert "no handler of click is missing" in run(tmp_path, source, "--event", "click").stderr


# --- what cannot be looked at


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def (", "app.py, line 1: invalid syntax"),
        ("import skerry as sk\n", "app.py defines no page"),
        (HEAD + '1 / 0\n\n@sk.page("/")\ndef home():\n    pass\n', "ZeroDivisionError: division by zero"),
        (HEAD + "import nothing\n" + PAGE + "    pass\n", "No module named 'nothing'"),
        (HEAD + 'import js\n@sk.page("/")\ndef home():\n    pass\n', "It imports js, which only the page has"),
        (HEAD + '@sk.page("/")\ndef home(boats):\n    pass\n', "parameter 'boats': nothing can be injected there"),
        (HEAD + '@sk.page("/")\ndef home():\n    sk.buton("x")\n', "/: AttributeError: module 'skerry' has no attribute 'buton' (app.py, line 6)"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_message(tmp_path: Path, source: str, said: str) -> None:
    result = run(tmp_path, source)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert said in result.output
    assert "skerry_toolchain" not in result.output


@pytest.mark.parametrize(("given", "said"), [("ap.py", "Did you mean 'app.py'?"), (".", ". is a folder")])
def test_a_path_that_is_no_app(given: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app.py").write_text("")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(stub, [given])
    assert result.exit_code == 1
    assert said in result.output


def test_a_page_that_fails_is_told_and_the_others_are_looked_at(tmp_path: Path) -> None:
    source = app('sk.button("Save")') + '\n\n@sk.page("/broken")\ndef broken():\n    1 / 0\n'
    result = run(tmp_path, source)
    assert result.exit_code == 0
    assert "/broken: ZeroDivisionError: division by zero (app.py, line 17)" in result.stderr
    assert "def on_save_click" in result.stdout


def test_nothing_stays_behind(tmp_path: Path) -> None:
    run(tmp_path, app('sk.button("Save", on_click=save_it_now)'))
    with pytest.raises(NameError):
        eval("save_it_now")
    assert sys.getprofile() is None


# --- for the inspector in the page


def test_the_development_servers_page_alone_has_what_the_inspector_runs() -> None:
    def tools(archives: Iterable[bytes]) -> set[str]:
        names = [name for archive in archives for name in zipfile.ZipFile(io.BytesIO(archive)).namelist()]
        return {name for name in names if name.startswith("skerry_toolchain/")}

    assert tools(map(zip_archive, ARCHIVES)) == set()
    assert tools(Runtime().archives.values()) == {
        "skerry_toolchain/__init__.py", *(f"skerry_toolchain/stub/{name}.py" for name in ("__init__", "code", "elements", "look")),
    }  # fmt: skip
    built = collect_runtime().files
    assert not [name for name in built if name.startswith("dev/")]
    assert not [name for name, content in built.items() if name.endswith(".js") and b"inspector" in content]


def test_names_in_quotes_are_written_too_where_no_module_has_them(tmp_path: Path) -> None:
    lines = ['sk.button("Save", on_click="save")', 'sk.button("Send", on_click=sk.listener("send"))', 'sk.button("Help", on_click="helped")']
    helper = "def helped():\n    pass\n"
    source = app(*lines).replace("import skerry as sk\n", "import helper\nimport skerry as sk\n\nsk.init_handlers(helper)\n", 1)
    assert heads(made(tmp_path, source, helper_py=helper)) == [
        "def save(event: sk.ClickEvent, state: Note) -> None:",
        "def send(event: sk.ClickEvent, state: Note) -> None:",
    ]


def test_what_the_manual_says_is_printed(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8").partition("### Stubs")[2]
    program, printed = re.search(r"```python\n(.*?)```.*?```text\n(.*?)```", manual, re.DOTALL).groups()  # type: ignore[union-attr]
    assert made(tmp_path, program).strip() == printed.strip()
