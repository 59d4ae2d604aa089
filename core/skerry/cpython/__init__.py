"""What the hosts on CPython share, the test's and the server's. Nothing here goes into a page."""

from .origins import LOCAL, is_foreign, is_one_of
from .reading import Folder, read_sources
from .sleeping import app_sleep
from .stacks import can_switch, on_own_stack, switch_out

__all__ = [
    "LOCAL", "Folder", "app_sleep", "can_switch", "is_foreign", "is_one_of", "on_own_stack", "read_sources", "switch_out",
]  # fmt: skip
