"""What differs between two programmes, as people read it: the old struck out, the new bold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from handschlag.common.language import is_english, pick
from handschlag.common.times import format_range, format_short_day
from handschlag.design.components.parts import FieldChange
from handschlag.events.labels import SESSION_KINDS, SESSION_LANGUAGES
from handschlag.events.versions import (
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


TONES = {
    DifferenceKind.NEW: "ok",
    DifferenceKind.CHANGED: "wait",
    DifferenceKind.CANCELLED: "bad",
    DifferenceKind.GONE: "bad",
    DifferenceKind.REVIVED: "ok",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _DifferenceLine:
    title: str
    when: str
    kind: str
    tone: str
    is_told: bool
    changes: Sequence[FieldChange]


def lines_between(before: Programme, after: Programme) -> tuple[_DifferenceLine, ...]:
    """The sessions that differ, in the order of their new times."""
    return tuple(_line(one, before, after) for one in differences(before, after))


def _line(one: Difference, before: Programme, after: Programme) -> _DifferenceLine:
    shown = one.after or one.before
    assert shown is not None
    words = {
        DifferenceKind.NEW: _("new"),
        DifferenceKind.CHANGED: _("changed"),
        DifferenceKind.CANCELLED: _("cancelled"),
        DifferenceKind.GONE: _("cancelled"),
        DifferenceKind.REVIVED: _("takes place again"),
    }
    return _DifferenceLine(
        title=pick(shown.title_de, shown.title_en),
        when=_when(shown),
        kind=words[one.kind],
        tone=TONES[one.kind],
        is_told=is_worth_a_letter(one),
        changes=_changes_of(one, before, after),
    )


def _when(item: Item) -> str:
    day = format_short_day(item.starts_at)
    return f"{day}, {format_range(item.starts_at, item.ends_at)}"


def _changes_of(one: Difference, before: Programme, after: Programme) -> tuple[FieldChange, ...]:
    if one.before is None or one.after is None:
        return ()
    labels = {
        Fact.TIME: _("Time"),
        Fact.ROOM: _("Room"),
        Fact.TITLE: _("Title"),
        Fact.SPEAKERS: _("Speakers"),
        Fact.LANGUAGE: _("Language"),
        Fact.KIND: _("Kind"),
        Fact.TRACK: _("Track"),
        Fact.SEATS: _("Number of places"),
        Fact.ABSTRACT: _("Abstract"),
        Fact.PAPERS: _("Slides and documents"),
    }
    return tuple(
        FieldChange(
            label=labels[fact], old=_said(fact, one.before, before), new=_said(fact, one.after, after)
        )
        for fact in one.facts
    )


def _said(fact: Fact, item: Item, programme: Programme) -> str:
    room, track = programme.room(item.room), programme.track(item.track)
    people = [programme.person(one.speaker) for one in item.speakers]
    texts = {
        Fact.TIME: _when(item),
        Fact.ROOM: pick(room.name_de, room.name_en) if room else "",
        Fact.TITLE: _both(item.title_de, item.title_en),
        Fact.SPEAKERS: ", ".join(one.name for one in people if one),
        Fact.LANGUAGE: str(SESSION_LANGUAGES.get(item.language, item.language)),
        Fact.KIND: str(SESSION_KINDS.get(item.kind, item.kind)),
        Fact.TRACK: pick(track.name_de, track.name_en) if track else "",
        Fact.SEATS: str(item.seats or ""),
        Fact.ABSTRACT: _both(item.abstract_de, item.abstract_en),
        Fact.PAPERS: ", ".join(pick(one.title_de, one.title_en) for one in item.papers),
    }
    return texts[fact]


def _both(de: str, en: str) -> str:
    parts = [en, de] if is_english() else [de, en]
    return " / ".join(part for part in parts if part)


def part_changes(before: Programme, after: Programme) -> tuple[FieldChange, ...]:
    """Days, rooms, tracks and speakers that came, went, or say something else."""
    return tuple(_part_change(one) for one in part_differences(before, after))


def _part_change(one: PartDifference) -> FieldChange:
    shown = one.after or one.before
    labels = {
        ProgrammeDay: _("Day"),
        ProgrammeRoom: _("Room"),
        ProgrammeTrack: _("Track"),
        ProgrammeSpeaker: _("Speaker"),
    }
    return FieldChange(label=labels[type(shown)], old=_part_said(one.before), new=_part_said(one.after))


def _part_said(part: ProgrammeDay | ProgrammeRoom | ProgrammeTrack | ProgrammeSpeaker | None) -> str:
    if part is None:
        return ""
    if isinstance(part, ProgrammeDay):
        return f"{format_short_day(part.day)}, {format_range(part.opens_at, part.closes_at)}"
    if isinstance(part, ProgrammeSpeaker):
        words = (part.name, pick(part.role_de, part.role_en), part.organisation)
        return ", ".join(word for word in words if word)
    if isinstance(part, ProgrammeRoom):
        seats = _("%(seats)s places") % {"seats": part.seats} if part.seats else ""
        names = (_both(part.name_de, part.name_en), pick(part.zone_de, part.zone_en), seats)
        return ", ".join(word for word in names if word)
    return _both(part.name_de, part.name_en)
