"""HTML from elsewhere: what could do harm is gone, the rest stays."""

from __future__ import annotations

import re

import pytest

from skerry.components.sanitize import sanitize

HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" jav&#x09;ascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
    '<a href="vbscript:x">x</a><a href="data:text/html,<script>alert(1)</script>">y</a>',
    '<iframe src="https://example.org"></iframe><object data=x></object><embed src=x>',
    "<form action=https://example.org><input name=password><button>Send</button></form>",
    '<div style="position:fixed;inset:0">over everything</div>',
    "<style>body { display: none }</style><link rel=stylesheet href=x>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<base href=https://example.org><meta http-equiv=refresh content=0>",
    '<p id="config" name="config">clobber</p>',
    "<details ontoggle=alert(1) open>x</details>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<<script>script>alert(1)<</script>/script>",
    "<a href=//example.org/x target=_blank>x</a>",
]
FORBIDDEN = re.compile(
    r"<(script|style|svg|math|iframe|object|embed|form|input|button|link|meta|base|template)\b"
    r"|<[^>]*\s(on\w+|style|id|name|target|srcdoc)\s*=|<[^>]*(javascript|vbscript|data):",
    re.IGNORECASE,
)


@pytest.mark.parametrize("text", HARMFUL)
def test_what_could_do_harm_is_gone(text: str) -> None:
    made = sanitize(text)
    assert not FORBIDDEN.search(made), made
    assert sanitize(made) == made, "what is safe stays as it is"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<p>Hi <b>you</b></p>", "<p>Hi <b>you</b></p>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<p>left open", "<p>left open</p>"),
        ('<img src="pier.png" alt="The pier">', '<img src="pier.png" alt="The pier">'),
        ("<blink>old</blink>", "old"),
        ('<td colspan="2">x</td>', "x"),
        ('<table><tr><td colspan="2">x</td></tr></table>', '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>'),
    ],
)
def test_the_rest_stays(text: str, made: str) -> None:
    assert sanitize(text) == made


def test_links_leave_without_handing_the_page_over() -> None:
    assert sanitize('<a href="https://example.org">x</a>') == '<a href="https://example.org" rel="nofollow noopener ugc">x</a>'
