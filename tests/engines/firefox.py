"""Firefox as it is installed, with a profile of its own, over WebDriver BiDi: JSON over a WebSocket."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from websockets.sync.client import ClientConnection, connect

from ..browser.conftest import SETTINGS
from .persons import KEYS, PATIENCE, Person, key_presses, until

__all__ = ["firefox"]

LISTENS: Final = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
PREFERENCES: Final = {
    "focusmanager.testmode": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}
"""The first: its window counts as the one in front, which keys go to, though nobody sees it."""

# Where the pointer has to go for an element that is in view.
PLACE: Final = """
const found = [...document.querySelectorAll(given[0])].find((one) => one.textContent.includes(given[1]));
found.scrollIntoView({ block: "center", behavior: "instant" });
const { x, y, width, height } = found.getBoundingClientRect();
return [Math.round(x + width / 2), Math.round(y + height / 2)];
"""


@contextmanager
def firefox(path: str) -> Iterator[Person]:
    """A person with a window of their own."""
    with TemporaryDirectory() as profile:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
        Path(profile, "user.js").write_text("".join(lines))
        log = Path(profile, "said")
        command = [path, "--remote-debugging-port=0", "--profile", profile, "--no-remote", "about:blank"]
        with log.open("w") as said:
            process = subprocess.Popen([*command, *["--headless"] * SETTINGS.HEADLESS], stdout=said, stderr=said)
        try:
            until(lambda: LISTENS.search(log.read_text()), "Firefox listens")
            found = LISTENS.search(log.read_text())
            assert found is not None
            with connect(f"{found[1]}/session", max_size=None, open_timeout=PATIENCE) as connection:
                yield _Firefox(connection)
        finally:
            process.terminate()
            process.wait()


class _Firefox:
    """A session, with a tab of its own: the first one never gets the focus."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.numbers = count(1)
        self.ask("session.new", capabilities={})
        self.context = self.ask("browsingContext.create", type="tab")["context"]
        self.ask("browsingContext.setViewport", context=self.context, viewport=SETTINGS.VIEWPORT)

    def ask(self, method: str, **params: Any) -> Any:
        number = next(self.numbers)
        self.connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self.connection.recv(timeout=PATIENCE))).get("id") != number:
            pass
        assert answer["type"] == "success", answer
        return answer["result"]

    def open(self, url: str) -> None:
        self.ask("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, script: str, *given: Any) -> Any:
        function = f"async (text) => {{ const given = JSON.parse(text); return JSON.stringify((await (async () => {{ {script} }})()) ?? null) }}"
        answer = self.ask(
            "script.callFunction",
            functionDeclaration=function,
            awaitPromise=True,
            target={"context": self.context},
            arguments=[{"type": "string", "value": json.dumps(given)}],
            userActivation=True,
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def click(self, css: str, text: str = "") -> None:
        x, y = self.run(PLACE, css, text)
        steps = [{"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._perform({"type": "pointer", "id": "pointer", "actions": steps})

    def type(self, text: str) -> None:
        self._perform(key_presses(text))

    def press(self, key: str) -> None:
        self._perform(key_presses(KEYS[key]))

    def _perform(self, actions: dict[str, Any]) -> None:
        self.ask("input.performActions", context=self.context, actions=[actions])
