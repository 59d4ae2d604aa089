"""To-do list: TodoMVC, with its own markup, routes and memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import skerry as sk


@dataclass
class Todo:
    title: str
    completed: bool = False


@sk.state(persist="browser")
class Todos:
    items: dict[int, Todo] = {}
    last: int = 0

    @sk.computed
    def left(self) -> int:
        return sum(not todo.completed for todo in self.items.values())


@sk.state
class Draft:
    title: str = ""
    editing: int | None = None
    edited: str = ""


FILTERS = {"": "All", "active": "Active", "completed": "Completed"}


def add(todos: Todos, draft: Draft):
    if title := draft.title.strip():
        todos.last += 1
        todos.items[todos.last] = Todo(title)
    draft.title = ""


def remove(event: sk.ClickEvent, todos: Todos):
    del todos.items[event.key]


def toggle_all(event: sk.ChangeEvent, todos: Todos):
    for todo in todos.items.values():
        todo.completed = bool(event.checked)


def clear_completed(todos: Todos):
    for number in [number for number, todo in todos.items.items() if todo.completed]:
        del todos.items[number]


def edit(event: sk.DoubleClickEvent, todos: Todos, draft: Draft):
    draft.editing = event.key
    draft.edited = todos.items[event.key].title
    sk.focus(("edit", event.key))


def save(event: sk.Event, todos: Todos, draft: Draft):
    """The Enter key, or the field was left. An empty title takes the item away."""
    number = draft.editing
    if number is None:
        return
    draft.editing = None
    if title := draft.edited.strip():
        todos.items[number].title = title
    else:
        del todos.items[number]


def cancel(draft: Draft):
    draft.editing = None


def keys(event: sk.KeyEvent, todos: Todos, draft: Draft):
    cancel(draft) if event.pressed == "Escape" else save(event, todos, draft)


@sk.page("/", title="Todos")
def home(todos: Todos, draft: Draft, context: dict[str, Any]):
    shown = context["hash"].strip("/")
    with sk.element("section", class_="todoapp"):
        with sk.element("header", class_="header"):
            sk.element("h1", "todos")
            sk.element(
                "input",
                class_="new-todo",
                placeholder="What needs to be done?",
                aria_label="What needs to be done?",
                autofocus=True,
                autocomplete="off",
                bind=sk.ref(draft).title,
                on_enter=add,
            )
        if todos.items:
            with sk.element("section", class_="main"):
                all_done = todos.left == 0
                sk.element(
                    "input",
                    id="toggle-all",
                    class_="toggle-all",
                    type="checkbox",
                    attrs={".checked": all_done},
                    on_change=toggle_all,
                )
                sk.element("label", "Mark all as complete", for_="toggle-all")
                with sk.element("ul", class_="todo-list"):
                    for number, todo in todos.items.items():
                        if shown not in ("active", "completed") or todo.completed == (shown == "completed"):
                            item(number, todo, draft, key=number)
            footer(todos, shown)


@sk.component
def item(number: int, todo: Todo, draft: Draft):
    editing = draft.editing == number
    with sk.element("li", class_=" ".join(["completed"] * todo.completed + ["editing"] * editing)):
        with sk.element("div", class_="view"):
            sk.element(
                "input",
                class_="toggle",
                type="checkbox",
                aria_label=f"{todo.title} is done",
                bind=sk.ref(todo).completed,
            )
            sk.element("label", todo.title, key=number, on_double_click=edit)
            sk.element("button", class_="destroy", aria_label=f"Remove {todo.title}", key=number, on_click=remove)
        if editing:
            sk.element(
                "input",
                class_="edit",
                aria_label="New title",
                key=("edit", number),
                bind=sk.ref(draft).edited,
                on_blur=save,
                on_key_down=sk.listener(keys, keys=["Enter", "Escape"]),
            )


@sk.component
def footer(todos: Todos, shown: str):
    with sk.element("footer", class_="footer"):
        with sk.element("span", class_="todo-count", role="status"):
            sk.element("strong", str(todos.left))
            sk.element("span", f" item{'s' * (todos.left != 1)} left")
        with sk.element("ul", class_="filters"):
            for route, name in FILTERS.items():
                with sk.element("li", key=route):
                    current = {"class_": "selected", "aria_current": "page"} if shown == route else {}
                    sk.element("a", name, href=f"#/{route}", **current)
        if len(todos.items) > todos.left:
            sk.element("button", "Clear completed", class_="clear-completed", on_click=clear_completed)


sk.css("""
.todoapp { max-width: 34rem; width: 100%; margin: 0 auto; font-size: 1.25rem; }
.todoapp h1 { margin: 0 0 1rem; text-align: center; font-size: 3.5rem; font-weight: 200; color: var(--sk-accent); }
.todoapp :is(.header, .main, .footer) { position: relative; }
.todoapp .new-todo { width: 100%; padding: 0.9rem 1rem 0.9rem 3.6rem; border: 1px solid var(--sk-edge); border-radius: var(--sk-radius); background: var(--sk-raised); }
.todoapp .new-todo::placeholder { color: var(--sk-muted); font-style: italic; opacity: 1; }
.todoapp .toggle-all { position: absolute; top: -3.2rem; left: 1.15rem; width: 1.3rem; height: 1.3rem; }
.todoapp .toggle-all + label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.todoapp .todo-list { margin: 0.75rem 0 0; padding: 0; list-style: none; border: 1px solid var(--sk-line); border-radius: var(--sk-radius); background: var(--sk-raised); }
.todoapp .todo-list:empty { display: none; }
.todoapp li + li { border-top: 1px solid var(--sk-line); }
.todoapp .filters li { border: 0; }
.todoapp .view { display: flex; align-items: center; gap: 1rem; padding: 0.5rem 0.6rem 0.5rem 1.15rem; }
.todoapp .view label { flex: 1; min-width: 0; padding: 0.25rem 0; overflow-wrap: anywhere; }
.todoapp .toggle { flex: none; width: 1.3rem; height: 1.3rem; margin: 0; }
.todoapp .completed .view label { color: var(--sk-muted); text-decoration: line-through; }
.todoapp .destroy { width: 2.4rem; height: 2.4rem; border: 0; border-radius: var(--sk-radius); background: none; color: var(--sk-danger); cursor: pointer; opacity: 0; }
.todoapp .destroy::after { content: "×" / ""; font-size: 1.5rem; line-height: 1; }
.todoapp :is(li:hover, li:focus-within) .destroy { opacity: 1; }
@media (pointer: coarse) { .todoapp .destroy { opacity: 1; } }
.todoapp .editing .view { display: none; }
.todoapp .edit { width: 100%; padding: 0.6rem 1rem 0.6rem 3.45rem; border: 2px solid var(--sk-accent); border-radius: var(--sk-radius); background: var(--sk-paper); }
.todoapp .footer { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0.5rem 1rem; padding: 0.75rem 0.25rem; font-size: 0.9375rem; color: var(--sk-muted); }
.todoapp .filters { display: flex; gap: 0.25rem; margin: 0; padding: 0; list-style: none; }
.todoapp .filters a { padding: 0.2rem 0.6rem; border: 1px solid transparent; border-radius: var(--sk-radius); color: inherit; text-decoration: none; }
.todoapp .filters a.selected { border-color: var(--sk-accent); color: var(--sk-ink); }
.todoapp .filters a:hover { text-decoration: underline; }
.todoapp .clear-completed { padding: 0; border: 0; background: none; cursor: pointer; }
.todoapp .clear-completed:hover { text-decoration: underline; }
""")
