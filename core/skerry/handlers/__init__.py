"""Handlers: what they are given, how they are run, and which of an app's functions are handlers by name."""

from .injection import RESERVED, Need, NeedKind
from .kinds import Kind, kind_of
from .listener import TRIGGER_MODES, Listener, as_listener, listener
from .naming import describe, place
from .plan import Plan, Plans, plan, plan_page
from .registry import Registry

__all__ = [
    "RESERVED",
    "TRIGGER_MODES",
    "Kind",
    "Listener",
    "Need",
    "NeedKind",
    "Plan",
    "Plans",
    "Registry",
    "as_listener",
    "describe",
    "kind_of",
    "listener",
    "place",
    "plan",
    "plan_page",
]
