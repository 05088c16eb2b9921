"""Events as everybody may see them: which, where, as entries of a calendar and as linked data."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, may
from handschlag.common.language import pick
from handschlag.common.models import AuditEntry
from handschlag.common.page_cache.versions import StampedMemo
from handschlag.common.times import machine_time, move_to
from handschlag.design.components.parts import written
from handschlag.directory import texts
from handschlag.directory.models import Network, Status
from handschlag.directory.public import Whereabouts, public_networks
from handschlag.events import labels as events_labels
from handschlag.events.access import is_in_team
from handschlag.events.calendar_files import CalendarStatus, Entry, Feed, write_calendar
from handschlag.events.models import Event, EventHost, EventStatus, ProgrammeVersion
from handschlag.events.narrowing import FilterCriteria
from handschlag.events.published_programme import PublishedProgramme, PublishedSession, latest
from handschlag.events.versions import ProgrammeRoom


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """Who invites; `network` is there where it is public, and then leads to its page."""

    name: str
    network: Network | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleEvent:
    """An event for whoever asks. `is_preview`: it is not public, and this is one of its organisers."""

    event: Event
    hosts: Sequence[Host]
    is_preview: bool


VISIBLE_EVENTS: Final[StampedMemo[str, VisibleEvent | None]] = StampedMemo(256)


def public_events() -> QuerySet[Event]:
    """All published events, coming and past, invented ones as well."""
    return Event.objects.filter(status=EventStatus.PUBLISHED)


def with_hosts(events: QuerySet[Event]) -> QuerySet[Event]:
    """With state, hosts and networks read along: two queries more, however many events."""
    networks = Network.objects.only("id", "slug", "name", "short_name", "status", "is_demo")
    hosts = EventHost.objects.prefetch_related(Prefetch("network", queryset=networks))
    return events.select_related("land").prefetch_related(Prefetch("hosts", queryset=hosts))


def hosts_of(event: Event) -> tuple[Host, ...]:
    """For an event from `with_hosts`; a network that is not public is named only where the event names it."""
    hosts = []
    for host in event.hosts.all():
        network = host.network if host.network and host.network.status == Status.PUBLISHED else None
        name = host.name or (network.short_name or network.name if network else "")
        if name:
            hosts.append(Host(name=name, network=network))
    return tuple(hosts)


def event_at(slug: str, by: Subject) -> Whereabouts[VisibleEvent]:
    """What is at the address of an event; a draft is there for its team only."""
    if "\0" in slug:
        return Whereabouts()  # PostgreSQL cannot even look for it
    found = VISIBLE_EVENTS.get(slug, lambda: _event_at(slug))
    if found is None:
        return Whereabouts()
    event = found.event
    if not found.is_preview:
        return Whereabouts(entry=found)
    if by.user_id is not None and may(by, Action.EDIT_EVENT, owns=is_in_team(by, event.pk)):
        return Whereabouts(entry=found)
    return Whereabouts(is_gone=event.status == EventStatus.ARCHIVED)


def _event_at(slug: str) -> VisibleEvent | None:
    """Remembered: nobody may write to its rows."""
    event = with_hosts(Event.objects.filter(slug=slug)).first()
    if event is None:
        return None
    is_preview = event.status != EventStatus.PUBLISHED
    return VisibleEvent(event=event, hosts=hosts_of(event), is_preview=is_preview)


def events_since(since: datetime, until: datetime) -> list[tuple[Event, datetime]]:
    """Public events, by when they were made public last; with their hosts, and the fields of those."""
    entries = AuditEntry.objects.filter(
        kind="events.event", verb="event.published", at__gt=since, at__lte=until
    )
    moments = {int(pk): at for pk, at in entries.order_by("at").values_list("object_id", "at")}
    return [(event, moments[event.pk]) for event in _told_of().filter(pk__in=list(moments))]


def programmes_since(since: datetime, until: datetime) -> list[tuple[Event, datetime, int]]:
    """Public events whose programme was published then: the last version, and its number."""
    versions = ProgrammeVersion.objects.filter(published_at__gt=since, published_at__lte=until)
    last = {
        event: (at, number)
        for event, at, number in versions.order_by("number").values_list("event", "published_at", "number")
    }
    return [(event, *last[event.pk]) for event in _told_of().filter(pk__in=list(last))]


def _told_of() -> QuerySet[Event]:
    """Copies for practising are nobody's news."""
    networks = public_networks().prefetch_related("fields__parent")
    hosts = EventHost.objects.prefetch_related(Prefetch("network", queryset=networks))
    events = public_events().filter(is_tryout=False).select_related("land")
    return events.prefetch_related(Prefetch("hosts", queryset=hosts))


def public_path(slug: str) -> str:
    """The path of the event's page, without the host; empty where no page answers."""
    try:
        return reverse("events:event", args=[slug])
    except NoReverseMatch:
        return ""


def town(event: Event) -> str:
    """Berlin; Kassel, Hessen."""
    land = pick(event.land.name_de, event.land.name_en) if event.land else ""
    return texts.seat(event.place, land)


def whole(event: Event) -> str:
    """Everything that leads there, in one line."""
    place = " ".join(part for part in (event.postcode, event.place) if part)
    return ", ".join(part for part in (event.venue, event.street, place) if part)


def spot(event: Event) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, to six places; None unless both are known."""
    if event.latitude is None or event.longitude is None:
        return None
    return round(event.latitude, 6), round(event.longitude, 6)


UID_NAMESPACE = uuid.UUID("0d7c5f2e-3b1a-5e44-8f0b-6a9c1d2e7b35")  # the space of names of events


def event_uid(event: Event) -> uuid.UUID:
    """The same for ever: whatever host, name and language the event has."""
    return uuid.uuid5(UID_NAMESPACE, f"{event.slug} {event.created_at.timestamp()}")


def _told(title: str, event: Event) -> str:
    """In a calendar nothing but the title is seen: what is invented says so there."""
    return _("%(title)s (invented)") % {"title": title} if event.is_demo else title


def event_url(event: Event) -> str:
    """The full address of the event's page, for files and letters."""
    return settings.BASE_URL + reverse("events:event", args=[event.slug])


def session_url(event: Event, number: int) -> str:
    """The full address of the session's page, for files and letters; `number` is its id."""
    return settings.BASE_URL + session_path(event, number)


def session_path(event: Event, number: int) -> str:
    """In the language of the page; a programme asks for the same ones again and again."""
    return _path(get_language() or "de", event.slug, number)


@lru_cache(maxsize=4096)
def _path(language: str, slug: str, number: int) -> str:
    del language  # the address has it: another language is another answer
    return reverse("events:session", args=[slug, number])


def event_entry(event: Event) -> Entry:
    """Whole days: the hours are those of its sessions."""
    return Entry(
        uid=str(event_uid(event)),
        title=_told(pick(event.title_de, event.title_en), event),
        starts_at=event.first_day,
        ends_at=event.last_day,
        changed_at=event.changed_at,
        sequence=event.sequence,
        description=pick(event.summary_de, event.summary_en),
        location=whole(event),
        spot=spot(event),
        url=event_url(event),
        categories=(_("Event"),),
        is_busy=False,
    )


def session_entry(event: Event, line: PublishedSession) -> Entry:
    """A session; what was called off stays as cancelled, so that calendars take it away."""
    item, room, track = line.item, line.room, line.track
    parts = (pick(room.name_de, room.name_en) if room else "", whole(event))
    labels = [
        str(events_labels.SESSION_KINDS[item.kind]),
        pick(track.name_de, track.name_en) if track else "",
    ]
    return Entry(
        uid=item.uid,
        title=_told(pick(item.title_de, item.title_en), event),
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        changed_at=item.changed_at or event.changed_at,
        sequence=item.sequence,
        state=CalendarStatus.CANCELLED if item.is_cancelled else CalendarStatus.CONFIRMED,
        description="\n\n".join(part for part in _about(line) if part),
        location=", ".join(part for part in parts if part),
        spot=spot(event),
        url=session_url(event, item.id),
        categories=tuple(label for label in labels if label),
        is_busy=not item.is_cancelled,
    )


def _about(line: PublishedSession) -> Iterable[str]:
    if line.item.is_time_invented:
        yield _("The time is a placeholder.")
    yield ", ".join(person.name for person in line.people)
    yield pick(line.item.abstract_de, line.item.abstract_en)


def session_entries(event: Event, lines: Iterable[PublishedSession]) -> tuple[Entry, ...]:
    """One entry for each session, in the order given."""
    return tuple(session_entry(event, line) for line in lines)


SCHEMA = "https://schema.org"


def _known(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}


def linked_event(event: Event, hosts: Sequence[Host], *, parts: Sequence[dict[str, Any]] = ()) -> str:
    """Nothing of an invented event: machines do not see the mark on the page."""
    if event.is_demo:
        return ""
    return written(
        {
            "@context": SCHEMA,
            "@type": "BusinessEvent",
            "@id": event_url(event),
            "name": pick(event.title_de, event.title_en),
            "description": pick(event.summary_de, event.summary_en),
            "url": event_url(event),
            "startDate": event.first_day.isoformat(),
            "endDate": event.last_day.isoformat(),
            "eventStatus": f"{SCHEMA}/EventScheduled",
            "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
            "inLanguage": [
                code for code, spoken in (("de", event.in_german), ("en", event.in_english)) if spoken
            ],
            "location": _place(event),
            "organizer": [_organiser(host) for host in hosts],
            "maximumAttendeeCapacity": event.capacity,
            "subEvent": list(parts),
        }
    )


def _place(event: Event) -> dict[str, Any] | None:
    if not (event.venue or event.place):
        return None
    the_spot = spot(event)
    return _known(
        {
            "@type": "Place",
            "name": event.venue or event.place,
            "address": _known(
                {
                    "@type": "PostalAddress",
                    "streetAddress": event.street,
                    "postalCode": event.postcode,
                    "addressLocality": event.place,
                    "addressRegion": event.land.name_de if event.land else "",
                    "addressCountry": "DE",
                }
            ),
            "geo": {"@type": "GeoCoordinates", "latitude": the_spot[0], "longitude": the_spot[1]}
            if the_spot
            else None,
        }
    )


def _room_of(event: Event, room: ProgrammeRoom) -> dict[str, Any]:
    """A room is found by the address of its house."""
    return {**(_place(event) or {"@type": "Place"}), "name": pick(room.name_de, room.name_en)}


def _organiser(host: Host) -> dict[str, str]:
    url = reverse("directory:network", args=[host.network.slug]) if host.network else ""
    return _known({"@type": "Organization", "name": host.name, "url": settings.BASE_URL + url if url else ""})


def linked_part(event: Event, line: PublishedSession) -> dict[str, Any]:
    """A session inside its event."""
    item, room = line.item, line.room
    state = "EventCancelled" if item.is_cancelled else "EventScheduled"
    return _known(
        {
            "@type": "Event",
            "@id": session_url(event, item.id),
            "name": pick(item.title_de, item.title_en),
            "startDate": machine_time(item.starts_at),
            "endDate": machine_time(item.ends_at),
            "eventStatus": f"{SCHEMA}/{state}",
            "location": _room_of(event, room) if room else _place(event),
            "performer": [{"@type": "Person", "name": person.name} for person in line.people],
        }
    )


def linked_session(event: Event, line: PublishedSession) -> str:
    """JSON-LD with the event around it; empty for an invented event."""
    if event.is_demo:
        return ""
    inside = {
        "@type": "BusinessEvent",
        "@id": event_url(event),
        "name": pick(event.title_de, event.title_en),
        "startDate": event.first_day.isoformat(),
        "location": _place(event),
    }
    return written(
        {
            "@context": SCHEMA,
            **linked_part(event, line),
            "url": session_url(event, line.item.id),
            "description": pick(line.item.abstract_de, line.item.abstract_en),
            "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
            "superEvent": _known(inside),
        }
    )


CALENDAR = "text/calendar; charset=utf-8"


def shown_event(request: HttpRequest, slug: str) -> VisibleEvent:
    """The event, if whoever asks may see it."""
    found = event_at(slug, subject_of(request.user))
    if found.entry is None:
        raise Http404
    move_to(found.entry.event.time_zone)
    return found.entry


def shown_line(
    request: HttpRequest, slug: str, number: int
) -> tuple[VisibleEvent, PublishedProgramme, PublishedSession]:
    """A session of the published programme."""
    shown = shown_event(request, slug)
    reading = latest(shown.event.pk)
    if number not in reading.by_id:
        raise Http404
    return shown, reading, reading.by_id[number]


def choice_of(request: HttpRequest, names: Sequence[str]) -> FilterCriteria:
    """The words and the filters that the address asks for; only filters in `names` count."""
    return FilterCriteria.of(request.GET.get("q", ""), dict(request.GET.lists()), names)


def calendar_response(request: HttpRequest, feed: Feed, *, name: str, changed_at: datetime) -> HttpResponse:
    """A feed is stamped with its last change: as long as nothing changes, it is the same to the octet."""
    return file_response(
        request, write_calendar(feed, now=changed_at), kind=CALENDAR, name=name, changed_at=changed_at
    )


def file_response(
    request: HttpRequest, body: bytes, *, kind: str, name: str = "", changed_at: datetime | None = None
) -> HttpResponse:
    """A file; whoever has it already is told so."""
    response = HttpResponse(body, content_type=kind)
    if name:
        response["Content-Disposition"] = f'inline; filename="{name}"'
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-cache"  # kept, but asked for each time
    response["ETag"] = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer or response
