"""What author code calls to build a page: elements, texts, components, slots, commands.

A call appends its node to the children of the innermost open ``with`` (or of the scope that is running). Rendering
is synchronous, so "innermost" is one variable of this module and a stack behind it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from ..errors import RenderError
from ..state import observe, unobserve
from ..state.tracking import READING
from .attributes import SIMPLE, check_properties
from .closures import check_closures
from .fast import TEMPLATES
from .nodes import NO_NAMES, Effect, Element, Node, Scope, Slot, Text, TwoWay
from .opened import BUILD as _build
from .opened import Maker, check_keys, enter, leave

if TYPE_CHECKING:
    from .templates.instance import Instance

__all__ = [
    "Maker",
    "building",
    "command",
    "component",
    "current_scope",
    "effect",
    "element",
    "enter",
    "leave",
    "listen",
    "place",
    "place_instance",
    "slot",
    "text",
    "unique_id",
    "unplace",
    "updatable",
]

P = ParamSpec("P")
T = TypeVar("T")
E = TypeVar("E", bound=Effect)

_SUSPENDS: Final = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR

_NO_ATTRS: Mapping[str, Any] = {}


def run(scope: Scope) -> tuple[list[Node], list[Element | Instance]]:
    """Call the scope's function, what it reads recorded; give the nodes that it built, and which elements among and inside them
    listen."""
    outer = _build.children, _build.listeners, _build.stack, _build.scope, _build.maker, _build.closures
    token = observe(scope)
    children: list[Node] = []
    listeners: list[Element | Instance] = []
    _build.children, _build.listeners, _build.stack, _build.scope = children, listeners, [], scope
    _build.maker = scope.tree.maker if scope.tree is not None else None
    _build.closures = {}
    scope.ids = 0
    scope.counts = scope.fresh = None
    try:
        scope.fn(*scope.args, **scope.kwargs)
        if len(children) > 1:
            check_keys(scope, children)
        if scope.effects:
            scope.end_effects(but=scope.fresh or frozenset())
        scope.again = _known_names(READING.again) if READING.again else NO_NAMES
    finally:
        unobserve(token)
        _build.children, _build.listeners, _build.stack, _build.scope, _build.maker, _build.closures = outer
    return children, listeners


def element(
    tag: str,
    *children: str | Node,
    key: Any = None,
    attrs: Mapping[str, Any] | None = None,
    on: Mapping[str, Any] | None = None,
    two_way: TwoWay | None = None,
) -> Element:
    """Add an element to the page.

    attrs: a name maps to text or a number (an attribute), ``True`` (present and empty), ``False`` or ``None``
    (absent); ``"style"`` to a dict of CSS properties; a name with a dot in front (``".value"``) is a DOM property and
    takes any JSON value. on: event names to handlers or listeners. Children that are nodes already built elsewhere
    move here.

    Raises ``RenderError`` where no page is being built.
    """
    if attrs and (not SIMPLE.issuperset(map(type, attrs.values())) or ".innerHTML" in attrs):
        attrs = check_properties(attrs)
    node = Element(tag, key, attrs or _NO_ATTRS, on, two_way)
    siblings = _build.children
    if siblings is None:
        place(node)  # which says what is wrong
    else:
        siblings.append(node)
    if on or two_way:
        _build.listeners.append(node)
        if on:
            check_closures(on.values(), _build.closures)
    inside = node.children
    for child in children:
        if type(child) is str:
            inside.append(Text(child))
        elif isinstance(child, Node):
            unplace(child)
            inside.append(child)
        else:
            inside.append(Text(str(child)))
    return node


def listen(element: Element, event: str, listeners: list[Any]) -> None:
    """Give an element that was built just now the listeners of one event, in place of those that it had.

    Raises ``RenderError`` where it was not.
    """
    current_scope(f"Listening to {element!r}")
    if element.id or element.specs is not None:
        raise RenderError(f"{element!r} was built earlier: listen to the elements of this build, each time the page is built")
    silent = not element.listeners and element.two_way is None
    element.listeners = {**(element.listeners or {}), event: listeners}
    check_closures(listeners, _build.closures)
    if silent:
        _build.listeners.append(element)


def text(value: object, key: Any = None) -> Text:
    """Add a text to the page, as it is; nothing in it is markup."""
    node = Text(str(value), key)
    place(node)
    return node


def slot() -> Slot:
    """Inside a component: the place of what the caller puts into its ``with``. Once a component."""
    scope = current_scope("slot()")
    if scope.slot is not None:
        raise RenderError(f"{scope!r} calls slot() twice; what its caller puts inside can stand in one place only")
    scope.slot = node = Slot(scope)
    place(node)
    return node


def component(fn: Callable[P, Any]) -> Callable[P, Scope]:
    """Make a function a component: it runs again only when state that it read, or an argument, has changed.

    A call adds it to the page; ``key=`` names it among its siblings unless the function itself has such a parameter.
    What the caller builds inside ``with Card(): ...`` stands where the component calls ``slot()``.
    """
    if fn.__code__.co_flags & _SUSPENDS:
        raise RenderError(
            f"{fn.__qualname__}() is built at once, so it is neither async nor a generator. Load what takes time in a handler, "
            "and show the state"
        )
    own_key = "key" in fn.__code__.co_varnames[: fn.__code__.co_argcount + fn.__code__.co_kwonlyargcount]

    @wraps(fn)
    def add(*args: P.args, **kwargs: P.kwargs) -> Scope:
        key = kwargs.get("key") if own_key else kwargs.pop("key", None)
        node = Scope(fn, args, kwargs, key)
        place(node)
        return node

    add.is_component = True  # type: ignore[attr-defined]
    return add


def updatable(fn: Callable[P, T], value: str = "") -> Callable[P, T]:
    """Make a component's function one that handlers can write to: ``outputs=[...]``, ``sk.update(...)``.

    value: the parameter that is what it shows; without it ``value``, ``checked`` or ``open``, or else the first.
    """
    names = list(inspect.signature(fn).parameters)
    shows = value or next((name for name in ("value", "checked", "open") if name in names), names[0])

    @wraps(fn)
    def made(*args: P.args, **kwargs: P.kwargs) -> T:
        maker = _build.maker
        if maker is None:
            return fn(*args, **kwargs)
        return maker(fn, shows, args, kwargs)  # type: ignore[no-any-return]

    return made


def command(name: str, /, **args: Any) -> None:
    """Tell the page to do something once this render is shown, unless the last render said exactly the same."""
    scope = current_scope(f"command({name!r})")
    if scope.tree is not None:
        scope.tree.command(name, args)


def effect(key: Any, make: Callable[[], E]) -> E:
    """What lasts for as long as builds of this component ask for it, made at the first; it is closed afterwards.

    key: tells it apart from the component's others; of equal ones the first to be asked for is the first again.
    """
    scope = current_scope("This")
    if scope.effects is None:
        scope.effects = {}
    if scope.fresh is None:
        scope.fresh = set()
    ordinal = 0
    while (key, ordinal) in scope.fresh:
        ordinal += 1
    scope.fresh.add((key, ordinal))
    found: Any = scope.effects.get((key, ordinal))
    if found is None:
        if scope.tree is not None:
            scope.tree.lasting = True
        found = scope.effects[key, ordinal] = make()
    return found  # type: ignore[no-any-return]


def unique_id() -> str:
    """An id for the DOM, unique in the document, and the same whenever the same page is built from the same state."""
    scope = current_scope("unique_id()")
    scope.ids += 1
    prefix = scope.tree.scope_id(scope) if scope.tree is not None else "sk"
    return f"{prefix}-{scope.ids}"


_NAMES: Final[dict[int, frozenset[str]]] = {}


def _known_names(names: set[str]) -> frozenset[str]:
    """These as a set that many scopes share: a component reads the same fields more than once in all its places."""
    found: Any = _NAMES.get(len(names))
    if found != names:
        found = _NAMES[len(names)] = frozenset(names)
    return found  # type: ignore[no-any-return]


def building() -> bool:
    """Whether a page is being built here and now."""
    return _build.scope is not None


def current_scope(what: str) -> Scope:
    """The scope that is running; ``RenderError`` names ``what`` where there is none."""
    if _build.scope is None:
        raise RenderError(f"{what} works only while a page is built: call it in a @sk.page or @sk.component function")
    return _build.scope


def place(node: Node) -> None:
    """Add a node to the page."""
    if _build.children is None:
        raise RenderError(
            f"{node!r} was made where no page is being built. Make elements in a @sk.page or @sk.component function; "
            "a handler changes state, and the page follows."
        )
    _build.children.append(node)


def place_instance(node: Instance) -> None:
    """Add a template's instance to the page."""
    scope, children, handlers = _build.scope, _build.children, node.handlers
    if scope is not None and scope.tree is not None and scope.tree.slow and TEMPLATES in scope.tree.slow:
        _place_expanded(node)
        return
    if children is None:
        place(node)  # which says what is wrong
    else:
        children.append(node)
    if handlers:
        _build.listeners.append(node)
        if handlers != node.template.bare and not check_closures(handlers, _build.closures):
            node.template.bare = handlers


def _place_expanded(node: Instance) -> None:
    element, listening = node.elements()
    place(element)
    _build.listeners += listening
    check_closures(node.handlers, _build.closures)


def unplace(node: Node) -> None:
    """Take a node that is passed as a child out of the list that it was just appended to."""
    lists = [_build.children, *reversed(_build.stack)]
    for children in lists:
        if children is not None:
            for index in range(len(children) - 1, -1, -1):
                if children[index] is node:
                    del children[index]
                    return
