"""Runs an app's entry module, and takes an app out of the interpreter again."""

from __future__ import annotations

import importlib
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any

from . import imports
from .current import LIVE, LOADING, prefix_of
from .imports import install_finder, put_modules, take_modules
from .states import drop_states, put_states, states_of

if TYPE_CHECKING:
    from .app import App

__all__ = ["load_entry", "unload_app"]

_NOISE = (__file__, imports.__file__, "<frozen importlib")


def load_entry(app: App) -> None:
    """Run the entry module of an app and check what it defines.

    The app of the same number, if any, gives way; where the new one fails it takes its place again. The lines
    of the one that failed stay known until the next load, so that its error can be shown.
    """
    install_finder()
    before = _step_aside(app.number)
    app.sources.publish()
    LIVE[app.number] = app
    token = LOADING.set(app)
    try:
        module = importlib.import_module(f"{prefix_of(app.number)}.{app.entry.module}")
        app.handlers.add(module)
        app.check()
    except BaseException as error:
        _step_aside(app.number)
        _step_back(app.number, *before)
        error.__traceback__ = _without_noise(error.__traceback__)
        raise
    finally:
        LOADING.reset(token)
    if before[0] is not None:
        _withdraw(before[0], keep=app)


def unload_app(app: App) -> None:
    """Remove everything that loading put into the interpreter."""
    _step_aside(app.number)
    app.sources.withdraw()


def _step_aside(number: int) -> tuple[App | None, dict[str, ModuleType], tuple[type, ...]]:
    """Take what is loaded under a number out of the way, and return it."""
    states = states_of(number)
    drop_states(states)
    app = LIVE.pop(number, None)
    if app is not None:
        app.last_states = states
    return app, take_modules(number), states


def _step_back(
    number: int, app: App | None, modules: dict[str, ModuleType], states: tuple[type, ...]
) -> None:
    if app is not None:
        LIVE[number] = app
        put_modules(modules)
        put_states(states)


def _withdraw(old: App, keep: App) -> None:
    """Forget the lines of an app's files that its successor no longer has."""
    old.sources.withdraw({file.filename for file in keep.sources})


def _without_noise(trace: TracebackType | None) -> Any:
    """A traceback without the frames of the import machinery, ours and Python's."""
    if trace is None:
        return None
    rest = _without_noise(trace.tb_next)
    if trace.tb_frame.f_code.co_filename.startswith(_NOISE):
        return rest
    return TracebackType(rest, trace.tb_frame, trace.tb_lasti, trace.tb_lineno)
