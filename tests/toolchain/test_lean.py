"""The interpreter of a site has the exports that the site uses, and everything lies where it does in the whole one."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

import skerry_browser
from skerry_toolchain.interpreter.node import node_command
from skerry_toolchain.lean import ANYTHING, CONSTANTS, ModuleError, Pages, Wishes, lean_interpreter, wishes_of
from skerry_toolchain.lean.code import unreached, without_code
from skerry_toolchain.lean.constants import constants_of, without_constants
from skerry_toolchain.lean.glue import Glue
from skerry_toolchain.lean.module import Module
from skerry_toolchain.site.runtime import collect_runtime
from skerry_toolchain.snapshots import make_snapshots, pages_read

from ..wheels import make_wheel

# Starts an interpreter that is whole or lean, and tells what it computes and which number a function of JavaScript's gets.
START = """
import { pathToFileURL } from "node:url";
const { loadPyodide } = await import(pathToFileURL(process.argv[2] + "/pyodide.mjs").href);
const python = await loadPyodide({ indexURL: process.argv[2] + "/" });
const { _module: module } = python;
console.log(JSON.stringify({ value: python.runPython("import json, re; sum(map(int, re.findall(r'[0-9]+', json.dumps([1, 20, 300]))))"),
  next: module.wasmTable.length, exports: Object.keys(module).length }));
"""


def whole(name: str) -> bytes:
    return (skerry_browser.pyodide_folder() / name).read_bytes()


@pytest.fixture(scope="module")
def lean() -> dict[str, bytes]:
    return lean_interpreter()


def test_few_exports_are_left_and_nothing_else_is_changed_but_code(lean: dict[str, bytes]) -> None:
    before, after = Module(whole("pyodide.asm.wasm")), Module(lean["pyodide.asm.wasm"])
    names = {one.name for one in after.exports}
    assert {"malloc", "memory"} <= names and "PyCapsule_New" not in names
    assert len(names) < len(before.exports) / 10
    for kind in (1, 2, 3, 6, 11):
        assert after._section(kind) == before._section(kind)


def test_code_that_nobody_can_reach_is_left_out(lean: dict[str, bytes]) -> None:
    before, after = whole("pyodide.asm.wasm"), lean["pyodide.asm.wasm"]
    assert unreached(before) == frozenset()
    bodies: dict[int, list[bytes]] = {}
    for content in (before, after):
        Module(content).with_code(lambda place, code: bodies.setdefault(place, []).append(code) or code)
    gone = {place for place, (old, new) in bodies.items() if old != new}
    assert gone and {bodies[place][1] for place in gone} == {bytes([3, 0, 0x00, 0x0B])}
    assert sum(len(bodies[place][0]) for place in gone) > 400_000
    assert unreached(after) >= gone


#   (module (import "a" "b" (func)) (table 1 funcref) (elem (i32.const 0) 4)
#     (func call 2) (func) (func call 2) (func call 5) (func) (func) (export "go" (func 1)))
FUNCTIONS = bytes.fromhex(
    "0061736d01000000" "010401600000" "0207010161016200" "00" "03070600000000" "0000" "040401700001" "070601026" "76f0001"
    "0907010041000b0104" "0a1906" "0400" "10020b" "02000b" "0400" "10020b" "0400" "10050b" "02000b" "02000b"
)  # fmt: skip


def test_a_function_is_reached_from_exports_the_table_and_what_is_reached() -> None:
    assert unreached(FUNCTIONS) == {2, 5}
    stopped = without_code(FUNCTIONS, {2, 5})
    assert stopped.endswith(bytes.fromhex("0300000b" "040010050b" "02000b" "0300000b"))


def test_code_that_cannot_be_read_is_said_so() -> None:
    with pytest.raises(ModuleError, match="its code could not be read"):
        unreached(FUNCTIONS.replace(bytes.fromhex("10050b"), bytes.fromhex("fe050b")))


#   (module (memory 1) (data (i32.const 4) "abcd") (data (i32.const 8) "efgh") (data (i32.const 32) "z"))
CONSTANT = bytes.fromhex(
    "0061736d01000000" "0503010001" "0c0103" "0b19" "03" "0041040b0461626364" "0041080b0465666768" "004120" "0b017a"
)  # fmt: skip


def test_constants_are_those_of_the_pages_that_are_read_and_a_file_has_all() -> None:
    module = with_others(CONSTANT)
    constants = constants_of(module)
    assert constants == b"\0\0\0\0abcdefgh" + bytes(20) + b"z"
    left = without_constants(module, constants, Pages(6, frozenset({1, 2})))
    assert list(Module(left).constants()) == [(6, b"cdefgh")], "those at 6 to 11, and none on the second page"
    assert list(Module(without_constants(module, constants, Pages(6, frozenset()))).constants()) == []


@pytest.mark.parametrize(
    ("place", "said"), [("0123000b", "at fixed places"), ("0041200c", "is computed"), ("0041200b7f", "cut short")]
)
def test_constants_at_places_that_nobody_can_read_ahead_are_refused(place: str, said: str) -> None:
    content = with_others(CONSTANT.replace(bytes.fromhex("0041200b"), bytes.fromhex(place)))
    with pytest.raises(ModuleError, match=said):
        constants_of(content)


def with_others(content: bytes) -> bytes:
    """A module with the sections that every interpreter's has besides."""
    return content[:8] + bytes.fromhex("040401700001" "070100" "090100") + content[8:]


def test_a_sites_interpreter_lacks_the_constants_that_snapshots_have(lean: dict[str, bytes]) -> None:
    size, read = pages_read(make_snapshots().values())
    files = lean_interpreter(read=Pages(size, read))
    before, after = Module(lean["pyodide.asm.wasm"]), Module(files["pyodide.asm.wasm"])
    assert files[CONSTANTS] == constants_of(whole("pyodide.asm.wasm"))
    assert {kind for kind in (1, 2, 3, 4, 6, 7, 9, 10, 11, 12) if before._section(kind) != after._section(kind)} == {11, 12}
    for place, content in after.constants():
        assert place // size in read and files[CONSTANTS][place : place + len(content)] == content
    assert len(files["pyodide.asm.wasm"]) < len(lean["pyodide.asm.wasm"]) - 3_000_000


def test_each_function_lies_where_emscripten_would_put_it(lean: dict[str, bytes]) -> None:
    before, after = Module(whole("pyodide.asm.wasm")), Module(lean["pyodide.asm.wasm"])
    places = before.places(Glue(whole("pyodide.asm.mjs").decode()).passed_over)
    assert after.table == before.table + len(places)
    exported = {one.index for one in after.exports if one.is_function}
    assert after.placed - before.placed == exported & places.keys()
    assert after.places({"__wasm_call_ctors"}) == {}, "so none is left that would get a number of its own"


def test_it_is_the_same_interpreter(tmp_path: Path, lean: dict[str, bytes]) -> None:
    script = tmp_path / "start.mjs"
    script.write_text(START)
    told = []
    for changed in ({}, lean):
        folder = tmp_path / f"with-{len(changed)}-changed"
        folder.mkdir()
        for name in skerry_browser.PYODIDE_FILES:
            (folder / name).write_bytes(changed.get(name) or whole(name))
        result = subprocess.run([*node_command(), str(script), str(folder)], capture_output=True, text=True, timeout=120, check=False)
        assert result.returncode == 0, result.stderr[-2000:]
        told.append(json.loads(result.stdout.splitlines()[-1]))
    assert told[0]["value"] == told[1]["value"] == 321
    assert told[0]["next"] == told[1]["next"], "what is numbered later has the same numbers"
    assert told[1]["exports"] < told[0]["exports"] / 3


def test_what_a_library_imports_is_kept() -> None:
    library = b"\0asm\1\0\0\0 env PyCapsule_New GOT.mem PyExc_OverflowError"
    names = {one.name for one in Module(lean_interpreter([library])["pyodide.asm.wasm"]).exports}
    assert {"PyCapsule_New", "PyExc_OverflowError"} <= names
    assert b'Module["_PyCapsule_New"]' in lean_interpreter([library])["pyodide.asm.mjs"]


def test_an_app_wishes_for_its_packages_libraries() -> None:
    assert wishes_of(["import skerry as sk"], []) == Wishes()
    fast = make_wheel("fast", "1.0", {"fast/core.so": "PyList_New", "fast/__init__.py": "from . import core", "libs/more.so.1": "PyDict_New"})
    assert wishes_of([], [fast]) == Wishes((b"PyList_New", b"PyDict_New"))


@pytest.mark.parametrize("source", ["import ctypes", "from pyodide_js import loadPackage", "import micropip"])
def test_who_may_ask_for_any_name_gets_them_all(source: str) -> None:
    assert wishes_of([source], []).anything
    assert wishes_of([], [make_wheel("it", "1.0", {"it/__init__.py": source})]).anything


def test_a_runtime_for_all_pages_is_whole_and_serves_pyscript() -> None:
    assert not wishes_of(["import doctypes"], []).anything
    files, fewer = collect_runtime().files, collect_runtime(wishes=Wishes()).files
    assert collect_runtime(wishes=ANYTHING).files == files
    assert files["pyodide/pyodide.asm.mjs"] == whole("pyodide.asm.mjs")
    assert "pyodide.mjs" in files and "pyodide.mjs" not in fewer
    assert len(fewer["pyodide/pyodide.asm.mjs"]) < len(files["pyodide/pyodide.asm.mjs"]) * 0.7


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a", "does not begin"),
        (b"\0asm\1\0\0\0\x07\x20\x01", "cut short"),
        (b"\0asm\1\0\0\0", "0 sections of kind 7"),
        (b"\0asm\1\0\0\0\x04\x04\x01\x70\x01\x01\x07\x01\0\x09\x01\0", "grow"),
    ],
)
def test_another_module_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(ModuleError, match=said):
        Module(content)


@pytest.mark.parametrize("changed", [("function assignWasmExports(", "function takeExports("), ("isInternalSym", "isInner"), ("var _", "let _")])
def test_another_glue_code_is_refused(changed: tuple[str, str]) -> None:
    with pytest.raises(ModuleError, match="in another way"):
        Glue(whole("pyodide.asm.mjs").decode().replace(*changed))
