"""Writes two invented events of the years before, with their published statistics and nobody's data."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handschlag.demo.rules.earlier import EDITIONS, Edition, directory_of
from handschlag.directory.models import Network
from handschlag.events.models import Event, EventStatus
from handschlag.events.rules.moments import moment_at
from handschlag.statistics.models import PublicFigures
from handschlag.statistics.queries.public import rank_of
from handschlag.statistics.rules.figures import figures_of
from handschlag.statistics.rules.kpis import Phase
from handschlag.statistics.rules.published import content_of, digest_of, encoded

NETWORKS = 12


def write_earlier_events(*, now: datetime) -> None:
    """One published event per edition, with statistics among the first demo networks."""
    networks = list(
        Network.objects.filter(is_demo=True).order_by("pk").values_list("pk", flat=True)[:NETWORKS]
    )
    for edition in EDITIONS:
        _write_one(edition, networks, now=now)


def _write_one(edition: Edition, networks: list[int], *, now: datetime) -> None:
    event = Event.objects.create(
        slug=f"netzwerke-verbinden-{edition.year}",
        title_de=f"Netzwerke verbinden {edition.year}",
        title_en=f"Connecting networks {edition.year}",
        summary_de="Eine erfundene Konferenz der Vorjahre: Es gibt nur ihre Statistik.",
        summary_en="An invented conference of an earlier year: there is nothing but its statistics.",
        first_day=edition.day,
        last_day=edition.day,
        place=edition.place,
        status=EventStatus.PUBLISHED,
        is_demo=True,
        created_at=now,
        changed_at=now,
    )
    after = moment_at(edition.day + timedelta(days=120), time(10))
    content = content_of(
        figures_of(directory_of(edition, networks), phase=Phase.AFTER, now=after),
        rank=rank_of(event.pk),
        public=networks,
        synergies=(),
        is_asked=True,
    )
    PublicFigures.objects.create(
        event=event, content=encoded(content), digest=digest_of(content), published_at=after
    )
