"""One session's state: the instances of its state classes, the runs that write them, commit and rollback.

A run's mutations wait in its journal until it commits, and can be undone until then. What other runs have changed
meanwhile is not undone: those paths stay, and ``rollback`` names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import get_ident
from typing import Any, TypeVar

from ..errors import StateError
from .adopt import adopt
from .bypass import reconcile
from .encoding import class_id
from .log import Mutation
from .rollback import Journal, roll_back
from .saving import Saved, dump_roots, fill
from .tracking import Observer, untracked

__all__ = ["Store"]

T = TypeVar("T")


class Store:
    """One session's state.

    on_change: called with each observer right after it was invalidated. late: called with a run that is over when a task that it
    has started begins to write; it is to commit the run once more. loose: called with each mutation outside of runs.
    ``thread`` is the one that may write. ``first_use`` is called with each state class before its instance is made, and may make
    it, with ``take`` or ``fill``.
    """

    def __init__(
        self,
        on_change: Callable[[Observer], None] | None = None,
        late: Callable[[Any], None] | None = None,
        loose: Callable[[Mutation], None] | None = None,
    ) -> None:
        self.on_change = on_change
        self._late = late
        self._loose = loose
        self.serial = 0
        self.thread = get_ident()
        self.first_use: Callable[[type], None] | None = None
        self.handed: dict[int, list[Any]] = {}
        self._roots: dict[Any, Any] = {}
        self._extra: list[Any] = []
        self._journals: dict[int, Journal] = {}
        self._saved: Saved | None = None

    # State classes

    def of(self, cls: type[T]) -> T:
        """The session's one instance of a state class, made at first use."""
        found: T | None = self._roots.get(cls)
        if found is None and self.first_use is not None:
            self.first_use(cls)
            found = self._roots.get(cls)
        if found is None:
            found = self._roots[cls] = self._make(cls)
        return found

    def _make(self, cls: Any) -> Any:
        if "_sk_state" not in cls.__dict__:
            raise StateError(f"{cls.__name__} is not a state class. Put @sk.state above it")
        with untracked():
            made = _fresh(cls)
            if self._saved is not None and class_id(cls) in self._saved.roots:
                return self._saved.apply(cls, made)
            return adopt(made, self, cls.__name__)

    def attach(self, value: T, name: str = "") -> T:
        """Observe a value as a root of its own; ``name`` stands for it in paths. Its observed form is returned."""
        found = adopt(value, self, name or type(value).__name__)
        if not hasattr(type(found), "_sk_store"):
            raise StateError(
                f"attach() was given {type(value).__name__}, expected a list, dict, set, deque or dataclass "
                "that is not frozen"
            )
        self._extra.append(found)
        return found  # type: ignore[no-any-return]

    def renew(self) -> None:
        """Begin anew: the instances of state classes are let go of, and so is what was loaded for them."""
        self._roots.clear()
        self._saved = None

    # Transactions

    def log(self, mutation: Mutation) -> None:
        """Enter a mutation in its run's journal (``writes`` calls this)."""
        run = mutation.run
        if run is None:
            for journal in self._journals.values():
                journal.notice(mutation)
            if self._loose is not None:
                self._loose(mutation)
            return
        journal = self._journals.get(id(run))  # type: ignore[assignment]
        if journal is None:
            journal = self._journals[id(run)] = Journal(run)
            journal.mutations.append(mutation)
            if self._late is not None and run.over:
                self._late(run)
            return
        journal.mutations.append(mutation)

    def commit(self, run: Any) -> list[Mutation]:
        """End a run's transaction: its mutations since the last one, which can no longer be undone."""
        if self.handed:
            reconcile(self)
        journal = self._journals.pop(id(run), None)
        if journal is None:
            return []
        for other in self._journals.values():
            for mutation in journal.mutations:
                other.notice(mutation)
        return journal.mutations

    def rollback(self, run: Any) -> list[str]:
        """Undo a run's mutations since its last commit, last first; the paths that stay as they are.

        A path stays where another run has changed it since, or where it was changed past the log (in C).
        """
        bypassed = reconcile(self) if self.handed else []
        journal = self._journals.pop(id(run), None)
        if journal is None:
            return []
        return roll_back(journal, list(self._journals.values()), bypassed)

    def pending(self, run: Any) -> bool:
        """Whether a run has mutations that are not committed."""
        return id(run) in self._journals

    # Saving

    def dump(self, classes: Iterable[type] | None = None) -> dict[str, Any]:
        """All state classes' instances as JSON data, or those of ``classes`` only. ``lost`` in it lists what could not be
        saved: path, type, why."""
        if classes is None:
            return dump_roots(self._roots, self._saved)
        return dump_roots({cls: self._roots[cls] for cls in classes if cls in self._roots}, None)

    def load(self, data: Any, classes: Iterable[type] = (), reset: list[str] | None = None) -> None:
        """Take over what ``dump`` returned: now for the instances that are there and for ``classes``, for others
        when they are first asked for.

        Raises ``StateError`` with path, expected and given type where the data does not fit; that state is then as it
        was before. Give the app's state classes to have every error here rather than at first use. With ``reset``, what fits
        is taken over field by field, and each field that does not is named there with the reason.
        """
        saved = self._saved = Saved(data, self, reset)
        for cls, instance in list(self._roots.items()):
            if class_id(cls) in saved.roots:
                saved.apply(cls, instance)
        for cls in classes:
            self.of(cls)

    def take(self, cls: type, data: Any, gone: dict[tuple[type, str], str] | None = None) -> Any:
        """The instance of one class, with what ``dump`` wrote of it under its name. Raises ``StateError``, as ``load`` does.

        gone: gets the fields in the data that their class no longer has, by class and name, with the path of the first of each.
        """
        name = class_id(cls)
        saved = Saved({"v": 1, "roots": {name: data}}, self)
        with untracked():
            instance = self._put(cls, lambda instance: saved.apply(cls, instance))
        if gone is not None:
            gone |= saved.gone
        return instance

    def fill(self, cls: type, values: dict[Any, Any], lost: bool = False) -> Any:
        """The instance of one class, with what ``migrate`` gave in its fields; those left out have their defaults.

        Raises ``StateError`` that names what is not of its declared type.
        """
        with untracked():
            return self._put(cls, lambda instance: fill(self, cls, instance, values, lost))

    def _put(self, cls: Any, apply: Callable[[Any], Any]) -> Any:
        """Change a class's instance; one that is not there yet is there only where that went well."""
        found = self._roots.get(cls)
        self._roots[cls] = apply(_fresh(cls) if found is None else found)
        return self._roots[cls]


def _fresh(cls: Any) -> Any:
    try:
        return cls()
    except TypeError as error:
        raise StateError(
            f"{cls.__name__} could not be made: {error}. A session makes its state by itself, so every field "
            "needs a default, as in name: str = ''"
        ) from error
