"""The page of the timetable: one of three views, with the chosen meeting above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from handschlag.design.components.organiser import Table, TableRow
from handschlag.design.components.parts import Link
from handschlag.events.models import Place
from handschlag.matching.queries.engine_input import EngineInput, EngineMeeting
from handschlag.matching.screens.planning.strips import strips_of
from handschlag.matching.screens.planning.timetable import (
    Sight,
    by_time,
    by_zone,
    inspector_of,
    lines_of,
    timetable_of,
)

PLACES, MEETINGS = 40, 50  # on a page


def timetable_screen(facts: EngineInput, sight: Sight, *, view: str, page: str) -> dict[str, Any]:
    """A page of the timetable in one of its views; without meetings no table is drawn."""
    codes = {row.pk: row.code for row in facts.places}
    views = {"places": _("Meeting points"), "people": _("People"), "list": _("List")}
    screen: dict[str, Any] = {
        "count": len(facts.held),
        "views": [
            Link(label=label, url=f"{sight.url}?view={name}", is_current=name == view)
            for name, label in views.items()
        ],
        "chosen": inspector_of(facts, sight, codes),
        "query": f"view={view}" + (f"&meeting={sight.chosen}" if sight.chosen else ""),
        **dict.fromkeys(("timetable", "people", "table", "rows")),
    }
    if not facts.held:
        return screen
    if view == "people":
        people = strips_of(facts, sight, codes, page=page)
        return {**screen, "people": people, "rows": people["rows"]}
    if view == "list":
        rows = Paginator(by_time(facts, sight, codes), MEETINGS).get_page(page)
        return {**screen, "table": _meetings_table(rows, sight, codes), "rows": rows}
    places = by_zone(facts.places)
    shown = Paginator(places, PLACES).get_page(page or _page_of_chosen(facts, sight, places))
    here = {row.pk for row in shown}
    elsewhere = sum(one.place not in here for one in sight.targets.values())
    return {**screen, "timetable": timetable_of(facts, sight, shown), "rows": shown, "elsewhere": elsewhere}


def _page_of_chosen(facts: EngineInput, sight: Sight, places: Sequence[Place]) -> int:
    """Where the chosen meeting is held; the first page without one."""
    held = {one.place for one in facts.held if one.request == sight.chosen}
    return next((n // PLACES + 1 for n, row in enumerate(places) if row.pk in held), 1)


def _meetings_table(rows: Iterable[EngineMeeting], sight: Sight, codes: Mapping[int, str]) -> Table:
    head, *lines = lines_of(rows, sight, codes)
    return Table(title=_("Meetings by time"), heads=head, rows=[TableRow(cells=line) for line in lines])
