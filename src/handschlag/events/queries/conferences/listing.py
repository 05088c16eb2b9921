"""The list of events: all public ones in memory, narrowed by words and options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handschlag.common.page_cache.stamped_memo import StampedMemo
from handschlag.design.rules.tallies import Tally
from handschlag.directory.queries.browsing import PER_PAGE, pages_of
from handschlag.events.models import Event
from handschlag.events.queries.conferences.public_events import Host, hosts_of, public_events, with_hosts
from handschlag.events.rules.narrowing import FilterCriteria, Tag, counts, folded, narrowed

FACETS = ("land", "host", "year")
KEPT = 2  # a reader of the version before, and those of this one
LISTED: StampedMemo[None, Sequence[EventListItem]] = StampedMemo(KEPT)


class When(StrEnum):
    UPCOMING = "upcoming"
    PAST = "past"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventListItem:
    event: Event
    hosts: Sequence[Host]
    text: str
    tags: frozenset[Tag]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    choice: FilterCriteria
    when: When
    rows: Sequence[EventListItem]  # of this page
    total: int
    tally: Tally  # of those: real ones and invented ones
    in_time: Mapping[When, Tally]  # how many the choice would show then and then
    counts: Counter[Tag]
    labels: Mapping[Tag, str]
    number: int
    count: int


def page_of_events(choice: FilterCriteria, *, when: When, number: int, today: date) -> EventPage:
    """One page of coming or past events; a number beyond the last page gives the last one."""
    every = _listed_events()
    then = {
        When.UPCOMING: [row for row in every if row.event.last_day >= today],
        When.PAST: [row for row in every if row.event.last_day < today],
    }
    then[When.UPCOMING].sort(key=lambda row: (row.event.first_day, row.event.pk))
    found = narrowed(then[when], choice)
    count = pages_of(len(found))
    number = min(max(number, 1), count)
    return EventPage(
        choice=choice,
        when=when,
        rows=found[(number - 1) * PER_PAGE : number * PER_PAGE],
        total=len(found),
        tally=_tally_of(found),
        in_time={one: _tally_of(narrowed(rows, choice)) for one, rows in then.items()},
        counts=counts(then[when], choice),
        labels=_labels(every),
        number=number,
        count=count,
    )


def _tally_of(rows: Iterable[EventListItem]) -> Tally:
    return Tally.of(row.event.is_demo for row in rows)


def chosen_events(choice: FilterCriteria, *, when: When | None, today: date) -> Sequence[EventListItem]:
    """All of a list, for a file; without `when` past and future ones."""
    every = narrowed(_listed_events(), choice)
    if when is None:
        return every
    return [row for row in every if (row.event.last_day < today) is (when is When.PAST)]


def next_events(*, most: int, today: date) -> Sequence[EventListItem]:
    """At most `most` public events that are not over, the next first."""
    events = with_hosts(public_events().filter(last_day__gte=today)).order_by("first_day", "pk")
    return [_listed(event) for event in events[:most]]


def _listed_events() -> Sequence[EventListItem]:
    """The latest first; remembered until something public changes."""
    return LISTED.get(None, lambda: tuple(_listed(event) for event in with_hosts(public_events())))


def _listed(event: Event) -> EventListItem:
    hosts = hosts_of(event)
    tags = {("host", _key_of(host)) for host in hosts} | {("year", str(event.first_day.year))}
    if event.land_id:
        tags.add(("land", event.land_id))
    names = [host.name for host in hosts]
    land = event.land.name_de if event.land else ""
    text = folded(event.title_de, event.title_en, event.summary_de, event.summary_en)
    return EventListItem(
        event=event,
        hosts=hosts,
        text=f"{text} {folded(event.venue, event.place, land, *names)}",
        tags=frozenset(tags),
    )


def _key_of(host: Host) -> str:
    return host.network.slug if host.network else host.name


def _labels(rows: Sequence[EventListItem]) -> Mapping[Tag, str]:
    """How options are called that have a name of their own."""
    return {("host", _key_of(host)): host.name for row in rows for host in row.hosts}
