"""Files as inputs of functions of values: kept as they come, by component, and taken out."""

from __future__ import annotations

import pytest

from skerry.testing import App

HEAD = """
import skerry as sk

@sk.state
class Desk:
    open: bool = True
    log: str = ""

def names(files):
    return ", ".join(f"{one.name} {one.read().decode()}" for one in files) or "none"

def name(file):
    return "none" if file is None else f"{file.name} {file.read().decode()}"
"""


def app(functions: str, body: str, *, raises: bool = True) -> App:
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return App(source=f'{HEAD}\n{functions}\n@sk.page("/")\ndef home(state: Desk):\n{lines}\n', raises=raises)


def test_an_upload_of_several_gives_its_list() -> None:
    body = """
log = sk.upload("Logs", multiple=True)
out = sk.text("", key="out")
sk.on(sk.button("Go").click, names, inputs=log, outputs=out)
"""
    with app("", body) as page:
        page.find("Go").click()
        assert page.find(key="out").text == "none"
        page.find(label="Logs").upload_all({"a.txt": "one", "b.txt": "two"})
        page.find(label="Logs").upload("c.txt", "three")
        page.find("Go").click()
        assert page.find(key="out").text == "a.txt one, b.txt two, c.txt three"
        page.find(label="Logs").remove_file("b.txt")
        page.find("Go").click()
        assert page.find(key="out").text == "a.txt one, c.txt three"


def test_an_upload_of_one_gives_the_latest_to_a_listener_of_its_own_event_too() -> None:
    body = """
log = sk.upload("Log")
out = sk.text("", key="out")
sk.on([log.upload, log.delete], name, inputs=log, outputs=out)
"""
    with app("", body) as page:
        page.find(label="Log").upload("a.txt", "one")
        assert page.find(key="out").text == "a.txt one"
        page.find(label="Log").upload("b.txt", "two")
        assert page.find(key="out").text == "b.txt two"


def test_handlers_of_the_author_come_after_and_are_called_too() -> None:
    functions = """
def took(event: sk.UploadEvent, state: Desk):
    state.log += f"took {event.file.name};"

def gone(event: sk.DeleteEvent, state: Desk):
    state.log += f"gone {event.value.name};"
"""
    body = """
log = sk.upload("Logs", multiple=True, on_upload=took, on_delete="gone")
sk.on(sk.button("Go").click, names, inputs=log, outputs=sk.ref(state).log)
sk.text(state.log, key="log")
"""
    with app(functions, body) as page:
        page.find(label="Logs").upload("a.txt", "one")
        page.find(label="Logs").remove_file("a.txt")
        assert page.find(key="log").text == "took a.txt;gone a.txt;"


def test_a_file_field_gives_what_is_chosen_now() -> None:
    body = """
log = sk.file_input("Log")
logs = sk.file_input("Logs", multiple=True)
out, all = sk.text("", key="out"), sk.text("", key="all")
sk.on(sk.button("Go").click, name, inputs=log, outputs=out).then(names, inputs=logs, outputs=all)
"""
    with app("", body) as page:
        page.find("Go").click()
        assert (page.find(key="out").text, page.find(key="all").text) == ("none", "none")
        page.find(label="Log").upload("a.txt", "one")
        page.find(label="Log").upload("b.txt", "two")
        page.find(label="Logs").upload("c.txt", "three")
        page.find("Go").click()
        assert (page.find(key="out").text, page.find(key="all").text) == ("b.txt two", "c.txt three")


def test_a_camera_gives_a_picture_and_a_microphone_a_file() -> None:
    functions = """
def told(picture, raw):
    return f"{picture[:4]!r} {getattr(raw, 'name', raw)}"
"""
    body = """
cam, mic = sk.webcam("Booth"), sk.microphone("Voice")
out, raw = sk.text("", key="out"), sk.text("", key="raw")
sk.on(cam.capture, told, inputs=[cam, mic], outputs=out)
sk.on(sk.button("Raw").click, lambda one: type(one).__name__, inputs=cam, outputs=raw, preprocess=False)
sk.on(mic.record, lambda one: one, inputs=mic, outputs=sk.audio("bell.ogg", label="Bell", key="bell"))
"""
    with app(functions, body) as page:
        page.find("Booth", role="group").capture(b"\x89PNG and more", 4, 3)
        assert page.find(key="out").text == "b'\\x89PNG' None"
        page.find("Voice", role="group").upload("v.ogg", b"OggS...", "audio/ogg")
        assert page.find(key="bell").attrs["src"] != "bell.ogg"
        page.find("Raw").click()
        assert page.find(key="raw").text == "ChosenFile"


def test_a_picture_that_is_given_is_shown_and_cleared() -> None:
    functions = "def told(picture): return 'none' if picture is None else str(len(picture))"
    body = """
photo = sk.image_input("Photo")
out = sk.text("", key="out")
sk.on([photo.upload, photo.clear], told, inputs=photo, outputs=out)
sk.on(sk.button("Clear it").click, lambda: None, outputs=photo)
"""
    svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    with app(functions, body) as page:
        page.find(label="Photo").upload("a.svg", svg)
        assert page.find(key="out").text == str(len(svg))
        assert page.find("Photo", role="img").exists
        page.find("Clear Photo").click()
        assert page.find(key="out").text == "none"
        assert not page.find("Photo", role="img").exists
        page.find(label="Photo").upload("a.svg", svg)
        page.find("Clear it").click()
        assert not page.find("Photo", role="img").exists


@pytest.mark.parametrize("component", ["sk.upload('Log', multiple=True)", "sk.file_input('Log', multiple=True)"])
@pytest.mark.parametrize("nothing", ["None", "[]", "sk.update(value=None, help='Again, please')"])
def test_an_output_of_none_takes_the_files_out(component: str, nothing: str) -> None:
    body = f"""
log = {component}
out = sk.text("", key="out")
sk.on(sk.button("Go").click, names, inputs=log, outputs=out)
sk.on(sk.button("Empty").click, lambda: {nothing}, outputs=log)
sk.on(sk.button("Same").click, lambda files: files, inputs=log, outputs=log)
"""
    with app("", body) as page:
        page.find(label="Log").upload("a.txt", "one")
        page.find("Same").click()
        page.find("Go").click()
        assert page.find(key="out").text == "a.txt one"
        page.find("Empty").click()
        page.find("Go").click()
        assert page.find(key="out").text == "none"
        assert [args for name, args in page.commands if name == "empty"]
        assert page.find("Again, please").exists == ("help" in nothing)
        if "upload" in component:
            with pytest.raises(AssertionError, match="not in the list"):
                page.find(label="Log").remove_file("a.txt")


def test_files_are_the_elements_and_go_with_it() -> None:
    body = """
out = sk.text("", key="out")
if state.open:
    log = sk.upload("Log")
    sk.on(sk.button("Go").click, name, inputs=log, outputs=out)
sk.checkbox("Open", bind=sk.ref(state).open)
"""
    with app("", body) as page:
        page.find(label="Log").upload("a.txt", "one")
        page.find("Open").check(False)
        assert not page.session.values.chosen._kept
        page.find("Open").check()
        page.find("Go").click()
        assert page.find(key="out").text == "none"


def test_files_count_that_were_chosen_before_the_component_was_named() -> None:
    body = """
log = sk.upload("Logs", multiple=True)
sk.button("Show", on_click=lambda: setattr(state, "log", "shown"))
if state.log:
    out = sk.text("", key="out")
    sk.on(sk.button("Go").click, names, inputs=log, outputs=out)
"""
    with app("", body) as page:
        page.find(label="Logs").upload("a.txt", "one")
        page.find("Show").click()
        page.find(label="Logs").upload("b.txt", "two")
        page.find("Go").click()
        assert page.find(key="out").text == "a.txt one, b.txt two"
