"""One session's state: the instances of its state classes, the runs that write them, commit and rollback.

A run's mutations wait in its journal until it commits, and can be undone until then. What other runs have changed
meanwhile is not undone: those paths stay, and ``rollback`` names them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import StateError
from .adopt import adopt
from .bypass import reconcile
from .log import Mutation
from .rollback import Journal, roll_back
from .tracking import Observer, untracked

__all__ = ["Store"]

T = TypeVar("T")


class Store:
    """One session's state.

    on_change: called with each observer right after it was invalidated.
    """

    def __init__(self, on_change: Callable[[Observer], None] | None = None) -> None:
        self.on_change = on_change
        self.serial = 0
        self.handed: dict[int, list[Any]] = {}
        self._roots: dict[type, Any] = {}
        self._extra: list[Any] = []
        self._journals: dict[int, Journal] = {}

    # State classes

    def of(self, cls: type[T]) -> T:
        """The session's one instance of a state class, made at first use."""
        found = self._roots.get(cls)
        if found is None:
            found = self._roots[cls] = self._make(cls)
        return found  # type: ignore[no-any-return]

    def _make(self, cls: type[T]) -> Any:
        if "_sk_state" not in cls.__dict__:
            raise StateError(f"{cls.__name__} is not a state class. Put @sk.state above it")
        with untracked():
            try:
                made = cls()
            except TypeError as error:
                raise StateError(
                    f"{cls.__name__} could not be made: {error}. A session makes its state by itself, so every field "
                    "needs a default, as in name: str = ''"
                ) from error
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

    # Transactions

    def log(self, mutation: Mutation) -> None:
        """Enter a mutation in its run's journal (``writes`` calls this)."""
        run = mutation.run
        if run is None:
            for journal in self._journals.values():
                journal.notice(mutation)
            return
        journal = self._journals.get(id(run))  # type: ignore[assignment]
        if journal is None:
            journal = self._journals[id(run)] = Journal(run)
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
