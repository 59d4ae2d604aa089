"""The interpreter with what a site uses of it: Pyodide's exports all that a library may ask for, and few sites have one."""

from .interpreter import lean_interpreter
from .module import ModuleError
from .wishes import ANYTHING, Wishes, wishes_of

__all__ = ["ANYTHING", "ModuleError", "Wishes", "lean_interpreter", "wishes_of"]
