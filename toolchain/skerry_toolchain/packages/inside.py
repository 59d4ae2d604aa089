"""Runs in the interpreter on Node, and there alone: what is locked is found out where it will run.

The folders /micropip, /shell, /wheels and /made are this machine's.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import importlib.util
import io
import json
import re
import site
import sys
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

SITE = Path(site.getsitepackages()[0])
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DROPPED = (".pyi", "/py.typed")


async def resolve(requirements: list[str], index: str, constraints: list[str], own: Mapping[str, str]) -> Any:
    """Install, and tell what was: ``{"packages": [...]}`` in pyodide-lock's format, or what is in the way (packages.py)."""
    _prepare(own)
    from skerry_browser.packages import install

    problem = json.loads(await install(json.dumps({"requirements": requirements, "index": index, "constraints": constraints})))
    return problem or {"packages": _frozen()}


async def put(wheels: list[str], own: Mapping[str, str]) -> None:
    """Install wheels from /wheels as they are."""
    _prepare(own)
    micropip = importlib.import_module("micropip")
    await micropip.install([f"emfs:/wheels/{name}" for name in wheels], deps=False)


def loaded(modules: Iterable[str]) -> list[str]:
    """The files, relative to the place of packages, that are run when these modules are imported; what cannot be imported here
    may work in a page, and counts as far as it went."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for name in sorted(modules):
            _import(name)
    origins = (getattr(getattr(module, "__spec__", None), "origin", None) for module in list(sys.modules.values()))
    places = (Path(origin) for origin in origins if isinstance(origin, str) and origin.startswith(f"{SITE}/"))
    return sorted(str(path.relative_to(SITE)) for path in places if path.suffix == ".py")


def make(wheels: Mapping[str, str], compiled: Iterable[str], apart: str) -> None:
    """Write wheels for the page: of /wheels into /made, by their names here and there.

    compiled: the sources in whose place byte code stands. apart: see ``wheel.APART``. What only type checkers read is left out, and
    so is METADATA's long text.
    """
    names = frozenset(compiled)
    for name, made in wheels.items():
        with zipfile.ZipFile(f"/wheels/{name}") as source, zipfile.ZipFile(f"/made/{made}", "w") as target:
            parts = [part for part in sorted(source.namelist()) if not part.endswith(("/", *_DROPPED))]
            files = [_file(re.sub(apart, "", part), source.read(part), names) for part in parts]
            record = next((part for part, _ in files if part.endswith(".dist-info/RECORD")), "")
            listing = "".join(f"{part},,\n" for part, _ in files).encode()
            for part, content in files:
                data = listing if part == record else content
                target.writestr(zipfile.ZipInfo(part, _EPOCH), data, zipfile.ZIP_DEFLATED, 9)


def _prepare(own: Mapping[str, str]) -> None:
    """micropip, and Skerry's own packages as installed ones."""
    if "/shell" in sys.path:
        return
    sys.path += ["/shell", *map(str, Path("/micropip").glob("*.whl")), "/own"]
    for name, version in own.items():
        folder = Path("/own", f"{name.replace('-', '_')}-{version}.dist-info")
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


def _frozen() -> list[dict[str, Any]]:
    frozen = json.loads(importlib.import_module("micropip").freeze())["packages"]
    return [package for package in frozen.values() if (package["file_name"] or "").startswith("http")]


def _import(name: str) -> None:
    parent, _, child = name.rpartition(".")
    try:
        importlib.import_module(name)
    except BaseException:
        with contextlib.suppress(BaseException):
            getattr(importlib.import_module(parent), child)


def _file(name: str, content: bytes, compiled: frozenset[str]) -> tuple[str, bytes]:
    if name in compiled:
        code = compile(content, f"{SITE}/{name}", "exec", dont_inherit=True)
        from importlib._bootstrap_external import _code_to_hash_pyc

        return f"{name}c", bytes(_code_to_hash_pyc(code, importlib.util.source_hash(content), checked=False))
    if name.endswith(".dist-info/METADATA"):
        return name, content.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n"
    return name, content
