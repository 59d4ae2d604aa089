"""Asks the index of packages, as this machine's pip would: by unearth, which knows the Simple API's forms and pip's rules."""

from __future__ import annotations

import logging
import ssl
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx2
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from unearth import Link, PackageFinder
from unearth.auth import MultiDomainBasicAuth
from unearth.fetchers import PyPIClient

from .settings import Settings
from .store import Store, sha256

__all__ = ["PYTHON", "Found", "Index", "Unreachable", "WrongContent"]

PYTHON: Final = "3.14"
"""The page's."""
_LEAST_BAD: Final = 500

logging.getLogger("unearth").addHandler(logging.NullHandler())  # what it warns of, a failure here says better


class Unreachable(Exception):
    """An index or a file could not be fetched."""


class WrongContent(Exception):
    """A file is not the one that the index names."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a package that the index has: a wheel or a source distribution."""

    filename: str
    version: str
    digest: str
    requires_python: str
    yanked: bool
    link: Link

    @property
    def is_wheel(self) -> bool:
        return self.filename.endswith(".whl")

    def is_for(self, python: str = PYTHON) -> bool:
        """Whether it says to be for this version of Python."""
        try:
            return SpecifierSet(self.requires_python).contains(python, prereleases=True)
        except InvalidSpecifier:
            return True


class Index:
    """The index, asked once for each name. ``failures`` tells what could not be fetched, by name or file name, and why."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.failures: dict[str, str] = {}
        self.fetched: dict[str, bytes] = {}
        self._store = store
        self._known: dict[str, list[Found]] = {}
        self._lock = threading.Lock()
        self._client, self._finder = _finder(settings)

    @property
    def places(self) -> list[str]:
        """Where it looks, with no password in it."""
        return [Link(source["url"]).redacted if "://" in source["url"] else source["url"] for source in self._finder.sources]

    def find(self, name: str) -> list[Found]:
        """All files of a package, the best first; none where there is no such package. Raises ``Unreachable``."""
        name = canonicalize_name(name)
        with self._lock:
            if name not in self._known:
                self._known[name] = self._ask(name)
            return self._known[name]

    def forget(self) -> None:
        """Ask anew from now on."""
        with self._lock:
            self._known.clear()
            self.failures.clear()

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def content(self, found: Found) -> bytes:
        """A file's bytes, checked where the index gives a hash. Raises ``Unreachable`` and ``WrongContent``."""
        kept = self._store.wheel(found.digest) if found.digest else self.fetched.get(found.filename)
        content = kept if kept is not None else self._fetch(found)
        self.fetched[found.filename] = content
        return content

    def address(self, url: str, filename: str) -> bytes:
        """A file that an app names by its address. Raises ``Unreachable``, ``WrongContent``."""
        link = Link(url)
        return self.content(Found(filename, "", (link.hash_option or {}).get("sha256", [""])[0], "", False, link))

    def _ask(self, name: str) -> list[Found]:
        try:
            packages = list(self._finder.find_all_packages(name, allow_yanked=True))
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            raise self._failed(name, f"{', '.join(self.places)}: {_reason(error)}") from None
        self.failures.pop(name, None)
        return [_found(package.link, str(package.version)) for package in packages]

    def _fetch(self, found: Found) -> bytes:
        try:
            response = self._client.get(found.link.normalized)
            response.raise_for_status()
            content: bytes = response.content
        except (httpx2.HTTPError, OSError) as error:
            raise self._failed(found.filename, f"{found.link.redacted}: {_reason(error)}") from None
        if found.digest and sha256(content) != found.digest:
            reason = f"{found.link.redacted} has sha256 {sha256(content)[:12]}…, and the index says {found.digest[:12]}…"
            self.failures[found.filename] = reason
            raise WrongContent(reason)
        self._store.put(f"wheels/{sha256(content)}", content)
        return content

    def _failed(self, what: str, reason: str) -> Unreachable:
        self.failures[what] = reason
        return Unreachable(reason)


def _finder(settings: Settings) -> tuple[PyPIClient, PackageFinder]:
    urls = [] if settings.no_index else [*([settings.index_url] if settings.index_url else []), *settings.extra_index_urls]
    if not settings.index_url and not settings.no_index:
        urls = [source["url"] for source in PackageFinder().sources] + urls
    client = _client(settings, urls)
    finder = PackageFinder(
        session=client,
        index_urls=urls,
        find_links=settings.find_links,
        trusted_hosts=settings.trusted_hosts,
        ignore_compatibility=True,
    )
    finder.sources[:] = [source for source in finder.sources if source["url"] in (*urls, *settings.find_links)]
    return client, finder


def _client(settings: Settings, urls: list[str]) -> PyPIClient:
    options: dict[str, Any] = {"proxy": settings.proxy} if settings.proxy else {}
    client = PyPIClient(
        trusted_hosts=settings.trusted_hosts,
        verify=ssl.create_default_context(cafile=settings.cert) if settings.cert else True,
        cert=settings.client_cert or None,
        timeout=settings.timeout,
        follow_redirects=True,
        event_hooks={"response": [_refuse]},
        **options,
    )
    client.auth = MultiDomainBasicAuth(index_urls=urls, prompting=False)
    return client


def _refuse(response: httpx2.Response) -> None:
    """That an index is broken, or wants a password, is not to be taken for a package that is not there."""
    if response.status_code >= _LEAST_BAD or response.status_code == 403:
        raise httpx2.HTTPStatusError(f"it answered {response.status_code}", request=response.request, response=response)


def _found(link: Link, version: str) -> Found:
    digest = (link.hash_option or {}).get("sha256", [""])[0]
    if not digest and link.is_file and link.file_path.is_file():
        digest = sha256(Path(link.file_path).read_bytes()) if link.filename.endswith(".whl") else ""
    return Found(link.filename, version, digest, link.requires_python or "", link.is_yanked, link)


def _reason(error: Exception) -> str:
    if isinstance(error, httpx2.HTTPStatusError):
        return f"it answered {error.response.status_code}"
    return str(error) or type(error).__name__
