"""By what number a page knows a template with its listeners.

Which listeners a template has is nearly always the same in all its instances: the handlers differ, if at all, in what they have
closed over, of which the page knows nothing. So the listeners belong to what the page is told once, and a template whose instances
do have listeners of several kinds is told several times.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...protocol import TEMPLATE, Op
from ..nodes import Element
from .instance import Instance
from .template import Template

__all__ = ["Variants"]


class Variants:
    """The numbers, for one session.

    specs: gives an element's listener specs, and raises what is wrong with a handler. define: takes the operation that tells the
    page of a new number. ``listening``: the specs of each listening element, by number.
    """

    def __init__(self, specs: Callable[[Element], list[int] | None], define: Callable[[Op], None]) -> None:
        self._specs = specs
        self._define = define
        self.listening: dict[int, list[list[int]]] = {}
        self._numbers: dict[Any, int] = {}
        self._last: dict[Template, tuple[tuple[Any, ...], int]] = {}

    def of(self, instance: Instance) -> int:
        """The number for an instance, of which the page is told now if it is new. Raises ``HandlerError``."""
        last = self._last.get(instance.template)
        if last is not None and last[0] == instance.handlers:
            return last[1]
        specs = [self._specs(element) or [] for element in instance.listening()]
        token = (instance.template, *map(tuple, specs))
        number = self._numbers.get(token)
        if number is None:
            number = self._numbers[token] = len(self._numbers) + 1
            self.listening[number] = specs
            template = instance.template
            listeners = [[path, *own] for (path, _), own in zip(template.listening, specs, strict=True)]
            self._define([TEMPLATE, number, template.tree, template.holes, listeners])
        self._last[instance.template] = (instance.handlers, number)
        return number
