"""Which events and programmes became public when."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from handschlag.common.models import AuditEntry
from handschlag.directory.queries.public import public_networks
from handschlag.events.models import Event, EventHost, ProgrammeVersion
from handschlag.events.queries.conferences.public_events import public_events


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
