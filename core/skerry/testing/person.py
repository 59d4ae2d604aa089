"""What a person does on a model page, as the events that the shell would send for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..protocol import EVENT, Message
from .dom import Document, ModelNode

__all__ = ["Person"]

_CHECKS = ("checkbox", "radio")
_FIELDS = ("input", "select", "textarea")
Deliver = Callable[[Message], None]
Later = Callable[[float, Callable[[], None]], Any]


class Person:
    """Turns gestures into event messages: bubbling, the listeners' options and the browser's default actions."""

    def __init__(self, document: Document, deliver: Deliver, later: Later) -> None:
        self._document = document
        self._deliver = deliver
        self._later = later
        self.focused: ModelNode | None = None
        self._listed: dict[int, list[dict[str, Any]]] = {}
        self._sequence = 0
        self._patch = 0
        self._waiting: dict[tuple[int, int], tuple[Any, Callable[[], None]]] = {}

    # Gestures

    def click(self, node: ModelNode) -> None:
        control = _control(node) if node.tag == "label" else None
        if control is not None:
            self.click(control)
            return
        if _disabled(node):
            raise AssertionError(f"{node!r} is disabled, so it cannot be clicked")
        if _focusable(node):
            self.focus(node)
        prevented = self.dispatch(node, "click", {"x": 0, "y": 0, "button": 0, "detail": 1})
        if not prevented:
            self._default_click(node)

    def fill(self, node: ModelNode, value: str) -> None:
        if _disabled(node):
            raise AssertionError(f"{node!r} is disabled, so it cannot be filled")
        self.focus(node)
        node.props["value"] = value
        self.dispatch(node, "input", {"value": value})
        self.dispatch(node, "change", {"value": value})

    def focus(self, node: ModelNode) -> None:
        """Move the focus; both ends hear of it."""
        before = self.focused
        if before is node:
            return
        self.focused = node
        if before is not None and before.id in self._document.nodes:
            self._dispatch_focus(before, "blur", "focusout")
        self._dispatch_focus(node, "focus", "focusin")

    def _dispatch_focus(self, node: ModelNode, name: str, bubbling: str) -> None:
        payload = {"value": _value(node)} if node.tag in _FIELDS else {}
        self.dispatch(node, name, dict(payload), bubbles=False)
        self.dispatch(node, bubbling, payload)

    def attach(self, node: ModelNode, files: list[dict[str, Any]]) -> None:
        """Choose files in a file field or a drop zone, or drop them on another element."""
        zone = node if node.tag == "sk-upload" else _above(node, "sk-upload")
        if node.tag == "sk-microphone":
            self.dispatch(node, "upload", {"files": files}, bubbles=False)
        elif zone is not None:
            self._upload(zone, files)
        elif node.attrs.get("type") == "file":
            payload = {"value": f"C:\\fakepath\\{files[0]['name']}", "files": files}
            self.dispatch(node, "input", dict(payload))
            self.dispatch(node, "change", payload)
        elif node.tag == "input":
            raise AssertionError(f"{node!r} is no file field")
        else:
            self.dispatch(node, "drop", {"files": files})

    def _upload(self, zone: ModelNode, files: list[dict[str, Any]]) -> None:
        """What js/widgets/upload.js does with files that are chosen."""
        control = next(n for n in zone.walk() if n.attrs.get("type") == "file")
        if _disabled(control):
            raise AssertionError(f"{control!r} is disabled, so it takes no files")
        several = "multiple" in control.attrs
        listed = self._listed.setdefault(zone.id, []) if several else []
        most = int(zone.attrs.get("max-files", len(listed) + len(files))) if several else 1
        for file in files:
            wrong = _misfit(file, control.attrs.get("accept", ""), zone.attrs.get("max-size"))
            if wrong:
                raise AssertionError(f"{control!r} refuses it: {wrong}")
        if len(listed) + len(files) > most:
            raise AssertionError(f"{control!r} refuses it: only {most} file{'s fit' if most > 1 else ' fits'} here")
        self._listed[zone.id] = [*listed, *files]
        self.dispatch(zone, "upload", {"files": files}, bubbles=False)

    def take_out(self, node: ModelNode, name: str) -> None:
        """Press the remove button of a file in a drop zone's list."""
        zone = node if node.tag == "sk-upload" else _above(node, "sk-upload")
        listed = self._listed.get(zone.id, []) if zone is not None else []
        names = [file["name"] for file in listed]
        if zone is None or name not in names:
            raise AssertionError(f"{name!r} is not in the list of {node!r}: {names}")
        index = names.index(name)
        self.dispatch(zone, "delete", {"index": index, "files": [listed.pop(index)]}, bubbles=False)

    def empty(self, node: int) -> None:
        """What the page does where an app takes out the files of a component."""
        self._listed.pop(node, None)
        if node in self._document.nodes:
            self._document.nodes[node].props["value"] = ""

    def on_widget(self, node: ModelNode, tag: str, name: str, payload: dict[str, Any]) -> None:
        """An event of an element of our own, which is the node, inside it or around it."""
        found = next((n for n in node.walk() if n.tag == tag), None) or _above(node, tag)
        if found is None:
            raise AssertionError(f"{node!r} has no <{tag}>")
        self.dispatch(found, name, payload, bubbles=False)

    def choose(self, node: ModelNode, values: list[str]) -> None:
        """Select options of a list by their values."""
        node.props["value"] = values[0] if values else ""
        node.props["values"] = values
        payload: dict[str, Any] = {"value": node.props["value"]}
        if "multiple" in node.attrs or node.props.get("multiple"):
            payload["values"] = values
        self.dispatch(node, "input", dict(payload))
        self.dispatch(node, "change", payload)

    def press_anywhere(self, key: str) -> None:
        """A key combination while nothing has the focus."""
        self.outside("keydown", _pressed(key))
        self.outside("keyup", _pressed(key))

    def press(self, node: ModelNode, key: str) -> None:
        """A key combination such as "Enter" or "Ctrl+K"."""
        if _focusable(node):
            self.focus(node)
        payload = {**_pressed(key), "value": str(node.props.get("value", ""))}
        pressed = payload["pressed"]
        prevented = self.dispatch(node, "keydown", payload)
        if not (node.tag in _FIELDS and _types_character(payload)):
            prevented = self.outside("keydown", payload) or prevented
        if pressed == "Enter" and not prevented:
            self._default_enter(node)
        self.dispatch(node, "keyup", payload)

    def submit(self, form: ModelNode) -> None:
        self.dispatch(form, "submit", {"values": dict(_fields(form))})

    # Events

    def dispatch(self, target: ModelNode, name: str, payload: dict[str, Any], *, bubbles: bool = True) -> bool:
        """Send an event to the listeners on a node and those around it; True where one prevents the default."""
        prevented = False
        self._patch = self._document.patch  # all that hear it hear it of the page as it is now
        node: ModelNode | None = target
        while node is not None:
            for number in list(node.specs):
                spec = self._document.specs[number]
                if spec["e"] == name and not spec["o"].get("at") and self._wants(spec["o"], node is target, payload):
                    prevented = prevented or bool(spec["o"].get("prevent_default"))
                    known = {**payload, **({"is_target": node is target} if name == "click" else {})}
                    self._send(node.id, number, {} if spec["o"].get("bare") else known)
                    if spec["o"].get("stop_propagation"):
                        return prevented
            node = node.parent if bubbles else None
        return prevented

    def outside(self, name: str, payload: dict[str, Any]) -> bool:
        """Something that happened to the window; True where a listener prevents the default."""
        prevented = False
        self._patch = self._document.patch
        for node in list(self._document.root.walk()):
            for number in list(node.specs):
                spec = self._document.specs[number]
                if spec["e"] == name and spec["o"].get("at") == "window" and self._wants(spec["o"], True, payload):
                    prevented = prevented or bool(spec["o"].get("prevent_default"))
                    self._send(node.id, number, payload)
        return prevented

    def flush(self, but: tuple[int, str] | None = None) -> None:
        """Send what a debounce still holds back, but for other listeners to this event of this element."""
        for (node, number), (handle, send) in list(self._waiting.items()):
            if but != (node, self._document.specs[number]["e"]):
                handle.cancel()
                send()

    def _wants(self, options: dict[str, Any], on_target: bool, payload: dict[str, Any]) -> bool:
        if options.get("target_only") and not on_target:
            return False
        keys = options.get("keys")
        if not keys or ("Character" in keys and _types_character(payload)):
            return True
        return _combination(payload).lower() in map(str.lower, keys)

    def _send(self, node: int, number: int, payload: dict[str, Any]) -> None:
        spec = self._document.specs[number]
        wait = spec["o"].get("debounce_ms")
        message = self._message(node, spec, payload)
        if wait is None:
            self.flush(but=(node, spec["e"]))
            self._deliver(message)
            return
        place = (node, number)
        if place in self._waiting:
            self._waiting.pop(place)[0].cancel()

        def send() -> None:
            self._waiting.pop(place, None)
            self._deliver({**message, "p": self._document.patch})

        self._waiting[place] = (self._later(wait / 1000, send), send)

    def _message(self, node: int, spec: dict[str, Any], payload: dict[str, Any]) -> Message:
        self._sequence += 1
        inside = self._document.inside.get(node)
        return {
            "t": EVENT, "n": node, **({"i": inside} if inside else {}), "e": spec["e"], "h": spec["h"],
            "p": self._patch, "s": self._sequence, "d": payload,
        }  # fmt: skip

    # What the browser does by itself

    def _default_click(self, node: ModelNode) -> None:
        kind = node.attrs.get("type", "submit" if node.tag == "button" else "")
        if node.tag == "input" and kind in _CHECKS:
            self._tick(node, kind)
        elif node.tag in ("button", "input") and kind == "submit":
            form = _above(node, "form")
            if form is not None:
                self.submit(form)
        elif node.tag == "summary" and node.parent is not None:
            details = node.parent
            details.props["open"] = not details.props.get("open", "open" in details.attrs)
            self.dispatch(details, "toggle", {"open": details.props["open"]}, bubbles=False)

    def _tick(self, node: ModelNode, kind: str) -> None:
        if kind == "radio":
            form: ModelNode = _above(node, "form") or self._document.root
            for other in form.walk():
                if other.attrs.get("type") == "radio" and other.attrs.get("name") == node.attrs.get("name"):
                    other.props["checked"] = False
        node.props["checked"] = True if kind == "radio" else not node.props.get("checked", "checked" in node.attrs)
        payload = {"checked": node.props["checked"], "value": _value(node, "on")}
        self.dispatch(node, "input", dict(payload))
        self.dispatch(node, "change", payload)

    def _default_enter(self, node: ModelNode) -> None:
        form = _above(node, "form")
        if (node.tag == "input" and form is not None) or ("data-sk-sends" in node.attrs and form is not None):
            self.submit(form)
        elif node.tag in ("button", "a", "summary"):
            self.click(node)


def _control(label: ModelNode) -> ModelNode | None:
    return next((n for n in label.walk() if n.tag in ("input", "select", "textarea", "button")), None)


def _focusable(node: ModelNode) -> bool:
    return node.tag in (*_FIELDS, "button", "summary") or "tabindex" in node.attrs or (node.tag == "a" and "href" in node.attrs)


def _disabled(node: ModelNode) -> bool:
    above: ModelNode | None = node
    while above is not None:
        if ("disabled" in above.attrs or above.props.get("disabled")) and (above is node or above.tag == "fieldset"):
            return True
        above = above.parent
    return False


def _misfit(file: dict[str, Any], accept: str, limit: str | None) -> str:
    """Why a drop zone refuses a file; nothing where it does not."""
    kinds = [kind.strip().lower() for kind in accept.split(",") if kind.strip()]
    if kinds and not any(
        file["name"].lower().endswith(kind) if kind[0] == "." else file["type"].startswith(kind.removesuffix("*")) for kind in kinds
    ):
        return f"{file['name']} is not of a kind that fits here: {', '.join(kinds)}."
    if limit is not None and file["size"] > int(limit):
        return f"{file['name']} has {file['size']} bytes, and the limit is {limit} bytes."
    return ""


def _above(node: ModelNode, tag: str) -> ModelNode | None:
    above = node.parent
    while above is not None and above.tag != tag:
        above = above.parent
    return above


def _value(node: ModelNode, default: str = "") -> str:
    return str(node.props.get("value", node.attrs.get("value", default)))


def _fields(form: ModelNode) -> Iterator[tuple[str, str]]:
    for node in form.walk():
        name = node.attrs.get("name")
        if not name or node.tag not in ("input", "select", "textarea"):
            continue
        if node.attrs.get("type") in _CHECKS and not node.props.get("checked", "checked" in node.attrs):
            continue
        yield name, _value(node, "on" if node.attrs.get("type") in _CHECKS else "")


def _types_character(payload: dict[str, Any]) -> bool:
    return len(payload.get("pressed", "")) == 1 and not any(payload.get(name) for name in ("ctrl", "alt", "meta"))


def _pressed(key: str) -> dict[str, Any]:
    *held, pressed = key.replace("Control+", "Ctrl+").split("+") if key != "+" else [key]
    return {**{name.lower(): True for name in held}, "pressed": pressed, "code": pressed}


def _combination(payload: dict[str, Any]) -> str:
    """A key event as the listeners' ``keys`` option writes it."""
    held = [name.title() for name in ("ctrl", "alt", "shift", "meta") if payload.get(name)]
    return "+".join([*held, payload.get("pressed", "")])
