"""Makes sure that there are Firefox and WebKitGTK for tests/engines: installed ones, else Debian's packages.

Where there are none, that is said, and their scenes are skipped.
"""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any, Final

from debian import install

ROOT = Path(__file__).parents[1]
PACKAGES: Final = {"firefox": ("firefox-esr",), "webkit": ("webkit2gtk-driver", "xvfb")}


def main() -> None:
    config: Any = SourceFileLoader("playwright_config", str(ROOT / "playwright.config.py")).load_module()
    missing = [name for name in config.ENGINES if config.engine(name) is None]
    if missing:
        print(f"Not installed here: {', '.join(missing)}; fetching what Debian has", flush=True)
    for name in missing:
        packages = PACKAGES[name]
        if not install(*packages) or config.engine(name) is None:
            print(f"SKIPPED: nothing is tested in {name}, which is not here. On Debian: apt-get install {' '.join(packages)}")


if __name__ == "__main__":
    main()
