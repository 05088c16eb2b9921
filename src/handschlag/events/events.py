"""The list of events, and the same as a file or a calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.accounts.access import counted_as_download
from handschlag.common.language import pick
from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.page_cache.versions import StampedMemo
from handschlag.common.times import format_days
from handschlag.common.web import page_number
from handschlag.design import tallies
from handschlag.design.components.parts import Link, Pages
from handschlag.design.tallies import Tally
from handschlag.directory import exports, texts
from handschlag.directory.exports import MEDIA_TYPES
from handschlag.directory.labels import Word
from handschlag.directory.lists import PER_PAGE, pages_of
from handschlag.directory.models import Land
from handschlag.events import public_events as events_public_events
from handschlag.events.calendar_files import Feed
from handschlag.events.models import Event
from handschlag.events.narrowing import (
    FilterCriteria,
    Tag,
    Wording,
    address,
    counts,
    folded,
    narrowed,
    narrowing,
)
from handschlag.events.public_events import (
    Host,
    calendar_response,
    choice_of,
    hosts_of,
    public_events,
    with_hosts,
)

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


TITLES: Final[dict[str, Word]] = {
    "land": gettext_lazy("Federal state"),
    "host": gettext_lazy("Host"),
    "year": gettext_lazy("Year"),
}
FORMAT_TITLES: Final[dict[str, Word]] = {
    "csv": gettext_lazy("CSV"),
    "xlsx": gettext_lazy("XLSX"),
    "json": gettext_lazy("JSON"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _EventRow:
    title: str
    url: str
    summary: str
    when: str
    iso_day: str
    venue: str
    town: str
    hosts: Sequence[tuple[str, str]]  # name, and the address of its page where it has one
    is_demo: bool


def events_screen(page: EventPage, *, lands: Mapping[str, str]) -> dict[str, Any]:
    """`lands` names the Länder by their codes."""
    url, choice = reverse("events:events"), page.choice
    kept = {"when": page.when.value if page.when is When.PAST else ""}

    def label(name: str, value: str) -> str:
        return lands.get(value, value) if name == "land" else page.labels.get((name, value), value)

    wording = Wording(titles=TITLES, label=label, order={"year": _latest_first})
    return {
        "page": page,
        "title": _title(page),
        "times": _times_of(page, url),
        "narrowing": narrowing(choice, page.counts, wording=wording, url=url, kept=kept),
        "rows": [event_row(row) for row in page.rows],
        "pages": Pages(number=page.number, count=page.count, query=choice.query(**kept)),
        "exports": _exports(choice, kept),
        "feed_url": address(reverse("events:events_feed"), choice.query()),
        "is_past": page.when is When.PAST,
        "is_indexed": not choice and page.number == 1,
    }


def _latest_first(year: str) -> int:
    return -int(year) if year.isascii() and year.isdigit() else 0


def _title(page: EventPage) -> str:
    if page.when is When.PAST:
        return tallies.tally_with_noun(
            page.tally, lambda n: ngettext("%(n)s past event", "%(n)s past events", n)
        )
    if not page.total:
        return _("No event is announced")
    return tallies.tally_with_noun(
        page.tally, lambda n: ngettext("%(n)s upcoming event", "%(n)s upcoming events", n)
    )


def _times_of(page: EventPage, url: str) -> tuple[Link, ...]:
    words = {When.UPCOMING: _("Upcoming events"), When.PAST: _("Past")}
    return tuple(
        Link(
            label=f"{word}: {tallies.short(tally)}" if tally.invented else word,
            url=address(url, page.choice.query(when=when.value if when is When.PAST else "")),
            is_current=when is page.when,
            count=None if tally.invented else tally.real,
        )
        for when, word in words.items()
        for tally in [page.in_time[when]]
    )


def _exports(choice: FilterCriteria, kept: Mapping[str, str]) -> tuple[Link, ...]:
    """Exactly this list as a file."""
    return tuple(
        Link(
            label=str(label),
            url=address(reverse("events:events_export", args=[ending]), choice.query(**kept)),
        )
        for ending, label in FORMAT_TITLES.items()
    )


def event_row(row: EventListItem) -> _EventRow:
    """The line of a list; the address of a host is empty where it has no public page."""
    event = row.event
    return _EventRow(
        title=pick(event.title_de, event.title_en),
        url=reverse("events:event", args=[event.slug]),
        summary=texts.excerpt(pick(event.summary_de, event.summary_en), most=140),
        when=format_days(event.first_day, event.last_day),
        iso_day=event.first_day.isoformat(),
        venue=event.venue,
        town=events_public_events.town(event),
        hosts=tuple(
            (host.name, reverse("directory:network", args=[host.network.slug]) if host.network else "")
            for host in row.hosts
        ),
        is_demo=event.is_demo,
    )


HEADS: Final[Mapping[str, Word]] = {
    "title": gettext_lazy("Event"),
    "first_day": gettext_lazy("First day"),
    "last_day": gettext_lazy("Last day"),
    "venue": gettext_lazy("Venue"),
    "place": gettext_lazy("Place"),
    "land": gettext_lazy("Federal state"),
    "hosts": gettext_lazy("Hosts"),
    "address": gettext_lazy("Address"),
    "source": gettext_lazy("Source"),
    "source_seen_on": gettext_lazy("Source checked on"),
    "is_invented": gettext_lazy("Invented"),
}
EXPORT_FORMATS: Final = frozenset({"csv", "xlsx", "json"})


def _records(rows: Iterable[EventListItem]) -> Iterator[dict[str, Any]]:
    for row in rows:
        event = row.event
        seen = event.source_seen_on
        yield {
            "title": pick(event.title_de, event.title_en),
            "first_day": event.first_day.isoformat(),
            "last_day": event.last_day.isoformat(),
            "venue": event.venue,
            "place": event.place,
            "land": pick(event.land.name_de, event.land.name_en) if event.land else "",
            "hosts": tuple(host.name for host in row.hosts),
            "address": events_public_events.event_url(event),
            "source": event.source,
            "source_seen_on": seen.isoformat() if seen else "",
            "is_invented": event.is_demo,
        }


def file_metadata(count: int, choice: FilterCriteria, *, today: date) -> exports.FileMetadata:
    """What the head of the file says; its address shows the same list with the same choice."""
    return exports.FileMetadata(
        title=_("Events"),
        address=settings.BASE_URL + address(reverse("events:events"), choice.query()),
        exported_on=today.isoformat(),
        count=count,
        counting=_("Public events, each one once."),
        licence=_("Unofficial; the page of each event names its source."),
    )


def bytes_of(ending: str, given: exports.FileMetadata, rows: Iterable[EventListItem]) -> Iterator[bytes]:
    """The file piece by piece; `ending` names the format, as in the address."""
    found: Iterable[Any] = _records(rows)
    return exports.bytes_of(ending, given, found, heads=HEADS)


def _when_of(request: HttpRequest) -> When:
    return When.PAST if request.GET.get("when") == When.PAST else When.UPCOMING


@cached_for_visitors(parameters=("q", "when", "page", *FACETS))
@require_safe
def events_page(request: HttpRequest) -> HttpResponse:
    """The list of public events, narrowed down by words, filters and time."""
    page = page_of_events(
        choice_of(request, FACETS),
        when=_when_of(request),
        number=page_number(request),
        today=timezone.localdate(),
    )
    lands = {land.code: pick(land.name_de, land.name_en) for land in Land.objects.all()}
    return render(request, "events/conferences/events.html", events_screen(page, lands=lands))


@counted_as_download
@require_safe
def events_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The chosen events as a file in the format that the address ends with; 404 for others."""
    if ending not in EXPORT_FORMATS:
        raise Http404
    today, choice = timezone.localdate(), choice_of(request, FACETS)
    rows = chosen_events(choice, when=_when_of(request), today=today)
    given = file_metadata(len(rows), choice, today=today)
    body = _spoken(bytes_of(ending, given, rows), get_language() or "de")
    response = StreamingHttpResponse(body, content_type=MEDIA_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="handschlag-events-{today}.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _spoken(body: Iterator[bytes], language: str) -> Iterator[bytes]:
    """The file is written after the view has answered: it must not fall back into another language."""
    with override(language):
        yield from body


@require_safe
def events_feed(request: HttpRequest) -> HttpResponse:
    """All events of a choice, past ones as well: whoever subscribes keeps them."""
    rows = chosen_events(choice_of(request, FACETS), when=None, today=timezone.localdate())
    url = request.build_absolute_uri(reverse("events:events"))
    feed = Feed(
        name=_("Events of innovation networks"),
        entries=tuple(events_public_events.event_entry(row.event) for row in rows),
        url=url,
        source=request.build_absolute_uri(),
        refresh_minutes=720,
    )
    changed = max((row.event.changed_at for row in rows), default=timezone.now())
    return calendar_response(request, feed, name="handschlag-events.ics", changed_at=changed)
