"""What differs between two programmes, as people read it: the old struck out, the new bold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from handschlag.common.language import is_english, pick
from handschlag.common.times import format_range, format_short_day
from handschlag.design.components.parts import FieldChange
from handschlag.events.labels import KINDS, LANGUAGES
from handschlag.events.rules.programme import (
    Difference,
    DifferenceKind,
    Fact,
    Item,
    PartDifference,
    Programme,
    ProgrammeDay,
    ProgrammeRoom,
    ProgrammeSpeaker,
    ProgrammeTrack,
    differences,
    is_worth_a_letter,
    part_differences,
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
        Fact.LANGUAGE: str(LANGUAGES.get(item.language, item.language)),
        Fact.KIND: str(KINDS.get(item.kind, item.kind)),
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
