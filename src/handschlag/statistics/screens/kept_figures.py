"""The report of an event whose people are erased: what was kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.common.times import format_short_moment, local_date
from handschlag.design.components.organiser import Table
from handschlag.events.models import Event
from handschlag.statistics.models import KeptFigures
from handschlag.statistics.queries.comparing import Earlier, measures_in
from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.rules.kpis import AIMS, Kpi, Measure, Phase, verdict_of
from handschlag.statistics.rules.published import decoded
from handschlag.statistics.screens import figure_labels
from handschlag.statistics.screens.comparing import comparing_table
from handschlag.statistics.screens.plots import Bullet
from handschlag.statistics.screens.published import PublishedScreen, published_screen
from handschlag.statistics.screens.report import KpiRow


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptScreen:
    note: str
    shown: PublishedScreen
    comparing: Table | None


def kept_screen(
    event: Event,
    kept: KeptFigures,
    earlier: Sequence[Earlier],
    *,
    names: Mapping[int, NetworkName],
    now: datetime,
) -> KeptScreen:
    """Synergies are left out: they belong to the public page."""
    shown = published_screen(decoded(kept.content["public"]), names, fields={})
    is_asked = local_date(now) >= figure_labels.asked_on(event.last_day)
    measures = measures_in(kept.content)
    return KeptScreen(
        note=_(
            "The personal data of this event has been deleted. These figures are from %(at)s and "
            "contain no names."
        )
        % {"at": format_short_moment(kept.counted_at)},
        shown=replace(
            shown,
            unmet=None,
            found=None,
            kpis=tuple(
                _kpi_row(measures[kpi], event=event, is_asked=is_asked) for kpi in Kpi if kpi in measures
            ),
        ),
        comparing=comparing_table(measures, earlier, is_asked=is_asked),
    )


def _kpi_row(measure: Measure, *, event: Event, is_asked: bool) -> KpiRow:
    aim = AIMS[measure.kpi]
    verdict = verdict_of(measure, phase=Phase.AFTER, is_asked=is_asked)
    return KpiRow(
        name=str(figure_labels.NAMES[measure.kpi]),
        value=figure_labels.value_of(measure.kpi, measure.value),
        aim=figure_labels.aim_of(measure.kpi),
        elsewhere=figure_labels.elsewhere_of(measure.kpi),
        bullet=Bullet(value=measure.value, target=aim.value, top=aim.top, other=aim.elsewhere),
        verdict=figure_labels.verdict_mark_of(verdict),
        basis=figure_labels.basis_of(measure, seconds=0.0, last_day=event.last_day, is_asked=is_asked),
    )
