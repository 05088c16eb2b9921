"""The settings of recommendation as JSON, format `treffen.weights/1`; schema: `schema/weights.schema.json`.

    {"format": "treffen.weights/1",
     "fit": {"words": 0.5},
     "score": {"distance": 0.2},
     "lists": {"k": 8, "balance": "cap"}}

What is left out has its default; an unknown key, and a number that has no meaning, is a fault.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from treffen.files.codec import FLAG, NUMBER, TEXT, WHOLE, Codec, Record, Wrong, Wrongs, choice_of
from treffen.files.content import Unreadable, decode, read_bytes
from treffen.files.jsontext import line_of
from treffen.files.problem_json import located, object_of_format
from treffen.files.records import same_named
from treffen.files.strict_json import parse
from treffen.problem import LocatedFault, ReadingFaultKind, Where
from treffen.recommendation.limits import BadSetting, Limits
from treffen.recommendation.meaning.weights import FIT_LIMITS, FitWeights
from treffen.recommendation.score.weights import LIST_LIMITS, SCORE_LIMITS, Balance, ListRules, Weights
from treffen.recommendation.settings import Settings

FORMAT = "treffen.weights/1"
PARTS: dict[str, tuple[type[Any], Mapping[str, Limits]]] = {
    "fit": (FitWeights, FIT_LIMITS),
    "score": (Weights, SCORE_LIMITS),
    "lists": (ListRules, LIST_LIMITS),
}


def _within(inner: Codec, limits: Limits) -> Codec:
    def read(value: object, wrongs: Wrongs) -> Any:
        known = len(wrongs)
        number = inner.read(value, wrongs)
        if len(wrongs) == known and not limits.allow(number):
            wrongs.append(Wrong(ReadingFaultKind.OUT_OF_RANGE, value=value, expected=str(limits)))
        return number

    return Codec(read)


def _codec(default: object, limits: Limits | None) -> Codec:
    if isinstance(default, Balance):
        return choice_of(Balance)
    if isinstance(default, bool):
        return FLAG
    number = WHOLE if isinstance(default, int) else NUMBER
    return number if limits is None else _within(number, limits)


def _part(make: type[Any], limits: Mapping[str, Limits], *, is_open: bool) -> Codec:
    """One part of the settings; what only makes no sense beside the others is a fault as well."""
    keys = same_named(**{f.name: _codec(f.default, limits.get(f.name)) for f in fields(make)})
    record = Record(make=make, keys=keys, is_open=is_open)

    def read(value: Any, wrongs: Wrongs) -> Any:
        try:
            return record.read(value, wrongs)
        except BadSetting as bad:
            kind, expected = ReadingFaultKind.CONTRADICTION, str(bad.allowed)
            wrongs.append(Wrong(kind, f".{bad.name}", bad.value, expected=expected))
            return make()

    def write(value: Any) -> dict[str, Any]:
        return {f.name: keys[f.name][1].write(getattr(value, f.name)) for f in fields(make)}

    return Codec(read, write)


def _record(*, is_open: bool) -> Record:
    parts = {name: _part(make, limits, is_open=is_open) for name, (make, limits) in PARTS.items()}
    return Record(make=Settings, keys=same_named(**parts), extras=frozenset({"format"}), is_open=is_open)


WISHED = _record(is_open=False)
_used = _record(is_open=True)
USED = replace(_used, keys={**_used.keys, "encoder": ("encoder", TEXT)})
"""As they stand in lists: with the encoder, and with what a later version may add."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsReading:
    """A file of settings that was read: `settings` is there if and only if `faults` is empty."""

    settings: Settings | None = None
    faults: tuple[LocatedFault, ...] = ()


def read_settings(path: str | Path) -> SettingsReading:
    """The settings in a file, or all that is wrong with it. Never raises for what the file holds."""
    path = Path(path)
    where, wrongs = Where(sheet=path.name), Wrongs()
    try:
        found = parse(decode(read_bytes(path, where), where), where)
        body = object_of_format(found, FORMAT, where)
    except Unreadable as error:
        return SettingsReading(faults=(error.located,))
    settings = WISHED.read(body, wrongs)
    if wrongs:
        return SettingsReading(faults=tuple(located(wrong, path.name) for wrong in wrongs))
    return SettingsReading(settings=settings)


def settings_object(settings: Settings) -> dict[str, Any]:
    """All settings as they stand in lists, defaults as well."""
    return {key: codec.write(getattr(settings, name)) for key, (name, codec) in USED.keys.items()}


def settings_text(settings: Settings) -> str:
    """A file of settings, one of them a line, to be changed and read again."""
    parts = [f'{{\n "format": "{FORMAT}"']
    for key, (name, codec) in WISHED.keys.items():
        lines = [f"{json.dumps(k)}: {line_of(v)}" for k, v in codec.write(getattr(settings, name)).items()]
        parts.append(f"{json.dumps(key)}: {{\n  " + ",\n  ".join(lines) + "\n }")
    return ",\n ".join(parts) + "\n}"
