"""Settings of the browser tests, as data; tests/browser/conftest.py reads them.

Environment: SKERRY_CHROMIUM names the browser to use; HEADED=1 shows it; SLOWMO=200 slows each action down by so many milliseconds;
SNAPSHOTS=1 has traces show the page at each action, which takes a quarter of the time more.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).parent

BROWSER = "chromium"
CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Installed browsers, in the order of preference; without one, the one that `playwright install chromium` has fetched."""

DISABLED = [
    # Menus of the address bar, which are pages of Chromium's own: each window has two of them, in a process that costs more than
    # the page of most tests.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # Only the last such flag counts, and this one comes after Playwright's own: what that one says.
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    # One browser of a hundred samples its own memory, and looks beyond the end of the stack where Python can be suspended when it
    # takes a sample there: it ends each page in which that happens.
    "HeapProfilerReporting",
]
"""Features of Chromium that are not there."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-features=" + ",".join(DISABLED),
]

HEADLESS = os.environ.get("HEADED", "") in ("", "0")
SLOW_MOTION_MS = float(os.environ.get("SLOWMO", "0"))

HOST = "localhost"
"""Pages are served from a free port of this host; the fixture `site` gives the base URL."""

VIEWPORT = {"width": 1280, "height": 800}
NARROW_VIEWPORT = {"width": 360, "height": 740}
LOCALE = "en-GB"
TIMEZONE = "Europe/Berlin"

ACTION_TIMEOUT_MS = 30_000
NAVIGATION_TIMEOUT_MS = 60_000
EXPECT_TIMEOUT_MS = 30_000
"""The first handled event of a page waits for Python to start, on a busy machine."""

RESULTS = ROOT / "test-results"
TRACE = "retain-on-failure"
TRACE_SNAPSHOTS = os.environ.get("SNAPSHOTS", "") not in ("", "0")
SCREENSHOT = "only-on-failure"

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:; media-src 'self' blob:"
)
"""Every test page is served with it, and a violation fails the test."""


def executable() -> str | None:
    """The browser to start; None for the one of Playwright's own."""
    named = os.environ.get("SKERRY_CHROMIUM")
    if named:
        return named
    return next((path for name in CANDIDATES if (path := shutil.which(name))), None)


def launch_options() -> dict[str, object]:
    """What ``playwright.chromium.launch`` is given."""
    return {"executable_path": executable(), "args": FLAGS, "headless": HEADLESS, "slow_mo": SLOW_MOTION_MS}


def context_options() -> dict[str, object]:
    """What ``browser.new_context`` is given. Service workers, which keep whole sites, are allowed where a test is about them."""
    return {"viewport": VIEWPORT, "locale": LOCALE, "timezone_id": TIMEZONE, "service_workers": "block"}


ENGINES: dict[str, tuple[tuple[str, ...], ...]] = {
    "firefox": (("firefox-esr", "firefox"),),
    "webkit": (
        ("WebKitWebDriver",),
        ("/usr/lib/*/webkit*gtk-*/MiniBrowser", "/usr/libexec/webkit*gtk-*/MiniBrowser"),
        ("Xvfb",),
    ),
}
"""What tests/engines runs, and the programs that each needs: names of commands, or patterns of paths, the first that is there."""


def engine(name: str) -> tuple[str, ...] | None:
    """The programs of an engine, in that order; None where one is not installed."""
    found = [next((path for one in names if (path := _program(one))), None) for names in ENGINES[name]]
    return tuple(path for path in found if path) if all(found) else None


def _program(name: str) -> str | None:
    if not name.startswith("/"):
        return shutil.which(name)
    return next((str(path) for path in sorted(Path("/").glob(name[1:]))), None)
