"""Figures outlive the data of people: of each event that is over the last ones are kept."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from handschlag.common import audit
from handschlag.common.times import local_date
from handschlag.matching.models import Service
from handschlag.statistics.models import KeptFigures
from handschlag.statistics.queries.comparison import totals_of
from handschlag.statistics.queries.public import public_content
from handschlag.statistics.queries.reports import reported
from handschlag.statistics.rules.comparison import EventTotals
from handschlag.statistics.rules.figures import Figures
from handschlag.statistics.rules.published import Content, encoded


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
