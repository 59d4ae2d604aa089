"""Sources that are newer than this Python: template strings are read by the page's."""

from __future__ import annotations

import ast

import pytest

from skerry_toolchain.parsing import parse

NEWER = '''import os
def page(rows):
    for row in rows:
        template(t"""
            <p class={row.kind} title="é">{
                t"<b>{row.name!r:>{width}}</b>"
            }</p>
        """)
    return t"", t'{os.sep}'

import json
'''


def test_what_is_in_template_strings_is_read_at_its_lines() -> None:
    tree = parse(NEWER)
    assert [(node.names[0].name, node.lineno) for node in tree.body if isinstance(node, ast.Import)] == [("os", 1), ("json", 11)]
    read = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert {"row.kind", "row.name", "os.sep"} <= read


def test_what_is_no_python_anywhere_is_an_error() -> None:
    with pytest.raises(SyntaxError):
        parse("def page(:")
