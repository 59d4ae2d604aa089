"""Reading an app's source, which may be newer than this Python: a page always has 3.14, and t-strings with it.

Where this Python cannot read a source, the page's own does, and gives it back with each template string as the tuple of what is in
its braces, on as many lines: what the tools look for (imports, pages, calls, names) is the same in it, at the same lines.
"""

from __future__ import annotations

import ast
import sys
from functools import cache
from typing import Final

from .interpreter import Interpreter

__all__ = ["parse"]

_WITH_TEMPLATES: Final = (3, 14)
_OLDER: Final = '''
import ast

class Older(ast.NodeTransformer):
    def visit_TemplateStr(self, node):
        values = [self.visit(part.value) for part in node.values if isinstance(part, ast.Interpolation)]
        return ast.Tuple(values, ast.Load())

def outermost(node):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.TemplateStr):
            yield child
        else:
            yield from outermost(child)

def older(text):
    """The text without template strings; None where it is no Python here either."""
    try:
        found = list(outermost(ast.parse(text)))
    except SyntaxError:
        return None
    data = text.encode()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in reversed(found):
        start = starts[node.lineno - 1] + node.col_offset
        stop = starts[node.end_lineno - 1] + node.end_col_offset
        breaks = data[start:stop].count(b"\\n")
        values = ", ".join(ast.unparse(one) for one in Older().visit(node).elts)
        data = data[:start] + f"({values}{',' if values else ''}{chr(10) * breaks})".encode() + data[stop:]
    return data.decode()

older(text)
'''


def parse(text: str, name: str = "<app>") -> ast.Module:
    """The syntax tree of an app's source. Raises ``SyntaxError``."""
    try:
        return ast.parse(text, name)
    except SyntaxError:
        older = None if sys.version_info >= _WITH_TEMPLATES else _older(text)
        if older is None:
            raise
    return ast.parse(older, name)


@cache
def _older(text: str) -> str | None:
    with Interpreter() as page:
        found: str | None = page.run(_OLDER, given={"text": text.replace("\r\n", "\n")})
    return found
