"""<py-app> in the DOM: put in, taken out, moved, several on a page, props in and events out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

HELLO = """
    import skerry as sk
    from skerry.view import element

    @sk.state
    class Counter:
        count: int = 0

    def add(state: Counter):
        state.count += 1
        sk.emit("counted", {"count": state.count})

    @sk.page("/")
    def home(state: Counter):
        element("button", f"{state.count}", on={"click": add})
"""


def test_fallback_and_state_while_loading_and_after(lab: Page) -> None:
    lab.evaluate("document.querySelector('#place').innerHTML = '<py-app id=app><p>One moment</p></py-app>'")
    expect(lab.locator("#app")).to_have_attribute("data-state", "error")
    expect(lab.get_by_role("alert")).to_contain_text("This app has no source")
    expect(lab.get_by_text("One moment")).to_be_visible()
    lab.evaluate("document.querySelector('#place').replaceChildren()")


def test_ready_marks_the_element_and_replaces_the_fallback(lab: Page, mount: Callable[..., None]) -> None:
    lab.evaluate(
        """async (source) => {
          const app = document.createElement("py-app");
          app.id = "app";
          app.innerHTML = `<p>One moment</p><script type="text/python">${source}</` + `script>`;
          document.querySelector("#place").append(app);
          window.before = [app.dataset.state, app.textContent.includes("One moment")];
          window.same = (await app.ready) === app;
        }""",
        HELLO,
    )
    assert lab.evaluate("[same, document.querySelector('#app').ariaBusy]") == [True, "false"]
    expect(lab.locator("#app")).to_have_attribute("data-state", "ready")
    expect(lab.get_by_text("One moment")).to_have_count(0)
    lab.evaluate("() => { window.app = document.querySelector('#app'); app.remove(); }")
    lab.evaluate("new Promise((done) => setTimeout(done))")
    assert lab.evaluate("[app.querySelector('p').textContent, app.childElementCount, app.dataset.state ?? null]") == [
        "One moment",
        2,
        None,
    ], "the element is left as it was found"


def test_a_move_in_the_document_keeps_the_session(lab: Page, mount: Callable[..., None]) -> None:
    mount(HELLO)
    lab.get_by_role("button").click()
    for move in ("place.before(app)", "place.append(app)", "place.moveBefore(app, null)", "app.remove(), place.append(app)"):
        lab.evaluate(
            f"""() => new Promise((done) => {{
              const [app, place] = [document.querySelector("#app"), document.querySelector("#place")];
              {move};
              setTimeout(done);
            }})"""
        )
        expect(lab.get_by_role("button")).to_have_text("1")
        assert lab.locator("#app").get_attribute("data-state") == "ready"
    lab.get_by_role("button").click()
    expect(lab.get_by_role("button")).to_have_text("2")


def test_taken_out_and_put_back_later_starts_anew(lab: Page, mount: Callable[..., None]) -> None:
    mount(HELLO)
    lab.get_by_role("button").click()
    lab.evaluate(
        """async () => {
          const app = document.querySelector("#app");
          app.remove();
          await new Promise((done) => setTimeout(done));
          document.querySelector("#place").append(app);
          await new Promise((done) => setTimeout(done));
          await app.ready;
        }"""
    )
    expect(lab.get_by_role("button")).to_have_text("0")


def test_apps_share_the_interpreter_and_nothing_else(lab: Page, shell_folder: Path) -> None:
    for name, word in (("one", "first"), ("two", "second")):
        folder = shell_folder / name
        folder.mkdir(exist_ok=True)
        (folder / "utils.py").write_text(f"WORD = {word!r}\ncalls = []\ndef late():\n    import utils\n    return utils.WORD\n")
        (folder / "app.py").write_text(
            "import utils\nimport skerry as sk\nfrom skerry.view import element\n"
            "@sk.state\nclass S:\n    n: int = 0\n"
            "def add(state: S):\n    state.n += 1\n    utils.calls.append(1)\n"
            "@sk.page('/')\ndef home(state: S):\n"
            "    element('button', f'{utils.WORD} {utils.late()} {state.n} {len(utils.calls)}', on={'click': add})\n"
        )
    lab.evaluate(
        """async () => {
          document.querySelector("#place").innerHTML =
            `<py-app src="one/app.py" files="utils.py"></py-app><py-app src="two/app.py" files="utils.py"></py-app>`;
          await new Promise((done) => setTimeout(done));
          await Promise.all([...document.querySelectorAll("py-app")].map((app) => app.ready));
        }"""
    )
    buttons = lab.get_by_role("button")
    expect(buttons).to_have_text(["first first 0 0", "second second 0 0"])
    buttons.nth(1).click()
    expect(buttons).to_have_text(["first first 0 0", "second second 1 1"])
    lab.evaluate("document.querySelector('#place').replaceChildren()")


def test_a_listing_brings_packages_and_data_files(lab: Page, shell_folder: Path) -> None:
    (shell_folder / "listed").mkdir(exist_ok=True)
    files = {
        "app.1.py": "import skerry as sk\nfrom skerry.view import element\nfrom pkg import words\n"
        "@sk.page('/')\ndef home():\n    element('p', words.word() + sk.file('data/rows.csv').decode(), attrs={'id': 'out'})\n",
        "init.2.py": "",
        "words.3.py": "from .inner import WORD\ndef word():\n    return WORD\n",
        "inner.4.py": "WORD = 'listed '\n",
        "rows.5.csv": "a,b",
        "app.json": '{"entry": "app.py", "sources": {"app.py": "app.1.py", "pkg/__init__.py": "init.2.py",'
        ' "pkg/words.py": "words.3.py", "pkg/inner.py": "inner.4.py"}, "files": {"data/rows.csv": "rows.5.csv"}}',
    }
    for name, text in files.items():
        (shell_folder / "listed" / name).write_text(text)
    lab.evaluate("document.querySelector('#place').innerHTML = '<py-app src=\"listed/app.json\"></py-app>'")
    expect(lab.locator("#out")).to_have_text("listed a,b")
    lab.evaluate("document.querySelector('#place').replaceChildren()")


PROPS = """
import skerry as sk
from skerry.view import element

@sk.page("/")
def home():
    element("p", repr(dict(sorted(sk.props().items()))), attrs={"id": "props"})
"""


def test_props_are_typed_and_changes_are_seen(lab: Page, mount: Callable[..., None]) -> None:
    attributes = {
        "data-start-value": "3",
        "data-name": "Ada",
        "data-on": "true",
        "data-none": "null",
        "data-id": "12345678901234567890",
        "data-list": "[1, 2]",
        "data-zip": "00501",
        "props": '{"deep": {"a": [1.5]}, "name": "Grace"}',
    }
    mount(PROPS, attributes=attributes)
    props = lab.locator("#props")
    expect(props).to_have_text(
        "{'deep': {'a': [1.5]}, 'id': '12345678901234567890', 'list': [1, 2], 'name': 'Grace', 'none': None, 'on': True,"
        " 'start_value': 3, 'zip': '00501'}"
    )
    lab.evaluate(
        """() => {
          const app = document.querySelector("#app");
          app.removeAttribute("props");
          for (const name of ["id", "list", "none", "on", "zip"]) delete app.dataset[name];
          app.dataset.startValue = "4";
        }"""
    )
    expect(props).to_have_text("{'name': 'Ada', 'start_value': 4}")
    lab.evaluate("document.querySelector('#app').props = { from: 'script' }")
    expect(props).to_have_text("{'from': 'script', 'name': 'Ada', 'start_value': 4}")


def test_events_go_out_of_the_element(lab: Page, mount: Callable[..., None]) -> None:
    mount(HELLO)
    lab.evaluate("() => { window.heard = []; addEventListener('counted', (e) => heard.push([e.target.id, e.detail])); }")
    lab.get_by_role("button").click()
    assert lab.evaluate("heard") == [["app", {"count": 1}]]


def test_shadow_keeps_styles_apart_and_events_work(lab: Page, mount: Callable[..., None], shell_folder: Path) -> None:
    (shell_folder / "loud.css").write_text("button { letter-spacing: 7px }")
    lab.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("button { text-transform: uppercase }");
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    mount(HELLO, attributes={"shadow": "", "stylesheet": "loud.css"})
    button = lab.get_by_role("button")
    expect(button).to_have_css("text-transform", "none")
    expect(button).to_have_css("letter-spacing", "7px")
    button.click()
    expect(button).to_have_text("1")
    lab.evaluate("document.adoptedStyleSheets = []")
    assert lab.evaluate("document.querySelector('#app').shadowRoot.querySelector('.sk-app') !== null")


def test_reload_keeps_the_state_and_takes_the_new_source(lab: Page, shell_folder: Path) -> None:
    source = (
        "import skerry as sk\nfrom skerry.view import element\n@sk.state\nclass Counter:\n    count: int = 0\n"
        "def add(state: Counter):\n    state.count += 1\n"
        "@sk.page('/')\ndef home(state: Counter):\n    element('button', f'old {state.count}', on={'click': add})\n"
    )
    file = shell_folder / "reloaded.py"
    file.write_text(source)
    lab.evaluate("document.querySelector('#place').innerHTML = '<py-app id=app src=\"reloaded.py\"></py-app>'")
    button = lab.get_by_role("button")
    button.click()
    expect(button).to_have_text("old 1")
    file.write_text("def broken(:\n")
    lab.evaluate("document.querySelector('#app').reload().catch(() => {})")
    alert = lab.get_by_role("alert")
    expect(alert).to_contain_text("SyntaxError")
    expect(alert.locator("li").first).to_contain_text("def broken(:")
    file.write_text(source.replace("old", "new"))
    alert.get_by_role("button", name="Try again").click()
    expect(button).to_have_text("new 1")
    lab.evaluate("document.querySelector('#place').replaceChildren()")


COUNTS = """
async () => {
  const { runtimeOf } = await import("./skerry/py-app.js");
  const { pyodide, links, watchdog } = await runtimeOf(new URL("skerry/manifest.json", location.href)).ready;
  const module = pyodide._module;
  if (!module.pyproxy_tracing) {
    module.enable_pyproxy_allocation_tracing();
    module.pyproxy_tracing = true;
  }
  const python = pyodide.runPython(`
import gc, json, sys, os, linecache
gc.collect()
kinds = {}
for thing in gc.get_objects():
    name = type(thing).__name__
    if name in ("Session", "App", "PageHost", "Store", "Scheduler", "Tree", "Task"):
        kinds[name] = kinds.get(name, 0) + 1
json.dumps({
    "kinds": kinds,
    "modules": len([name for name in sys.modules if name.startswith("_sk")]),
    "lines": len(linecache.cache),
    "folders": len(os.listdir("/skerry")) if os.path.isdir("/skerry") else 0,
})`);
  return {
    ...JSON.parse(python), proxies: module.pyproxy_alloc_map.size, references: module._hiwire_num_refs(),
    links: links.size, limits: watchdog.limits.size, elements: document.querySelectorAll("*").length,
  };
}
"""


def test_a_thousand_mounts_leave_nothing_behind(lab: Page) -> None:
    thousand = """
      async ([source, times]) => {
        const place = document.querySelector("#place");
        for (let i = 0; i < times; i++) {
          const app = document.createElement("py-app");
          app.innerHTML = `<script type="text/python">${source}</` + `script>`;
          place.append(app);
          await app.ready;
          app.querySelector("button").click();
          if (app.querySelector("button").textContent !== "1") throw new Error(`mount ${i} does not work`);
          app.remove();
        }
        await new Promise((done) => setTimeout(done));
      }
    """
    cdp = lab.context.new_cdp_session(lab)

    def counts() -> dict[str, object]:
        found: dict[str, object] = lab.evaluate(COUNTS)
        cdp.send("HeapProfiler.collectGarbage")
        dom = cdp.send("Memory.getDOMCounters")
        return {**found, "nodes": dom["nodes"], "listeners": dom["jsEventListeners"]}

    counts()
    lab.evaluate(thousand, [HELLO, 20])
    before = counts()
    lab.evaluate(thousand, [HELLO, 1000])
    after = counts()
    for flexible in ("nodes", "listeners"):
        assert after.pop(flexible) <= before.pop(flexible) + 50, f"{flexible} grow with each mount"
    assert after == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [("\n    a\n      b\n    c\n", "\na\n  b\nc\n"), ("  a\n\n  b", "a\n\nb"), ("\ta\r\n\tb", "a\nb"), ("a\n  b", "a\n  b")],
)
def test_the_indentation_of_the_surroundings_is_removed(lab: Page, text: str, expected: str) -> None:
    assert lab.evaluate("(text) => import('./skerry/js/unlisted.js').then(({ dedent }) => dedent(text))", text) == expected


GUEST = """
    import skerry as sk
    from skerry.view import element

    @sk.page("/")
    def home():
        sk.heading("The first page")
        sk.link("Second", "/second?of=two")
        sk.link("The host's", "/of-the-host")
        sk.link("Part", "#part")
        element("p", "Part", attrs={"id": "part"})

    @sk.page("/second")
    def second():
        sk.heading(f"The second page of {sk.query()['of']}")
        sk.link("First", "/")
"""


def test_links_of_a_guest_lead_to_its_pages_and_others_to_the_hosts(lab: Page, mount: Callable[..., None]) -> None:
    mount(GUEST)
    before = lab.url
    lab.get_by_role("link", name="Second").press("Enter")
    expect(lab.get_by_role("heading", name="The second page of two")).to_be_visible()
    lab.get_by_role("link", name="First").click()
    expect(lab.get_by_role("heading", name="The first page")).to_be_visible()
    assert lab.url == before
    lab.get_by_role("link", name="Part").click()
    assert lab.url == f"{before}#part"
    lab.route("**/of-the-host", lambda route: route.fulfill(body="Here is the host", content_type="text/html"))
    lab.get_by_role("link", name="The host's").click()
    expect(lab.get_by_text("Here is the host")).to_be_visible()
    lab.go_back()
    expect(lab.locator("#place")).to_be_attached()
