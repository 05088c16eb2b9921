"""The page of the timetable: one of three views, with the chosen meeting above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.components.organiser import Strips, Table, TableRow
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.queries.engine_input import EngineInput
from handschlag.matching.screens.planning.strips import strips_of
from handschlag.matching.screens.planning.timetable import (
    Sight,
    TimetableScreen,
    files_of,
    inspector_of,
    lines_of,
    timetable_of,
    views_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PlanPage:
    screen: TimetableScreen
    strips: Strips | None
    table: Table | None


def screen_of(
    event: Event,
    facts: EngineInput,
    sight: Sight,
    *,
    view: str,
    undo: str,
    form: forms.Form,
    version: int,
) -> _PlanPage:
    """The timetable in one of its views; without meetings no table is drawn."""
    codes = {row.pk: row.code for row in facts.places}
    count = len(facts.held)
    sentence = ngettext("%(n)s meeting is scheduled.", "%(n)s meetings are scheduled.", count) % {
        "n": format_number(count)
    }
    grounds = _("Select a meeting to see where it could be moved without affecting others.")
    strips = None
    if view == "people" and count:
        strips, sentence, grounds = strips_of(facts, sight, codes)
    screen = TimetableScreen(
        sentence=sentence,
        grounds=grounds,
        views=views_of(event, view),
        timetable=timetable_of(facts, sight) if view == "places" and count else None,
        inspector=inspector_of(event, facts, sight, undo=undo, codes=codes),
        form=form,
        files=files_of(event),
        publish_url=reverse("matching:publishing", args=[event.slug]),
        publish_label=_("Check version %(number)s") % {"number": version},
        print_url=reverse("matching:prints", args=[event.slug]),
        is_empty=not count,
    )
    table = _listed(facts, sight, codes) if view == "list" and count else None
    return _PlanPage(screen=screen, strips=strips, table=table)


def _listed(facts: EngineInput, sight: Sight, codes: Mapping[int, str]) -> Table:
    head, *rows = lines_of(facts, sight, codes)
    return Table(title=_("Meetings by time"), heads=head[:4], rows=[TableRow(cells=row[:4]) for row in rows])
