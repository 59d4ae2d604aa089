"""Functions of values: where ``inputs=`` are read and what a function returns is written, as ``outputs=`` say.

A source is a place in the state (``sk.ref``), a state object, or a component of the page. A component is known by the scope it
stands in, its function, and its key or its number among those without; that lasts from one build of the page to the next. What
has been written to one is kept here, and its function is called with that the next time it is built: fields are bound to a cell
of their own, others get what ``sk.update`` said as arguments.

Nothing of this costs anything in an app without ``inputs=``, until a page first names a component as output; the page is then built
once more.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from ..errors import HandlerError, nearest
from ..handlers import Listener, describe
from ..state import RUN, Ref, Store, read, ref, untracked, write
from ..view import Element, Scope, Tree, current_scope
from .chosen import Chosen

if TYPE_CHECKING:
    from .session import Session

__all__ = ["SKIP", "Update", "Values", "skip", "update"]


class _Skip:
    """The one value that ``sk.skip()`` gives."""

    def __repr__(self) -> str:
        return "sk.skip()"


SKIP: Final = _Skip()
_BOUND: Final = ("value", "checked", "open")
"""What a component shows under these names is what its ``bind=`` keeps."""


class Update(dict[str, Any]):
    """New arguments for a component, made by ``sk.update``."""


def skip() -> Any:
    """Returned by a function in place of a value: this output stays as it is."""
    return SKIP


def update(**arguments: Any) -> Update:
    """Returned by a function for an output that is a component: ``sk.update(label="Next", disabled=True)``.

    Any argument of the component's function; ``value`` is what it shows. They hold until other ones are given.
    """
    return Update(arguments)


class Values:
    """What one session's functions have written to components."""

    def __init__(self, session: Session, store: Store) -> None:
        self._session = session
        self._active = False
        self._bound: set[str] = set()
        self._named: set[str] = set()
        self.given: dict[str, Any] = {}
        self.places: dict[str, Any] = {}
        self.cells: dict[str, Any] = store.attach({}, "values")
        self.arguments: dict[str, dict[str, Any]] = store.attach({}, "updates")
        self.chosen = Chosen(session, self)

    # While the page is built

    def register(self, listener: Listener) -> None:
        """Take note of the components that a listener names; where one is new, the page is built once more."""
        for one in listener.chained():
            self._session.api.check(one)
            if one.scroll_to_output and not any(isinstance(source, Element) for source in sources(one.outputs)):
                raise HandlerError(
                    f"{describe(one.handler)}: scroll_to_output=True needs a component among its outputs, and they are "
                    f"{one.outputs!r:.80}. For an element with a key there is sk.scroll_to(key)"
                )
            for source in sources(one.inputs) if one.js is not None else ():
                if isinstance(source, Element) and _gives_files(source):
                    raise self._wrong(source, one, "no input for js=: files are Python's here. Leave out js=, or the component")
            for source in (*sources(one.inputs), *sources(one.outputs)):
                self._note(source, one)

    def begin(self, tree: Tree) -> None:
        """From the next build on, components are called by way of this."""
        self._active = True
        tree.maker = self.make

    def _note(self, source: Any, listener: Listener) -> None:
        if isinstance(source, Element):
            if source.origin is None:
                if self._active and not self._session.tree.stale:
                    raise self._wrong(source, listener, "of sk.element or of an older build; name a component of this build")
                self.begin(self._session.tree)
                self._session.tree.stale = True
            elif source.origin not in self._named:
                self._named.add(source.origin)
                self._session.tree.stale = True
        elif not isinstance(source, Ref) and not hasattr(type(source), "_sk_store"):
            raise self._wrong(source, listener, "no component and no place in the state such as sk.ref(state).name")

    def _wrong(self, source: Any, listener: Listener, why: str) -> HandlerError:
        return HandlerError(f"{describe(listener.handler)}: inputs and outputs were given {source!r:.60}, which is {why}")

    def make(self, fn: Callable[..., Any], value: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a component's function, with what was written to it. value: the name of what it shows among its parameters."""
        scope = current_scope(f"sk.{fn.__name__}()")
        origin = self._origin(scope, fn, kwargs.get("key"))
        given = _arguments(fn, args, kwargs)
        kept = self.chosen.listening(fn.__name__, origin, given.arguments, origin in self._named)
        if kept:
            given = _changed(fn, given, kept)
        if origin in self._named:
            given = self._with_writes(origin, fn, value, given)
        made = fn(*given.args, **given.kwargs)
        if isinstance(made, Element):
            made.origin = origin
        return made

    def _origin(self, scope: Scope, fn: Callable[..., Any], key: Any) -> str:
        name = fn.__name__
        known = name if key is None else f"{name}:{key!r}"
        if scope.counts is None:
            scope.counts = {}
        number = scope.counts[known] = scope.counts.get(known, 0) + 1
        prefix = scope.tree.scope_id(scope) if scope.tree is not None else ""
        if key is None:
            return f"{prefix}:{name}:'#{number}'"
        return f"{prefix}:{known}" if number == 1 else f"{prefix}:{known}:{number}"  # only siblings' keys must differ

    def _with_writes(self, origin: str, fn: Any, value: str, given: inspect.BoundArguments) -> inspect.BoundArguments:
        written = dict(self.arguments.get(origin) or {})
        binds = value in _BOUND and "bind" in given.signature.parameters
        if binds and given.arguments.get("bind") is None:
            if origin not in self._bound:
                self._bound.add(origin)
                first = given.arguments.get(value, given.signature.parameters[value].default)
                token = RUN.set(None)
                with untracked():
                    dict.__setitem__(self.cells, origin, _first(fn, given) if first in (None, inspect.Parameter.empty) else first)
                RUN.reset(token)
            written.pop("value", None)
            written[value] = None
            written["bind"] = ref(self.cells)[origin]
        elif "value" in written:
            written[value] = written.pop("value")
        found = _changed(fn, given, written)
        self.given[origin] = found.arguments.get(value)
        self.places[origin] = found.arguments.get("bind") if binds else None
        return found

    def _place(self, source: Element) -> Any:
        """Where a field's value is: the place that it is bound to, or that its parts are; None where it has none."""
        return source.two_way.ref if source.two_way is not None else self.places.get(source.origin or "")

    # When a handler runs

    def arguments_of(self, listener: Listener) -> tuple[list[Any], dict[str, Any]]:
        """The values of a listener's inputs: by position, and by name."""
        inputs = listener.inputs
        if inputs is None:
            return [], {}
        if isinstance(inputs, Mapping):
            return [], {name: self.value(source, listener.preprocess) for name, source in inputs.items()}
        if isinstance(inputs, (set, frozenset)):
            return [{source: self.value(source, listener.preprocess) for source in inputs}], {}
        return [self.value(source, listener.preprocess) for source in sources(inputs)], {}

    def value(self, source: Any, preprocess: bool = True) -> Any:
        """What a source holds now. Without preprocess, a field's value as the page has it."""
        if isinstance(source, Ref):
            return read(source)
        if not isinstance(source, Element):
            return source
        if self.chosen.holds(source.origin):
            return self.chosen.value(source, preprocess)
        if source.two_way is not None and not preprocess:
            return source.attrs.get(source.two_way.prop)
        place = self._place(source)
        if place is not None:
            return read(place)
        written = self.arguments.get(source.origin or "") or {}
        return written.get("value", self.given.get(source.origin or ""))

    def taker(self, listener: Listener) -> Callable[[Any], None]:
        """What is to be called with each value that one run of a listener returns or yields."""
        first = [one.id for one in sources(listener.outputs) if isinstance(one, Element)][:1] if listener.scroll_to_output else []

        def take(value: Any) -> None:
            self.take(listener, value)
            if first:
                self._session.to_node("scroll", first.pop())

        return take

    def take(self, listener: Listener, result: Any) -> None:
        """Write what a function has returned, or yielded, to its outputs. Raises ``HandlerError`` where that does not fit."""
        outputs = listener.outputs
        names = sources(outputs)
        if result is SKIP or outputs is None:
            return
        if isinstance(result, Mapping) and not isinstance(result, Update) and self._by_source(result, outputs, names, listener):
            return
        if len(names) == 1 and not isinstance(outputs, (list, tuple)):
            self._put(names[0], result, listener)
            return
        results = [result] if len(names) == 1 else result
        if not isinstance(results, (list, tuple)) or len(results) != len(names):
            count = len(results) if isinstance(results, (list, tuple)) else 1
            raise HandlerError(
                f"{describe(listener.handler)} returned {count} value{'s' * (count != 1)} for {len(names)} outputs "
                f"({', '.join(map(_name, names))}): {result!r:.80}. Return one for each, with sk.skip() for what stays as it is"
            )
        for source, value in zip(names, results, strict=True):
            self._put(source, value, listener)

    def _by_source(self, result: Mapping[Any, Any], outputs: Any, names: list[Any], listener: Listener) -> bool:
        """A dict whose keys are outputs, or their names where outputs is a dict."""
        if isinstance(outputs, Mapping):
            unknown = [key for key in result if key not in outputs]
            if unknown:
                raise HandlerError(
                    f"{describe(listener.handler)} returned a value for {unknown[0]!r}, which is none of its outputs."
                    f"{nearest(str(unknown[0]), outputs)} They are: {', '.join(map(str, outputs))}"
                )
            for key, value in result.items():
                self._put(outputs[key], value, listener)
            return True
        if result and all(isinstance(key, (Element, Ref)) for key in result):
            for source, value in result.items():
                if not any(source is one or (isinstance(one, Ref) and one == source) for one in names):
                    raise HandlerError(
                        f"{describe(listener.handler)} returned a value for {_name(source)}, which is none of its outputs"
                    )
                self._put(source, value, listener)
            return True
        return False

    def _put(self, source: Any, value: Any, listener: Listener) -> None:
        if value is SKIP:
            return
        if isinstance(source, Ref):
            if isinstance(value, Update):
                value = value.get("value", SKIP)
            if value is not SKIP:
                write(source, _plain(value) if listener.postprocess else value)
            return
        if not isinstance(source, Element):
            raise HandlerError(
                f"{describe(listener.handler)}: {_name(source)} cannot be an output: name a field of it, as sk.ref(state).x"
            )
        changes = dict(value) if isinstance(value, Update) else {"value": value}
        if "value" in changes and listener.postprocess:
            changes["value"] = _plain(changes["value"])
        if "value" in changes and self.chosen.holds(source.origin):
            self.chosen.put(source, changes.pop("value"), listener.handler)
        place = self._place(source)
        if place is not None and "value" in changes:
            write(place, changes.pop("value"))
        self._update(source.origin or "", changes)

    def show(self, origin: str, value: Any) -> None:
        """Write what a component shows, as an output would."""
        self._update(origin, {"value": value})

    def _update(self, origin: str, changes: dict[str, Any]) -> None:
        if changes:
            self.arguments[origin] = {**(self.arguments.get(origin) or {}), **changes}


def _gives_files(source: Element) -> bool:
    """A place for files, which are read where they are: the component has no value besides."""
    offers = (source.offers or {}).keys()
    return source.attrs.get("type") == "file" or ("select" not in offers and bool(offers & {"upload", "capture", "record"}))


def sources(given: Any) -> list[Any]:
    """The sources in what was given for inputs or outputs: one, several, or a dict of them."""
    if given is None:
        return []
    if isinstance(given, Mapping):
        return list(given.values())
    return list(given) if isinstance(given, (list, tuple, set, frozenset)) and not hasattr(type(given), "_sk_store") else [given]


def _arguments(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> inspect.BoundArguments:
    return _signature(fn).bind(*args, **kwargs)


_SIGNATURES: Final[dict[Any, inspect.Signature]] = {}


def _signature(fn: Callable[..., Any]) -> inspect.Signature:
    found = _SIGNATURES.get(fn)
    if found is None:
        found = _SIGNATURES[fn] = inspect.signature(fn)
    return found


def _changed(fn: Any, given: inspect.BoundArguments, changes: dict[str, Any]) -> inspect.BoundArguments:
    rest = next((p.name for p in given.signature.parameters.values() if p.kind is p.VAR_KEYWORD), None)
    for name, value in changes.items():
        if name in given.signature.parameters:
            given.arguments[name] = value
        elif rest is not None:
            given.arguments[rest] = {**given.arguments.get(rest, {}), name: value}
        else:
            known = list(given.signature.parameters)
            hint = nearest(name, known)
            raise HandlerError(f"sk.update({name}={value!r:.40}): sk.{fn.__name__}() has no argument {name!r}.{hint}")
    given.arguments = {name: given.arguments[name] for name in given.signature.parameters if name in given.arguments}
    return given


def _first(fn: Any, given: inspect.BoundArguments) -> Any:
    """What a field without a value holds: what its empty control means."""
    name = fn.__name__
    if name in ("checkbox", "switch", "dialog", "expander"):
        return False
    if name == "slider":
        return given.arguments.get("min", 0)
    return [] if name == "multiselect" else None if name in ("number", "date", "time", "select", "radio") else ""


def _name(source: Any) -> str:
    return repr(source)


def _plain(value: Any) -> Any:
    """A value as components take it: the numbers of numpy as Python's own."""
    if type(value).__module__ == "numpy" and hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        return value.item()
    return value


def written(results: Any, take: Callable[[Any], None]) -> Any:
    """A handler's result with its values taken: as it is driven, each that it returns or yields goes to ``take``."""
    if inspect.isgenerator(results):
        return _generator(results, take)
    if inspect.isasyncgen(results):
        return _async_generator(results, take)
    if inspect.isawaitable(results):
        return _awaited(results, take)
    take(results)
    return None


def _generator(results: Any, take: Callable[[Any], None]) -> Iterator[None]:
    try:
        for value in results:
            take(value)
            yield
    finally:
        results.close()


async def _async_generator(results: Any, take: Callable[[Any], None]) -> Any:
    try:
        async for value in results:
            take(value)
            yield
    finally:
        await results.aclose()


async def _awaited(results: Any, take: Callable[[Any], None]) -> Any:
    return written(await results, take)
