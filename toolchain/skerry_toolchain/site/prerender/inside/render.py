"""An app's pages as HTML: each page is built by a session of its own in an app that is loaded for it, as it is in a
visitor's browser."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from skerry import protocol
from skerry.app import App
from skerry.app.compiled import COMPILED
from skerry.app.current import LIVE
from skerry.app.paths import listed_paths
from skerry.app.routes import normal_path
from skerry.errors import AppError, HandlerError
from skerry.session import Session
from skerry.session.place import Place
from skerry.tracebacks import describe
from skerry.view import ForNow, render_html
from skerry.view.blobs import PREFIX, taken

from .guard import Found, Guard
from .host import BuildHost

__all__ = ["render_app"]


@dataclass
class Work:
    """What is to be rendered: an app and where its documents will lie.

    props and prefix: one of each for every time that the app stands in a document. base: the URL of the app's ``/``, or empty where
    documents are to be relative to themselves. hash: whether the app's addresses stand behind the ``#``. blobs: the folder
    of the site's
    bytes, from the app's folder.
    """

    entry: str
    sources: dict[str, str]
    files: dict[str, bytes]
    props: list[dict[str, Any]]
    prefixes: list[str]
    base: str
    hash: bool
    blobs: str


class Problem(Exception):
    """Why a page cannot be rendered. Fields as ``_problem`` gives them."""

    def __init__(self, said: dict[str, Any]) -> None:
        super().__init__(said["text"])
        self.said = said


def render_app(given: Mapping[str, Any]) -> dict[str, Any]:
    """All pages of an app. given: the fields of ``Work``, files in base64.

    {"problem": why the app cannot be loaded, or None,
     "pages": [{"path", "pattern", "title", "description", "problem", "parts": [{"html", "data", "theme"}]}], "styles": [...],
     "unlisted": the patterns of pages with parameters that list no addresses, "blobs": {file name: base64},
     "logs": [[level, text]]}
    """
    work = Work(**{**given, "files": {name: base64.b64decode(data) for name, data in given["files"].items()}})
    made: dict[str, Any] = {"problem": None, "pages": [], "styles": [], "unlisted": [], "blobs": {}, "logs": []}
    try:
        spare = [Loaded(work)]
        addresses = spare[0].addresses()
    except Problem as problem:
        return {**made, "problem": problem.said}
    for pattern, paths in addresses:
        if not paths:
            made["unlisted"].append(pattern)
        made["pages"] += [_page(work, path, pattern, made, spare) for path in paths if not (work.hash and path != "/")]
    for loaded in spare:
        loaded.app.unload()
    return made


class Loaded:
    """An app in the interpreter, and what it reads. Raises ``Problem``."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.guard = Guard(lambda file: any(app.owns_file(file) for app in LIVE.values()))
        self.app: App = self.guarded(lambda: App.load(work.entry, work.sources, files=work.files))

    def guarded(self, run: Callable[[], Any]) -> Any:
        try:
            with self.guard.watching():
                result = run()
        except BaseException as error:
            raise Problem(_problem(self.work, self.guard.found, error)) from None
        if self.guard.found is not None:  # the app has held it up
            raise Problem(_problem(self.work, self.guard.found, None))
        return result

    def addresses(self) -> list[tuple[str, list[str]]]:
        return [(page.path, self.guarded(lambda page=page: listed_paths(page))) for page in self.app.pages]


def _page(work: Work, path: str, pattern: str, made: dict[str, Any], spare: list[Loaded]) -> dict[str, Any]:
    """One address: the parts that stand in its document, one for each time that the app stands there.

    spare: what is loaded already and has built no page.
    """
    page: dict[str, Any] = {"path": path, "pattern": pattern, "title": "", "description": "", "problem": None, "parts": []}
    for props, prefix in zip(work.props, work.prefixes, strict=True):
        try:
            loaded = spare.pop() if spare else Loaded(work)
            page |= _called(loaded.app, path)  # also where the page cannot be built
            part = _part(loaded, path, props, prefix, made)
        except Problem as problem:
            return {**page, "problem": problem.said, "parts": []}
        page["title"], page["description"] = part.pop("title"), part.pop("description")
        page["parts"].append(part)
    return page


def _called(app: App, path: str) -> dict[str, Any]:
    """The title and description of the page at an address."""
    place = Place("/").at(path)
    place.find(app)
    return {"title": place.title(app.config.title), "description": place.description("")}


def _part(loaded: Loaded, path: str, props: dict[str, Any], prefix: str, made: dict[str, Any]) -> dict[str, Any]:
    try:
        part: dict[str, Any] = loaded.guarded(lambda: _built(loaded.app, loaded.work, path, props, prefix, made))
        return part
    finally:
        loaded.app.unload()


def _built(app: App, work: Work, path: str, props: dict[str, Any], prefix: str, made: dict[str, Any]) -> dict[str, Any]:
    host = BuildHost(work.files)
    session = Session(app, host, lambda: None)
    session.tree.prefix = prefix
    try:
        data = session.build(path, props)
        messages = session.patches()
        for message in messages:
            if message["t"] == protocol.ERROR:
                raise Problem(_told(work, message))
        ops = [op for message in messages if message["t"] == protocol.PATCH for op in message["o"]]
        specs = {op[1]: op[2] for op in ops if op[0] == protocol.DEFINE}
        variants = {op[1]: [listening[1:] for listening in op[4]] for op in ops if op[0] == protocol.TEMPLATE}
        commands = {op[1]: op[2] for op in ops if op[0] == protocol.COMMAND}
        assert session.tree.root is not None
        now = ForNow(specs, variants, _linking(work, path), _lending(work, path, made["blobs"]))
        html = render_html([session.tree.root], now)
        made["styles"] += [text for text in app.styles if text not in made["styles"]]
        made["logs"] += [[level, text] for level, text in host.logged if level in ("warning", "error")]
        title = commands.get("title", {}).get("text") or session.place.title(app.config.title)
        description = session.place.description("")
        return {"html": html, "data": data, "theme": commands.get("theme"), "title": title, "description": description}
    finally:
        session.close()


def _up(work: Work, path: str) -> str:
    """The way from a page's document to the app's folder."""
    return work.base or "../" * len([part for part in path.split("/") if part]) or "./"


def _linking(work: Work, path: str) -> Callable[[str], str]:
    """Addresses within the app as the browser follows them from this document."""

    def link(url: str) -> str:
        if not url.startswith("/") or url.startswith("//"):
            return url
        if work.hash:
            return f"#{url}"
        place, mark, rest = url.partition("#") if "?" not in url else url.partition("?")
        folder = normal_path(place).lstrip("/")
        return f"{_up(work, path)}{folder}{'/' if folder else ''}{mark}{rest}"

    return link


def _lending(work: Work, path: str, blobs: dict[str, str]) -> Callable[[str], str]:
    """Bytes that a page shows become files of the site."""

    def lend(address: str) -> str:
        found = taken(address)
        if found is None:
            raise AppError(f"the bytes of {address} are gone")
        data, mime = found
        name = address.removeprefix(PREFIX) + (mimetypes.guess_extension(mime.partition(";")[0]) or "")
        blobs[name] = base64.b64encode(data).decode()
        return f"{_up(work, path)}{work.blobs}/{name}"

    return lend


# Problems in words that the tools can show


def _problem(work: Work, found: Found | None, error: BaseException | None) -> dict[str, Any]:
    """{"file", "line", "reads": what was read, "name": by what, "text": what was raised, "wrong": whether it cannot work
    in a page either}.

    reads is empty for an error of another kind.
    """
    if isinstance(error, Problem):
        if found is None:
            return error.said
        error = None
    if found is not None:
        file, line = (_bare(found.file), found.line) if found.file else _mentioned(work, found.name)
        return {"file": file, "line": line, "reads": found.what, "name": found.name, "text": "", "wrong": False}
    assert error is not None
    wrong = isinstance(error, (AppError, HandlerError))
    return _told(work, describe(error, lambda file: _bare(file) in work.sources), wrong=wrong)


def _told(work: Work, message: Mapping[str, Any], *, wrong: bool = False) -> dict[str, Any]:
    """An error of the app's own, at its innermost line."""
    own = [frame for frame in message["traceback"] if _bare(frame["file"]) in work.sources]
    file, line = (_bare(own[-1]["file"]), own[-1]["line"]) if own else (work.entry, 0)
    text = f"{message['title']}: {message['message']}"
    return {"file": file, "line": line, "reads": "", "name": "", "text": text, "wrong": wrong}


def _bare(file: str) -> str:
    return file.partition("#")[0]


def _mentioned(work: Work, name: str) -> tuple[str, int]:
    """Where the app's source names what was read, for what was called from elsewhere, as a field's ``default_factory`` is."""
    short = name.removesuffix("()")
    for file, number, line in _lines(work):
        if short in line or short.rpartition(".")[2] in line.replace("import", ""):
            return file, number
    return work.entry, 0


def _lines(work: Work) -> Iterator[tuple[str, int, str]]:
    for file, text in work.sources.items():
        if file == COMPILED:
            continue
        yield from ((file, number, line) for number, line in enumerate(text.splitlines(), 1))
