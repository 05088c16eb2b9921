"""Who waits, who has no break, where is somebody? People in rows, their slots in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

from django.core.paginator import Paginator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.design.components.organiser import StripCell, StripRow, Strips
from handschlag.design.tallies import format_number
from handschlag.matching.engine_input import EngineInput, EngineMeeting, EngineParticipant
from handschlag.matching.names import Called
from handschlag.matching.timetable.places import Sight, SlotColumn, columns_of, day_heads_of, slots_of

type Kind = Literal["meeting", "must", "talk", "idle", "free", "away"]
BUSY = ("meeting", "must", "talk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    meetings: int
    idle: int
    changes: int
    in_a_row: int


def with_idle(kinds: Sequence[Kind], blocks: Sequence[int]) -> list[Kind]:
    """Free slots between two busy ones of a block are idle.

    >>> with_idle(["meeting", "free", "must", "free"], [1, 1, 1, 1])
    ['meeting', 'idle', 'must', 'free']
    """
    found = list(kinds)
    for at, kind in enumerate(kinds):
        if kind == "free":
            same = [one for one in range(len(kinds)) if blocks[one] == blocks[at]]
            before = any(kinds[one] in BUSY for one in same if one < at)
            after = any(kinds[one] in BUSY for one in same if one > at)
            if before and after:
                found[at] = "idle"
    return found


def figures(kinds: Sequence[Kind], places: Sequence[str], blocks: Sequence[int]) -> Figures:
    """What a row of slots adds up to; a change is another place than in the meeting before.

    >>> figures(["meeting", "idle", "must"], ["1", "", "2"], [1, 1, 1])
    Figures(meetings=2, idle=1, changes=1, in_a_row=1)
    """
    held = [place for kind, place in zip(kinds, places, strict=True) if kind in ("meeting", "must")]
    changes = sum(one != other for one, other in pairwise(held))
    longest = run = 0
    for at, kind in enumerate(kinds):
        is_next = at > 0 and blocks[at] == blocks[at - 1]
        run = (run + 1 if is_next else 1) if kind in ("meeting", "must") else 0
        longest = max(longest, run)
    return Figures(meetings=len(held), idle=list(kinds).count("idle"), changes=changes, in_a_row=longest)


LONG = 6  # meetings one after another without a break


PEOPLE = 50  # on a page


@dataclass(frozen=True, slots=True)
class _PersonsDay:
    """What somebody does in each slot, at which place, and the figures of that."""

    who: Called
    kinds: Sequence[Kind]
    places: Sequence[str]
    figures: Figures


def strips_of(facts: EngineInput, sight: Sight, codes: Mapping[int, str], *, page: str) -> dict[str, Any]:
    """A page of people with their slots; of all: waiting time, and how many have no break for long."""
    columns = columns_of(facts, has_days=sight.has_days)
    held: dict[int, dict[datetime, EngineMeeting]] = defaultdict(dict)
    for one in facts.held:
        for person in sight.asked[one.request].parties if one.request in sight.asked else ():
            held[person][one.starts_at] = one
    days = [_day_of(one, columns, held[one.id], facts, sight, codes) for one in facts.people]
    days.sort(key=lambda one: (-one.figures.idle, -one.figures.in_a_row, one.who.name))
    rows = Paginator(days, PEOPLE).get_page(page)
    strips = Strips(
        title=_("Timetable by person: longest waiting time first, then longest without a break"),
        corner=_("Person"),
        slots=slots_of(facts, columns),
        heads=[_("Meetings"), _("Waiting time"), _("Place changes")],
        rows=[_row(one) for one in rows],
        days=day_heads_of(columns),
    )
    return {
        "strips": strips,
        "rows": rows,
        "idle": sum(one.figures.idle for one in days),
        "long": sum(one.figures.in_a_row >= LONG for one in days),
    }


def _day_of(
    person: EngineParticipant,
    columns: Sequence[SlotColumn],
    held: Mapping[datetime, EngineMeeting],
    facts: EngineInput,
    sight: Sight,
    codes: Mapping[int, str],
) -> _PersonsDay:
    talks = _talks_of(person, facts)
    blocks = [one.block for one in columns]
    kinds = with_idle([_kind_of(person, one, held, talks, sight) for one in columns], blocks)
    places = [codes.get(held[one.starts_at].place, "") if one.starts_at in held else "" for one in columns]
    return _PersonsDay(sight.people[person.id], kinds, places, figures(kinds, places, blocks))


def _row(day: _PersonsDay) -> StripRow:
    found = day.figures
    return StripRow(
        name=day.who.name,
        sub=day.who.organisation,
        cells=[_cell(kind, place) for kind, place in zip(day.kinds, day.places, strict=True)],
        figures=[format_number(found.meetings), format_number(found.idle), format_number(found.changes)],
    )


def _talks_of(person: EngineParticipant, facts: EngineInput) -> list[tuple[datetime, datetime]]:
    chosen = {*person.musts}
    return [(one.starts_at, one.ends_at) for one in facts.grid.talks if one.id in chosen]


def _kind_of(
    person: EngineParticipant,
    column: SlotColumn,
    held: Mapping[datetime, EngineMeeting],
    talks: Sequence[tuple[datetime, datetime]],
    sight: Sight,
) -> Kind:
    at = column.starts_at
    if at in held:
        return "must" if held[at].request in sight.musts else "meeting"
    if any(begins <= at < ends for begins, ends in talks):
        return "talk"
    is_away = (person.arrives_at is not None and at < person.arrives_at) or (
        person.leaves_at is not None and at >= person.leaves_at
    )
    return "away" if is_away or at in person.blocked else "free"


def _cell(kind: Kind, place: str) -> StripCell:
    return _cell_in(kind, place, get_language() or "")


@lru_cache(maxsize=4_096)
def _cell_in(kind: Kind, place: str, _language: str) -> StripCell:
    """The same for all who sit at this place; there are thirty thousand cells, and few of them differ."""
    said = {
        "meeting": place,
        "must": f"{place}, {_('must')}",
        "talk": _("talk"),
        "idle": _("waiting time"),
        "free": _("free"),
        "away": _("not there"),
    }
    return StripCell(kind=kind, text=place, words=said[kind])
