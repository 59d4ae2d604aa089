"""What an app is equipped with in the page's interpreter, in whatever order its apps are."""

from __future__ import annotations

from pathlib import Path

import pytest

from skerry_toolchain.interpreter import Interpreter

ROOT = Path(__file__).resolve().parents[2]

PYSCRIPT = """
import sys
from types import SimpleNamespace

js_modules = SimpleNamespace(own="PyScript's")
sys.modules["pyscript.js_modules"] = js_modules
window = "the window"
"""

EQUIP = """
import sys
sys.path[:0] = ["/core", "/shell"]
from skerry_browser.equipment import make_room, provide
for name in order:
    if name == "there":
        make_room("/place")
    else:
        provide(name, f"{name}'s module", f"{name}.js")
from pyscript import js_modules, window
import pyscript.js_modules as named
[window, *(getattr(one, name) for one in (js_modules, named) for name in ("chart", "own"))]
"""


@pytest.mark.parametrize("order", [["chart", "there"], ["there", "chart"], ["other", "there", "chart"], ["chart", "there", "other"]])
def test_modules_that_an_app_names_stand_beside_pyscripts_own(tmp_path: Path, order: list[str]) -> None:
    (tmp_path / "pyscript").mkdir()
    (tmp_path / "pyscript" / "__init__.py").write_text(PYSCRIPT)
    mount = {"/core": ROOT / "core", "/shell": ROOT / "browser_shell", "/place": tmp_path}
    with Interpreter() as made:
        found = made.run(EQUIP, mount, given={"order": order})
    assert found == ["the window", *(["chart's module", "PyScript's"] * 2)]
