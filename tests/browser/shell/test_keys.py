"""Keys: combinations, and what a key press does when handling it has moved the focus."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

KEYS = """
    import skerry as sk

    @sk.state
    class Pressed:
        keys: list[str] = []
        asking: bool = False

    def pressed(event: sk.KeyEvent, state: Pressed):
        state.keys.append(event.pressed)

    def ask(state: Pressed):
        state.asking = True

    @sk.page("/")
    def home(state: Pressed):
        keys = sk.listener(pressed, keys=["+", "Ctrl++", "?", "A", "Shift+A", "Escape"])
        sk.element("input", aria_label="Field", on_key_down=keys)
        sk.element("p", " ".join(state.keys), key="seen", class_="seen")
        sk.element("div", "Ask", role="button", tabindex=0, on_enter=ask)
        with sk.dialog("Sure?", bind=sk.ref(state).asking):
            sk.text("It is up to you.")
"""


def test_combinations_of_keys(lab: Page, mount: Callable[..., None]) -> None:
    mount(KEYS)
    field = lab.get_by_label("Field")
    for key in ("+", "a", "b", "Shift+A", "?", "Control+a", "Escape"):
        field.press(key)
    expect(lab.locator(".seen")).to_have_text("+ a A ? Escape")


def test_enter_that_opens_a_dialog_does_not_press_the_button_that_has_the_focus_there(
    lab: Page, mount: Callable[..., None]
) -> None:
    mount(KEYS)
    lab.get_by_role("button", name="Ask").press("Enter")
    dialog = lab.get_by_role("dialog", name="Sure?")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    lab.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(lab.get_by_role("button", name="Ask")).to_be_focused()
