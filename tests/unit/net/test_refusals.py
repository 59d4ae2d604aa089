"""What people are told when there is no answer."""

from __future__ import annotations

import pytest

from skerry.host import Request
from skerry.net import broken_off, took_too_long, unreachable
from skerry.net.request import origin_of, place_of

PAGE = "http://localhost:8000"
OTHER = Request("GET", "https://user:pw@api.example.com/v1?key=abc123#x", {"authorization": "Bearer abc123", "accept": "*/*"})
OWN = Request("GET", f"{PAGE}/data.json?key=abc123")
RELATIVE = Request("POST", "data.json?key=abc123")


def said(*args: object, **options: object) -> str:
    text = str(unreachable(*args, **options))  # type: ignore[arg-type]
    assert "abc123" not in text and "pw" not in text
    return text


def test_another_origin() -> None:
    text = said(OTHER, "Failed to fetch", page=PAGE)
    assert text.startswith("api.example.com could not be reached: GET https://api.example.com/v1 failed with 'Failed to fetch'.")
    assert "(CORS)" in text
    assert "'Access-Control-Allow-Origin: http://localhost:8000' and 'Access-Control-Allow-Headers: authorization'" in text


@pytest.mark.parametrize("request_", [OWN, RELATIVE])
def test_the_own_origin(request_: Request) -> None:
    text = said(request_, "Failed to fetch", page=PAGE)
    assert "localhost:8000" in text and "CORS" not in text and "server is running" in text


def test_the_policy_of_the_page() -> None:
    text = said(OTHER, "Failed to fetch", page=PAGE, policy=True)
    assert "connect-src 'self' https://api.example.com" in text and "CORS" not in text


def test_no_network() -> None:
    assert "is offline" in said(OTHER, "Failed to fetch", page=PAGE, online=False)


def test_no_page() -> None:
    assert "CORS" not in said(OTHER, "refused")


def test_others() -> None:
    assert "api.example.com" in str(broken_off(OTHER, "reset")) and "abc123" not in str(broken_off(OTHER, "reset"))
    assert "api.example.com" in str(took_too_long(OTHER, 1)) and "1 s" in str(took_too_long(OTHER, 1))


def test_what_a_request_shows_of_itself() -> None:
    assert "abc123" not in repr(Request("GET", "/a", {"authorization": "abc123"}, b"abc123"))


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Example.com:443/a?b", "https://example.com"),
        ("http://example.com:8000/", "http://example.com:8000"),
        ("http://example.com:80", "http://example.com"),
        ("/a", ""),
        ("a.json", ""),
        ("data:,x", ""),
    ],
)
def test_origins(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def test_an_address_that_is_none() -> None:
    assert place_of("http://[broken?key=1") == "http://[broken"
