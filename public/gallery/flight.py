"""Flight booker: fields that constrain each other, and say what is wrong (7GUIs, task 3)."""

from __future__ import annotations

from datetime import date

import skerry as sk

ONE_WAY = "one-way flight"
RETURN = "return flight"


def today() -> str:
    return f"{date.today():%d.%m.%Y}"


@sk.state
class Booking:
    kind: str = ONE_WAY
    start: str = ""
    end: str = ""
    booked: str = ""

    def __post_init__(self) -> None:
        self.start = self.start or today()
        self.end = self.end or today()

    @sk.computed
    def start_error(self) -> str:
        return date_error(self.start)

    @sk.computed
    def end_error(self) -> str:
        if self.kind == ONE_WAY:
            return ""
        if error := date_error(self.end):
            return error
        start = parsed(self.start)
        if start and parsed(self.end) < start:  # type: ignore[operator]  # it has no error, so it is a date
            return "The flight back cannot be before the flight out"
        return ""

    @sk.computed
    def message(self) -> str:
        out = parsed(self.start)
        back = parsed(self.end) if self.kind == RETURN else None
        if out is None:
            return ""
        there = f"You have booked a {self.kind} on {out:%d.%m.%Y}"
        return f"{there} and back on {back:%d.%m.%Y}." if back else f"{there}."


def parsed(text: str) -> date | None:
    """A date written as 27.03.2026 or 2026-03-27; None for anything else."""
    parts = text.strip().split(".")
    try:
        return date(*map(int, reversed(parts))) if len(parts) == 3 else date.fromisoformat(text.strip())
    except (ValueError, TypeError):
        return None


def date_error(text: str) -> str:
    return "" if parsed(text) else "This is no date. Write it as 27.03.2026"


def edited(state: Booking):
    state.booked = ""


def book(state: Booking):
    state.booked = state.message


@sk.page("/", title="Flight booker")
def home(state: Booking):
    place = sk.ref(state)
    sk.heading("Book a flight")
    with sk.column(style={"max-width": "24rem"}):
        sk.select("Kind", [ONE_WAY, RETURN], bind=place.kind, on_change=edited)
        sk.input("Out", bind=place.start, error=state.start_error, on_input=edited, key="out")
        sk.input(
            "Back",
            bind=place.end,
            error=state.end_error,
            disabled=state.kind == ONE_WAY,
            on_input=edited,
            key="back",
        )
        sk.button("Book", kind="primary", on_click=book, disabled=bool(state.start_error or state.end_error), key="book")
    if state.booked:
        sk.text(state.booked, role="status")
