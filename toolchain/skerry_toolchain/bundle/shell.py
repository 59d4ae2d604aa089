"""The bundle of the page's modules, made once for the sources as they are, in a folder named by their key."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import skerry_browser

from .split import flat, named_parts, split

__all__ = ["BundleError", "Shell", "bundle_shell", "remove_others"]

ENTRY: Final = "py-app.js"
CLASSIC: Final = ("check.js", "early.js", "why.js")
_OTHERS: Final = ("dev", "site")  # the development server's modules; what a build makes service workers of
_STATIC: Final = "import-statement"
_TARGET: Final = "es2022"
_OPTIONS: Final = (
    *("--minify", f"--target={_TARGET}", "--legal-comments=none", "--charset=utf8", "--log-level=warning"),
    "--tsconfig-raw={}",  # whatever lies in a folder above
)
_INDEX: Final = "index.json"
_SHARED: Final = "shared.js"  # bundled in the entry's place, as this:
_FIRST: Final = "first.js"
_PATIENCE: Final = 120.0


class BundleError(Exception):
    """The modules could not be bundled; the text has what esbuild said."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The files by name. modules: those that every page loads, the entry first. bundled: false for the sources as they are.
    parts: what is loaded where it is needed, by its name, with all files that it is made of; none for the sources as they are."""

    files: dict[str, bytes]
    modules: tuple[str, ...]
    bundled: bool
    parts: dict[str, tuple[str, ...]]


def bundle_shell(folder: Path | None = None) -> Shell:
    """The page's modules, bundled; as they are where there is neither a bundle of them nor esbuild. Raises ``BundleError``.

    folder: where bundles are kept, if not in the package itself. Where it cannot be written, they are not kept.
    """
    top = folder or skerry_browser.package_folder() / "vendor" / "shell"
    kept = top / _key()
    if (kept / _INDEX).is_file():
        return _read(kept)
    program = _program()
    if not program.is_file():
        return _as_they_are()
    with tempfile.TemporaryDirectory() as place:
        made = Path(place, "shell")
        _bundle(program, made)
        shell = _read(made)
        try:
            _keep(made, kept)
        except OSError:
            pass
    return shell


def remove_others(folder: Path | None = None) -> None:
    """Remove all bundles but that of the sources as they are now."""
    for path in (folder or skerry_browser.package_folder() / "vendor" / "shell").iterdir():
        if path.name != _key():
            shutil.rmtree(path)


def _program() -> Path:
    """esbuild, where Skerry was built from its sources on this machine."""
    return skerry_browser.package_folder() / "vendor" / "tools" / "esbuild"


def _bundle(program: Path, target: Path) -> None:
    source = skerry_browser.js_folder()
    about = target.with_name("about.json")
    texts = {name: content.decode() for name, content in _sources().items()}
    modules = [name for name in texts if name.endswith(".mjs")]
    others = [*modules, *named_parts(texts)]
    groups = split(ENTRY, others, _graph(program, source, [ENTRY, *others], about), texts)
    work = target.with_name("work")
    for name, text in {**groups.sources, _SHARED: groups.shared}.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(text, "utf-8")
    target.mkdir()
    later = [f"--external:./{flat(name)}" for name in groups.parts]
    _run([str(program), _SHARED, "--bundle", "--format=esm", f"--outfile={_FIRST}", *later, *_OPTIONS], work)
    (work / _FIRST).rename(target / ENTRY)
    _run(
        [str(program), *groups.parts, "--bundle", "--splitting", "--format=esm", "--outdir=.", f"--external:{work / ENTRY}"]
        + ["--entry-names=[name]", "--chunk-names=chunk-[hash]", "--allow-overwrite", f"--metafile={about}", *_OPTIONS],
        work,
    )
    outputs: dict[str, Any] = json.loads(about.read_bytes())["outputs"]
    for name in outputs:
        (work / name).rename(target / name)
    for name in modules:  # esbuild gives one ending to all
        (target / name).with_suffix(".js").rename(target / name)
    for name in CLASSIC:
        _run([str(program), str(source / name), f"--outfile={target / name}", *_OPTIONS])
    files = {flat(name): flat(name).replace(".mjs", ".js") for name in groups.parts}
    parts = {name: _closure(outputs, made) for name, made in files.items() if name not in modules}
    (target / _INDEX).write_text(json.dumps({"modules": [ENTRY], "parts": parts}))


def _graph(program: Path, source: Path, entries: list[str], about: Path) -> dict[str, Any]:
    """What imports what: the inputs of esbuild's metafile, by their names inside the folder."""
    command = [str(program), *(str(source / name) for name in entries), "--bundle", "--splitting", "--format=esm"]
    _run([*command, f"--outdir={about.with_name('unused')}", f"--metafile={about}", *_OPTIONS])
    inputs = json.loads(about.read_bytes())["inputs"]
    inside = {path: _name(path, source) for path in inputs}
    return {
        inside[path]: {"imports": [{**link, "path": inside[link["path"]]} for link in one["imports"] if link["path"] in inside]}
        for path, one in inputs.items()
    }


def _closure(outputs: dict[str, Any], part: str) -> list[str]:
    """The files of a part: its own, and those that it imports; not what every page has."""
    found = [part]
    for name in found:
        imports = (Path(link["path"]).name for link in outputs[name]["imports"] if link["kind"] == _STATIC)
        found += [other for other in imports if other in outputs and other not in found]
    return found


def _name(path: str, target: Path) -> str:
    """A module's name inside a folder; esbuild names it from where it ran."""
    return Path(path).resolve().relative_to(target.resolve()).as_posix()


def _run(command: list[str], folder: Path | None = None) -> None:
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    if result.returncode:
        said = f"esbuild said:\n{result.stderr}"
        raise BundleError(f"The page's modules could not be bundled (exit status {result.returncode}). {said}")


def _read(folder: Path) -> Shell:
    index = json.loads((folder / _INDEX).read_bytes())
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != _INDEX)
    parts = {name: tuple(files) for name, files in index["parts"].items()}
    return Shell({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}, tuple(index["modules"]), True, parts)


def _as_they_are() -> Shell:
    files = _sources()
    modules = [name for name in files if name.endswith(".js") and "/" not in name and name not in CLASSIC]
    return Shell(files, tuple(sorted(modules, key=lambda name: name != ENTRY)), False, {})


def _sources() -> dict[str, bytes]:
    folder = skerry_browser.js_folder()
    paths = [*folder.rglob("*.js"), *folder.glob("*.mjs")]
    found = sorted(path for path in paths if path.relative_to(folder).parts[0] not in _OTHERS)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _key() -> str:
    """A text that changes with anything that the bundle depends on."""
    digest = hashlib.sha256(b"".join(Path(__file__).with_name(name).read_bytes() for name in ("shell.py", "split.py")))
    digest.update(json.loads((skerry_browser.package_folder() / "vendor.json").read_bytes())["esbuild"].encode())
    for name, content in _sources().items():
        digest.update(f"\n{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def _keep(made: Path, kept: Path) -> None:
    """Several processes may make it at once: a folder appears whole, or not at all."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=kept.parent) as place:
        whole = Path(place, "shell")
        shutil.copytree(made, whole)
        if not kept.exists():
            whole.rename(kept)
