"""Contents to JSON and back, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from handschlag.directory.rules.contents.values import Content

HINTS: dict[type[Any], dict[str, Any]] = {}


def field_names(shape: type[Any]) -> tuple[str, ...]:
    """The names of what a kind of entry says, in the order of its page."""
    return tuple(field.name for field in fields(shape))


def to_json(value: Any) -> Any:
    """Plain JSON: a date becomes its ISO form, a tuple a list, a part of an entry an object."""
    if is_dataclass(value):
        return {name: to_json(getattr(value, name)) for name in field_names(type(value))}
    if isinstance(value, tuple):
        return [to_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def of_json[C: Content](shape: type[C], data: Mapping[str, Any]) -> C:
    """The content that was written down; a fact that did not exist then has its default."""
    return shape(**{name: _decode(hint, data[name]) for name, hint in _hints(shape).items() if name in data})


def _hints(shape: type[Any]) -> dict[str, Any]:
    """The types of its facts, as objects; looked up once for each shape."""
    if shape not in HINTS:
        HINTS[shape] = get_type_hints(shape)
    return HINTS[shape]


def _decode(hint: Any, value: Any) -> Any:
    if isinstance(hint, UnionType):
        inner = next(one for one in get_args(hint) if one is not NoneType)
        return None if value is None else _decode(inner, value)
    if get_origin(hint) is tuple:
        return tuple(_decode(get_args(hint)[0], one) for one in value)
    if is_dataclass(hint):
        return of_json(hint, value)  # type: ignore[type-var, arg-type]  # a part of an entry
    return date.fromisoformat(value) if hint is date else value


def changed_fields[C: Content](before: C, after: C) -> dict[str, Any]:
    """The facts that differ, with their new values as JSON."""
    return {
        name: to_json(getattr(after, name))
        for name in field_names(type(after))
        if getattr(before, name) != getattr(after, name)
    }


def with_changes[C: Content](content: C, changes: Mapping[str, Any]) -> C:
    """The content with some facts changed; names that it does not know are ignored."""
    known = {
        name: _decode(hint, changes[name]) for name, hint in _hints(type(content)).items() if name in changes
    }
    return replace(content, **known)
