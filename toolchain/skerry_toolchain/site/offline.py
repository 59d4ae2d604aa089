"""What keeps a site for use without a network: a service worker that knows each of its files by hash."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import Final

import skerry_browser

from .installable import AT_ONCE, LATER
from .integrity import hash_of, with_integrity
from .output import Output

__all__ = ["BUILD", "WORKER", "end_worker", "seal"]

WORKER: Final = "service-worker.js"
"""Its name and place are for good: browsers that have an old one ask there for a newer."""

BUILD: Final = '<meta name="skerry-build" content="">'
"""What documents say of the build that they belong to, before it is known."""


def seal(output: Output, base: str = "", *, offline: bool = True) -> None:
    """The last step of a build: documents are told what belongs to it and what it is called, and the service worker what is in it.

    base: the path that the site will be served from, where it is known. offline: without it, the worker ends one that an
    earlier build has left with a visitor, and the site is kept by nobody.
    """
    known = {name: output.read(name) for name in output.sizes}
    for name in _documents(output):
        output.write(name, with_integrity(known[name].decode(), name, base, known.get))
    if not offline:
        for name in _documents(output):
            text = output.read(name).decode().replace(f"{BUILD}\n", "").replace(LATER, AT_ONCE)  # nothing comes later
            output.write(name, text.encode())
        output.write(WORKER, end_worker())
        return
    digest = hashlib.sha256()
    for name in sorted(output.sizes):
        digest.update(f"{name} {output.sizes[name]} ".encode() + output.read(name))
    build = digest.hexdigest()[:16]
    for name in _documents(output):
        output.write(name, output.read(name).replace(BUILD.encode(), BUILD.replace('""', f'"{build}"').encode()))
    site = {"build": build, "files": {name: _hashes(name, output.read(name)) for name in sorted(output.sizes)}}
    output.write(WORKER, f"self.SKERRY_SITE = {json.dumps(site, indent=0)};\n{_source('service-worker.js')}")


def end_worker(*, reload: bool = False) -> str:
    """A service worker that ends the one before it. reload: pages that came from that are loaded anew."""
    return f"self.SKERRY_RELOAD = {json.dumps(reload)};\n{_source('no-worker.js')}"


def _documents(output: Output) -> list[str]:
    return sorted(name for name in output.sizes if name.endswith(".html"))


def _hashes(name: str, content: bytes) -> str:
    """As ``integrity`` has them. Some hosts send a file that is compressed as one that was compressed on the way."""
    versions = [content, gzip.decompress(content)] if name.endswith(".gz") and content[:2] == b"\x1f\x8b" else [content]
    return " ".join(map(hash_of, versions))


def _source(name: str) -> str:
    return (skerry_browser.js_folder() / "site" / name).read_text("utf-8")
