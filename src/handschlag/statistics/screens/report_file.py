"""The report as tables: the same figures as its page, exact, and nobody's name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.common.times import format_days, format_short_moment, local_date
from handschlag.events.models import Event
from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.rules.figures import Figures
from handschlag.statistics.rules.kpis import AIMS, Kpi, Phase, asked_on, verdict_of
from handschlag.statistics.rules.mixing import NOBODY, order_of, pair_of
from handschlag.statistics.screens import figure_labels
from handschlag.statistics.screens.documents import Cell, Document, Sheet
from handschlag.statistics.screens.matrix import labels_of


def report_document(
    event: Event, figures: Figures, *, names: Mapping[int, NetworkName], phase: Phase, now: datetime
) -> Document:
    """The report with small numbers included: for the organisers alone."""
    return Document(
        title=_("Report: %(event)s") % {"event": event.title},
        facts={
            _("Event"): event.title,
            _("Date"): format_days(event.first_day, event.last_day),
            _("As of"): format_short_moment(now),
            _("Held"): figure_labels.signs_said(figures.signs, unknown=figures.unknown) or figure_labels.NONE,
            _("Definition"): _(
                "Meetings between networks are counted by membership: people in two networks count in both."
            ),
            _("For internal use"): _("Small numbers are not suppressed here. Do not pass this file on."),
        },
        sheets=(
            _kpi_sheet(event, figures, phase=phase, now=now),
            _matrix_sheet(figures, names),
            per_person_sheet(figures),
            Sheet(
                key="not_held",
                title=_("Not held"),
                heads=(_("Reason"), _("Meetings")),
                rows=[(_(reason.label), number) for reason, number in figures.reasons.items()],
            ),
            _fairness_sheet(figures),
        ),
    )


def per_person_sheet(figures: Figures) -> Sheet:
    """How many people had how many meetings."""
    return Sheet(
        key="per_person",
        title=_("Meetings per person"),
        heads=(_("Meetings"), _("People")),
        rows=tuple(figures.histogram.items()),
    )


def _kpi_sheet(event: Event, figures: Figures, *, phase: Phase, now: datetime) -> Sheet:
    is_asked = local_date(now) >= asked_on(event.last_day)

    def rest(kpi: Kpi) -> tuple[Cell, ...]:
        measure = figures.measures[kpi]
        verdict = verdict_of(measure, phase=phase, is_asked=is_asked)
        basis = figure_labels.basis_of(
            measure, seconds=figures.seconds, last_day=event.last_day, is_asked=phase is not Phase.BEFORE
        )
        return (measure.part, measure.whole, measure.unknown, _(verdict.label), basis)

    def row(kpi: Kpi) -> tuple[Cell, ...]:
        value = figures.measures[kpi].value
        exact = None if value is None else round(value, 2)
        return (_(kpi.label), exact, figure_labels.aim_of(kpi), AIMS[kpi].elsewhere, *rest(kpi))

    def with_units(kpi: Kpi) -> tuple[Cell, ...]:
        value = figure_labels.value_of(kpi, figures.measures[kpi].value)
        elsewhere = figure_labels.elsewhere_of(kpi)
        return (_(kpi.label), value, figure_labels.aim_of(kpi), elsewhere, *rest(kpi))

    return Sheet(
        key="figures",
        title=_("Figures"),
        heads=(
            *(_("Figure"), _("Value"), _("Target"), _("Comparison")),
            *(_("Part"), _("Of"), _("Unknown"), _("Result"), _("Basis")),
        ),
        rows=[row(kpi) for kpi in Kpi],
        on_paper=[with_units(kpi) for kpi in Kpi],
    )


def _matrix_sheet(figures: Figures, names: Mapping[int, NetworkName]) -> Sheet:
    """Every network, none put together."""
    labels, cells = labels_of(names), figures.mixing.cells
    order = order_of(figures.mixing.cells, figures.networks)
    order = tuple(one for one in order if one in labels or one == NOBODY)
    return Sheet(
        key="meetings_between_networks",
        title=_("Meetings between networks"),
        heads=(_("Network"), *(labels[one].name for one in order), _("together"), _("People")),
        rows=tuple(
            (
                labels[one].name,
                *(cells.get(pair_of(one, other), 0) for other in order),
                figures.mixing.row(one),
                figures.networks.get(one, 0),
            )
            for one in order
        ),
    )


def _fairness_sheet(figures: Figures) -> Sheet:
    return Sheet(
        key="fairness",
        title=_("Fairness"),
        heads=(_("Figure"), _("Value")),
        rows=(
            (_("Gini coefficient"), round(figures.gini, 4)),
            (_("Tenth with the fewest, against the mean"), round(figures.worst_off, 4)),
            (_("Waiting time (time slots)"), figures.idle),
            (_("Conflicting reports"), figures.disputed),
            (_("Agreed after the beginning"), figures.added),
        ),
    )
