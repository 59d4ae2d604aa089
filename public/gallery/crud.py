"""7GUIs, task 5: create, read, update and delete names, with a filter."""

from __future__ import annotations

from dataclasses import dataclass

import skerry as sk


@dataclass
class Person:
    name: str
    surname: str

    def __str__(self) -> str:
        return f"{self.surname}, {self.name}"


@sk.state
class People:
    everyone: dict[int, Person] = {1: Person("Hans", "Emil"), 2: Person("Max", "Mustermann"), 3: Person("Roman", "Tisch")}
    last: int = 3
    prefix: str = ""
    chosen: int | None = None
    name: str = ""
    surname: str = ""

    @sk.computed
    def shown(self) -> list[int]:
        """The numbers of those whose surname begins with the prefix."""
        prefix = self.prefix.strip().casefold()
        return [number for number, person in self.everyone.items() if person.surname.casefold().startswith(prefix)]

    @sk.computed
    def selected(self) -> int | None:
        """The chosen one, while the filter shows it."""
        return self.chosen if self.chosen in self.shown else None


def create(state: People):
    state.last += 1
    state.everyone[state.last] = Person(state.name.strip(), state.surname.strip())
    state.chosen = state.last


def update(state: People):
    state.everyone[state.selected] = Person(state.name.strip(), state.surname.strip())


def delete(state: People):
    del state.everyone[state.selected]
    state.chosen = None
