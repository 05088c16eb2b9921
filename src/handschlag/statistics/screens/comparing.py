"""This event beside earlier ones of the same house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from handschlag.design.components.organiser import Table, table_of
from handschlag.statistics.queries.comparing import Earlier
from handschlag.statistics.rules.kpis import Kpi, Measure
from handschlag.statistics.screens import figure_labels


def comparing_table(
    own: Mapping[Kpi, Measure], earlier: Sequence[Earlier], *, is_asked: bool
) -> Table | None:
    """None where there is nothing to compare with; own outcomes only once people were asked."""
    if not earlier:
        return None

    def told(measures: Mapping[Kpi, Measure], kpi: Kpi) -> str:
        return figure_labels.value_of(kpi, measures[kpi].value if kpi in measures else None)

    rows = [
        (
            _(kpi.label),
            figure_labels.NONE if kpi is Kpi.OUTCOMES and not is_asked else told(own, kpi),
            *(told(one.measures, kpi) for one in earlier),
        )
        for kpi in Kpi
    ]
    heads = (_("Figure"), _("this event"), *(titled(one.title, one.year) for one in earlier))
    return table_of(_("Compared with earlier events"), heads, rows)


def titled(title: str, year: int) -> str:
    """The title with its year, unless it names it."""
    return title if str(year) in title else f"{title} ({year})"
