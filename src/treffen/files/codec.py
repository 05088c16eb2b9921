"""Values to JSON and back: small two-way converters, composed into records.

A converter never raises. What is wrong goes into a list, with its path below the value, and
a harmless stand-in is returned, so that one reading finds all faults.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from treffen.files.strict_json import BadNumber, TwiceKeyed
from treffen.problem import ReadingFaultKind
from treffen.problem.faults import LARGEST


@dataclass(slots=True)
class Wrong:
    """One thing wrong, at `path` below the value read (`""`: the value itself)."""

    kind: ReadingFaultKind
    path: str = ""
    value: object = ""
    expected: str = ""
    choices: tuple[str, ...] = ()


Wrongs = list[Wrong]


@dataclass(frozen=True, slots=True)
class Codec:
    """How one kind of value is read and written."""

    read: Callable[[Any, Wrongs], Any]
    write: Callable[[Any], Any] = lambda value: value


def _wrong_type(value: object, wrongs: Wrongs, expected: str) -> None:
    kind = ReadingFaultKind.NOT_A_NUMBER if isinstance(value, BadNumber) else ReadingFaultKind.WRONG_TYPE
    wrongs.append(Wrong(kind, value=value, expected=expected))


def _read_text(value: object, wrongs: Wrongs) -> str:
    if type(value) is not str:
        _wrong_type(value, wrongs, "text")
        return ""
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        wrongs.append(Wrong(ReadingFaultKind.BAD_CHARACTERS, value=value))
        return value.encode("utf-8", "replace").decode("utf-8")
    return value


def _read_whole(value: object, wrongs: Wrongs) -> int:
    if type(value) is float and value.is_integer():
        value = int(value)
    if type(value) is int:
        return value
    if type(value) is float:
        wrongs.append(Wrong(ReadingFaultKind.NOT_WHOLE, value=value, expected="whole number"))
    else:
        _wrong_type(value, wrongs, "whole number")
    return 0


def _bounded(least: int) -> Codec:
    """Whole numbers from `least` to the largest the engine takes."""

    def read(value: object, wrongs: Wrongs) -> int:
        known = len(wrongs)
        number = _read_whole(value, wrongs)
        if len(wrongs) > known:
            return least
        if least <= number <= LARGEST:
            return number
        kind = ReadingFaultKind.TOO_BIG if number > LARGEST else ReadingFaultKind.OUT_OF_RANGE
        expected = str(LARGEST) if number > LARGEST else f"{least}..{LARGEST}"
        wrongs.append(Wrong(kind, value=value, expected=expected))
        return least

    return Codec(read)


def _read_number(value: object, wrongs: Wrongs) -> float:
    if type(value) in (int, float):
        return float(value)  # type: ignore[arg-type]  # int or float, by the line above
    _wrong_type(value, wrongs, "number")
    return 0.0


def _read_flag(value: object, wrongs: Wrongs) -> bool:
    if type(value) is not bool:
        _wrong_type(value, wrongs, "yes or no")
        return False
    return value


def _read_moment(value: object, wrongs: Wrongs) -> datetime | None:
    if type(value) is not str:
        _wrong_type(value, wrongs, "text")
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        wrongs.append(Wrong(ReadingFaultKind.NOT_A_TIME, value=value, expected="2027-04-20T10:00:00+02:00"))
        return None


def choice_of(choices: type[StrEnum]) -> Codec:
    """One member of an enumeration, by its value."""
    known: dict[object, StrEnum] = {member.value: member for member in choices}
    names = tuple(member.value for member in choices)

    def read(value: object, wrongs: Wrongs) -> StrEnum:
        found = known.get(value) if isinstance(value, str) else None
        if found is not None:
            return found
        wrong = Wrong(ReadingFaultKind.NOT_A_CHOICE, value=value, expected=", ".join(names), choices=names)
        wrongs.append(wrong)
        return known[names[0]]

    return Codec(read, str)


def optional(inner: Codec) -> Codec:
    """The inner kind, or `null`."""
    return Codec(
        lambda value, wrongs: None if value is None else inner.read(value, wrongs),
        lambda value: None if value is None else inner.write(value),
    )


def list_of(inner: Codec) -> Codec:
    """A tuple in our values, a list in JSON; faults get their index."""

    def read(value: object, wrongs: Wrongs) -> tuple[Any, ...]:
        if type(value) is not list:
            _wrong_type(value, wrongs, "list")
            return ()
        found = []
        for index, one in enumerate(value):
            known = len(wrongs)
            item = inner.read(one, wrongs)
            if len(wrongs) == known:
                found.append(item)
                continue
            for wrong in wrongs[known:]:
                wrong.path = f"[{index}]{wrong.path}"
        return tuple(found)

    return Codec(read, lambda values: [inner.write(value) for value in values])


def _read_versions(value: object, wrongs: Wrongs) -> dict[str, str]:
    if not isinstance(value, dict):
        _wrong_type(value, wrongs, "object")
        return {}
    return {name: _read_text(one, wrongs) for name, one in value.items()}


TEXT = Codec(_read_text)
WHOLE = Codec(_read_whole)
NUMBER = Codec(_read_number)
FLAG = Codec(_read_flag)
MOMENT = Codec(_read_moment, datetime.isoformat)
COUNT = _bounded(0)
LENGTH = _bounded(1)
PARTIES = _bounded(2)
TEXTS = list_of(TEXT)
NAMES = Codec(lambda value, wrongs: frozenset(TEXTS.read(value, wrongs)), sorted)
VERSIONS = Codec(_read_versions, dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A dataclass as a JSON object.

    `names` gives each key its attribute and kind; `extras` are keys that belong to the reader;
    `is_open` lets unknown keys pass; `standing_in` is used for keys that are left out where the
    dataclass has no default.
    """

    make: type[Any]
    keys: Mapping[str, tuple[str, Codec]]
    required: tuple[str, ...] = ()
    extras: frozenset[str] = frozenset()
    is_open: bool = False
    standing_in: Mapping[str, object] = field(default_factory=dict)

    def codec(self) -> Codec:
        """This record as the kind of a value."""
        return Codec(self.read, self.write)

    def read(self, value: Any, wrongs: Wrongs) -> Any:
        """The dataclass of a JSON object, with defaults where something is wrong."""
        if not isinstance(value, dict):
            _wrong_type(value, wrongs, "object")
            return None
        if isinstance(value, TwiceKeyed):
            for name in value.twice:
                wrongs.append(Wrong(ReadingFaultKind.DUPLICATE_KEY, f".{name}", name))
        found: dict[str, Any] = {}
        for key, one in value.items():
            entry = self.keys.get(key)
            if entry is None:
                self._unknown(key, wrongs)
                continue
            known = len(wrongs)
            item = entry[1].read(one, wrongs)
            if len(wrongs) == known or key in self.required:
                found[entry[0]] = item
            for wrong in wrongs[known:]:
                wrong.path = f".{key}{wrong.path}"
        for key in self.required:
            if key not in value:
                wrongs.append(Wrong(ReadingFaultKind.MISSING_KEY, f".{key}", key))
        return self._made(found)

    def _unknown(self, key: str, wrongs: Wrongs) -> None:
        if key not in self.extras and not self.is_open:
            wrongs.append(Wrong(ReadingFaultKind.UNKNOWN_KEY, f".{key}", key, choices=tuple(self.keys)))

    def _made(self, found: dict[str, Any]) -> Any:
        for key in self.required:
            name = self.keys[key][0]
            if name not in found:
                found[name] = self.keys[key][1].read(None, [])
        for key, value in self.standing_in.items():
            found.setdefault(key, value)
        return self.make(**found)

    def write(self, value: Any) -> dict[str, Any]:
        """The JSON object, without what has its default."""
        written: dict[str, Any] = {}
        for key, (name, codec) in self.keys.items():
            one = getattr(value, name)
            if key in self.required or one != _default(self.make, name):
                written[key] = codec.write(one)
        return written


_DEFAULTS: dict[type[Any], dict[str, Any]] = {}


def _default(make: type[Any], name: str) -> Any:
    if make not in _DEFAULTS:
        _DEFAULTS[make] = {
            f.name: f.default_factory() if f.default_factory is not MISSING else f.default
            for f in fields(make)
        }
    return _DEFAULTS[make][name]
