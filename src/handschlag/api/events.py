"""Public events as machines read them; who answers questions about them stands on their pages only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handschlag.api.shapes import (
    Listing,
    Named,
    Tag,
    Text,
    licence,
    page_of_rows,
    pages_of,
    region_of,
    slugs_exist,
)
from handschlag.directory.models import Land
from handschlag.directory.public import Whereabouts
from handschlag.events.events import When, chosen_events
from handschlag.events.models import Event, EventStatus
from handschlag.events.narrowing import FilterCriteria
from handschlag.events.public_events import Host, hosts_of, public_events, with_hosts


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A conference. `languages` are de and en; `source` is where its facts were read."""

    id: str
    title: Text
    summary: Text
    first_day: date
    last_day: date
    venue: str
    street: str
    postcode: str
    place: str
    region: Tag | None
    latitude: float | None
    longitude: float | None
    languages: list[str]
    hosts: list[Named]
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    source: str
    source_seen_on: date | None
    is_invented: bool
    changed_at: datetime
    pages: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceFacts(EventRow):
    """All that is public of an event, besides its programme (`schedule.json` of its page)."""

    description: Text
    directions: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EventListQuery:
    """What a list of events is asked for."""

    text: str = ""
    lands: Sequence[str] = ()
    hosts: Sequence[str] = ()
    years: Sequence[str] = ()
    when: When | None = None


def events(asked: EventListQuery, *, after: str, limit: int, today: date) -> Listing[EventRow]:
    """The events that fit, the latest first."""
    slugs_exist("land", asked.lands, Land)
    codes = Land.objects.filter(slug__in=asked.lands).values_list("code", flat=True) if asked.lands else ()
    facets = {"land": list(codes), "host": asked.hosts, "year": asked.years}
    choice = FilterCriteria.of(asked.text, facets, tuple(facets))
    found = chosen_events(choice, when=asked.when, today=today)
    part = page_of_rows(found, key=lambda row: row.event.slug, after=after, limit=limit, under=licence())
    return Listing(
        licence=part.licence,
        total=part.total,
        after=part.after,
        rows=[EventRow(**_facts_of(row.event, row.hosts)) for row in part.rows],
    )


def all_events() -> list[EventRow]:
    """Every published event, past ones too, for the data sets."""
    return [EventRow(**_facts_of(one, hosts_of(one))) for one in with_hosts(public_events()).order_by("pk")]


def event(slug: str) -> Whereabouts[ConferenceFacts]:
    """What is at a stable id, for everybody: a draft is there for nobody."""
    found = with_hosts(Event.objects.filter(slug=slug)).first()
    if found is None or found.status != EventStatus.PUBLISHED:
        return Whereabouts(is_gone=found is not None and found.status == EventStatus.ARCHIVED)
    shown = ConferenceFacts(
        **_facts_of(found, hosts_of(found)),
        description=Text(de=found.description_de, en=found.description_en),
        directions=Text(de=found.directions_de, en=found.directions_en),
    )
    return Whereabouts(entry=shown)


def _facts_of(event: Event, hosts: Sequence[Host]) -> dict[str, Any]:
    spoken = (("de", event.in_german), ("en", event.in_english))
    return {
        "id": event.slug,
        "title": Text(de=event.title_de, en=event.title_en),
        "summary": Text(de=event.summary_de, en=event.summary_en),
        "first_day": event.first_day,
        "last_day": event.last_day,
        "venue": event.venue,
        "street": event.street,
        "postcode": event.postcode,
        "place": event.place,
        "region": region_of(event.land),
        "latitude": event.latitude,
        "longitude": event.longitude,
        "languages": [code for code, is_spoken in spoken if is_spoken],
        "hosts": [Named(id=one.network.slug if one.network else None, name=one.name) for one in hosts],
        "registration_opens_at": event.registration_opens_at,
        "registration_closes_at": event.registration_closes_at,
        "source": event.source,
        "source_seen_on": event.source_seen_on,
        "is_invented": event.is_demo,
        "changed_at": event.changed_at,
        "pages": pages_of("events:event", event.slug),
    }
