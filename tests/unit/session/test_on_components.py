"""``sk.on`` for the events that components make of what happens to their parts."""

from __future__ import annotations

from skerry.testing import App

HEAD = """
import asyncio
import skerry as sk

@sk.state
class Desk:
    rows: list[dict] = [{"name": "Tern", "crew": 2}, {"name": "Gull", "crew": 5}]
    log: list[str] = []

def note(event: sk.Event, state: Desk):
    state.log.append(f"{event.type} {getattr(event, 'index', '')} {getattr(event, 'value', '')}".strip())

def more(state: Desk):
    state.log.append("then")
"""


def app(body: str) -> App:
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    log = 'sk.text("; ".join(state.log), key="log")'
    return App(source=f'{HEAD}\n@sk.page("/")\ndef home(state: Desk):\n{lines}\n    {log}\n')


def test_rows_of_a_table_become_buttons_where_somebody_listens() -> None:
    body = """
both = sk.table(state.rows, on_select=lambda state: state.log.append("own"))
sk.on(both.select, note).then(more)
"""
    with app(body) as page:
        page.find("Gull").click()
        assert page.find(key="log").text == "own; select 1 {'name': 'Gull', 'crew': 5}; then"
    with app("sk.on(sk.table(state.rows).select, note)") as page:
        page.find("Tern", role="button").click()
        assert page.find(key="log").text == "select 0 {'name': 'Tern', 'crew': 2}"
    with app("sk.table(state.rows)") as page:
        assert not page.find("Tern", role="button").exists


def test_a_data_table_is_selected_edited_and_sorted_for_its_listeners() -> None:
    body = """
fleet = sk.data_table(state.rows, on_edit=[], editable=True, sortable=True, label="Fleet")
sk.on([fleet.select, fleet.edit], note)
sk.on(fleet.sort, lambda event, state: state.log.append(event.column)).then(more)
"""
    with app(body) as page:
        page.find("Gull", role="gridcell").click()
        assert page.find(key="log").text == "select (1, 0) Gull"
        page.find("crew", role="button").click()
        assert page.find(key="log").text.endswith("; crew; then")
        model = next(iter(page.session.tree.root.effects.values())).model
        page.find("5", role="gridcell").click()
        page.press("F2")
        page.focused.fill("7")
        page.press("Enter")
        assert page.find(key="log").text.endswith("edit (1, 1) 7")
        page.session.tree.root.invalidate()
        page.advance(0.1)
        assert model.on_sort and len(model.cell_on["click"]) == 2


def test_a_table_that_only_sk_on_listens_to_keeps_its_model_between_builds() -> None:
    body = """
fleet = sk.data_table(state.rows, label="Fleet")
sk.on(fleet.select, note)
"""
    with app(body) as page:
        grid = next(iter(page.session.tree.root.effects.values()))
        model = grid.model
        page.find("Gull", role="gridcell").click()
        page.find("Tern", role="gridcell").click()
        assert page.find(key="log").text == "select (1, 0) Gull; select (0, 0) Tern"
        assert grid.model is model


def test_a_download_is_told_of_once_it_is_saved() -> None:
    body = """
save = sk.download_button("Save", lambda state: f"{len(state.log)}", "log.txt", on_download=lambda state: state.log.append("own"))
sk.on(save.download, note).then(more)
sk.on(save.click, lambda state: state.log.append("clicked"))
"""
    with app(body) as page:
        page.find("Save").click()
        assert page.downloads == [("log.txt", b"0")]
        assert page.find(key="log").text == "own; download; then; clicked"


def test_a_download_and_a_click_count_together() -> None:
    body = """
save = sk.download_button("Save", b"", "log.txt")
again = sk.button("Again")
sk.on([save.download, again.click], slow, trigger_mode="once")
"""
    source = "async def slow(state: Desk):\n    state.log.append('slow')\n    await asyncio.sleep(1)\n"
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    with App(source=f'{HEAD}\n{source}\n@sk.page("/")\ndef home(state: Desk):\n{lines}\n    sk.text(str(state.log), key="log")\n') as page:
        page.find("Save").click()
        page.find("Again").click()
        assert page.find(key="log").text == "['slow']"
        page.advance(1.1)
        page.find("Again").click()
        assert page.find(key="log").text == "['slow', 'slow']"
