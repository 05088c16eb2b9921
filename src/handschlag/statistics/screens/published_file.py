"""The public figures of an event as open data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from handschlag.common.times import format_days
from handschlag.events.models import Event
from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.rules.kpis import AIMS, Kpi
from handschlag.statistics.rules.mixing import order_of, pair_of
from handschlag.statistics.rules.published import Content
from handschlag.statistics.screens import figure_labels
from handschlag.statistics.screens.documents import Cell, Document, Sheet
from handschlag.statistics.screens.matrix import labels_of
from handschlag.statistics.screens.published import (
    basis_of,
    classes_sheet,
    mark_of,
    reasons_sheet,
    seen_of,
)


def published_document(event: Event, content: Content, *, names: Mapping[int, NetworkName]) -> Document:
    """The published figures as sheets; what is withheld stays an empty cell."""
    facts = {
        _("Event"): event.title,
        _("Date"): format_days(event.first_day, event.last_day),
        _("People"): figure_labels.NONE if content.people is None else str(content.people),
        _("Meetings"): figure_labels.NONE if content.meetings is None else str(content.meetings),
        _("Held"): seen_of(content) or figure_labels.NONE,
        _("Left out"): _("Empty cells are withheld: they are below 3 or would reveal a figure that is."),
    }
    if event.is_demo:
        facts[_("Note")] = _("Demo: people, organisations and dates are invented.")
    return Document(
        title=_("Public statistics: %(event)s") % {"event": event.title},
        facts=facts,
        sheets=(
            _kpi_sheet(content),
            _matrix_sheet(content, names),
            classes_sheet(content),
            reasons_sheet(content),
        ),
    )


def _kpi_sheet(content: Content) -> Sheet:
    def row(kpi: Kpi) -> tuple[Cell, ...]:
        told, aim = content.figures[kpi], figure_labels.aim_of(kpi)
        return (_(kpi.label), told.value, aim, AIMS[kpi].elsewhere, mark_of(told).word, basis_of(kpi, told))

    return Sheet(
        key="figures",
        title=_("Figures"),
        heads=(_("Figure"), _("Value"), _("Target"), _("Comparison"), _("Result"), _("Basis")),
        rows=tuple(row(kpi) for kpi in Kpi if kpi in content.figures),
    )


def _matrix_sheet(content: Content, names: Mapping[int, NetworkName]) -> Sheet:
    labels, seen = labels_of(names), content.shown
    order = [one for one in order_of(seen.cells, content.networks) if one in labels]

    def row(one: int) -> Sequence[Cell]:
        pairs = [pair_of(one, other) for other in order]
        return (
            labels[one].name,
            *(None if pair in seen.hidden else seen.cells.get(pair, 0) for pair in pairs),
            seen.row(one)[0],
        )

    return Sheet(
        key="meetings_between_networks",
        title=_("Meetings between networks"),
        heads=(_("Network"), *(labels[one].name for one in order), _("together, at least")),
        rows=tuple(row(one) for one in order),
    )
