"""The interpreter with what a site uses of it: Pyodide's exports all that a library may ask for, and few sites have one."""

from .constants import Pages
from .interpreter import CONSTANTS, lean_interpreter
from .module import ModuleError
from .wishes import ANYTHING, Wishes, wishes_of

__all__ = ["ANYTHING", "CONSTANTS", "ModuleError", "Pages", "Wishes", "lean_interpreter", "wishes_of"]
