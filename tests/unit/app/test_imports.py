"""An app's own modules come first, and no two apps ever meet."""

from __future__ import annotations

import dataclasses
import json
import pickle
import sys

import pytest


def test_modules_of_one_name_stay_apart(load):
    text = "import utils\ndef ask(): return utils.X\n"
    one = load({"app.py": text, "utils.py": "X = 1"})
    two = load({"app.py": text, "utils.py": "X = 2"})
    assert (one.handlers["ask"](), two.handlers["ask"]()) == (1, 2)


def test_late_imports_stay_apart(load):
    text = "def ask():\n    import utils\n    from deep.er import Y\n    return utils.X, Y\n"
    made = [load({"app.py": text, "utils.py": f"X = {n}", "deep/er.py": f"Y = {n}"}) for n in (1, 2)]
    assert [app.handlers["ask"]() for app in made] == [(1, 1), (2, 2)]


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("import pkg", "pkg.NAME"),
        ("import pkg.sub", "pkg.sub.NAME"),
        ("import pkg.sub as s", "s.NAME"),
        ("from pkg import sub", "sub.NAME"),
        ("from pkg.sub import NAME", "NAME"),
        ("from pkg.sub import *", "NAME"),
        ("import pkg.inner.deep", "pkg.inner.deep.NAME"),
        ("from pkg.inner.deep import UP", "UP"),
        ("from pkg.inner import deep as d", "d.HERE"),
        ("import plain.folder.mod", "plain.folder.mod.NAME"),
        ("from plain.folder import mod", "mod.NAME"),
        ("import app as me", "me.__name__.split('.')[1]"),
    ],
)
def test_every_form_of_import(load, statement, value):
    app = load(
        {
            "app.py": f"{statement}\ndef ask(): return {value}\n",
            "pkg/__init__.py": "NAME = 'pkg'",
            "pkg/sub.py": "NAME = 'sub'",
            "pkg/inner/__init__.py": "from .. import sub\nfrom ..sub import NAME as UP",
            "pkg/inner/deep.py": "from . import UP\nfrom .. import NAME as TOP\n"
            "from ..sub import NAME\nHERE = UP + TOP",
            "plain/folder/mod.py": "NAME = 'mod'",
        }
    )
    assert app.handlers["ask"]() in ("pkg", "sub", "mod", "app", "subpkg")


def test_real_modules_are_the_real_ones(load):
    app = load("import json, os.path as p, collections.abc\ndef ask(): return json, p, collections")
    import collections
    import os.path

    assert app.handlers["ask"]() == (json, os.path, collections)


def test_local_modules_shadow_installed_ones_for_the_app_alone(load):
    app = load({"app.py": "import json\ndef ask(): return json.X\n", "json.py": "X = 'mine'"})
    assert app.handlers["ask"]() == "mine"
    assert sys.modules["json"] is json


def test_cycles(load):
    app = load(
        {
            "app.py": "import a\ndef ask(): return a.b.back().X\n",
            "a.py": "import b\nX = 1\n",
            "b.py": "import a\ndef back(): return a\n",
        }
    )
    assert app.handlers["ask"]() == 1


def test_what_looks_modules_up_by_name_works(load):
    app = load(
        {
            "app.py": "from __future__ import annotations\n"
            "import dataclasses, typing, pickle, shapes\n"
            "@dataclasses.dataclass\nclass Box:\n    at: typing.Optional[shapes.Point] = None\n"
            "def ask():\n"
            "    return Box, typing.get_type_hints(Box), pickle.loads(pickle.dumps(Box(shapes.Point(3))))\n",
            "shapes.py": "import dataclasses\n@dataclasses.dataclass\nclass Point:\n    x: int\n",
        }
    )
    box, hints, copy = app.handlers["ask"]()
    assert dataclasses.asdict(copy) == {"at": {"x": 3}}
    assert hints["at"].__args__[0].__name__ == "Point"
    assert pickle.loads(pickle.dumps(box())) == box()


def test_the_entry_is_no_script(load):
    app = load(
        "def ask(): return __name__, __file__, __package__\nif __name__ == '__main__': raise SystemExit\n"
    )
    name, file, package = app.handlers["ask"]()
    assert (name, file, package) == (f"_sk{app.number}.app", "app.py", f"_sk{app.number}")


def test_exec_in_an_app_imports_like_the_app(load):
    app = load(
        {
            "app.py": "def ask():\n    x = {}\n    exec('import utils', x)\n    return x['utils'].X",
            "utils.py": "X = 1",
        }
    )
    assert app.handlers["ask"]() == 1


# --- what is not there


def missing(load, sources):
    with pytest.raises(ModuleNotFoundError) as caught:
        load(sources)
    return caught.value


def test_a_module_that_is_nowhere(load):
    error = missing(load, {"app.py": "import utlis", "utils.py": ""})
    assert error.name == "utlis"
    assert "not among the app's files (app.py, utils.py), and not installed. Did you mean 'utils'?" in str(
        error
    )
    assert 'dependencies = ["utlis"]' in str(error)


def test_a_module_that_is_missing_in_the_browser(load, monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setitem(sys.modules, "tkinter", None)
    error = missing(load, "import tkinter")
    assert "Python in the browser does not have it" in str(error)


@pytest.mark.parametrize(
    "statement", ["import pkg.su", "from pkg.su import x", "from pkg import deep", "import pkg.sub.x"]
)
def test_a_module_that_is_not_in_the_package(load, statement):
    sources = {
        "app.py": statement,
        "pkg/__init__.py": "from .dep import x" if "deep" in statement else "",
        "pkg/sub.py": "",
    }
    error = missing(load, sources)
    assert error.name in ("pkg.su", "pkg.dep", "pkg.sub.x")
    assert "among the app's files (app.py, pkg/__init__.py, pkg/sub.py)" in str(error)
    assert "_sk" not in str(error)


def test_what_a_module_itself_misses_is_told_once(load):
    error = missing(load, {"app.py": "import a", "a.py": "import b", "b.py": "import nowhere_at_all"})
    assert error.name == "nowhere_at_all"
    assert str(error).count("not among") == 1


def test_a_missing_module_can_be_caught(load):
    app = load(
        "try:\n    import nowhere_at_all\nexcept ImportError:\n    FOUND = False\ndef ask(): return FOUND"
    )
    assert app.handlers["ask"]() is False


def test_errors_inside_installed_modules_stay_theirs(load, monkeypatch, tmp_path):
    (tmp_path / "half_installed.py").write_text("import its_own_dependency")
    monkeypatch.syspath_prepend(str(tmp_path))
    error = missing(load, "import half_installed")
    assert str(error) == "No module named 'its_own_dependency'"


def test_relative_imports_outside_of_a_package(load):
    with pytest.raises(ImportError, match="this file is in no package"):
        load({"app.py": "from . import utils", "utils.py": ""})
    with pytest.raises(ImportError, match="beyond top-level package"):
        load({"app.py": "import pkg.mod", "pkg/mod.py": "from .. import utils", "utils.py": ""})
