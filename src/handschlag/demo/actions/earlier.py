"""Writes two invented events of the years before, with their published statistics and nobody's data."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handschlag.accounts.models import User
from handschlag.demo.rules.earlier import EDITIONS, Edition, directory_of
from handschlag.demo.rules.personas import BY_PART, PersonaRole
from handschlag.directory.models import Network
from handschlag.events.models import Event, EventOrganiser, EventStatus
from handschlag.events.rules.moments import moment_at
from handschlag.statistics.actions.archive import kept_content
from handschlag.statistics.models import KeptFigures, PublicFigures
from handschlag.statistics.queries.public import rank_of
from handschlag.statistics.rules.comparison import EventTotals
from handschlag.statistics.rules.event_data import EventData
from handschlag.statistics.rules.figures import figures_of
from handschlag.statistics.rules.kpis import Phase
from handschlag.statistics.rules.published import content_of, digest_of, encoded

NETWORKS = 12


def write_earlier_events(*, now: datetime) -> None:
    """One published event per edition, with statistics among the first demo networks and what was kept."""
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
    world = directory_of(edition, networks)
    figures = figures_of(world, phase=Phase.AFTER, now=after)
    content = content_of(
        figures,
        rank=rank_of(event.pk),
        public=networks,
        synergies=(),
        is_asked=True,
    )
    PublicFigures.objects.create(
        event=event, content=encoded(content), digest=digest_of(content), published_at=after
    )
    kept = kept_content(figures, content, totals=_totals_of(edition, world))
    KeptFigures.objects.create(event=event, content=kept, counted_at=after)
    for user in User.objects.filter(email=BY_PART[PersonaRole.ORGANISER].address):
        EventOrganiser.objects.create(event=event, user=user, since=now)


def _totals_of(edition: Edition, world: EventData) -> EventTotals:
    """In the first year the reception checked in nobody: not every figure is there."""
    meetings = len(world.standing)
    return EventTotals(
        registered=world.registered,
        wishes=meetings * 3,
        wishing=edition.people - edition.people // 9,
        heard=len(world.said),
        contacts=meetings // 4,
        came=None if edition is EDITIONS[0] else edition.people - edition.people // 14,
    )
