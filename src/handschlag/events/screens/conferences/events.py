"""The list of events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_days
from handschlag.design import tallies
from handschlag.design.components.parts import Link, Pages
from handschlag.directory.screens import texts
from handschlag.directory.screens.kind_labels import Word
from handschlag.events.queries.conferences.listing import EventListItem, EventPage, When
from handschlag.events.rules.narrowing import FilterCriteria
from handschlag.events.screens.conferences import place_texts
from handschlag.events.screens.conferences.narrowing import Wording, address, narrowing

TITLES: Final[dict[str, Word]] = {
    "land": gettext_lazy("Federal state"),
    "host": gettext_lazy("Host"),
    "year": gettext_lazy("Year"),
}
FORMATS: Final[dict[str, Word]] = {
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
        for ending, label in FORMATS.items()
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
        town=place_texts.town(event),
        hosts=tuple(
            (host.name, reverse("directory:network", args=[host.network.slug]) if host.network else "")
            for host in row.hosts
        ),
        is_demo=event.is_demo,
    )
