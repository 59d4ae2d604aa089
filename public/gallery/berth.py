"""Forms with rules: a berth is booked only once every field is right, and one rule has to ask the harbour first."""

from __future__ import annotations

import asyncio
import datetime

import skerry as sk

TAKEN = {"tern", "puffin"}
FIRST_DAY = datetime.date(2026, 4, 1)
LAST_DAY = datetime.date(2026, 10, 31)


@sk.state
class Request:
    boat: str = ""
    email: str = ""
    length: float | None = None
    draught: float | None = None
    day: datetime.date | None = None
    rules_read: bool = False


@sk.state
class Office:
    asked: int = 0
    booked: list[str] = []


async def is_free(boat: str, office: Office):
    """A rule may take its time, and ask for state."""
    office.asked += 1
    await asyncio.sleep(0.6)
    return f"A boat called {boat} lies here already." if boat.strip().lower() in TAKEN else None


def fits(draught: float | None, request: Request):
    """A rule may look at other fields, or raise ValueError."""
    if draught and request.length and draught > request.length / 2:
        raise ValueError("That is deeper than half her length. Are you sure?")


def in_season(day: datetime.date | None):
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        return f"The harbour is open from {FIRST_DAY:%d %B} to {LAST_DAY:%d %B %Y}."
    return None


def book(request: Request, office: Office):
    """Runs only once all rules are kept."""
    TAKEN.add(request.boat.strip().lower())
    office.booked.append(f"{request.boat}, {request.length:g} m, from {request.day:%d.%m.%Y}")
    sk.reset(request)
    sk.toast("A berth is yours", kind="success")


@sk.page("/", title="Forms with rules")
def home(request: Request, office: Office):
    place = sk.ref(request)
    rules = sk.rules
    sk.heading("Book a berth")
    sk.text("Send it empty, and see what is missing. Then call your boat Tern, or let her draw six metres at a length of ten.")
    with sk.form(on_submit=book):
        with sk.grid("15rem"):
            sk.input(
                "Name of the boat",
                bind=place.boat,
                autocomplete="off",
                help="The harbour is asked whether it is free.",
                validate=[rules.required(), rules.length(2, 20), is_free],
            )
            sk.input(
                "E-mail", bind=place.email, autocomplete="email", validate=[rules.required("Where may we write to?"), rules.email()]
            )
            sk.number("Length in metres", bind=place.length, step=0.1, validate=[rules.required(), rules.between(3, 40)])
            sk.number("Draught in metres", bind=place.draught, step=0.1, validate=[rules.required(), fits])
            sk.date("First day", bind=place.day, validate=[rules.required(), in_season])
        sk.checkbox(
            "I have read the harbour's rules", bind=place.rules_read, validate=rules.required("They are short, and worth it.")
        )
        sk.button("Book", type="submit", kind="primary")
    with sk.card("Booked", level=2):
        for number, line in enumerate(office.booked):
            sk.text(line, key=number)
        if not office.booked:
            sk.text("No boat yet.", muted=True)
        sk.text(f"Times that the harbour was asked: {office.asked}", muted=True, size="s")
