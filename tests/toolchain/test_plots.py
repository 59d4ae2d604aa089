"""The libraries of plots: which a site gets, that they are the locked ones, and that the development server has them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import skerry_browser
from skerry_toolchain.dev.hub import Hub
from skerry_toolchain.dev.project import Snapshot
from skerry_toolchain.dev.runtime import Runtime
from skerry_toolchain.dev.site import make_site
from skerry_toolchain.site.builder import build_site
from skerry_toolchain.site.plots import plot_libraries

CALL = "import skerry as sk\nsk.plot(figure, label='x')\n"


@pytest.mark.parametrize(
    ("source", "libraries"),
    [
        ("import skerry as sk\nsk.text('plot')", []),
        ("import matplotlib.pyplot as plt\nplt.plot([1])", []),
        (CALL, ["plotly", "vega"]),
        ("import skerry\nskerry.plot(figure, label='x')", ["plotly", "vega"]),
        ("from skerry import plot as draw\ndraw(figure, label='x')", ["plotly", "vega"]),
        ("from skerry import *\nplot(figure, label='x')", ["plotly", "vega"]),
        (CALL + "import matplotlib.pyplot", []),
        (CALL + "try:\n    import plotly.express as px\nexcept ImportError:\n    pass", ["plotly"]),
        (CALL + "from altair import Chart", ["vega"]),
        (CALL + "import matplotlib\nspec = {'$schema': 'https://vega.github.io/schema/vega-lite/v6.json'}", ["vega"]),
        (CALL + "figure = {'data': [], 'layout': {}}", ["plotly"]),
        (CALL + "import altair\nsk.plot([{'y': [1]}], label='y')", ["plotly", "vega"]),
        (CALL + "figure = dict(data=[dict(y=[1])])", ["plotly"]),
        (CALL + "figure = {'data': {'values': []}, 'mark': 'bar', 'encoding': {'x': {'field': 'a'}, 'y': dict(field='b')}}", ["vega"]),
        (CALL + "SPEC = '{\"data\": [], \"layout\": {}}'", ["plotly"]),
    ],
)
def test_which_libraries_an_app_may_need(source: str, libraries: list[str]) -> None:
    assert plot_libraries({"app.py": source}) == libraries


def test_another_module_may_import_what_is_plotted() -> None:
    assert plot_libraries({"app.py": CALL, "charts.py": "import altair"}) == ["vega"]


def test_the_files_are_as_locked_in_every_place() -> None:
    locked = json.loads((skerry_browser.package_folder() / "vendor.json").read_text("utf-8"))["plots"]
    assert sorted(locked) == sorted(name for names in skerry_browser.PLOT_FILES.values() for name in names)
    for name, plot in locked.items():
        assert hashlib.sha256((skerry_browser.plots_folder() / name).read_bytes()).hexdigest() == plot["sha256"]
    loader = (skerry_browser.js_folder() / "plotload.js").read_text("utf-8")
    hashes = dict(re.findall(r'"([\w.-]+)": "sha256-(.+?)"', loader))
    assert hashes == {
        name: base64.b64encode(bytes.fromhex(plot["sha256"])).decode() for name, plot in locked.items() if name != "vega-interpreter.js"
    }  # that one is a module, which no attribute can check


def test_the_development_server_has_them() -> None:
    site = make_site(Runtime(), lambda: Snapshot("app.py", {}, {}, frozenset()), Hub("1"), lambda reports: None, project="app-1")
    client = TestClient(site, base_url="http://localhost:8000")
    for name in ("plots/plotly-strict.min.js", "plots/vega-interpreter.js", "widgets/plot.js"):
        answer = client.get(f"/skerry/{name}")
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, "text/javascript")


def test_a_site_has_what_its_app_needs_and_no_page_loads_it_before(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    page = "import skerry as sk\n\n@sk.page('/')\ndef home():\n    "
    app.write_text(f"{page}sk.text('none')\n")
    build_site(app, tmp_path / "none")
    assert not list((tmp_path / "none").rglob("*plotly-strict*"))
    app.write_text(f"{page}sk.plot({{'data': [], 'layout': {{}}}}, label='x')\n")
    build_site(app, tmp_path / "some")
    found = sorted(path.name for path in (tmp_path / "some").rglob("skerry-*/plots/*"))
    assert found == ["licenses.txt", "plotly-strict.min.js"]
    assert "plotly" not in (tmp_path / "some" / "index.html").read_text("utf-8")
