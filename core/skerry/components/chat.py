"""A conversation: messages that may still be growing, and what people do with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import RenderError
from ..events import ClearEvent, EditEvent, Event, LikeEvent, RetryEvent, SendEvent, UndoEvent
from ..handlers import listener
from ..session import current_session, focus
from ..view import Element, unique_id
from ..view import element as place
from .common import Style, attributes, length
from .content import markdown
from .semantic import Offers, check_handlers, converted, part_of, several, shows

__all__ = ["chat"]

_NAMES = {"user": "You", "assistant": "Assistant", "system": "System"}


def chat(
    messages: Iterable[Any],
    *,
    label: str = "Conversation",
    on_send: Any = None,
    on_stop: Any = None,
    on_like: Any = None,
    on_retry: Any = None,
    on_undo: Any = None,
    on_edit: Any = None,
    on_clear: Any = None,
    on_change: Any = None,
    busy: bool = False,
    height: str | float | None = "28rem",
    placeholder: str = "Write a message",
    names: Mapping[str, str] | None = None,
    empty: str = "Nothing has been said yet",
    key: Any = None,
    class_: str = "",
    style: Style | None = None,
    **rest: Any,
) -> Element:
    """A conversation: ``sk.chat(state.messages, on_send=answer, busy=sk.running(answer))``.

    messages: dicts, or objects, with ``role`` (user, assistant or system) and ``content`` (Markdown; it may grow while it is
    shown). on_send: a message was written, a ``SendEvent`` with its text as ``value``; Enter sends, Shift+Enter begins a line.
    on_stop: most often ``sk.cancel(answer)``: as long as it is ``busy``, a button for that stands where the one to send does.
    on_like, on_retry, on_undo, on_edit, on_clear: each puts its button to the messages that it is for, and gets an event with
    ``index`` and ``value`` of the message (``LikeEvent``, ``RetryEvent``, ``UndoEvent``, ``EditEvent``, ``ClearEvent``); the
    handler changes the messages, this only asks. on_change: what is shown is another thing, whoever has changed it: a
    ``ChangeEvent`` with the messages as ``value``. A ``liked`` of a message is shown. busy: an answer is on its way. names: what
    the roles are called. For ``sk.on(chat.like, ...)`` instead of ``on_like=``, pass an empty list there, so that the buttons
    are shown. height: of the part that scrolls; it stays at the end while it is there. empty: what stands there without messages.

    Raises ``RenderError`` for a message without role or content.
    """
    messages = list(messages)
    shown = [_message(one, number) for number, one in enumerate(messages)]
    check_handlers(like=on_like, retry=on_retry, undo=on_undo, edit=on_edit, clear=on_clear)
    called = {**_NAMES, **(names or {})}
    id = unique_id()
    offers = Offers("send", "like", "retry", "undo", "edit", "clear")
    attrs, on = attributes("sk-chat", class_, style, rest, role="group", **{"aria-label": label})
    made = place("section", key=key, attrs=attrs, on=on)
    with made:
        if on_clear is not None and shown:
            texts = [text for _, text, _ in shown]
            clear = _button("Clear", "Clear the conversation", offers, "clear", on_clear, ClearEvent, value=texts)
            clear.attrs = {**clear.attrs, "class": "sk-button sk-quiet sk-chat-clear"}
        scroll = {"class": "sk-chat-scroll", "tabindex": 0, "role": "region", "style": {"max-height": length(height)}}
        with place("div", attrs={**scroll, "aria-label": f"{label}: messages"}):
            if not shown and empty:
                place("p", empty, key="empty", attrs={"class": "sk-chat-empty"})
            log = {"class": "sk-chat-log", "role": "log", "aria-busy": str(busy).lower(), "aria-relevant": "additions"}
            with place("div", attrs=log), place("ol"):
                for number, (role, text, liked) in enumerate(shown):
                    last = number == len(shown) - 1
                    with place("li", key=number, attrs={"class": f"sk-chat-message sk-chat-{role}"}):
                        place("span", called.get(role, role), attrs={"class": "sk-chat-name"})
                        if on_edit is not None and role == "user" and _editing(id) == (number, text):
                            _editor(id, number, text, offers, on_edit)
                        else:
                            markdown(text, class_="sk-chat-text")
                            if busy and last:
                                place("span", attrs={"class": "sk-chat-growing", "aria-hidden": "true"})
                            with place("div", attrs={"class": "sk-chat-actions"}):
                                if role == "assistant" and on_like is not None and not (busy and last):
                                    _likes(number, text, liked, offers, on_like)
                                if role == "assistant" and last and not busy and on_retry is not None:
                                    _button("↻", "Answer again", offers, "retry", on_retry, RetryEvent, index=number, value=text)
                                if role == "user" and not busy and on_undo is not None:
                                    _button("↶", "Take back", offers, "undo", on_undo, UndoEvent, index=number, value=text)
                                if role == "user" and not busy and on_edit is not None:
                                    _edit_button(id, number, text)
        if on_send is not None:
            _composer(id, placeholder, label, busy, offers, on_send, on_stop)
    made.offers = offers.by_name
    shows(made, tuple(shown), messages, on_change)
    return made


def _message(one: Any, number: int) -> tuple[str, str, bool | None]:
    def read(name: str) -> Any:
        return one.get(name) if isinstance(one, Mapping) else getattr(one, name, None)

    role, content = read("role"), read("content")
    if not isinstance(role, str) or content is None:
        what = "a message has a role (user, assistant, system) and a content"
        raise RenderError(f"sk.chat(): message {number} is {one!r:.60}; {what}")
    liked = read("liked")
    return role, str(content), liked if isinstance(liked, bool) else None


def _button(text: str, label: str, offers: Offers, name: str, on: Any, cls: type[Event], **fields: Any) -> Element:
    def make(event: Event) -> Event:
        return cls(**{"type": name, "key": event.key, "target": event.target, **fields})

    attrs = {"class": "sk-button sk-quiet sk-chat-action", "type": "button", "aria-label": label, "title": label}
    made = place("button", text, key=name, attrs=attrs, on={"click": converted(on, name, make)})
    offers.add(name, made, "click", make)
    return made


def _likes(number: int, text: str, liked: bool | None, offers: Offers, on: Any) -> None:
    for value, sign, label in ((True, "👍", "Good answer"), (False, "👎", "Bad answer")):
        new = None if liked is value else value
        made = _button(sign, label, offers, "like", on, LikeEvent, index=number, value=text, liked=new)
        made.key = f"like {value}"
        made.attrs = {**made.attrs, "aria-pressed": str(liked is value).lower()}


def _editing(id: str) -> tuple[int, str] | None:
    """Which message is edited, and its text: once another one stands in its place, it is none."""
    found: tuple[int, str] | None = current_session().memory.get(f"{id} editing")
    return found


def _edit_button(id: str, number: int, text: str) -> None:
    def edit() -> None:
        current_session().memory[f"{id} editing"] = (number, text)
        focus((id, "editing"))

    attrs = {"class": "sk-button sk-quiet sk-chat-action", "type": "button", "aria-label": "Edit", "title": "Edit"}
    place("button", "✎", key=(id, "edit", number), attrs=attrs, on={"click": edit})


def _editor(id: str, number: int, text: str, offers: Offers, on: Any) -> None:
    def close() -> None:
        current_session().memory[f"{id} editing"] = None
        focus((id, "edit", number))

    def make(event: Any) -> Event:
        new = part_of(event.values, "message", str, "submit.values")
        return EditEvent(type="edit", key=event.key, target=event.target, index=number, previous=text, value=new)

    saved = [*converted(on, "edit", make), close]
    with place("form", key="editor", attrs={"class": "sk-chat-editor", "method": "dialog"}, on={"submit": saved}) as form:
        area = {"class": "sk-input sk-textarea", "name": "message", "aria-label": "Your message", "rows": 3, ".value": text}
        place("textarea", key=(id, "editing"), attrs=area, on={"keydown": listener(close, keys="Escape")})
        with place("div", attrs={"class": "sk-chat-actions"}):
            place("button", "Save", attrs={"class": "sk-button sk-primary", "type": "submit"})
            place("button", "Cancel", attrs={"class": "sk-button sk-quiet", "type": "button"}, on={"click": close})
    offers.add("edit", form, "submit", make)


def _composer(id: str, placeholder: str, label: str, busy: bool, offers: Offers, on: Any, on_stop: Any) -> None:
    def make(event: Any) -> Event | None:
        text = part_of(event.values, "message", str, "submit.values").strip()
        if not text or busy:
            return None
        current_session().command("clear", id=f"{id}-message")
        return SendEvent(type="send", key=event.key, target=event.target, value=text)

    with place("form", attrs={"class": "sk-chat-composer", "method": "dialog"}, on={"submit": converted(on, "send", make)}) as form:
        attrs = {"class": "sk-input sk-textarea", "name": "message", "id": f"{id}-message", "rows": 2, "data-sk-sends": True}
        place("textarea", attrs=attrs | {"placeholder": placeholder, "aria-label": f"{label}: {placeholder}"})
        if busy and on_stop is not None:
            stop = {"class": "sk-button sk-secondary", "type": "button"}
            place("button", "Stop", key="stop", attrs=stop, on={"click": several(on_stop)})
        else:
            place("button", "Send", attrs={"class": "sk-button sk-primary", "type": "submit", "disabled": busy or None})
    offers.add("send", form, "submit", make)
