"""The list of events as a file: the same facts in every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.directory.screens import files
from handschlag.directory.screens.kind_labels import Word
from handschlag.events.queries.conferences.listing import EventListItem
from handschlag.events.rules.narrowing import FilterCriteria
from handschlag.events.screens.conferences import entries
from handschlag.events.screens.conferences.narrowing import address

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
FORMATS: Final = frozenset({"csv", "xlsx", "json"})


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
            "address": entries.event_url(event),
            "source": event.source,
            "source_seen_on": seen.isoformat() if seen else "",
            "is_invented": event.is_demo,
        }


def file_metadata(count: int, choice: FilterCriteria, *, today: date) -> files.FileMetadata:
    """What the head of the file says; its address shows the same list with the same choice."""
    return files.FileMetadata(
        title=_("Events"),
        address=settings.BASE_URL + address(reverse("events:events"), choice.query()),
        exported_on=today.isoformat(),
        count=count,
        counting=_("Public events, each one once."),
        licence=_("Unofficial; the page of each event names its source."),
    )


def bytes_of(ending: str, given: files.FileMetadata, rows: Iterable[EventListItem]) -> Iterator[bytes]:
    """The file piece by piece; `ending` names the format, as in the address."""
    found: Iterable[Any] = _records(rows)
    return files.bytes_of(ending, given, found, heads=HEADS)
