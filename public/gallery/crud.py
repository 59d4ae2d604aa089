"""Names: create, read, update and delete them, with a filter (7GUIs, task 5)."""

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


def choose(event: sk.ChangeEvent, state: People):
    """Show the chosen one in the fields."""
    if (number := state.selected) is not None:
        state.name, state.surname = state.everyone[number].name, state.everyone[number].surname


@sk.page("/", title="Names")
def home(state: People):
    place = sk.ref(state)
    nothing_chosen = state.selected is None
    nothing_written = not (state.name.strip() and state.surname.strip())
    sk.heading("Names")
    sk.input("Filter by surname", bind=place.prefix, type="search")
    with sk.row(align="start"):
        with sk.column():
            people = {number: str(state.everyone[number]) for number in state.shown}
            sk.select("People", people, bind=place.chosen, on_change=choose, size=max(4, len(people)), key="people")
        with sk.column():
            sk.input("Name", bind=place.name)
            sk.input("Surname", bind=place.surname)
    with sk.row(gap="s"):
        sk.button("Create", kind="primary", on_click=create, disabled=nothing_written)
        sk.button("Update", on_click=update, disabled=nothing_chosen or nothing_written)
        sk.button("Delete", kind="danger", on_click=delete, disabled=nothing_chosen)
