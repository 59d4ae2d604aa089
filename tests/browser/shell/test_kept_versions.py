"""What several versions of an app have kept in one browser, beside one another."""

from __future__ import annotations

from playwright.sync_api import expect

from .test_keeping import NOTES, Open, Write, _click, _kept, _saved, _shows, context, visit, write  # noqa: F401

SECOND = NOTES.replace('persist="browser")', 'persist="browser", version=2)').replace(
    "    lines: list[str] = []\n",
    "    lines: list[str] = []\n\n    @classmethod\n    def migrate(cls, old, version):\n        return {'lines': old['lines']}\n",
)
BROKEN = SECOND.replace("old['lines']", "old['no such thing']")


def test_what_a_broken_migrate_left_is_back_with_a_mended_one_and_what_came_since_is_set_aside(visit: Open, write: Write) -> None:  # noqa: F811
    page = visit(write(NOTES, name="mended"))
    _click(page, "Add")
    _click(page, "Add")
    _saved(page, "app:Notes", 2)
    write(BROKEN, name="mended")
    page.reload()
    _shows(page, "0 lines")
    _click(page, "Add")
    _saved(page, "app:Notes", 1)
    page.reload()
    _shows(page, "1 lines")
    write(SECOND, name="mended")
    page.reload()
    _shows(page, "2 lines")
    expect(page.get_by_text("What this app kept at an earlier visit is here again")).to_be_visible()
    aside = [one for one in _kept(page) if one["aside"]]
    assert [(one["version"], "line 0" in one["text"], "line 1" in one["text"]) for one in aside] == [(2, True, False)]
    _click(page, "Add")
    _saved(page, "app:Notes", 3)
    page.reload()
    _shows(page, "3 lines")
    assert len(_kept(page)) == 3


def test_what_an_older_build_in_another_tab_keeps_later_is_said(visit: Open, write: Write) -> None:  # noqa: F811
    old = visit(write(NOTES, name="builds"))
    _click(old, "Add")
    _saved(old, "app:Notes", 1)
    new = visit(write(SECOND, name="builds"))
    _shows(new, "1 lines")
    _saved(new, "app:Notes", 1)
    for _ in range(2):
        _click(old, "Add")
    _saved(old, "app:Notes", 3)
    new.reload()
    _shows(new, "1 lines")
    expect(new.get_by_text("An older version of this app has kept something here later")).to_be_visible()
    _click(new, "Add")
    _saved(new, "app:Notes", 2)
    new.reload()
    _shows(new, "2 lines")
    expect(new.get_by_text("An older version of this app")).to_have_count(0)
    assert any("is not used" in text for text in new.logged)  # type: ignore[attr-defined]
