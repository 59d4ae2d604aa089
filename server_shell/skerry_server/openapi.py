"""The description of an app's API, as an OpenAPI 3.1 document."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from skerry.protocol import carries, snapshot

__all__ = ["document"]

_KINDS: Final[dict[Any, str]] = {
    int: "integer", float: "number", str: "string", bool: "boolean", list: "array", tuple: "array", dict: "object",
    type(None): "null",
}  # fmt: skip
_BY_NAME: Final = {"None" if kind is type(None) else kind.__name__: name for kind, name in _KINDS.items()}
_UNIONS: Final = (typing.Union, types.UnionType)
_VARIADIC: Final = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}


def document(title: str, root: str, functions: Mapping[str, tuple[inspect.Signature, str]]) -> dict[str, Any]:
    """title: the app's. root: the path that the server is mounted under. functions: by name, what a caller fills, and the
    docstring."""
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "servers": [{"url": root or "/"}],
        "paths": {f"/api/{quote(name)}": {"post": _operation(name, *about)} for name, about in functions.items()},
        "components": {
            "schemas": {"Problem": _object({"title": "string", "status": "integer", "detail": "string"})},
            "parameters": {
                "Session": {
                    "name": "Skerry-Session",
                    "in": "header",
                    "description": "`new` for a session that is kept, or the token of one. Without it, a call has one of its own.",
                    "schema": {"type": "string"},
                }
            },
        },
    }


def _operation(name: str, takes: inspect.Signature, doc: str) -> dict[str, Any]:
    parameters = [one for one in takes.parameters.values() if one.kind not in _VARIADIC]
    required = [one.name for one in parameters if one.default is one.empty]
    body = {
        "type": "object",
        "properties": {one.name: _schema(one) for one in parameters},
        **({"required": required} if required else {}),
        "additionalProperties": any(one.kind is one.VAR_KEYWORD for one in takes.parameters.values()),
    }
    answer: dict[str, Any] = {"schema": {}}
    return {
        "operationId": name,
        **({"summary": doc.partition("\n")[0], "description": doc} if doc else {}),
        "parameters": [{"$ref": "#/components/parameters/Session"}],
        "requestBody": {"required": bool(required), "content": {"application/json": {"schema": body}}},
        "responses": {
            "200": {
                "description": "What it returns, or yields last; as an event stream, each value that it yields.",
                "content": {"application/json": answer, "text/event-stream": {"schema": {"type": "string"}}},
            },
            "default": {
                "description": "Why there is no such answer.",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
    }


def _object(fields: Mapping[str, str]) -> dict[str, Any]:
    return {"type": "object", "properties": {name: {"type": kind} for name, kind in fields.items()}, "required": [*fields]}


def _schema(one: inspect.Parameter) -> dict[str, Any]:
    """What a parameter takes, as far as its annotation and its default tell."""
    kinds = _kinds(one.annotation)
    found: dict[str, Any] = {"type": kinds[0] if len(kinds) == 1 else kinds} if kinds else {}
    if one.default is not one.empty and carries(one.default):
        found["default"] = snapshot(one.default)
    return found


def _kinds(annotation: Any) -> list[str]:
    """The types of JSON that an annotation allows; none where it does not tell."""
    if isinstance(annotation, str):
        names = [part.partition("[")[0].strip() for part in annotation.split("|")]
        return [_BY_NAME[name] for name in names] if all(name in _BY_NAME for name in names) else []
    if typing.get_origin(annotation) in _UNIONS:
        found = [_kinds(part) for part in typing.get_args(annotation)]
        return [kind for kinds in found for kind in kinds] if all(found) else []
    kind = _KINDS.get(typing.get_origin(annotation) or annotation) if _is_hashable(annotation) else None
    return [] if kind is None else [kind]


def _is_hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True
