"""The examples of docs/events.md: each a program, and what a person does with it and sees, in sentences.

    - Click `Go`. It shows `done`.

The same sentences are followed on CPython with ``skerry.testing`` and in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

__all__ = ["Example", "Person", "examples", "follow"]

PAGE = Path(__file__).parents[1] / "docs" / "events.md"


class Example(NamedTuple):
    """name: its heading; source: the program; lines: the sentences, one list item each."""

    name: str
    source: str
    lines: tuple[str, ...]


class Person(Protocol):
    """Who follows the sentences."""

    def click(self, name: str) -> None: ...
    def type(self, text: str, name: str) -> None: ...
    def press(self, key: str, name: str) -> None: ...
    def tick(self, name: str) -> None: ...
    def choose(self, option: str, name: str) -> None: ...
    def give(self, file: str, content: str, name: str) -> None: ...
    def wait(self, seconds: float) -> None: ...
    def sees(self, text: str) -> None: ...
    def sees_not(self, text: str) -> None: ...
    def told(self, text: str) -> None: ...
    def logged(self, text: str, handler: str) -> None: ...
    def beside(self, file: str, content: str) -> None: ...
    def calls(self, name: str, arguments: str, answer: str) -> None: ...


def examples(path: Path = PAGE) -> Iterator[Example]:
    """Every program of the page that is followed by a list of sentences."""
    text = path.read_text("utf-8")
    for found in re.finditer(r"```python\n(.*?)```\n\n((?:- [^\n]*\n(?:  [^\n]*\n)*)*)", text, re.DOTALL):
        heading = re.findall(r"^##+ (.*)$", text[: found.start()], re.MULTILINE)[-1]
        items = re.split(r"^- ", found[2], flags=re.MULTILINE)[1:]
        yield Example(heading, found[1], tuple(" ".join(item.split()) for item in items))


_SENTENCES = {
    r"Click `(.+?)`": lambda person, name: person.click(name),
    r"Type `(.*?)` into `(.+?)`": lambda person, text, name: person.type(text, name),
    r"Press `(.+?)` in `(.+?)`": lambda person, key, name: person.press(key, name),
    r"Tick `(.+?)`": lambda person, name: person.tick(name),
    r"Choose `(.+?)` in `(.+?)`": lambda person, option, name: person.choose(option, name),
    r"Give `(.+?)` with `(.*?)` to `(.+?)`": lambda person, file, content, name: person.give(file, content, name),
    r"Wait (?:a|([\d.]+)) seconds?": lambda person, seconds: person.wait(float(seconds or 1)),
    r"It shows `(.+?)`": lambda person, text: person.sees(text),
    r"It does not show `(.+?)`": lambda person, text: person.sees_not(text),
    r"A message says `(.+?)`": lambda person, text: person.told(text),
    r"The log says `(.+?)`, by `(.+?)`": lambda person, text, handler: person.logged(text, handler),
    r"The file `(.+?)` holds `(.+?)`": lambda person, file, content: person.beside(file, content),
    r"The page calls `(.+?)` with `(.+?)` and gets `(.+?)`": lambda person, *call: person.calls(*call),
}


def follow(example: Example, person: Person) -> None:
    """Do and check what the sentences say."""
    assert example.lines, f"{example.name}: the example is followed by no sentences"
    for line in example.lines:
        for sentence in re.split(r"(?<=`)\. |(?<=second)\. |(?<=seconds)\. ", line.removesuffix(".")):
            for pattern, act in _SENTENCES.items():
                found = re.fullmatch(pattern, sentence)
                if found is not None:
                    act(person, *found.groups())  # type: ignore[no-untyped-call]
                    break
            else:
                raise AssertionError(f"{example.name}: nobody can follow {sentence!r}")
