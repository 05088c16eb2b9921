"""Who waits, who has no break, where is somebody? People in rows, their slots in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.design.components.organiser import StripCell, StripRow, Strips
from handschlag.design.numbers import format_number
from handschlag.matching.queries.display_names import Called
from handschlag.matching.queries.engine_input import EngineInput, EngineMeeting, EngineParticipant
from handschlag.matching.rules.days import Figures, Kind, figures, with_idle
from handschlag.matching.screens.planning.timetable import (
    Sight,
    SlotColumn,
    columns_of,
    day_heads_of,
    slots_of,
)

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
