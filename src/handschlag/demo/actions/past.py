"""Brings real events of the past, with what is known of their programmes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from handschlag.demo.rules.past import (
    SEEN_ON,
    PastEvent,
    PastSession,
    past_events,
    past_hosts,
    past_sessions,
)
from handschlag.directory.models import Land, Network
from handschlag.events.models import Event, EventHost, EventStatus, ProgrammeVersion, Session
from handschlag.events.queries.programme import drafted
from handschlag.events.rules.programme import Programme, continued, encode

ONLY_THE_END: Final = {
    "de": "Der Beginn steht in der Quelle, das Ende ist erfunden.",
    "en": "The beginning stands in the source, the end is invented.",
}


@transaction.atomic
def load(*, now: datetime) -> None:
    """The events are there, public, each with its source; nothing where they were there already."""
    told = past_events()
    if Event.objects.filter(slug__in=[one.slug for one in told]).exists():
        return
    lands = set(Land.objects.values_list("code", flat=True))
    Event.objects.bulk_create(_event_of(one, lands=lands, now=now) for one in told)
    events = {event.slug: event for event in Event.objects.filter(slug__in=[one.slug for one in told])}
    networks = dict(Network.objects.filter(is_demo=False).values_list("slug", "pk"))
    EventHost.objects.bulk_create(
        EventHost(event=events[row["event"]], name=row["name"], network_id=networks.get(row["network"]))
        for row in past_hosts()
        if row["name"] or row["network"] in networks
    )
    sessions = past_sessions()
    Session.objects.bulk_create(_session_of(one, events[one.event], now=now) for one in sessions)
    _publish([events[slug] for slug in dict.fromkeys(one.event for one in sessions)], now=now)


def _event_of(one: PastEvent, *, lands: set[str], now: datetime) -> Event:
    return Event(
        slug=one.slug,
        status=EventStatus.PUBLISHED,
        title_de=one.title_de,
        title_en=one.title_en,
        summary_de=one.summary_de,
        summary_en=one.summary_en,
        description_de=one.description_de,
        description_en=one.description_en,
        first_day=one.first_day,
        last_day=one.last_day,
        venue=one.venue,
        place=one.place,
        land_id=one.land if one.land in lands else None,
        source=one.source,
        source_seen_on=SEEN_ON,
        created_at=now,
        changed_at=now,
    )


def _session_of(one: PastSession, event: Event, *, now: datetime) -> Session:
    end = {"de": "", "en": ""} if one.invented != "end" else ONLY_THE_END
    return Session(
        event=event,
        kind=one.kind,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        is_time_invented=bool(one.invented),
        title_de=one.title_de,
        title_en=one.title_en,
        abstract_de="\n".join(part for part in (one.note_de, end["de"]) if part),
        abstract_en="\n".join(part for part in (one.note_en, end["en"]) if part),
        created_at=now,
        changed_at=now,
    )


def _publish(events: Sequence[Event], *, now: datetime) -> None:
    ProgrammeVersion.objects.bulk_create(
        ProgrammeVersion(
            event=event,
            number=1,
            content=encode(continued(Programme(), drafted(event.pk), now=now)),
            published_at=now,
        )
        for event in events
    )
