"""Skerry's own Python as a site ships it: in three archives, each made once."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from skerry_toolchain.interpreter import Interpreter
from skerry_toolchain.packages import ARCHIVES, SKERRYS, own_files, own_versions, pack_archives, zip_archive
from skerry_toolchain.packages import archives as module
from skerry_toolchain.packages.archives import remove_others
from skerry_toolchain.packages.bare import bare

ROOT = Path(__file__).parents[3]
ABSENT = "click greenlet justhtml markdown_it mdurl packaging platformdirs rich starlette unearth uvicorn watchfiles".split()
UNPACK = """
import sys
from compression import zstd
from pathlib import Path
for name in names:
    Path(f"/tmp/skerry-{name}.zip").write_bytes(zstd.decompress(Path(f"/archives/{name}").read_bytes()))
    sys.path.insert(0, f"/tmp/skerry-{name}.zip")
"""
FACTS = """
import importlib.metadata, inspect, traceback, skerry, skerry.components.buttons, skerry_browser, markdown_it
try:
    skerry.button("Save")
except skerry.SkerryError as error:
    frames = [(frame.filename, frame.lineno, frame.line) for frame in traceback.extract_tb(error.__traceback__)]
versions = [importlib.metadata.version(name) for name in ("skerry", "markdown-it-py")]
[skerry.__path__, skerry.components.__file__, skerry.page.__doc__, inspect.getsource(skerry.components.common), frames, versions]
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archives")


def test_each_file_is_in_one_archive() -> None:
    names = [name for archive in ARCHIVES for name, _ in own_files(archive)]
    assert len(names) == len(set(names))
    assert {name.partition("/")[0] for name, _ in own_files("packages")} == {"markdown_it", "mdurl", "justhtml"}
    core = {name for name, _ in own_files("core")}
    assert {"skerry/__init__.py", "skerry/session/session.py"} <= core
    assert not [name for name in core if name.startswith(("skerry/components", "skerry/testing", "skerry/cpython"))]
    assert {"skerry/components/__init__.py", "skerry_browser/bridge.py"} <= {name for name, _ in own_files("components")}


def test_the_core_is_small(kept: Path) -> None:
    """What a page is told to fetch of it, to the byte. Growing past this asks for a reason."""
    packed = pack_archives(SKERRYS, kept)
    assert len(packed["core"].content) < 150_000
    assert len(packed["components"].content) < 60_000


def test_equal_files_give_equal_bytes_and_nothing_is_compressed_twice() -> None:
    made = zip_archive("core")
    assert made == zip_archive("core")
    assert {one.compress_type for one in zipfile.ZipFile(io.BytesIO(made)).infolist()} == {zipfile.ZIP_STORED}


def test_packages_of_others_are_as_they_are_installed() -> None:
    archive = zipfile.ZipFile(io.BytesIO(zip_archive("packages")))
    for name, content in own_files("packages"):
        assert archive.read(name) == content


def test_they_are_made_once(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = pack_archives(folder=kept)
    monkeypatch.setattr(module, "pack", None)
    assert pack_archives(folder=kept) == made


def test_a_wheel_takes_those_of_skerry_as_it_is(tmp_path: Path) -> None:
    pack_archives(folder=tmp_path)
    (tmp_path / "core-0123456789abcdef").write_bytes(b"of other sources")
    remove_others(tmp_path)
    assert sorted(path.name.partition("-")[0] for path in tmp_path.iterdir()) == sorted(SKERRYS)


def test_they_can_be_made_where_nothing_that_skerry_needs_is_installed() -> None:
    """As while a wheel is built."""
    lines = ["import sys", f"sys.modules.update(dict.fromkeys({ABSENT!r}))"]
    lines += ["from skerry_toolchain.packages.archives import SKERRYS, zip_archive", "from skerry_toolchain.snapshots.key import snapshot_key"]
    lines += ["made = [zip_archive(name) for name in SKERRYS]", "snapshot_key()"]
    subprocess.run([sys.executable, "-c", "\n".join(lines)], check=True)


def test_python_imports_from_all_three_as_from_one(kept: Path, tmp_path: Path) -> None:
    for name, packed in pack_archives(folder=kept).items():
        (tmp_path / name).write_bytes(packed.content)
    with Interpreter() as python:
        python.run(UNPACK, {"/archives": tmp_path}, given={"names": list(ARCHIVES)})
        path, file, doc, source, frames, versions = python.run(FACTS)
    assert sorted(path) == ["/tmp/skerry-components.zip/skerry", "/tmp/skerry-core.zip/skerry"]
    assert file == "/tmp/skerry-components.zip/skerry/components/__init__.py"
    assert doc is None
    assert source.encode() == bare(dict(own_files("components"))["skerry/components/common.py"])
    assert versions == list(own_versions().values())[:2]
    ours = [(name.partition(".zip/")[2], *place) for name, *place in frames if name.startswith("/tmp/")]
    assert {name.split("/")[1] for name, *_ in ours} >= {"components", "view"}
    for name, number, line in ours:
        whole = (ROOT / "core" / name).read_text("utf-8").splitlines()[number - 1].strip()
        assert line and whole.startswith(line)
