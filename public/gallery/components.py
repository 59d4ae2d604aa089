"""Components: everything that comes with Skerry, on one page."""

from __future__ import annotations

import datetime
from enum import Enum

import skerry as sk


class Rig(Enum):
    SLOOP = "sloop"
    KETCH = "ketch"
    SCHOONER = "schooner"


@sk.state
class Boat:
    name: str = "Tern"
    notes: str = ""
    crew: int = 4
    length: float = 11.5
    rig: Rig = Rig.SLOOP
    flags: list[str] = ["Norway"]
    insured: bool = True
    radio: bool = False
    launched: datetime.date | None = datetime.date(1998, 5, 17)
    sails_at: datetime.time | None = None
    colour: str = "#0b6e6e"
    chosen: int | None = None
    asking: bool = False
    messages: list[dict] = [
        {"role": "user", "content": "When do we sail?"},
        {"role": "assistant", "content": "At **high water**, which is\n\n- 6:10 at the pier\n- 6:25 at the light", "liked": True},
    ]


@sk.state(persist="browser")
class Look:
    accent: str = "#2457c5"
    mode: str = "auto"
    density: str = "normal"
    radius: int = 8


LOG = [
    {"port": "Stavanger", "miles": 112, "wind": "NW 4"},
    {"port": "Haugesund", "miles": 38, "wind": "W 5"},
    {"port": "Bergen", "miles": 71, "wind": "calm"},
]
LIGHTHOUSE = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 120">
<path fill="#16324f" d="M0 0h240v120H0z"/><path fill="#ffe08a" opacity=".35" d="M128 32 240 6v52z"/><path fill="#0d2136" d="M0 96q60-12 120 0t120 0v24H0z"/>
<path fill="#e9ebee" d="M113 42h14l5 54h-24z"/><path fill="#c8402f" d="M112 54h16l1 12h-18zm-2 24h20l1 12h-22zm1-41h18v5h-18zm2-9q7-9 14 0z"/><path fill="#ffe08a" d="M114 28h12v9h-12z"/>
</svg>"""
COUNTRIES = ["Denmark", "Faroe Islands", "Iceland", "Norway", "Sweden"]


def choose(event: sk.SelectEvent, boat: Boat):
    boat.chosen = event.key


def ask(boat: Boat):
    boat.asking = True


def sell(boat: Boat):
    boat.asking = False
    sk.toast(f"{boat.name} is sold", kind="success")


@sk.page("/", title="Components")
def home(boat: Boat, look: Look):
    sk.theme(accent=look.accent, mode=look.mode, density=look.density, radius=look.radius)
    with sk.sidebar(label="Look"), sk.grid("7rem"):
        sk.select("Mode", ["auto", "light", "dark"], bind=sk.ref(look).mode)
        sk.color("Accent", bind=sk.ref(look).accent)
        sk.select("Density", ["compact", "normal", "spacious"], bind=sk.ref(look).density)
        sk.slider("Radius", 0, 20, bind=sk.ref(look).radius)
        sk.button("As it was", on_click=lambda: sk.reset(look))
    sk.heading("Components")
    with sk.tabs(["Fields", "Content", "Figures", "Talk"], label="Kinds of component") as chosen:
        {"Fields": fields, "Content": content, "Figures": figures, "Talk": talk}[chosen]()
    with sk.dialog("Sell the boat?", bind=sk.ref(boat).asking):
        sk.text(f"{boat.name} has been in the family for a long time.")
        with sk.row(justify="end", gap="s"):
            sk.button("Sell", kind="danger", on_click=sell)


@sk.component
def fields():
    boat = sk.use(Boat)
    ref = sk.ref(boat)
    with sk.grid("17rem", gap="l"):
        sk.input("Name", bind=ref.name, help="As it stands on the stern", required=True)
        sk.number("Crew", bind=ref.crew, min=1, max=12)
        sk.select("Rig", Rig, bind=ref.rig)
        sk.multiselect("Flags", COUNTRIES, bind=ref.flags)
        sk.date("Launched", bind=ref.launched)
        sk.time("Sails at", bind=ref.sails_at)
        sk.slider("Length in metres", 4, 30, bind=ref.length, step=0.5)
        sk.color("Colour of the hull", bind=ref.colour)
        sk.radio("Rig again", Rig, bind=ref.rig, horizontal=True)
        with sk.column(gap="xs"):
            sk.checkbox("Insured", bind=ref.insured)
            sk.switch("Radio on", bind=ref.radio)
        sk.input("Harbour", value="Atlantis", error="There is no harbour of this name")
        sk.input("Owner", value="The family", disabled=True)
    sk.textarea("Notes", bind=ref.notes, placeholder="What the next crew should know", rows=3)
    sk.file_input("Papers", accept=".pdf")
    with sk.row(gap="s"):
        sk.button("Save", kind="primary", icon="✓", on_click=lambda: sk.toast("Saved", kind="success"))
        sk.button("Reset", on_click=lambda: sk.reset(boat))
        sk.button("Help", kind="quiet", on_click=lambda: sk.toast("Type, choose, slide"))
        sk.button("Sell…", kind="danger", on_click=ask)
        sk.button("Not yet", disabled=True)


@sk.component
def content():
    sk.markdown("""
        ## Sailing orders

        Leave at *slack water*, keep the **lighthouse** to port, and read [the pilot book](https://example.org/).

        1. Check the weather
        2. Reef early

        > A ship in harbour is safe, but that is not what ships are for.

        | Mark | Light |
        |------|-------|
        | Skerry | white, two flashes |
    """)
    sk.code(
        """
        def heading(wind: float) -> float:
            # as close to the wind as she goes
            return (wind + 45) % 360
        """,
        "python",
    )
    with sk.expander("What write() makes of any object"):
        sk.write({"boat": "Tern", "crew": [4, 5], "rig": {"mast": 1, "boom": None}})
    sk.divider()
    sk.image(LIGHTHOUSE, alt="A lighthouse at night", caption="The skerry's light", width=480, height=240)
    sk.html("<p>HTML from elsewhere, <b>made safe</b><script>alert(1)</script>.</p>")
    sk.link("The project's pages", "https://example.org/skerry")


@sk.component
def figures():
    boat = sk.use(Boat)
    with sk.row(gap="m"):
        for label, value, delta in (("Miles", 221, 38), ("Knots", 5.6, -0.4), ("Ports", 3, 0)):
            with sk.card(key=label):
                sk.metric(label, value, delta)
    sk.progress(0.62, "On the way to Bergen")
    sk.progress(None, "Waiting for the tide")
    sk.spinner("Reading the weather")
    sk.table(LOG, {"port": "Port", "miles": "Miles", "wind": "Wind"}, caption="Log", on_select=choose, selected=boat.chosen)


def send(event: sk.SendEvent, boat: Boat):
    boat.messages.append({"role": "user", "content": event.value})
    boat.messages.append({"role": "assistant", "content": f"The skipper will think about *{event.value[:40]}*."})


def like(event: sk.LikeEvent, boat: Boat):
    boat.messages[event.index]["liked"] = event.liked


def edit(event: sk.EditEvent, boat: Boat):
    boat.messages[event.index]["content"] = event.value


def undo(event: sk.UndoEvent, boat: Boat):
    del boat.messages[event.index :]


@sk.component
def talk():
    boat = sk.use(Boat)
    sk.chat(boat.messages, label="Skipper", on_send=send, on_like=like, on_edit=edit, on_undo=undo)
    sk.gallery([(LIGHTHOUSE, "The light"), (LIGHTHOUSE, "The light from the sea"), (LIGHTHOUSE, "The light in fog")], label="Lights")
    sk.json_view({"boat": boat.name, "log": LOG}, label="The log as data")
