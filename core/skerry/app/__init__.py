"""Apps: pages, routes, and what a person's modules define, loaded from source texts."""

from .api import api
from .app import App
from .config import Config, parse_config
from .current import app_of
from .pages import Match, Page, Pages, page
from .pyscript import PyScript, PyScriptFile, parse_pyscript
from .register import init_handlers
from .routes import Route, normal_path, parse_route
from .styles import css
from .subscribe import callback, subscribe, unsubscribe

__all__ = [
    "App",
    "Config",
    "Match",
    "Page",
    "Pages",
    "PyScript",
    "PyScriptFile",
    "Route",
    "app_of",
    "api",
    "callback",
    "css",
    "init_handlers",
    "normal_path",
    "page",
    "parse_config",
    "parse_pyscript",
    "parse_route",
    "subscribe",
    "unsubscribe",
]
