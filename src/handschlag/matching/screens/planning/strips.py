"""Who waits, who has no break, where is somebody? People in rows, their slots in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.design.components.organiser import StripCell, StripRow, Strips
from handschlag.design.numbers import format_number
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


def strips_of(facts: EngineInput, sight: Sight, codes: Mapping[int, str]) -> dict[str, Any]:
    """Everybody's slots, how many of them are waiting time, and how many people have no break for long."""
    columns = columns_of(facts, has_days=sight.has_days)
    held: dict[int, dict[datetime, EngineMeeting]] = defaultdict(dict)
    for one in facts.held:
        for person in sight.asked[one.request].parties if one.request in sight.asked else ():
            held[person][one.starts_at] = one
    made = [_row(one, columns, held[one.id], facts, sight, codes) for one in facts.people]
    made.sort(key=lambda pair: (-pair[1].idle, -pair[1].in_a_row, pair[0].name))
    strips = Strips(
        title=_("Timetable by person: longest waiting time first, then longest without a break"),
        corner=_("Person"),
        slots=slots_of(facts, columns),
        heads=[_("Meetings"), _("Waiting time"), _("Place changes")],
        rows=[one for one, _figures in made],
        days=day_heads_of(columns),
    )
    return {
        "strips": strips,
        "idle": sum(figures.idle for _, figures in made),
        "long": sum(figures.in_a_row >= LONG for _, figures in made),
    }


def _row(
    person: EngineParticipant,
    columns: Sequence[SlotColumn],
    held: Mapping[datetime, EngineMeeting],
    facts: EngineInput,
    sight: Sight,
    codes: Mapping[int, str],
) -> tuple[StripRow, Figures]:
    talks = _talks_of(person, facts)
    blocks = [one.block for one in columns]
    plain = [_kind_of(person, one, held, talks, sight) for one in columns]
    kinds = with_idle(plain, blocks)
    places = [codes.get(held[one.starts_at].place, "") if one.starts_at in held else "" for one in columns]
    found = figures(kinds, places, blocks)
    who = sight.people[person.id]
    made = StripRow(
        name=who.name,
        sub=who.organisation,
        cells=[_cell(kind, place) for kind, place in zip(kinds, places, strict=True)],
        figures=[format_number(found.meetings), format_number(found.idle), format_number(found.changes)],
    )
    return made, found


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
