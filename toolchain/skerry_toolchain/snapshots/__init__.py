"""Snapshots: the interpreter's memory with Skerry imported, from which a page starts Python in a fraction of the time.

key      what is in a snapshot, as one text: other sources, another key
store    the snapshots for the sources as they are now, made where there are none yet
maker/   runs on Node: boots Pyodide, imports, tidies its memory up, and writes what is in it

``python -m skerry_toolchain.snapshots`` makes them, which is how a wheel gets them.
"""

from .store import FLAVOURS, SnapshotError, find_snapshots, make_snapshots, modules_in, pages_read

__all__ = ["FLAVOURS", "SnapshotError", "find_snapshots", "make_snapshots", "modules_in", "pages_read"]
