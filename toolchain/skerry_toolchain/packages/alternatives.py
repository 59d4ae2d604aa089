"""What a page can do in place of well-known packages that it cannot have, and which package gives which module."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

import skerry_browser

__all__ = ["INSTEAD", "distributed", "package_of", "platform"]

_FETCH: Final = "sk.fetch makes requests in a page; requests and httpx work there too"
_DATABASE: Final = "a page reaches no database server; sqlite3 works in the page"
_SERVER: Final = "an app in a page is no server"

INSTEAD: Final[dict[str, str]] = {
    "aiohttp": _FETCH,
    "pycurl": _FETCH,
    "psycopg": _DATABASE,
    "psycopg2": _DATABASE,
    "psycopg2-binary": _DATABASE,
    "asyncpg": _DATABASE,
    "mysqlclient": _DATABASE,
    "pymongo": _DATABASE,
    "redis": _DATABASE,
    "uvicorn": _SERVER,
    "gunicorn": _SERVER,
    "orjson": "msgspec encodes and decodes JSON as fast, and has a wheel for the browser",
    "ujson": "msgspec encodes and decodes JSON as fast, and has a wheel for the browser",
    "python-rapidjson": "msgspec encodes and decodes JSON as fast, and has a wheel for the browser",
    "lxml": "xml.etree and html.parser of the standard library read XML and HTML",
    "cryptography": "hashlib, hmac and secrets are there; the browser's own crypto.subtle can be called with sk.js",
    "numpy": "array, statistics and math of the standard library do small things",
    "pandas": "sk.table and sk.data_table take lists of dicts, and csv reads files",
    "pillow": "sk.image shows files as they are",
    "watchdog": "a page watches no files",
    "tensorflow": "there is none for the browser",
    "torch": "there is none for the browser",
}
"""Distribution -> advice."""

# Modules whose package has another name, where Pyodide's own list of packages does not tell.
_PACKAGES: Final[dict[str, str]] = {
    "attr": "attrs",
    "dotenv": "python-dotenv",
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "fitz": "pymupdf",
    "git": "gitpython",
    "google": "protobuf",
    "jwt": "pyjwt",
    "markdown_it": "markdown-it-py",
    "OpenSSL": "pyopenssl",
    "pptx": "python-pptx",
    "serial": "pyserial",
    "slugify": "python-slugify",
    "usb": "pyusb",
    "websocket": "websocket-client",
}


def package_of(module: str) -> str:
    """The package that gives a top-level module, as far as is known; usually they have the same name."""
    return _PACKAGES.get(module) or _by_module().get(module) or module.replace("_", "-").lower()


@cache
def distributed() -> dict[str, str]:
    """Package -> version, of what Pyodide's own distribution has, which is not on the index."""
    return {name: package["version"] for name, package in _packages().items()}


@cache
def platform() -> str:
    """What the names of wheels for the page's interpreter end with."""
    return f"pyemscripten_{_lock()['info']['abi_version']}_wasm32"


@cache
def _by_module() -> dict[str, str]:
    return {module: package["name"] for package in _packages().values() for module in package.get("imports", ())}


@cache
def _packages() -> dict[str, Any]:
    return {name: package for name, package in _lock()["packages"].items() if not name.endswith("-tests")}


@cache
def _lock() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((skerry_browser.pyodide_folder() / "pyodide-lock.json").read_bytes())
    return found
