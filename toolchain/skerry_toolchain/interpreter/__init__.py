"""The page's Python on this machine: Pyodide on Node, for what a tool has to ask the interpreter that an app will run in."""

from .node import node_command
from .process import Interpreter, InterpreterError

__all__ = ["Interpreter", "InterpreterError", "node_command"]
