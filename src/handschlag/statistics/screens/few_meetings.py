"""Who had fewer than three meetings, and why as far as we know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.queries.display_names import Called
from handschlag.statistics.rules.figures import Figures
from handschlag.statistics.screens import figure_labels
from handschlag.statistics.screens.report import said_few


@dataclass(frozen=True, slots=True, kw_only=True)
class _FewRow:
    name: str
    sub: str
    planned: str
    held: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _FewScreen:
    answer: str
    rows: Sequence[_FewRow]
    back_url: str


def few_screen(
    event: Event,
    figures: Figures,
    *,
    people: Mapping[int, Called],
    planned: Mapping[int, Sequence[int]],
) -> _FewScreen:
    """`planned` are the planned requests of each person."""
    rows = [_row_of(figures, people[one], planned.get(one, ())) for one in figures.with_few if one in people]
    return _FewScreen(
        answer=said_few(len(rows)) if rows else _("Everyone had three meetings or more."),
        rows=tuple(rows),
        back_url=reverse("statistics:report", args=[event.slug]),
    )


def _row_of(figures: Figures, one: Called, planned: Sequence[int]) -> _FewRow:
    missed = dict.fromkeys(figures.missed[request] for request in planned if request in figures.missed)
    said = ", ".join(str(figure_labels.REASONS[reason]) for reason in missed)
    return _FewRow(
        name=one.name,
        sub=" · ".join(part for part in (one.networks, one.organisation) if part),
        planned=format_number(len(planned)),
        held=format_number(figures.per_person[one.id]),
        reason=said or (_("few meetings were agreed") if len(planned) < 3 else _("unknown")),
    )
