"""Asks the interpreter for an app's pages."""

from __future__ import annotations

import atexit
import base64
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from skerry.app.compiled import COMPILED

from ...interpreter import Interpreter, InterpreterError
from ...packages import pack_archives
from ...packages.store import sha256
from .body import Part, Placed
from .styles import style_sheet

__all__ = ["NOT_RENDERED", "Problem", "RenderedApp", "RenderedPage", "Shape", "Watch", "render"]

_PATIENCE: Final = 90.0
"""Seconds for an app: what takes longer is rendered in the page."""

_START: Final = """
import base64, sys
from compression import zstd
from pathlib import Path
Path("/skerry-build").mkdir(exist_ok=True)
for name, packed in archives.items():
    Path(f"/skerry-build/skerry-{name}.zip").write_bytes(zstd.decompress(base64.b64decode(packed)))
sys.path[:0] = [*(f"/skerry-build/skerry-{name}.zip" for name in archives), "/skerry-build/tools"]
"""
_INSTALL: Final = """
import base64, io, sys, zipfile
for name, wheel in wheels.items():
    folder = f"/skerry-build/packages/{name}"
    if folder not in sys.path:
        zipfile.ZipFile(io.BytesIO(base64.b64decode(wheel))).extractall(folder)
        sys.path.append(folder)
"""
_RENDER: Final = "from inside import render_app; render_app(work)"
_COMPILE: Final = """
from skerry.app.sources import Sources
from skerry.errors import AppError
try:
    made = Sources(sources).compiled()
except (AppError, SyntaxError):
    made = ""  # rendering says why
made
"""
_BEGIN: Final = "import inside; from inside.reading import begin; begin(known)"
_END: Final = "from inside.reading import end; end(modules)"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something could not be rendered. ``line`` is 0 where it is not known; ``reads`` empty for an error that the app
    has raised.
    wrong: it cannot work in a page either.
    """

    file: str
    line: int
    reads: str
    name: str
    text: str
    wrong: bool = False

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {f'{self.name} reads {self.reads}' if self.reads else self.text}"


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """One address of an app. parts: its HTML and data, for each time that the app stands in the document; none where there
    is a problem."""

    path: str
    pattern: str
    title: str
    description: str
    problem: Problem | None
    parts: Sequence[Mapping[str, Any]]
    styles: str = ""

    @property
    def mode(self) -> str:
        """``light`` or ``dark`` where the page is to be so whatever the visitor's system says."""
        theme = self.parts[0]["theme"] if self.parts else None
        mode: str = (theme or {}).get("mode", "auto")
        return "" if mode == "auto" else mode


@dataclass(frozen=True, slots=True)
class Shape:
    """How the app stands in its documents. base: the URL of its ``/``; empty where documents find it from where they are. routing:
    ``path`` or ``hash``. attributes: those of its own, for each time that it stands there. blobs: the folder of its bytes, from its
    own."""

    base: str = ""
    routing: str = "path"
    attributes: Sequence[Mapping[str, str]] = ({},)
    blobs: str = "app/blobs"

    @property
    def props(self) -> list[dict[str, Any]]:
        """What the attributes hand to the app."""
        return [
            {name[5:].replace("-", "_"): _typed(text) for name, text in own.items() if name.startswith("data-")}
            for own in self.attributes
        ]


SHAPE: Final = Shape()


@dataclass(frozen=True, slots=True)
class Watch:
    """What is to be found out on the way: which files the app reads of the archives in which a page has Python's modules.

    known: the modules that a page has before any app. modules: those that the app's sources name, which may be imported later.
    """

    known: Collection[str]
    modules: Collection[str]


@dataclass(frozen=True, slots=True)
class RenderedApp:
    """read: what a ``Watch`` has found, as ``["python314", "ast.py"]``; None where nobody has looked.

    compiled: what has been made of its sources (skerry.app.compiled), empty where there was no answer.
    problem: why the app itself cannot be loaded. unlisted: patterns of pages that list no addresses. blobs: files of
    the site by name."""

    problem: Problem | None = None
    pages: Sequence[RenderedPage] = ()
    unlisted: Sequence[str] = ()
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    logs: Sequence[tuple[str, str]] = ()
    shape: Shape = SHAPE
    read: Sequence[Sequence[str]] | None = None
    compiled: str = ""

    def placed(self, page: RenderedPage | None) -> list[Placed]:
        """The elements of a document."""
        parts: Sequence[Any] = page.parts if page is not None and page.parts else [None] * len(self.shape.attributes)
        made = zip(self.shape.attributes, parts, strict=True)
        return [Placed(attributes, None if part is None else Part(part["html"], part["data"])) for attributes, part in made]

    def notes(self) -> list[str]:
        """What the author should know."""
        failed = {str(page.problem): page for page in reversed(self.pages) if page.problem is not None}
        why = [str(self.problem)] if self.problem else [f"{text} (in the page {page.path})" for text, page in failed.items()]
        notes = [f"{level.capitalize()} while a page was rendered: {text}" for level, text in dict.fromkeys(self.logs)]
        if not why:
            return notes
        reads = self.problem.reads if self.problem else any(page.problem.reads for page in failed.values() if page.problem)
        advice = " Read it in an on_load handler, and keep it in the state." if reads else ""
        lines = "".join(f"\n  {line}" for line in why)
        said = f"Not rendered beforehand, so that a placeholder is shown until Python is there:{lines}\n {advice}"
        return [*notes, said.rstrip()]


NOT_RENDERED: Final = RenderedApp(Problem("", 0, "", "", ""))


def render(
    entry: str,
    sources: Mapping[str, str],
    files: Mapping[str, bytes],
    shape: Shape = SHAPE,
    wheels: Mapping[str, bytes] = MappingProxyType({}),
    watch: Watch | None = None,
) -> RenderedApp:
    """The app's pages. wheels: the packages that it asks for, by name.

    An interpreter that gives no answer is a problem of the app's, and the next app gets another one.
    """
    work = {
        "entry": entry,
        "sources": dict(sources),
        "files": {name: base64.b64encode(data).decode() for name, data in files.items()},
        "props": shape.props,
        "prefixes": [f"p{number}" for number in range(1, len(shape.attributes) + 1)],
        "base": shape.base,
        "hash": shape.routing == "hash",
        "blobs": shape.blobs,
    }
    interpreter = _interpreter() if watch is None else _started()  # an app that is watched finds nothing that others have imported
    try:
        if wheels:
            named = {f"{name}-{sha256(wheel)[:8]}": base64.b64encode(wheel).decode() for name, wheel in wheels.items()}
            interpreter.run(_INSTALL, given={"wheels": named}, messages=[])
        compiled = interpreter.run(_COMPILE, given={"sources": work["sources"]}, messages=[])
        if compiled:
            work["sources"] = {**sources, COMPILED: compiled}  # so that it reads what it will read in the page
        if watch is not None:
            interpreter.run(_BEGIN, given={"known": sorted(watch.known)}, messages=[])
        given = interpreter.run(_RENDER, given={"work": work}, messages=[])
        read = None if watch is None else interpreter.run(_END, given={"modules": sorted(watch.modules)}, messages=[])
    except InterpreterError as error:
        _interpreter.cache_clear()
        return RenderedApp(Problem(entry, 0, "", "", str(error).strip().rpartition("\n")[2]), shape=shape)
    finally:
        if watch is not None:
            interpreter.close()
    return RenderedApp(
        _problem(given["problem"]),
        [_page(page, given["styles"]) for page in given["pages"]],
        given["unlisted"],
        {name: base64.b64decode(data) for name, data in given["blobs"].items()},
        [(level, text) for level, text in given["logs"]],
        shape,
        read,
        compiled,
    )


@cache
def _interpreter() -> Interpreter:
    """One for all that this process builds: it takes seconds to start."""
    return _started()


def _started() -> Interpreter:
    made = Interpreter(patience=_PATIENCE)
    atexit.register(made.close)
    archives = {name: base64.b64encode(archive.content).decode() for name, archive in pack_archives().items()}
    made.run(_START, {"/skerry-build/tools": Path(__file__).parent}, given={"archives": archives})
    return made


def _page(page: Mapping[str, Any], styles: Sequence[str]) -> RenderedPage:
    parts = page["parts"]
    sheet = style_sheet(styles, [(part["data"]["prefix"], part["html"], part["theme"]) for part in parts]) if parts else ""
    return RenderedPage(**{**page, "problem": _problem(page["problem"])}, styles=sheet)


def _typed(text: str) -> Any:
    """As the page reads an attribute: what reads as JSON is JSON."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return text if isinstance(value, str) else value


def _problem(given: Mapping[str, Any] | None) -> Problem | None:
    return None if given is None else Problem(**given)


