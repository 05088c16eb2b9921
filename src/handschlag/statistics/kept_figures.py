"""Figures outlive the data of people: the last ones of an event are kept, and shown as its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from handschlag.common import audit
from handschlag.common.times import local_date
from handschlag.events.models import Event
from handschlag.matching.models import Service
from handschlag.statistics import kpis
from handschlag.statistics.comparison import Earlier, EventTotals, comparing_table, measures_in, totals_of
from handschlag.statistics.figures import Figures, reported
from handschlag.statistics.kpis import Kpi, Measure, Phase, asked_on, verdict_of
from handschlag.statistics.matrix import NetworkName
from handschlag.statistics.models import KeptFigures
from handschlag.statistics.public_figures import Content, decoded, encoded, public_content, public_context


def archive_past_events(*, now: datetime) -> int:
    """Figures of events that are over and whose people are not erased yet; how many changed."""
    return sum(archive_figures(service_id=pk, now=now) for pk in _due(local_date(now)))


def _due(today: date) -> list[int]:
    rows = Service.objects.filter(
        event__last_day__lt=today, participants__registration__erased_at=None, participants__isnull=False
    )
    return list(rows.order_by("pk").distinct().values_list("pk", flat=True))


@transaction.atomic
def archive_figures(*, service_id: int, now: datetime) -> bool:
    """The figures of now are kept, if they are others than those that were; whether they are."""
    service = Service.objects.select_for_update(of=("self",)).select_related("event").get(pk=service_id)
    figures = reported(service, now=now).figures
    old = KeptFigures.objects.filter(event=service.event).first()
    public = public_content(service, figures, now=now)
    content = kept_content(figures, public, totals=totals_of(service.event, service))
    if not figures.people or (old is not None and old.content == content):
        return False
    KeptFigures.objects.update_or_create(
        event=service.event, defaults={"content": content, "counted_at": now}
    )
    audit.record(verb="statistics.kept", target=service.event, by_id=None, now=now)
    return True


def kept_content(figures: Figures, content: Content, *, totals: EventTotals) -> dict[str, Any]:
    """Exact figures of the whole event, and the matrix as everybody may see it."""
    return {
        "registered": figures.registered,
        "people": figures.people,
        "held": figures.held,
        "unknown": figures.unknown,
        "measures": {
            kpi.value: [one.value, one.part, one.whole, one.more, one.unknown, one.ceiling]
            for kpi, one in figures.measures.items()
        },
        "totals": asdict(totals),
        "public": encoded(content),
    }


def kept_context(
    event: Event,
    kept: KeptFigures,
    earlier: Sequence[Earlier],
    *,
    names: Mapping[int, NetworkName],
    now: datetime,
) -> dict[str, Any]:
    """Synergies are left out: they belong to the public page."""
    shown = public_context(decoded(kept.content["public"]), names, fields={})
    is_asked = local_date(now) >= asked_on(event.last_day)
    measures = measures_in(kept.content)
    rows = [_kpi_row(measures[kpi], event=event, is_asked=is_asked) for kpi in Kpi if kpi in measures]
    return {
        "counted_at": kept.counted_at,
        "shown": shown | {"unmet": None, "found": None, "kpis": rows},
        "comparing": comparing_table(measures, earlier, is_asked=is_asked),
    }


def _kpi_row(measure: Measure, *, event: Event, is_asked: bool) -> kpis.KpiRow:
    verdict = verdict_of(measure, phase=Phase.AFTER, is_asked=is_asked)
    return kpis.KpiRow(
        kpi=measure.kpi,
        value=measure.value,
        verdict=kpis.verdict_mark_of(verdict),
        basis=kpis.basis_of(measure, seconds=0.0, last_day=event.last_day, is_asked=is_asked),
    )
