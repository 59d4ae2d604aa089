"""What a page that is rendered when the site is built cannot know: the moment, chance, the visitor's browser, files, the network.

While an app is loaded and its pages are built, whatever would read one of these raises, and it is kept where in the app that
was. Three ways see it: functions of modules are replaced; audit hooks see files, sockets and processes; and the monitoring
of calls sees
methods of types that cannot be replaced, such as ``datetime.now``. What Python's own modules read for themselves (a log
line's time, a
library that is being imported) is let through.
"""

from __future__ import annotations

import datetime
import os
import random
import secrets
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import BuiltinFunctionType, CodeType, FrameType, MethodDescriptorType, ModuleType
from typing import Any, Final, NoReturn

from skerry.ids import MODULE_PREFIX

__all__ = ["Found", "Guard", "NotAtBuild"]

CLOCK: Final = "the clock"
CHANCE: Final = "random numbers"
BROWSER: Final = "the browser"
FILE: Final = "a file that is not the app's own"
NETWORK: Final = "the network"
ZONE: Final = "the visitor's time zone"
OTHERS: Final = "another program"

_TIME: Final = {
    "time": CLOCK, "time_ns": CLOCK, "monotonic": CLOCK, "monotonic_ns": CLOCK, "perf_counter": CLOCK, "perf_counter_ns": CLOCK,
    "process_time": CLOCK, "process_time_ns": CLOCK, "localtime": ZONE, "ctime": ZONE, "mktime": ZONE,
}  # fmt: skip
_TIME_WITHOUT_ARGUMENT: Final = {"gmtime": 0, "asctime": 0, "strftime": 1}
"""Functions of ``time`` that read the clock where they are given no moment: at which place it would stand."""
_RANDOM: Final = (
    "random", "uniform", "triangular", "randint", "randrange", "choice", "choices", "sample", "shuffle", "getrandbits",
    "randbytes", "gauss",
    "normalvariate", "lognormvariate", "expovariate", "vonmisesvariate", "gammavariate", "betavariate", "paretovariate",
    "weibullvariate", "binomialvariate",
)  # fmt: skip
_SECRETS: Final = ("choice", "randbelow", "randbits", "token_bytes", "token_hex", "token_urlsafe")
_UUID: Final = ("uuid1", "uuid4", "uuid6", "uuid7")
_HTTP: Final = ("open_url", "pyfetch", "pyxhr")
_WINDOWS: Final = ("js", "pyodide_js", "pyscript")
_NOW: Final = {"now": (CLOCK, 0), "utcnow": (CLOCK, 0), "today": (CLOCK, 0), "fromtimestamp": (ZONE, 1), "astimezone": (ZONE, 0)}
"""Methods of dates: what they read, and up to how many arguments they do; ``now(zone)`` reads the clock all the same."""
_AUDITED: Final = {
    "socket.connect": NETWORK, "socket.getaddrinfo": NETWORK, "urllib.Request": NETWORK, "http.client.connect": NETWORK,
    "subprocess.Popen": OTHERS, "os.system": OTHERS, "os.exec": OTHERS, "os.posix_spawn": OTHERS,
}  # fmt: skip
_FOR_THEMSELVES: Final = (
    "logging", "asyncio", "threading", "queue", "concurrent", "selectors", "warnings", "pyodide", "_pyodide", "linecache", "skerry",
)  # fmt: skip
"""Packages whose own reading of the clock nobody sees."""

_TOOL: Final = 3  # sys.monitoring has numbers for tools; this one has no name there


class Found:
    """What the app has read: ``what`` in words, ``name`` as it stands in the source, and where in the app."""

    def __init__(self, what: str, name: str, file: str, line: int) -> None:
        self.what, self.name, self.file, self.line = what, name, file, line


class NotAtBuild(BaseException):
    """Raised where the app reads what is not there at build time; no ``except Exception`` of its holds it up."""


class Guard:
    """owns: whether a code object's file is one of the app's. ``found``: the first thing that was read."""

    def __init__(self, owns: Callable[[str], bool]) -> None:
        self.owns = owns
        self.found: Found | None = None
        self._seeded = False
        self._written: set[str] = set()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While this lasts, nothing of the kind can be read."""
        undo: list[tuple[Any, str, Any]] = []

        def put(place: Any, name: str, value: Any) -> None:
            if hasattr(place, name):
                undo.append((place, name, getattr(place, name)))
                setattr(place, name, value)

        for name, what in _TIME.items():
            put(time, name, self._refusing(getattr(time, name, None), what, f"time.{name}"))
        for name, at in _TIME_WITHOUT_ARGUMENT.items():
            put(time, name, self._refusing(getattr(time, name), CLOCK, f"time.{name}", at))
        for name in _RANDOM:
            put(random, name, self._refusing(getattr(random, name, None), CHANCE, f"random.{name}", unless=lambda: self._seeded))
        put(random, "seed", self._seed)
        put(random.Random, "seed", _seed_of_instances(self, random.Random.seed))
        put(random, "SystemRandom", self._refusing(random.SystemRandom, CHANCE, "random.SystemRandom"))
        for module, names in ((secrets, _SECRETS), (uuid, _UUID), (os, ("urandom", "getrandom"))):
            for name in names:
                put(module, name, self._refusing(getattr(module, name, None), CHANCE, f"{module.__name__}.{name}"))
        if "pyodide.http" in sys.modules:
            for name in _HTTP:
                put(sys.modules["pyodide.http"], name, self._refusing(None, NETWORK, f"pyodide.http.{name}"))
        modules = {name: sys.modules.get(name) for name in _WINDOWS}
        for name, real in modules.items():
            sys.modules[name] = _Window(name, real, self)
        _watch(self)
        try:
            yield
        finally:
            _watch(None)
            for place, name, value in reversed(undo):
                setattr(place, name, value)
            for name, real in modules.items():
                sys.modules.pop(name)
                if real is not None:
                    sys.modules[name] = real

    def refuse(self, what: str, name: str, frame: FrameType | None) -> None:
        """Raise ``NotAtBuild`` where it is the app that reads it; where the reading is no business of the app's, let it be."""
        where = self._where(frame)
        if where is None:
            return
        if self.found is None:
            self.found = Found(what, name, *where)
        raise NotAtBuild(f"{name} reads {what}")

    def _where(self, frame: FrameType | None) -> tuple[str, int] | None:
        """The app's file and line that lead here; ("", 0) where the core calls for it, None where it is a library's own
        business."""
        first = True
        while frame is not None:
            name = frame.f_globals.get("__name__", "")
            if self.owns(frame.f_code.co_filename):
                return frame.f_code.co_filename, frame.f_lineno
            if name.startswith(MODULE_PREFIX):
                return "", 0  # code that was made for a class of the app's, which has no lines
            if first and name.partition(".")[0] in _FOR_THEMSELVES and not name.startswith("skerry.state"):
                return None
            if name == "importlib._bootstrap" or frame.f_code.co_filename.startswith("<frozen importlib"):
                return None  # what a library does while it is imported
            first = False
            frame = frame.f_back
        return "", 0

    def _refusing(self, real: Any, what: str, name: str, at: int = -1, unless: Callable[[], bool] = lambda: False) -> Any:
        """Stands for a function. at: the place of the argument with which it reads nothing."""

        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not (unless() or (0 <= at < len(args))):
                self.refuse(what, name, sys._getframe(1))
            return real(*args, **kwargs)

        return guarded

    def _seed(self, *args: Any, **kwargs: Any) -> None:
        """With a seed of the app's own, the numbers are the same each time."""
        if not (args or kwargs) or (args and args[0] is None):
            self.refuse(CHANCE, "random.seed", sys._getframe(1))
        self._seeded = True
        random._inst.seed(*args, **kwargs)  # type: ignore[attr-defined]

    def audited(self, event: str, args: tuple[Any, ...]) -> None:
        what = _AUDITED.get(event)
        if what is not None:
            self.refuse(what, event, sys._getframe(1))
        elif event == "open" and args and isinstance(args[0], (str, bytes)):
            self._opened(os.fsdecode(args[0]), str(args[1] or "r"))

    def _opened(self, path: str, mode: str) -> None:
        if any(letter in mode for letter in "wxa"):
            self._written.add(path)
            return
        if path in self._written or path.startswith(_PYTHONS) or not os.path.exists(path):
            return
        self.refuse(CHANCE if path.endswith("random") else FILE, repr(path), sys._getframe(2))


def _seed_of_instances(guard: Guard, real: Any) -> Any:
    def seed(self: Any, a: Any = None, version: int = 2) -> None:
        if a is None:
            guard.refuse(CHANCE, "random.Random() without a seed", sys._getframe(1))
        real(self, a, version)

    return seed


_PYTHONS: Final = ("/skerry-build/", *(path for path in (sys.prefix + "/lib", *sys.path) if path.startswith("/")), "<")

_guard: Guard | None = None
_hooked = False


def _watch(guard: Guard | None) -> None:
    """Have the interpreter's own hooks ask this guard, or none. An audit hook stays for good."""
    global _guard, _hooked
    _guard = guard
    if not _hooked:
        sys.addaudithook(_audit)
        _hooked = True
    monitoring = sys.monitoring  # type: ignore[attr-defined, unused-ignore]
    if guard is not None:
        monitoring.use_tool_id(_TOOL, "skerry")
        monitoring.register_callback(_TOOL, monitoring.events.CALL, _called)
        monitoring.set_events(_TOOL, monitoring.events.CALL)
    else:
        monitoring.set_events(_TOOL, 0)
        monitoring.register_callback(_TOOL, monitoring.events.CALL, None)
        monitoring.free_tool_id(_TOOL)


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if _guard is not None and (event in _AUDITED or event == "open"):
        _guard.audited(event, args)


def _called(code: CodeType, offset: int, called: Any, first: Any) -> None:
    kind = type(called)
    if kind is BuiltinFunctionType:
        owner = called.__self__
        dates = (isinstance(owner, type) and issubclass(owner, datetime.date)) or isinstance(owner, datetime.date)
    elif kind is MethodDescriptorType:
        dates = issubclass(called.__objclass__, datetime.date)
    else:
        return
    read = _NOW.get(called.__name__) if dates else None
    if read is None or _guard is None:
        return
    what, most = read
    if what is CLOCK or code.co_code[offset + 1] <= most:
        _guard.refuse(what, f"datetime.{called.__name__}()", sys._getframe(1))


class _Window(ModuleType):
    """Stands for the module ``js`` and its like: it can be imported, and its names too; what is done with them is refused."""

    def __init__(self, name: str, real: Any, guard: Guard) -> None:
        super().__init__(name)
        self.__dict__["_behind"] = (real, guard)

    def __getattr__(self, name: str) -> Any:
        real, guard = self.__dict__["_behind"]
        if name.startswith("__"):
            raise AttributeError(name)
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if real is not None and caller.partition(".")[0] in _FOR_THEMSELVES:
            return getattr(real, name)
        return _Thing(f"{self.__name__}.{name}", guard)


class _Thing:
    """A name of the browser's, not yet used."""

    def __init__(self, name: str, guard: Guard) -> None:
        self.__dict__.update(_name=name, _guard=guard)

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        guard: Guard = self.__dict__["_guard"]
        guard.refuse(BROWSER, self.__dict__["_name"], sys._getframe(1))
        raise NotAtBuild(self.__dict__["_name"])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        self._refuse()

    __setattr__ = __delattr__ = _refuse


for _name in "call getitem setitem iter len contains bool str eq add radd lt gt int float index enter await".split():
    setattr(_Thing, f"__{_name}__", _Thing._refuse)
_Thing.__hash__ = object.__hash__  # type: ignore[method-assign]
