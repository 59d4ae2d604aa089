"""Observed dataclasses: the object keeps its identity and gets a class of its own that watches the fields.

For a dataclass ``Row`` there is one such class, derived from it, where every field is a property. ``__class__`` says
``Row``, so equality, repr, ``dataclasses.replace`` and ``copy`` of the user's class work as written; ``isinstance``
holds anyway. The values stay in the object's own ``__dict__`` (or slots), and the properties read them there.

A dataclass with ``slots=True`` has no room for what observation must store, so its objects are copied in. Frozen ones
are values: they cannot change, so there is nothing to watch.
"""

from __future__ import annotations

import copy
import dataclasses
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from ..errors import StateError, nearest
from .adopt import PLAIN, Adopter, Memo, Up, add_up, adopt, for_classes
from .lists import LOOKED_AFTER, look_after
from .log import MISSING
from .tracking import READING, track
from .writes import begin, record, same, tell_field

__all__ = ["UnknownFieldError", "field_names", "observed_class"]

_META: Final = ("_sk_store", "_sk_up", "_sk_subs", "_sk_computed")


class UnknownFieldError(StateError, AttributeError):
    """A name that a state class does not declare."""


def unknown_field(cls: type, name: str) -> UnknownFieldError:
    names = field_names(cls)
    return UnknownFieldError(
        f"{cls.__name__} has no field {name!r}.{nearest(name, dir(cls) + list(names))} "
        f"Its fields: {', '.join(names) or 'none'}."
    )


def missing_attribute(self: Any, name: str) -> Any:
    """``__getattr__``: for a name that is nowhere; or where a property raised AttributeError, which is raised once more."""
    cls = self.__class__
    if name.startswith(("__", "_sk_")) or hasattr(cls, name) or name in cls.__dataclass_fields__:
        return object.__getattribute__(self, name)
    raise unknown_field(cls, name)


def field_names(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls))


# Fields as properties


def _getter(name: str, raw: Callable[[Any], Any] | None, fallback: Any) -> Callable[[Any], Any]:
    """raw: reads a slot; None for a field in the ``__dict__``, whose reading is spelled out, for it is the hot path."""

    def get(self: Any) -> Any:
        try:
            value = self._sk_dict[name]
        except KeyError:
            value = fallback
        reader = READING.current
        if reader is not None:
            subs = self._sk_subs
            if (subs is not None and subs.get(name) is reader) or not track(self, name):
                READING.again.add(name)
        if type(value) in LOOKED_AFTER:
            look_after(value)
        elif value is MISSING:
            raise _no_value(self, name)
        return value

    def get_slot(self: Any) -> Any:
        assert raw is not None
        if READING.current is not None and not track(self, name):
            READING.again.add(name)
        try:
            value = raw(self)
        except AttributeError:
            raise _no_value(self, name) from None
        if type(value) in LOOKED_AFTER:
            look_after(value)
        return value

    return get if raw is None else get_slot


def _no_value(self: Any, name: str) -> AttributeError:
    return AttributeError(f"{self.__class__.__name__}.{name} has no value", name=name, obj=self)


def write_field(self: Any, name: str, value: Any) -> None:
    """Assign a field, or delete it with the value MISSING; what is no field is set as that."""
    cls = type(self)
    if name not in cls._sk_names:
        _set_other(self, name, value)
        return
    run = begin(self, name)
    held = None if cls._sk_slots else self._sk_dict
    old = cls._sk_get(self, name) if held is None else held.get(name, MISSING)
    if old is MISSING and value is MISSING:
        raise _no_value(self, name)
    kind = type(value)
    if kind is type(old) and (kind is str or kind is int):  # most are
        if old == value:
            return
    elif same(old, value):
        return
    if kind not in PLAIN:
        value = adopt(value, self._sk_store, weakref.ref(self))
    if held is None or value is MISSING:
        cls._sk_put(self, name, value)
    else:
        held[name] = value
    record(self, "set", name, old, value, run)
    if self._sk_subs:
        tell_field(self, name, old, value)


def _property(name: str, raw: Callable[[Any], Any] | None, fallback: Any) -> property:
    def write(self: Any, value: Any) -> None:
        write_field(self, name, value)

    def delete(self: Any) -> None:
        write_field(self, name, MISSING)

    return property(_getter(name, raw, fallback), write, delete)


# The observing class


def observed_class(cls: type) -> type | None:
    """The class that observes objects of ``cls``; None where these are plain values."""
    known: type | None = cls.__dict__.get("_sk_observed")
    if known is not None:
        return known
    if not _observable(cls):
        return None
    made = _make(cls)
    cls._sk_observed = made  # type: ignore[attr-defined]
    cls._sk_adopter = _adopt_object  # type: ignore[attr-defined]
    made._sk_adopter = _keep_object  # type: ignore[attr-defined]
    return made


def _observable(cls: type) -> bool:
    params = getattr(cls, "__dataclass_params__", None)
    return (
        dataclasses.is_dataclass(cls)
        and params is not None
        and not params.frozen
        and not issubclass(cls, (list, dict, set, tuple, BaseException))
    )


def _make(cls: type) -> type:
    swaps = cls.__dictoffset__ != 0 and cls.__weakrefoffset__ != 0
    meta = () if swaps else (*_META, *(() if cls.__weakrefoffset__ else ("__weakref__",)))
    names = tuple(name for name in field_names(cls) if not isinstance(_static(cls, name), property))  # a property has its own place
    slots = {name: member for name in names if (member := _slot(cls, name)) is not None}
    namespace: dict[str, Any] = {
        "__slots__": meta,
        "__module__": cls.__module__,
        "__qualname__": cls.__qualname__,
        "__doc__": cls.__doc__,
        "__class__": property(lambda self: cls),
        "__new__": lambda observed, *args, **options: cls(*args, **options),  # type(self)(...) makes a plain one
        "__reduce_ex__": lambda self, protocol: _plain(self).__reduce_ex__(protocol),
        "__copy__": _own(cls, "__copy__", _plain),
        "__deepcopy__": _own(cls, "__deepcopy__", _deepcopy),
        "_sk_base": cls,
        "_sk_swaps": swaps,
        "_sk_slots": slots,
        "_sk_names": names,
        "_sk_get": staticmethod(_get),
        "_sk_put": staticmethod(_put),
        "_sk_items": staticmethod(_items),
    }
    if swaps:
        namespace |= dict.fromkeys(_META)
    if cls.__dictoffset__:
        namespace["_sk_dict"] = next(c.__dict__["__dict__"] for c in cls.__mro__ if "__dict__" in c.__dict__)
        namespace["__dict__"] = property(_visible)
    if _static(cls, "__setattr__") is object.__setattr__:
        namespace["__setattr__"] = write_field
    if _static(cls, "__delattr__") is object.__delattr__:
        namespace["__delattr__"] = _delattr
    if not hasattr(cls, "__getattr__"):
        namespace["__getattr__"] = missing_attribute
    for name in namespace["_sk_names"]:
        member = slots.get(name)
        fallback = MISSING if member is not None else getattr(cls, name, MISSING)
        namespace[name] = _property(name, member and member.__get__, fallback)
    with _no_notice(cls):
        return type(cls)(cls.__name__, (cls,), namespace)


@contextmanager
def _no_notice(cls: type) -> Iterator[None]:
    """The observing class is nobody's subclass to hear of: ``__init_subclass__`` is not called for it."""
    own = cls.__dict__.get("__init_subclass__")
    setattr(cls, "__init_subclass__", classmethod(lambda cls, **options: None))  # noqa: B010
    try:
        yield
    finally:
        if own is None:
            del cls.__init_subclass__
        else:
            setattr(cls, "__init_subclass__", own)  # noqa: B010


def _slot(cls: type, name: str) -> Any:
    """The descriptor of a field kept in a slot."""
    member = next((c.__dict__[name] for c in cls.__mro__ if name in c.__dict__), None)
    return member if type(member) is _MEMBER else None


class _Slotted:
    __slots__ = ("x",)


_MEMBER: Final = type(_Slotted.__dict__["x"])


def _own(cls: type, name: str, ours: Callable[..., Any]) -> Callable[..., Any]:
    """The user's own method where the class has one."""
    return getattr(cls, name, ours)


def _set_other(self: Any, name: str, value: Any) -> None:
    cls = type(self)
    if name.startswith("_") or name in getattr(self, "_sk_dict", ()) or hasattr(_static(cls, name), "__set__"):
        object.__setattr__(self, name, value)
    else:
        raise unknown_field(cls._sk_base, name)


def _delattr(self: Any, name: str) -> None:
    cls = type(self)
    if name in cls._sk_names or name.startswith("_") or hasattr(self, name):
        object.__delattr__(self, name)
    else:
        raise unknown_field(cls._sk_base, name)


def _static(cls: type, name: str) -> Any:
    return next((c.__dict__[name] for c in cls.__mro__ if name in c.__dict__), None)


# Raw access


def _get(self: Any, name: str) -> Any:
    cls = type(self)
    member = cls._sk_slots.get(name)
    if member is None:
        return self._sk_dict.get(name, MISSING)
    try:
        return member.__get__(self)
    except AttributeError:
        return MISSING


def _put(self: Any, name: str, value: Any) -> None:
    member = type(self)._sk_slots.get(name)
    if member is None:
        if value is MISSING:
            self._sk_dict.pop(name, None)
        else:
            self._sk_dict[name] = value
    elif value is MISSING:
        member.__delete__(self)
    else:
        member.__set__(self, value)


def _items(self: Any) -> Iterator[tuple[str, Any]]:
    cls = type(self)
    if not cls._sk_slots:
        held = self._sk_dict
        return ((name, held[name]) for name in cls._sk_names if name in held)
    return ((name, value) for name in cls._sk_names if (value := _get(self, name)) is not MISSING)


def _visible(self: Any) -> dict[str, Any]:
    """What ``vars()`` shows: the object's own attributes, without what observation keeps there."""
    return {
        name: getattr(self, name) if name in type(self)._sk_names else value
        for name, value in list(self._sk_dict.items())  # reading may add _sk_subs
        if name not in _META
    }


# Copies are plain


def _plain(self: Any) -> Any:
    return _copied(self, lambda value: value, None)


def _deepcopy(self: Any, memo: dict[int, Any]) -> Any:
    return _copied(self, lambda value: copy.deepcopy(value, memo), memo)


def _copied(self: Any, through: Callable[[Any], Any], memo: dict[int, Any] | None) -> Any:
    cls = type(self)
    made = object.__new__(cls._sk_base)
    if memo is not None:
        memo[id(self)] = made
    shown = dict(vars(self)) if cls.__dictoffset__ else {}
    shown |= {name: getattr(self, name) for name in cls._sk_slots if _get(self, name) is not MISSING}
    for name, value in shown.items():
        object.__setattr__(made, name, through(value))
    return made


# Taking in


def _adopt_object(value: Any, store: Any, up: Up, memo: Memo) -> Any:
    cls = type(value)._sk_observed
    if not cls._sk_swaps:
        return _adopt_copy(cls, value, store, up, memo)
    object.__setattr__(value, "__class__", cls)  # past a __setattr__ of the class
    held = value._sk_dict
    held["_sk_store"] = store
    held["_sk_up"] = up
    me = None
    for name in cls._sk_names:
        item = _get(value, name) if cls._sk_slots else held.get(name)
        if type(item) not in PLAIN and item is not MISSING:
            me = me or weakref.ref(value)
            _put(value, name, adopt(item, store, me, memo))
    return value


def _adopt_copy(cls: Any, value: Any, store: Any, up: Up, memo: Memo) -> Any:
    made = object.__new__(cls)
    for name, content in zip(_META, (store, up, None, None), strict=True):
        object.__setattr__(made, name, content)
    memo[id(value)] = (made, value)
    me = weakref.ref(made)
    for name, member in cls._sk_slots.items():
        if (item := getattr(value, name, MISSING)) is not MISSING:
            member.__set__(made, adopt(item, store, me, memo))
    return made


def _keep_object(value: Any, store: Any, up: Up, memo: Memo) -> Any:
    if value._sk_store is store:
        add_up(value, up)
        return value
    fresh = adopt(copy.deepcopy(value), store, up)
    memo[id(value)] = (fresh, value)
    return fresh


def _find_adopter(kind: type) -> Adopter | None:
    if "_sk_base" in kind.__dict__:
        return _keep_object
    return _adopt_object if observed_class(kind) is not None else None


for_classes(_find_adopter)
