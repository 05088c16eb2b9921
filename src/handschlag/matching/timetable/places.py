"""What is where when, and where could it go? Places in rows, slots in columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import (
    format_moment,
    format_slot,
    format_slots,
    format_time,
    format_weekday,
    local_date,
)
from handschlag.design.components.organiser import DayHead, Meeting, Slot, Timetable, TimetableRow, Zone
from handschlag.events.models import Place as PlaceRow
from handschlag.events.models import PlaceKind
from handschlag.matching import explanations
from handschlag.matching.engine.admission import MeetingSpot
from handschlag.matching.engine_input import EngineInput, EngineMeeting, EngineRequest
from handschlag.matching.names import Called


def waiting_slots(taken: Iterable[tuple[int, int]]) -> int:
    """Free slots between the first and the last meeting of each block; `taken` as (block, number of slot).

    >>> waiting_slots([(1, 1), (1, 4), (2, 1), (2, 2)])
    2
    """
    blocks: dict[int, set[int]] = defaultdict(set)
    for block, number in taken:
        blocks[block].add(number)
    return sum(max(one) - min(one) + 1 - len(one) for one in blocks.values())


@dataclass(frozen=True, slots=True)
class SlotColumn:
    """A slot of the event."""

    block: int
    starts_at: datetime
    words: str


def columns_of(facts: EngineInput, *, has_days: bool) -> list[SlotColumn]:
    """Every slot of the event in the order of time; at the same time, by block."""
    found = [
        SlotColumn(run.id, one.starts_at, format_slot(one.starts_at, with_day=has_days))
        for run in facts.grid.runs
        for one in run.slots
    ]
    return sorted(found, key=lambda one: (one.starts_at, one.block))


def slots_of(facts: EngineInput, columns: Sequence[SlotColumn]) -> list[Slot]:
    """Heads of the columns, with how many places are taken."""
    taken = Counter((one.block, one.starts_at) for one in facts.held)
    spots = {run.id: len(run.spots) for run in facts.grid.runs}
    found = []
    for at, one in enumerate(columns):
        fill = _("%(n)s of %(most)s") % {
            "n": taken[one.block, one.starts_at],
            "most": spots.get(one.block, 0),
        }
        before = columns[at - 1] if at else one
        is_gap = before.block != one.block or local_date(before.starts_at) != local_date(one.starts_at)
        found.append(Slot(time=format_time(one.starts_at), fill=fill, is_after_gap=is_gap))
    return found


def day_heads_of(columns: Sequence[SlotColumn]) -> list[DayHead]:
    """One for each day, over its columns; none where all slots are on one day."""
    days = Counter(local_date(one.starts_at) for one in columns)
    if len(days) < 2:
        return []
    return [DayHead(title=format_weekday(day), span=span) for day, span in sorted(days.items())]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What cells need to know."""

    url: str
    asked: Mapping[int, EngineRequest]
    people: Mapping[int, Called]
    short: Mapping[int, str]
    musts: frozenset[int]
    chosen: int | None
    targets: Mapping[tuple[int, datetime], MeetingSpot]
    has_days: bool


def by_zone(places: Sequence[PlaceRow]) -> list[PlaceRow]:
    """Zone after zone, in the order in which they come first."""
    return [row for rows in _zones_of(places).values() for row in rows]


def _zones_of(places: Iterable[PlaceRow]) -> dict[int, list[PlaceRow]]:
    zones: dict[int, list[PlaceRow]] = {}
    for row in places:
        zones.setdefault(row.zone_id or 0, []).append(row)
    return zones


def timetable_of(facts: EngineInput, sight: Sight, places: Iterable[PlaceRow]) -> Timetable:
    """These places by zone down the side, slots across, in each cell what is held there."""
    columns = columns_of(facts, has_days=sight.has_days)
    held = {(one.place, one.block, one.starts_at): one for one in facts.held}
    whole = _zones_of(facts.places)  # on several pages
    return Timetable(
        title=_("Timetable, places"),
        corner=_("Meeting point"),
        slots=slots_of(facts, columns),
        zones=[
            Zone(
                title=_zone_title(rows[0]),
                features=_features_of(whole[zone]),
                places=[_row_of(row, columns, held, sight) for row in rows],
            )
            for zone, rows in _zones_of(places).items()
        ],
        days=day_heads_of(columns),
    )


def _zone_title(row: PlaceRow) -> str:
    return pick(row.zone.name_de, row.zone.name_en) if row.zone else _("Without a zone")


def _features_of(rows: Sequence[PlaceRow]) -> str:
    """What only some places of the zone have, and which."""
    step_free = [row.code for row in rows if row.is_step_free]
    quiet = [row.code for row in rows if row.is_quiet]
    features = []
    if step_free and len(step_free) < len(rows):
        features.append(_("step-free: %(codes)s") % {"codes": ", ".join(step_free)})
    if quiet:
        features.append(_("quiet: %(codes)s") % {"codes": ", ".join(quiet)})
    if online := [row.code for row in rows if row.kind == PlaceKind.LINK]:
        features.append(_("online: %(codes)s") % {"codes": ", ".join(online)})
    return "; ".join(features)


def _row_of(
    row: PlaceRow,
    columns: Sequence[SlotColumn],
    held: Mapping[tuple[int, int, datetime], EngineMeeting],
    sight: Sight,
) -> TimetableRow:
    cells = [_cell(row, one, held.get((row.pk, one.block, one.starts_at)), sight) for one in columns]
    return TimetableRow(label=row.code, cells=cells)


def _cell(row: PlaceRow, column: SlotColumn, held: EngineMeeting | None, sight: Sight) -> Meeting:
    spot = {"place": row.code, "time": column.words}
    if held is None:
        target = sight.targets.get((column.block, column.starts_at))
        if target is not None and target.place == row.pk:
            return Meeting(
                first=_("free"),
                second=format_time(column.starts_at),
                words=_("%(place)s, %(time)s: free, no other meeting is affected") % spot,
                is_target=True,
            )
        return Meeting(words=_("%(place)s, %(time)s: free") % spot)
    parties = sight.asked[held.request].parties if held.request in sight.asked else ()
    names = [sight.short.get(pk, "") for pk in parties]
    said = [row.code, column.words, explanations.pair(parties, sight.people), *_signs(held, sight)]
    return Meeting(
        first=names[0] if names else "",
        second=", ".join(names[1:]),
        words=", ".join(said),
        url=f"{sight.url}?meeting={held.request}",
        is_must=held.request in sight.musts,
        is_locked=held.is_time_locked,
        is_pinned=held.is_place_pinned,
        is_chosen=held.request == sight.chosen,
    )


def _signs(held: EngineMeeting, sight: Sight) -> Iterator[str]:
    if held.request in sight.musts:
        yield _("must")
    if held.is_time_locked:
        yield _("time fixed")
    if held.is_place_pinned:
        yield _("meeting point fixed")
    if held.request == sight.chosen:
        yield _("chosen")


def inspector_of(facts: EngineInput, sight: Sight, codes: Mapping[int, str]) -> dict[str, Any] | None:
    """The chosen meeting and where it could go; None where none is chosen or it is not held."""
    held = next((one for one in facts.held if one.request == sight.chosen), None)
    if held is None or held.request not in sight.asked:
        return None
    asked = sight.asked[held.request]
    waiting = _more_waiting(facts, sight, held)
    spots = sorted(sight.targets.values(), key=lambda one: one.starts_at)
    said = {
        "time": format_slot(held.starts_at, with_day=sight.has_days),
        "place": codes.get(held.place, ""),
        "value": asked.value,
        "targets": _targets_words(spots, sight),
    }
    return {
        "meeting": held,
        "title": explanations.pair(asked.parties, sight.people),
        "sub": _("%(time)s, %(place)s · value %(value)s, confirmed · can be moved to: %(targets)s") % said,
        "targets": [
            (
                f"{one.block}@{one.starts_at.isoformat()}@{one.place}",
                _target_label(one, waiting[one.block, one.starts_at], codes, has_days=sight.has_days),
            )
            for one in spots
        ],
    }


def _target_label(spot: MeetingSpot, more: int, codes: Mapping[int, str], *, has_days: bool) -> str:
    label = f"{format_slot(spot.starts_at, with_day=has_days)}, {codes.get(spot.place, '')}"
    return f"{label} ({_waiting_words(more)})" if more else label


def _waiting_words(more: int) -> str:
    if more > 0:
        return ngettext("%(n)s time slot more to wait", "%(n)s time slots more to wait", more) % {"n": more}
    return ngettext("%(n)s time slot less to wait", "%(n)s time slots less to wait", -more) % {"n": -more}


def _more_waiting(
    facts: EngineInput, sight: Sight, meeting: EngineMeeting
) -> dict[tuple[int, datetime], int]:
    """How many slots all people of the meeting would wait more, at each of its targets."""
    numbers = {(run.id, one.starts_at): one.number for run in facts.grid.runs for one in run.slots}
    parties = sight.asked[meeting.request].parties
    others = {
        pk: [
            (one.block, numbers[one.block, one.starts_at])
            for one in facts.held
            if one.request != meeting.request
            and one.request in sight.asked
            and pk in sight.asked[one.request].parties
        ]
        for pk in parties
    }

    def waiting_at(block: int, starts_at: datetime) -> int:
        own = (block, numbers[block, starts_at])
        return sum(waiting_slots([*others[pk], own]) for pk in parties)

    now = waiting_at(meeting.block, meeting.starts_at)
    return {spot: waiting_at(*spot) - now for spot in sight.targets}


def _targets_words(spots: Sequence[MeetingSpot], sight: Sight) -> str:
    """The times to which the chosen meeting can go, each day once."""
    if not spots:
        return _("nowhere")
    if sight.has_days:
        return format_slots(one.starts_at for one in spots)
    return ", ".join(format_time(one.starts_at) for one in spots)


def by_time(facts: EngineInput, sight: Sight, codes: Mapping[int, str]) -> list[EngineMeeting]:
    """The meetings one after another; at the same time, by the meeting point."""
    known = [one for one in facts.held if one.request in sight.asked]
    return sorted(known, key=lambda one: (one.starts_at, codes.get(one.place, "")))


def lines_of(meetings: Iterable[EngineMeeting], sight: Sight, codes: Mapping[int, str]) -> list[list[str]]:
    """These meetings as cells, with a head."""
    head = [_("Begins"), _("Meeting point"), _("Who"), _("Organisations")]
    rows: list[list[str]] = [head]
    for held in meetings:
        asked = sight.asked[held.request]
        rows.append(
            [
                format_moment(held.starts_at),
                codes.get(held.place, ""),
                explanations.pair(asked.parties, sight.people),
                " – ".join(sight.people[pk].organisation for pk in asked.parties if pk in sight.people),
            ]
        )
    return rows
