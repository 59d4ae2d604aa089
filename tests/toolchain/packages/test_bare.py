"""Sources without docstrings and comments: what is left means the same, and stands where it stood."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from skerry_toolchain.packages import SKERRYS, own_files
from skerry_toolchain.packages.bare import bare

OWN = {name: content for archive in SKERRYS for name, content in own_files(archive)}


@pytest.mark.parametrize(("source", "expected"), [
    ('"""Said."""\nx = 1\n', "\nx = 1\n"),
    ('"""Said\nin two lines."""  # noqa\nx = 1\n', "\n\nx = 1\n"),
    ('def f():\n    """Said."""\n    return 1\n', "def f():\n\n    return 1\n"),
    ('def f():\n    """Said."""\n', "def f():\n    pass\n"),
    ('def f(): "said"\n', "def f(): pass\n"),
    ('class A(B):\n    """Said\n    so."""\n', "class A(B):\n    pass\n\n"),
    ('X = 1\n"""What it is."""\n\ny = 2\n', "X = 1\n\n\ny = 2\n"),
    ("x = 1  # one\n# two\ny = 2\n", "x = 1\n\ny = 2\n"),
    ('x = "# no comment"  # one\n', 'x = "# no comment"\n'),
    ('x = """\n  # no comment  \n"""\n', 'x = """\n  # no comment  \n"""\n'),
    ('x = ("öä",  # one\n     "b")\n', 'x = ("öä",\n     "b")\n'),
    ('def f():\n    x = "value"\n    "no value"\n    return f"{x}"\n', 'def f():\n    x = "value"\n\n    return f"{x}"\n'),
    ('if x:\n    "nothing"\nelse:\n    "as well"\n', "if x:\n    pass\nelse:\n    pass\n"),
    ('@dataclass(slots=True)\nclass A:\n    """Said."""\n    x: int\n', '@dataclass(slots=True)\nclass A:\n    "-"\n    x: int\n'),
    ('"""Nothing else."""\n', "\n"),
    ("", ""),
])  # fmt: skip
def test_only_what_people_read_goes(source: str, expected: str) -> None:
    assert bare(source.encode()).decode() == expected


def test_f_strings_are_values() -> None:
    source = b'f"{print(1)}"\n'
    assert bare(source) == source


@pytest.mark.parametrize("name", OWN)
def test_what_is_left_of_our_own_modules_is_as_it_was(name: str) -> None:
    before, after = OWN[name], bare(OWN[name])
    assert after.count(b"\n") == before.count(b"\n")
    assert list(_places(ast.parse(after))) == list(_places(ast.parse(before)))
    assert ast.dump(_Told().visit(ast.parse(after))) == ast.dump(_Told().visit(ast.parse(before)))


def _places(tree: ast.Module) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(_Told().visit(tree)):
        if hasattr(node, "lineno"):
            yield type(node).__name__, node.lineno, node.col_offset


class _Told(ast.NodeTransformer):
    """Without statements that do nothing."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        value = node.value
        return None if isinstance(value, ast.Constant) and isinstance(value.value, str) else self.generic_visit(node)

    def visit_Pass(self, node: ast.Pass) -> None:
        return None
