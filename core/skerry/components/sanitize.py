"""HTML from elsewhere, made safe. One rule set, in Python, so that a page that is rendered ahead looks the same."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from ..view import SafeHTML

__all__ = ["sanitize"]

_TAGS: Final = frozenset(
    "abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 "
    "h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th "
    "thead time tr u ul var wbr a".split()
)
_ATTRIBUTES: Final[dict[str, tuple[str, ...]]] = {
    "*": ("class", "dir", "lang", "title"),
    "a": ("href",),
    "img": ("src", "alt", "width", "height", "loading"),
    "th": ("colspan", "rowspan", "scope"),
    "td": ("colspan", "rowspan"),
    "ol": ("start", "type"),
    "time": ("datetime",),
    "details": ("open",),
}
_LINKS: Final = ("http", "https", "mailto", "tel")
_GONE: Final = ("script", "style", "template", "iframe", "object", "embed", "noscript", "title", "svg", "math")


def sanitize(text: str) -> SafeHTML:
    """The text with what cannot do harm: no code, no styles, no forms, no frames, links and images by http(s) or relative.

    What is not allowed is left out, its text stays; scripts and styles go with theirs.
    """
    from justhtml import JustHTML  # only apps that show HTML pay for it

    document = JustHTML(text, fragment=True, sanitize=True, policy=_policy())
    return SafeHTML(document.to_html(pretty=False))


@cache
def _policy() -> Any:
    from justhtml import SanitizationPolicy, UrlPolicy, UrlRule

    link = UrlRule(allow_fragment=True, resolve_protocol_relative="https", allowed_schemes=frozenset(_LINKS), handling="allow")
    image = UrlRule(resolve_protocol_relative="https", allowed_schemes=frozenset({"http", "https"}), handling="allow")
    return SanitizationPolicy(
        allowed_tags=_TAGS,
        allowed_attributes={tag: frozenset(names) for tag, names in _ATTRIBUTES.items()},
        url_policy=UrlPolicy(allow_rules={("a", "href"): link, ("img", "src"): image}),
        drop_content_tags=frozenset(_GONE),
        force_link_rel=frozenset({"noopener", "nofollow", "ugc"}),
    )
