"""What everybody may see of events, and what their own organisers see before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, QuerySet

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.page_cache.stamped_memo import StampedMemo
from handschlag.directory.models import Network, Status
from handschlag.directory.queries.public import Whereabouts
from handschlag.events.models import Event, EventHost, EventStatus
from handschlag.events.queries.organising import is_in_team


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


EVENTS: Final[StampedMemo[str, VisibleEvent | None]] = StampedMemo(256)


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
    found = EVENTS.get(slug, lambda: _event_at(slug))
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
