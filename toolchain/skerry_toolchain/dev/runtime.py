"""What every page needs, straight from the installed packages: the modules, Pyodide, and Skerry's own Python as zip files in
memory, as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import skerry_browser
import skerry_toolchain

from ..packages import ARCHIVES, own_files, own_metadata, zip_files
from ..site.runtime import file_entry, pyodide_version, pyscript_files, stylesheet, wheels
from ..snapshots import find_snapshots

__all__ = ["Runtime"]

_QUICK: Final = 1
_INSPECTOR: Final = ("__init__.py", "stub/__init__.py", "stub/code.py", "stub/elements.py", "stub/look.py")
"""What the page's inspector runs in the page's interpreter; no built site has it."""


class Runtime:
    """The runtime's files. Raises ``FileNotFoundError`` where Pyodide was not put into the package."""

    def __init__(self) -> None:
        self.pyodide = skerry_browser.pyodide_folder()
        self.js = skerry_browser.js_folder()
        self.plots = skerry_browser.plots_folder()
        self.wheels = skerry_browser.wheels_folder(check=False)
        self.archives = {f"{name}.archive": _archive(name) for name in ARCHIVES}
        self.snapshots = find_snapshots()
        self.pyscript = pyscript_files()
        self.manifest = json.dumps(self._manifest()).encode()

    @property
    def stylesheet(self) -> bytes:
        """The components' stylesheet, read anew each time."""
        return stylesheet()

    def _manifest(self) -> dict[str, Any]:
        """All files as they are: what travels no further than this machine is not worth compressing."""
        contents = {name: (self.pyodide / name).read_bytes() for name in skerry_browser.PYODIDE_FILES}
        files = {name: file_entry(f"pyodide/{name}", content, content, None) for name, content in contents.items()}
        for name, wheel in wheels().items():
            content = wheel.read_bytes()
            files[name] = file_entry(f"wheels/{wheel.name}", content, content, None)
        files |= {name: file_entry(f"snapshots/{name}", content, content, None) for name, content in self.snapshots.items()}
        zipped = self.pyscript["pyscript/pyscript.zip"]
        files["pyscript.zip"] = file_entry("pyscript/pyscript.zip", zipped, zipped, None)
        files |= {name: file_entry(f"python/{name}", content, content, None) for name, content in self.archives.items()}
        return {"version": 1, "pyodide": pyodide_version(), "files": files}


def _archive(name: str) -> bytes:
    files = {**dict(own_files(name)), **dict(own_metadata(name))}
    if name == "components":
        own = Path(skerry_toolchain.__file__).parent
        files |= {f"{own.name}/{part}": (own / part).read_bytes() for part in _INSPECTOR}
    return zip_files(files, _QUICK)
