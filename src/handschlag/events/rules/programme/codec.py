"""Programmes to JSON and back. What has its default is left out; what did not exist then has its default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, get_args, get_type_hints

from handschlag.events.rules.programme.contents import (
    Item,
    Programme,
    ProgrammeDay,
    ProgrammePaper,
    ProgrammeRoom,
    ProgrammeSpeaker,
    ProgrammeTrack,
    SpeakerRole,
)

PARTS = {
    shape.__name__: shape
    for shape in (
        ProgrammeDay,
        Item,
        ProgrammePaper,
        ProgrammeSpeaker,
        Programme,
        SpeakerRole,
        ProgrammeTrack,
        ProgrammeRoom,
    )
}
Change = Callable[[Any], Any]
DEFAULTS: dict[type[Any], tuple[tuple[str, Any], ...]] = {}
READERS: dict[type[Any], dict[str, Change]] = {}


def encode(programme: Programme) -> dict[str, Any]:
    """An object that JSON can write; dates become ISO text, what has its default is left out."""
    return _as_object(programme)


def decode(data: Mapping[str, Any]) -> Programme:
    """The programme that `encode` wrote, also one from an older version."""
    made: Programme = _from_object(Programme, data)
    return made


def _as_object(part: Any) -> dict[str, Any]:
    found = {}
    for name, default in _defaults(type(part)):
        value = getattr(part, name)
        if value != default:
            found[name] = _as_plain(value)
    return found


def _as_plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_as_object(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _defaults(shape: type[Any]) -> tuple[tuple[str, Any], ...]:
    """What its facts are where nothing is said; looked up once for each shape."""
    if shape not in DEFAULTS:
        DEFAULTS[shape] = tuple((field.name, field.default) for field in fields(shape))
    return DEFAULTS[shape]


def _from_object(shape: type[Any], data: Mapping[str, Any]) -> Any:
    changes = _readers(shape)
    return shape(**{name: changes[name](value) if name in changes else value for name, value in data.items()})


def _readers(shape: type[Any]) -> dict[str, Change]:
    """How the facts are read that JSON cannot say; looked up once for each shape."""
    if shape not in READERS:
        found = {name: _reader_of(hint) for name, hint in get_type_hints(shape).items()}
        READERS[shape] = {name: reader for name, reader in found.items() if reader is not None}
    return READERS[shape]


def _reader_of(hint: Any) -> Change | None:
    if hint is datetime or datetime in get_args(hint):
        return lambda value: datetime.fromisoformat(value) if value is not None else None
    if hint is date:
        return date.fromisoformat
    parts = [one for one in get_args(hint) if one in PARTS.values()]
    if not parts:
        return None
    return lambda values: tuple(_from_object(parts[0], one) for one in values)
