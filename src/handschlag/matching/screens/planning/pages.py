"""The page of the timetable: one of three views, with the chosen meeting above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from handschlag.design.components.organiser import Table, TableRow
from handschlag.design.components.parts import Link
from handschlag.matching.queries.engine_input import EngineInput
from handschlag.matching.screens.planning.strips import strips_of
from handschlag.matching.screens.planning.timetable import Sight, inspector_of, lines_of, timetable_of


def timetable_screen(facts: EngineInput, sight: Sight, *, view: str) -> dict[str, Any]:
    """The timetable in one of its views; without meetings no table is drawn."""
    codes = {row.pk: row.code for row in facts.places}
    views = {"places": _("Meeting points"), "people": _("People"), "list": _("List")}
    shown = view if facts.held else ""
    return {
        "count": len(facts.held),
        "views": [
            Link(label=label, url=f"{sight.url}?view={name}", is_current=name == view)
            for name, label in views.items()
        ],
        "chosen": inspector_of(facts, sight, codes),
        "timetable": timetable_of(facts, sight) if shown == "places" else None,
        "people": strips_of(facts, sight, codes) if shown == "people" else None,
        "table": _meetings_table(facts, sight, codes) if shown == "list" else None,
    }


def _meetings_table(facts: EngineInput, sight: Sight, codes: Mapping[int, str]) -> Table:
    head, *rows = lines_of(facts, sight, codes)
    return Table(title=_("Meetings by time"), heads=head, rows=[TableRow(cells=row) for row in rows])
