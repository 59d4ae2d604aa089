"""Documents name the hashes of the scripts and styles that they load, and browsers refuse any others."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Callable
from html import unescape
from typing import Final

__all__ = ["hash_of", "with_integrity"]

_TAG: Final = re.compile(r'(<(?:link rel="(?:stylesheet|modulepreload|preload)"|script)[^>]*?\b(?:href|src)="([^"]+)"[^>]*)>')
_HEAD: Final = "</head>"
_SAYS_SO: Final = "check.js"
"""From a file on disk browsers load no script that has a hash, and this one says so."""


def hash_of(content: bytes) -> str:
    """Base64 of the SHA-256, as ``integrity`` has it behind ``sha256-``."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def with_integrity(document: str, name: str, base: str, read: Callable[[str], bytes | None]) -> str:
    """A document of ours with hashes at what its head loads from the site.

    name: where it is in the site. base: the site's own path where URLs begin with it. read: gives a file of the site's.
    """

    def add(found: re.Match[str]) -> str:
        url = unescape(found[2])
        known = base and url.startswith(base)
        path = url.removeprefix(base) if known else posixpath.normpath(posixpath.join(posixpath.dirname(name), url))
        content = None if posixpath.basename(path) == _SAYS_SO else read(path)
        return found[0] if content is None else f'{found[1]} integrity="sha256-{hash_of(content)}">'

    head, end, body = document.partition(_HEAD)
    return _TAG.sub(add, head) + end + body
