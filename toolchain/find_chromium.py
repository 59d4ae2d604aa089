"""Makes sure that there is a Chromium for the browser tests: an installed one, else Playwright's, else Debian's package."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

from debian import install

ROOT = Path(__file__).parents[1]


def main() -> int:
    """0 where there is one in the end."""
    config: Any = SourceFileLoader("playwright_config", str(ROOT / "playwright.config.py")).load_module()
    if config.executable() or _playwrights_own():
        return 0
    print("No Chromium is installed here; fetching one", flush=True)
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode == 0:
        return 0
    if install("chromium", "fonts-noto-core"):
        return 0
    print(
        "There is no Chromium for the browser tests. Install one (on Debian: apt-get install chromium), "
        "or name it: SKERRY_CHROMIUM=/path/to/chromium make test",
        file=sys.stderr,
    )
    return 1


def _playwrights_own() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).is_file()


if __name__ == "__main__":
    sys.exit(main())
