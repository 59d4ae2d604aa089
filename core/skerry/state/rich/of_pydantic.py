"""pydantic: a model as its class's name and its fields, each encoded like any other value, so that what they hold keeps its type.

Saved data is validated by the model when it is read, and at saving already, so that what is saved can be read. Where the
strict rules accept it, the values come back exactly as they were; else as the model's own conversion gives them.
"""

from __future__ import annotations

import sys
from typing import Any, Final

from ..paths import ATTRIBUTE, ITEM
from .keeper import Keeper, Refused, refuse

__all__ = ["KEEPERS", "keeper"]

pydantic: Any = sys.modules["pydantic"]


def _model_data(encoder: Any, model: Any) -> Any:
    cls = type(model)
    name = encoder.name_of(cls)
    _validated(cls, model.__dict__, _extra(model), model.model_fields_set)
    required = [name for name, field in cls.model_fields.items() if field.is_required()]
    fields = encoder.fields(cls, [(name, model.__dict__[name]) for name in cls.model_fields if name in model.__dict__], required)
    extra, private = _extra(model), getattr(model, "__pydantic_private__", None) or {}
    data = [name, fields, [key for key in (*cls.model_fields, *extra) if key in model.model_fields_set]]
    rest = {"extra": encoder.some(ITEM, extra), "private": encoder.some(ATTRIBUTE, private)}
    rest = {name: values for name, values in rest.items() if values}
    return [*data, rest] if rest else data


def _extra(model: Any) -> dict[str, Any]:
    return getattr(model, "__pydantic_extra__", None) or {}


def _model_from(decoder: Any, content: Any) -> Any:
    name, data, given, *rest = content
    cls = decoder.class_named(name)
    if keeper(cls) is not _MODEL:
        raise ValueError(f"{name} is no model")
    known = decoder.named(cls, data, cls.model_fields)
    more = rest[0] if rest else {}
    extra = {str(key): decoder.part(ITEM, key, value) for key, value in more.get("extra", {}).items()}
    private = {key: decoder.part(ATTRIBUTE, key, value) for key, value in more.get("private", {}).items()}
    for key in () if cls.model_config.get("extra") == "allow" else extra:
        decoder.miss(cls, key)
    for key in private:
        if key not in cls.__private_attributes__:
            decoder.miss(cls, key)
    fields = {}
    for key, field in cls.model_fields.items():
        if key in known:
            fields[key] = known[key]
        elif field.is_required():
            raise ValueError(f"no {key}, which has no default")
        else:
            fields[key] = field.get_default(call_default_factory=True, validated_data=fields)
    fields_set = {key for key in given if key in known or key in extra}
    try:
        valid = _validated(cls, fields, extra, fields_set)
    except Refused as error:
        raise ValueError(str(error)) from None
    return _made(cls, fields if valid is None else dict(valid.__dict__), extra, private, fields_set)


def _made(cls: Any, fields: dict[str, Any], extra: dict[str, Any], private: dict[str, Any], fields_set: set[str]) -> Any:
    """As pydantic's own copies are made: no ``__init__`` and no ``model_post_init``."""
    allows = cls.model_config.get("extra") == "allow"
    own = {name: one.get_default() for name, one in cls.__private_attributes__.items()}
    own = {name: value for name, value in own.items() if not _undefined(value)}
    own |= {name: value for name, value in private.items() if name in cls.__private_attributes__}
    made = cls.__new__(cls)
    made.__setstate__(
        {
            "__dict__": {name: value for name, value in fields.items() if name in cls.model_fields},
            "__pydantic_extra__": extra if allows else None,
            "__pydantic_fields_set__": fields_set,
            "__pydantic_private__": own if cls.__private_attributes__ else None,
        }
    )
    return made


def _undefined(value: Any) -> bool:
    return type(value).__name__ == "PydanticUndefinedType"


def _validated(cls: Any, fields: dict[str, Any], extra: dict[str, Any], fields_set: set[str]) -> Any:
    """None where the strict rules accept the fields as they are, a model where the lax ones do. Raises ``Refused``.

    A default that nobody has replaced is not validated, as pydantic does not.
    """
    data = {key: value for key, value in fields.items() if key in cls.model_fields and not _is_default(cls, key, value, fields_set)}
    for strict in (True, False):
        try:
            valid = _validate(cls, {**extra, **data}, strict)
        except pydantic.ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            place = ".".join(str(step) for step in first["loc"])
            why = f"{cls.__name__} does not accept it: {place}: {first['msg']}"
        except Exception as error:  # from a validator of the app's own
            why = f"{cls.__name__} does not accept it: {type(error).__name__}: {error}"
        else:
            return None if strict else valid
    raise Refused(why)


def _validate(cls: Any, data: dict[str, Any], strict: bool) -> Any:
    if issubclass(cls, pydantic.RootModel):
        return cls.model_validate(data["root"], strict=strict) if "root" in data else cls()
    try:
        return cls.__pydantic_validator__.validate_python(data, strict=strict, by_alias=False, by_name=True)
    except TypeError as error:
        if "by_alias" not in str(error):
            raise
    named = {field.validation_alias: key for key, field in cls.model_fields.items() if isinstance(field.validation_alias, str)}
    aliases = {key: alias for alias, key in named.items()}  # pydantic before 2.11 knows fields by their aliases
    return cls.model_validate({aliases.get(key, key): value for key, value in data.items()}, strict=strict)


def _is_default(cls: Any, key: str, value: Any, fields_set: set[str]) -> bool:
    if key in fields_set or cls.model_fields[key].is_required():
        return False
    default = cls.model_fields[key].default
    try:
        return default is value or (type(default) is type(value) and bool(default == value))
    except Exception:  # an array, whose comparison has no truth
        return False


# Addresses


def _url_from(decoder: Any, content: Any) -> Any:
    name, text = content
    module, _, attribute = str(name).partition(":")
    cls = getattr(sys.modules.get(module), attribute, None) if module in _URL_MODULES else None
    if not (isinstance(cls, type) and keeper(cls) is _URL and isinstance(text, str)):
        raise ValueError(f"{name!r:.40} is no class of addresses")
    return cls(text)


_URL_MODULES: Final = ("pydantic.networks", "pydantic_core._pydantic_core")
_MODEL: Final = Keeper("pydantic.model", _model_data, _model_from, True)
_URL: Final = Keeper("pydantic.url", lambda _, url: [f"{type(url).__module__}:{type(url).__name__}", str(url)], _url_from)
KEEPERS: Final = (_MODEL, _URL)
_SECRET: Final = refuse("a secret is not written anywhere: ask for it anew")


def keeper(kind: type) -> Keeper | None:
    if issubclass(kind, pydantic.BaseModel):
        return _MODEL if kind not in (pydantic.BaseModel, pydantic.RootModel) else None
    if kind.__module__ in _URL_MODULES and kind.__name__.endswith(("Url", "Dsn")):
        return _URL
    return _SECRET if hasattr(kind, "get_secret_value") else None
