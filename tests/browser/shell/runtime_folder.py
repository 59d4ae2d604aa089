"""Makes a site's ``skerry/`` folder for tests of the page's side alone: the runtime that a build would make, under a fixed name.

``skerry/js/`` has the modules one by one, for tests of one of them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import skerry_browser
from skerry_toolchain.site.runtime import collect_runtime


def make_runtime(folder: Path) -> None:
    """Fill ``folder/skerry``."""
    for name, content in collect_runtime(skerry_browser.PLOT_FILES, pyscript=True).files.items():
        path = folder / "skerry" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    shutil.copytree(skerry_browser.js_folder(), folder / "skerry" / "js")
