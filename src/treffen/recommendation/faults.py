"""Everything that can be wrong with a pool of profiles, found all at once, as data."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from treffen.language.kind_names import StatementKind
from treffen.problem import EntityKind, Fault, FaultKind
from treffen.problem.faults import LARGEST, LONGEST_ID
from treffen.recommendation.profiles import (
    LANGUAGES,
    ActorKind,
    Direction,
    Position,
    Profile,
    Statement,
)

MOST_STATEMENTS = 100  # offers, or needs, of one profile; a person states three to ten


def find_faults(profiles: tuple[Profile, ...], *, concepts: frozenset[str] | None = None) -> Iterator[Fault]:
    """Every fault. Later checks rely on sound types, so those come first, alone."""
    wrong = [fault for profile in profiles for fault in _types(profile)]
    if wrong:
        yield from wrong
        return
    yield from _ids(profiles)
    known = frozenset(str(profile.id) for profile in profiles)
    for profile in profiles:
        yield from _values(profile)
        yield from _references(profile, known)
        for statement in (*profile.offers, *profile.needs):
            yield from _statement(statement, concepts)


def _is_texts(value: object) -> bool:
    return isinstance(value, frozenset) and all(isinstance(one, str) for one in value)


def _is_statements(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, Statement) for one in value)


def _is_tuple_of_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, str) for one in value)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


PROFILE_TYPES: tuple[tuple[str, Callable[[object], bool]], ...] = (
    ("id", _is_text),
    ("offers", _is_statements),
    ("needs", _is_statements),
    ("kind", lambda value: isinstance(value, ActorKind)),
    ("organisation", lambda value: value is None or isinstance(value, str)),
    *((name, _is_texts) for name in ("topics", "networks", "programmes", "languages", "known", "blocked")),
    ("position", lambda value: value is None or isinstance(value, Position)),
    ("wanted", lambda value: value is None or type(value) is int),
    ("opted_in", lambda value: type(value) is bool),
)
STATEMENT_TYPES: tuple[tuple[str, Callable[[object], bool]], ...] = (
    ("id", _is_text),
    ("direction", lambda value: isinstance(value, Direction)),
    ("text", _is_text),
    ("language", _is_text),
    *((name, _is_tuple_of_texts) for name in ("concepts", "not_meant")),
    ("kind", lambda value: value is None or isinstance(value, StatementKind)),
    ("weight", lambda value: type(value) in (int, float)),
)


def _types(profile: Profile) -> Iterator[Fault]:
    for name, is_sound in PROFILE_TYPES:
        if not is_sound(getattr(profile, name)):
            yield _fault(FaultKind.BAD_TYPE, EntityKind.PROFILE, profile.id, name, getattr(profile, name))
    for statements in (profile.offers, profile.needs):
        for one in statements if _is_statements(statements) else ():
            for name, is_sound in STATEMENT_TYPES:
                if not is_sound(getattr(one, name)):
                    yield _fault(FaultKind.BAD_TYPE, EntityKind.STATEMENT, one.id, name, getattr(one, name))


def _fault(kind: FaultKind, noun: EntityKind, id: object, field: str = "", value: object = "") -> Fault:
    return Fault(kind=kind, noun=noun, id=str(id), field=field, value=str(value))


def _ids(profiles: tuple[Profile, ...]) -> Iterator[Fault]:
    yield from _same(EntityKind.PROFILE, (profile.id for profile in profiles))
    yield from _same(EntityKind.STATEMENT, (s.id for p in profiles for s in (*p.offers, *p.needs)))


def _same(noun: EntityKind, ids: Iterator[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for id in ids:
        if not id.strip():
            yield _fault(FaultKind.EMPTY_ID, noun, id, "id")
        elif len(id) > LONGEST_ID:
            yield _fault(FaultKind.LONG_ID, noun, id[:LONGEST_ID], "id", len(id))
        elif id in seen:
            yield _fault(FaultKind.DUPLICATE_ID, noun, id, "id", id)
        seen.add(id)


def _values(profile: Profile) -> Iterator[Fault]:
    where, wanted = profile.position, profile.wanted
    if wanted is not None and not 0 <= wanted <= LARGEST:
        yield _fault(FaultKind.BAD_NUMBER, EntityKind.PROFILE, profile.id, "wanted", wanted)
    if where is not None and not (_within(where.lat, 90) and _within(where.lon, 180)):
        value = f"{where.lat}, {where.lon}"
        yield _fault(FaultKind.BAD_POSITION, EntityKind.PROFILE, profile.id, "position", value)
    for name, direction in (("offers", Direction.OFFER), ("needs", Direction.NEED)):
        statements: tuple[Statement, ...] = getattr(profile, name)
        if len(statements) > MOST_STATEMENTS:
            yield _fault(FaultKind.TOO_MANY_STATEMENTS, EntityKind.PROFILE, profile.id, name, len(statements))
        for one in statements:
            if one.direction is not direction:
                yield _fault(
                    FaultKind.WRONG_DIRECTION, EntityKind.STATEMENT, one.id, "direction", one.direction
                )


def _within(degrees: object, most: float) -> bool:
    is_number = isinstance(degrees, (int, float)) and not isinstance(degrees, bool)
    return is_number and -most <= float(degrees) <= most  # type: ignore[arg-type]  # a number, see above


def _references(profile: Profile, known: frozenset[str]) -> Iterator[Fault]:
    for name in ("known", "blocked"):
        for one in sorted(getattr(profile, name)):
            if one == profile.id:
                yield _fault(FaultKind.NAMES_ITSELF, EntityKind.PROFILE, profile.id, name, one)
            elif one not in known:
                yield _fault(FaultKind.UNKNOWN_ID, EntityKind.PROFILE, profile.id, name, one)


def _statement(one: Statement, concepts: frozenset[str] | None) -> Iterator[Fault]:
    if not one.text.strip() and not one.concepts:
        yield _fault(FaultKind.EMPTY_STATEMENT, EntityKind.STATEMENT, one.id, "text")
    if one.language not in LANGUAGES:
        yield _fault(FaultKind.UNKNOWN_LANGUAGE, EntityKind.STATEMENT, one.id, "language", one.language)
    if not (math.isfinite(one.weight) and 0 < one.weight <= LARGEST):
        yield _fault(FaultKind.BAD_NUMBER, EntityKind.STATEMENT, one.id, "weight", one.weight)
    for concept in one.concepts if concepts is not None else ():
        if concept not in (concepts or ()):
            yield _fault(FaultKind.UNKNOWN_ID, EntityKind.STATEMENT, one.id, "concepts", concept)
