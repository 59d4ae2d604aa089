"""Runs in the interpreter that becomes a snapshot: imports what apps start with, does once what every page does, and clears up.

The last expression gives, as JSON, what is in it.
"""

import gc
import importlib
import json
import linecache
import pkgutil
import random
import sys

SKERRY = """
js skerry skerry_browser.bridge skerry_browser.equipment skerry_browser.restored skerry_browser.unread
""".split()

# Of the standard library: what apps import most, and is not too large.
COMMON = """
asyncio base64 bisect calendar collections contextlib copy csv dataclasses datetime decimal enum fractions functools hashlib
heapq html io itertools json logging math numbers operator os pathlib random re secrets statistics string struct tempfile textwrap
time traceback types typing unicodedata urllib.parse uuid weakref zoneinfo _strptime
""".split()


def prepare():
    for name in [*SKERRY, *COMMON]:
        importlib.import_module(name)


def clear(library):
    """What the making has left behind."""
    sys.stdin.buffer.read(sys.stdin.buffer.raw.readinto(bytearray(1)) and 2**17)
    linecache.clearcache()
    sys.modules["skerry_browser.unread"].forget(library)
    sys.modules["skerry_browser.restored"].hasten()
    random.seed(0)
    gc.collect()
    gc.freeze()


def contents():
    loaded = sorted(sys.modules.keys() - {"__main__"})
    packages = [sys.modules[name] for name in loaded if hasattr(sys.modules[name], "__path__")]
    inside = {f"{package.__name__}.{found.name}" for package in packages for found in pkgutil.iter_modules(package.__path__)}
    library = next(path for path in sys.path if path.endswith(".zip") and "python" in path)
    return {"modules": loaded, "absent": sorted(inside - set(loaded)), "library": library}


prepare()
found = contents()
clear(found["library"])
json.dumps(found)
