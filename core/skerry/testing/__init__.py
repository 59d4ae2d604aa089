"""Drive an app without a browser: find by label, role, text or key, act as a person does, and let time pass."""

from .cupboard import kept
from .driver import App, AppFailure
from .locator import Locator
from .network import Reply

__all__ = ["App", "AppFailure", "Locator", "Reply", "kept"]
