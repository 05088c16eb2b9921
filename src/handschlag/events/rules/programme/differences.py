"""What differs between two programmes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from handschlag.events.rules.programme.contents import (
    Item,
    Programme,
    ProgrammeDay,
    ProgrammeRoom,
    ProgrammeSpeaker,
    ProgrammeTrack,
)

Part = ProgrammeRoom | ProgrammeTrack | ProgrammeSpeaker | ProgrammeDay


class DifferenceKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    REVIVED = "revived"
    GONE = "gone"


class Fact(StrEnum):
    TIME = "time"
    ROOM = "room"
    TITLE = "title"
    SPEAKERS = "speakers"
    LANGUAGE = "language"
    KIND = "kind"
    TRACK = "track"
    SEATS = "seats"
    ABSTRACT = "abstract"
    PAPERS = "papers"


MEMBERS: dict[Fact, tuple[str, ...]] = {
    Fact.TIME: ("starts_at", "ends_at"),
    Fact.ROOM: ("room",),
    Fact.TITLE: ("title_de", "title_en"),
    Fact.SPEAKERS: ("speakers",),
    Fact.LANGUAGE: ("language",),
    Fact.KIND: ("kind",),
    Fact.TRACK: ("track",),
    Fact.SEATS: ("seats",),
    Fact.ABSTRACT: ("abstract_de", "abstract_en"),
    Fact.PAPERS: ("papers",),
}
# Somebody who chose a session plans anew for these; a corrected abstract needs no letter.
WORTH_A_LETTER = frozenset({Fact.TIME, Fact.ROOM, Fact.SPEAKERS, Fact.LANGUAGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One session in two programmes; one of the two may be missing, not both."""

    kind: DifferenceKind
    before: Item | None
    after: Item | None
    facts: tuple[Fact, ...] = ()

    @property
    def id(self) -> int:
        either = self.after or self.before
        assert either is not None
        return either.id


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDifference:
    """A day, a room, a track or a speaker in two programmes; one of the two may be missing, not both."""

    before: Part | None
    after: Part | None


def differences(before: Programme, after: Programme) -> tuple[Difference, ...]:
    """The sessions that differ, in the order of their (new) times."""
    old = {item.id: item for item in before.items}
    new = {item.id: item for item in after.items}
    ids = [*new, *(one for one in old if one not in new)]
    found = [_between(old.get(one), new.get(one)) for one in ids]
    return tuple(sorted((one for one in found if one is not None), key=_moment_of))


def _moment_of(difference: Difference) -> tuple[object, int]:
    either = difference.after or difference.before
    assert either is not None
    return either.starts_at, either.id


def _between(before: Item | None, after: Item | None) -> Difference | None:
    if before is None or after is None:
        return Difference(
            kind=DifferenceKind.NEW if before is None else DifferenceKind.GONE, before=before, after=after
        )
    facts = _facts_between(before, after)
    kind = DifferenceKind.CHANGED
    if before.is_cancelled != after.is_cancelled:
        kind = DifferenceKind.CANCELLED if after.is_cancelled else DifferenceKind.REVIVED
    elif not facts:
        return None
    return Difference(kind=kind, before=before, after=after, facts=facts)


def _facts_between(before: Item, after: Item) -> tuple[Fact, ...]:
    return tuple(
        fact
        for fact, names in MEMBERS.items()
        if any(getattr(before, name) != getattr(after, name) for name in names)
    )


def is_worth_a_letter(difference: Difference) -> bool:
    """Whether those who chose this session have to be told."""
    if difference.kind is DifferenceKind.CHANGED:
        return bool(WORTH_A_LETTER & set(difference.facts))
    return difference.kind is not DifferenceKind.NEW


def part_differences(before: Programme, after: Programme) -> tuple[PartDifference, ...]:
    """Days, rooms, tracks and speakers that came, went, or say something else."""
    return (
        *_parts(
            ((one.day.toordinal(), one) for one in before.days),
            ((one.day.toordinal(), one) for one in after.days),
        ),
        *_parts(((one.id, one) for one in before.rooms), ((one.id, one) for one in after.rooms)),
        *_parts(((one.id, one) for one in before.tracks), ((one.id, one) for one in after.tracks)),
        *_parts(((one.id, one) for one in before.people), ((one.id, one) for one in after.people)),
    )


def _parts[P: Part](
    before: Iterable[tuple[int, P]], after: Iterable[tuple[int, P]]
) -> tuple[PartDifference, ...]:
    old, new = dict(before), dict(after)
    keys = [*new, *(key for key in old if key not in new)]
    return tuple(
        PartDifference(before=old.get(key), after=new.get(key))
        for key in keys
        if old.get(key) != new.get(key)
    )
