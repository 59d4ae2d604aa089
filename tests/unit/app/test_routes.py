"""Which page answers a path."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skerry.app import Page, Pages, normal_path, parse_route
from skerry.errors import AppError


def pages(*patterns: str) -> Pages:
    made = Pages()
    for pattern in patterns:
        made.add(Page(lambda: None, parse_route(pattern)))
    return made


@pytest.mark.parametrize(
    ("pattern", "path", "params"),
    [
        ("/", "/", {}),
        ("/", "/index.html", {}),
        ("/about", "/about/", {}),
        ("/about/", "/about", {}),
        ("/about", "/about/index.html?x=1#y", {}),
        ("/user/{name}", "/user/ann%20lee", {"name": "ann lee"}),
        ("/user/{name}", "/user/a%2Fb", {"name": "a/b"}),
        ("/user/{id:int}", "/user/-7", {"id": -7}),
        ("/at/{x:float}/{y:float}", "/at/1.5/-2", {"x": 1.5, "y": -2.0}),
        ("/files/{rest:path}", "/files/a/b/c.txt", {"rest": "a/b/c.txt"}),
        ("/files/{rest:path}", "/files/", None),
        ("/report-{year:int}.html", "/report-2026.html", {"year": 2026}),
        ("/{a}-{b}", "/x-y", {"a": "x", "b": "y"}),
        ("/user/{id:int}", "/user/ann", None),
        ("/user/{id:int}", "/user/7/edit", None),
        ("/user/{name}", "/user", None),
        ("/a.b", "/axb", None),
        ("/about", "/About", None),
    ],
)
def test_matching(pattern, path, params):
    assert parse_route(pattern).match(normal_path(path)) == params


def test_the_more_particular_page_answers():
    patterns = ["/{rest:path}", "/{x}", "/{x:float}", "/{x:int}", "/new", "/{x}/edit", "/new/{y}"]
    for order in (patterns, patterns[::-1]):
        made = pages(*order)
        found = {
            path: made.match(path).page.path
            for path in ("/new", "/7", "/7.5", "/x", "/x/y/z", "/new/edit", "/q/edit")
        }
        assert found == {
            "/new": "/new",
            "/7": "/{x:int}",
            "/7.5": "/{x:float}",
            "/x": "/{x}",
            "/x/y/z": "/{rest:path}",
            "/new/edit": "/new/{y}",
            "/q/edit": "/{x}/edit",
        }


def test_no_page():
    with pytest.raises(AppError) as caught:
        pages("/", "/about").match("/abuot")
    assert str(caught.value) == "there is no page at '/abuot'. Did you mean '/about'? The pages: /, /about"


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("about", "begins with '/'"),
        (3, "begins with '/'"),
        ("/{id:integer}", "no type 'integer'"),
        ("/{id:itn}", "Did you mean 'int'"),
        ("/{1x}", "must be a Python name"),
        ("/{}", "must be a Python name"),
        ("/{x}/{x}", "two parameters are named 'x'"),
        ("/{x", "a brace stands alone"),
        ("/x}", "a brace stands alone"),
        ("/{x:path}/y", "stands alone at the end"),
        ("/a-{x:path}", "stands alone at the end"),
        ("/{x:path}/{y:path}", "stands alone at the end"),
    ],
)
def test_patterns_that_cannot_be(pattern, message):
    with pytest.raises(AppError, match=message):
        parse_route(pattern)


def test_building_a_path():
    route = parse_route("/user/{id:int}/{rest:path}")
    assert route.build(id=7, rest="a b/c") == "/user/7/a%20b/c"
    for values, message in (
        ({"id": 7}, "needs a value for rest"),
        ({"id": 7, "rest": "x", "rset": 3}, "no parameter 'rset'. Did you mean 'rest'"),
        ({"id": "x", "rest": "y"}, "cannot be made from"),
    ):
        with pytest.raises(AppError, match=message):
            route.build(**values)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(name=texts, number=st.integers(-(10**17), 10**17))
def test_what_is_built_is_matched(name, number):
    route = parse_route("/x/{name}/{number:int}")
    path = route.build(name=name, number=number)
    assert route.match(path) == {"name": name, "number": number}
    assert quote(path, safe="/%") == path


@given(st.text("/ab.?#"))
def test_normal_paths_stay_as_they_are(path):
    once = normal_path(path)
    assert normal_path(once) == once
    assert once.startswith("/")
