"""Earlier events of the same house: those that somebody of the team looked after, too.

Who only reads an event makes it no event of the same house: an auditor reads those of many.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handschlag.common.language import pick
from handschlag.events.models import Event, EventOrganiser
from handschlag.statistics.models import KeptFigures
from handschlag.statistics.rules.kpis import Kpi, Measure

MOST = 4
SEEN = (Kpi.HELD, Kpi.MEETINGS, Kpi.ACROSS, Kpi.OUTCOMES)  # what rests on meetings that were held


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    title: str
    year: int
    measures: Mapping[Kpi, Measure]


def earlier_of(event: Event) -> tuple[Earlier, ...]:
    """The last four with kept figures, the latest first; one query."""
    editors = EventOrganiser.objects.filter(only_reads=False)
    team = editors.filter(event=event).values("user")
    events = editors.filter(user__in=team).values("event")
    rows = KeptFigures.objects.filter(event__in=events, event__last_day__lt=event.first_day)
    return tuple(
        Earlier(
            title=pick(row.event.title_de, row.event.title_en),
            year=row.event.first_day.year,
            measures=measures_in(row.content),
        )
        for row in rows.select_related("event").order_by("-event__first_day", "-pk")[:MOST]
    )


def measures_in(content: Mapping[str, Any]) -> dict[Kpi, Measure]:
    """What `actions.keeping` stored; without the shares that were counted before they needed a sign."""
    names = ("value", "part", "whole", "more", "unknown", "ceiling")
    found = {
        Kpi(kpi): Measure(kpi=Kpi(kpi), **dict(zip(names, stored, strict=False)))
        for kpi, stored in content["measures"].items()
    }
    return found if "unknown" in content else {kpi: one for kpi, one in found.items() if kpi not in SEEN}
