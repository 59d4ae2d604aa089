"""sk.element: what its arguments may be."""

from __future__ import annotations

import pytest

from skerry.testing import App, AppFailure


def shows(built: str) -> App:
    return App(source=f"import skerry as sk\n\ndef go(): ...\n\n@sk.page('/')\ndef home():\n    {built}\n")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("on_pointermove=go", "knows no event 'on_pointermove'. Did you mean 'on_pointer_move'?"),
        ("onclick=go", "knows no event 'onclick'. Did you mean 'on_click'?"),
        ("on_clik=go", "knows no event 'on_clik'. Did you mean 'on_click'?"),
        ("on_map_moved=go", "Events of custom elements go by their own names: on={'map-moved': ...}"),
    ],
)
def test_an_event_that_there_is_not_is_no_attribute(given: str, said: str) -> None:
    with pytest.raises(AppFailure) as failure:
        shows(f"sk.element('p', {given})")
    assert said in str(failure.value)


def test_attributes_that_begin_like_events() -> None:
    node = next(node for node in shows("sk.element('x-list', once='yes')").document.root.walk() if node.tag == "x-list")
    assert node.attrs["once"] == "yes"


@pytest.mark.parametrize(
    ("given", "method"),
    [
        ("on_submit=go", "dialog"),
        ("on={'submit': go}", "dialog"),
        ("on_submit=go, method='post'", "post"),
        ("on_submit=go, method=None", None),
        ("on_submit=go, action='/search'", None),
        ("on_reset=go", None),
    ],
)
def test_a_form_that_python_handles_is_sent_nowhere_by_the_browser_unless_it_says_so(given: str, method: str | None) -> None:
    node = next(node for node in shows(f"sk.element('form', {given})").document.root.walk() if node.tag == "form")
    assert node.attrs.get("method") == method
