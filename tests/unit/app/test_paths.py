"""Which addresses of a page a build renders."""

from __future__ import annotations

from typing import Any

import pytest

from skerry.app import App
from skerry.app.paths import listed_paths
from skerry.errors import AppError


def listed(pattern: str, paths: str) -> list[str]:
    source = f"import skerry as sk\n@sk.page({pattern!r}, paths={paths})\ndef home(**rest): pass\n"
    app = App.load("app.py", {"app.py": source.replace("(**rest)", "(" + ", ".join(_names(pattern)) + ")")})
    try:
        return [path for page in app.pages for path in listed_paths(page)]
    finally:
        app.unload()


def _names(pattern: str) -> list[str]:
    return [part.partition("}")[0].partition(":")[0] for part in pattern.split("{")[1:]]


@pytest.mark.parametrize(
    ("pattern", "paths", "expected"),
    [
        ("/boat/{name}", "['Tern', 'Red Kite']", ["/boat/Tern", "/boat/Red%20Kite"]),
        ("/boat/{name}", "lambda: (name for name in 'ab')", ["/boat/a", "/boat/b"]),
        ("/boat/{name}", "['/boat/Tern', 'Tern', {'name': 'Tern'}]", ["/boat/Tern"]),
        ("/item/{id:int}", "range(3)", ["/item/0", "/item/1", "/item/2"]),
        ("/{year:int}/{name}", "[(2026, 'a'), {'name': 'b', 'year': 2027}]", ["/2026/a", "/2027/b"]),
        ("/files/{name:path}", "['a/b.txt']", ["/files/a/b.txt"]),
        ("/boat/{name}", "None", []),
    ],
)
def test_addresses_are_whole_paths_or_values(pattern: str, paths: str, expected: list[str]) -> None:
    assert listed(pattern, paths) == expected


@pytest.mark.parametrize(
    ("pattern", "paths", "said"),
    [
        ("/boat/{name}", '["Tern", "index.html"]', "an address that ends in index.html is that of its folder, '/boat'"),
        ("/item/{id:int}", "['x']", "'x'"),
        ("/item/{id:int}", "['/boat/1']", "no address of '/item/{id:int}'"),
        ("/item/{id:int}", "[{'number': 1}]", "no parameter 'number'"),
        ("/{year:int}/{name}", "['2026']", "the parameters year, name"),
        ("/item/{id:int}", "'123'", "a list of addresses"),
        ("/item/{id:int}", "lambda: 3", "a list of addresses"),
        ("/item/{id:int}", "range(10**6)", "more than 20,000"),
        ("/item/{id}", "['..']", "'..'"),
        ("/", "['/']", "has one address"),
    ],
)
def test_what_does_not_fit_is_an_error_that_names_the_page_and_what_was_given(pattern: str, paths: Any, said: str) -> None:
    with pytest.raises(AppError) as caught:
        listed(pattern, paths)
    assert said in str(caught.value) and pattern in str(caught.value)


def test_an_async_function_is_refused() -> None:
    source = "import skerry as sk\nasync def all(): pass\n@sk.page('/{n:int}', paths=all)\ndef home(n): pass\n"
    app = App.load("app.py", {"app.py": source})
    with pytest.raises(AppError, match="neither async"):
        listed_paths(next(iter(app.pages)))
    app.unload()
