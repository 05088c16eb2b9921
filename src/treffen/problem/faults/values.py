"""Values of the wrong type or size."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from treffen.problem.entities import Parts, PlaceKind
from treffen.problem.faults.fault import LARGEST, EntityKind, Fault, FaultKind, fault, nouns_of
from treffen.problem.plain_requests import PlainRequests


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= LARGEST


def _is_count_or_none(value: object) -> bool:
    return value is None or _is_count(value)


def _is_length(value: object) -> bool:
    return type(value) is int and 1 <= value <= LARGEST


def _is_fewest(value: object) -> bool:
    return value is None or (type(value) is int and 2 <= value <= LARGEST)


def _is_flag(value: object) -> bool:
    return type(value) is bool


def _is_kind(value: object) -> bool:
    return isinstance(value, PlaceKind)


type _Checks = tuple[tuple[str, Callable[[object], bool]], ...]
_NUMBERS: dict[EntityKind, _Checks] = {
    EntityKind.PLACE: (("kind", _is_kind),),
    EntityKind.PARTICIPANT: (
        ("minimum", _is_count),
        ("maximum", _is_count_or_none),
        ("most_breaks", _is_count_or_none),
    ),
    EntityKind.REQUEST: (
        ("value", _is_count),
        ("must", _is_flag),
        ("length", _is_length),
        ("fewest", _is_fewest),
    ),
}


def value_faults(parts: Parts) -> Iterator[Fault]:
    """Ids that are no text, and numbers that are none or out of range."""
    for noun, nouns in nouns_of(parts):
        checks = _NUMBERS.get(noun, ())
        if _are_sound(nouns, checks):
            continue
        for one in nouns:
            if not isinstance(getattr(one, "id", None), str):
                yield fault(FaultKind.BAD_TYPE, noun, field="id", value=getattr(one, "id", one))
            for name, is_sound in checks:
                value = getattr(one, name)
                if not is_sound(value):
                    yield fault(_number_kind(value), noun, getattr(one, "id", ""), name, value)
    yield from _other_numbers(parts)


def _are_sound(nouns: Sequence[object], checks: _Checks) -> bool:
    """Whether nothing is wrong with any: of a million values few differ, and each is looked at once."""
    if isinstance(nouns, PlainRequests):  # of texts and whole numbers
        return int(nouns.values.min(initial=0)) >= 0 and int(nouns.values.max(initial=0)) <= LARGEST
    try:
        columns = {name: [*map(attrgetter(name), nouns)] for name in ("id", *(name for name, _ in checks))}
        are_texts = {*map(type, columns.pop("id"))} <= {str}
        return are_texts and all(
            is_sound(value)
            for name, is_sound in checks
            for value, _ in {*zip(columns[name], map(type, columns[name]), strict=True)}
        )
    except (AttributeError, TypeError):  # no id; what cannot stand in a set
        return False


def _number_kind(value: object) -> FaultKind:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    odd = isinstance(value, float) and (math.isnan(value) or math.isinf(value))
    return FaultKind.BAD_NUMBER if is_number or odd else FaultKind.BAD_TYPE


def _other_numbers(parts: Parts) -> Iterator[Fault]:
    for name in ("most_breaks", "break_spread"):
        value = getattr(parts, name)
        if not _is_count_or_none(value):
            yield fault(_number_kind(value), EntityKind.EVENT, field=name, value=value)
    for person in parts.participants:
        for like in person.likes:
            if not _is_count(like.price):
                yield fault(_number_kind(like.price), EntityKind.PARTICIPANT, person.id, "likes", like.price)
    for walk in parts.walks:
        if not _is_count(walk.minutes):
            key = f"{walk.here} - {walk.there}"
            yield fault(_number_kind(walk.minutes), EntityKind.WALK, key, "minutes", walk.minutes)
