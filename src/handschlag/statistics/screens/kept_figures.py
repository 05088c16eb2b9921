"""The report of an event whose people are erased: what was kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from handschlag.common.times import local_date
from handschlag.events.models import Event
from handschlag.statistics.models import KeptFigures
from handschlag.statistics.queries.comparing import Earlier, measures_in
from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.rules.kpis import Kpi, Measure, Phase, asked_on, verdict_of
from handschlag.statistics.rules.published import decoded
from handschlag.statistics.screens import figure_labels
from handschlag.statistics.screens.comparing import comparing_table
from handschlag.statistics.screens.published import published_screen


def kept_screen(
    event: Event,
    kept: KeptFigures,
    earlier: Sequence[Earlier],
    *,
    names: Mapping[int, NetworkName],
    now: datetime,
) -> dict[str, Any]:
    """Synergies are left out: they belong to the public page."""
    shown = published_screen(decoded(kept.content["public"]), names, fields={})
    is_asked = local_date(now) >= asked_on(event.last_day)
    measures = measures_in(kept.content)
    rows = [_kpi_row(measures[kpi], event=event, is_asked=is_asked) for kpi in Kpi if kpi in measures]
    return {
        "counted_at": kept.counted_at,
        "shown": shown | {"unmet": None, "found": None, "kpis": rows},
        "comparing": comparing_table(measures, earlier, is_asked=is_asked),
    }


def _kpi_row(measure: Measure, *, event: Event, is_asked: bool) -> figure_labels.KpiRow:
    verdict = verdict_of(measure, phase=Phase.AFTER, is_asked=is_asked)
    return figure_labels.KpiRow(
        kpi=measure.kpi,
        value=measure.value,
        verdict=figure_labels.verdict_mark_of(verdict),
        basis=figure_labels.basis_of(measure, seconds=0.0, last_day=event.last_day, is_asked=is_asked),
    )
