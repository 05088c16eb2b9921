"""The organisers' lists of this part as files: exhibits, stands, people, desks, places, blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.common.table_files import Value
from handschlag.common.times import sortable_moment
from handschlag.directory.screens import files
from handschlag.directory.screens.kind_labels import Word
from handschlag.events.labels import Words
from handschlag.events.models import Event
from handschlag.events.queries.venue.exhibition import (
    desks_of,
    exhibits_of,
    number_of_staff,
    shown_at,
    staff_of,
    stands_of,
)
from handschlag.events.queries.venue.meeting_grid import blocks_of, places_of
from handschlag.events.rules.components import EventComponent
from handschlag.events.screens.organise.removals import home_of

FORMATS: Final = ("csv", "xlsx")
KINDS: Words = {
    "table": gettext_lazy("Meeting table"),
    "stand": gettext_lazy("Stand"),
    "room": gettext_lazy("Room"),
    "link": gettext_lazy("Online"),
}
TITLES: Words = {
    "exhibit": gettext_lazy("Exhibits"),
    "stand": gettext_lazy("Stands"),
    "staff": gettext_lazy("Contacts at stands"),
    "desk": gettext_lazy("Information desks"),
    "place": gettext_lazy("Meeting points"),
    "block": gettext_lazy("Blocks"),
}
ROWS: Final[Mapping[str, Callable[[int], Iterable[Any]]]] = {
    "exhibit": exhibits_of,
    "stand": stands_of,
    "staff": staff_of,
    "desk": desks_of,
    "place": places_of,
    "block": blocks_of,
}


def _named(row: Any) -> str:
    return pick(row.name_de, row.name_en) if row else ""


def _titled(rows: Iterable[Any]) -> str:
    return "; ".join(pick(row.title_de, row.title_en) for row in rows)


def _code(row: Any) -> str:
    return row.stand.code if row.stand else ""


def _at(moment: Any) -> str:
    return sortable_moment(moment) if moment else ""


type Column = tuple[Word, Callable[[Any], Value]]
ZONE: Final[Column] = (gettext_lazy("Area"), lambda row: _named(row.zone))
STAND: Final[Column] = (gettext_lazy("Stand"), _code)
FROM: Final = gettext_lazy("From")
UNTIL: Final = gettext_lazy("Until")
STEPS: Final[Column] = (gettext_lazy("Step-free access"), lambda row: row.is_step_free)
TITLE_DE: Final[Column] = (gettext_lazy("Title, German"), lambda row: row.title_de)
TITLE_EN: Final[Column] = (gettext_lazy("Title, English"), lambda row: row.title_en)
COLUMNS: Final[Mapping[str, Mapping[str, Column]]] = {
    "exhibit": {
        "title_de": TITLE_DE,
        "title_en": TITLE_EN,
        "stand": STAND,
        "zone": (ZONE[0], lambda row: _named(row.stand.zone) if row.stand else ""),
        "project": (gettext_lazy("Project"), lambda row: row.project),
        "network": (gettext_lazy("Network"), lambda row: row.network.name if row.network else ""),
        "actor": (gettext_lazy("Organisation"), lambda row: row.shown_by),
        "programme": (
            gettext_lazy("Funded by"),
            lambda row: row.programme.short_name if row.programme else "",
        ),
        "picture": (gettext_lazy("Picture"), lambda row: bool(row.picture)),
        "is_invented": (gettext_lazy("Invented"), lambda row: row.is_demo),
    },
    "stand": {
        "code": (STAND[0], lambda row: row.code),
        "zone": ZONE,
        "width": (gettext_lazy("Width, in metres"), lambda row: row.width / 10),
        "depth": (gettext_lazy("Depth, in metres"), lambda row: row.depth / 10),
        "shows": (
            gettext_lazy("Shows"),
            lambda row: _titled(shown_at(row)),
        ),
        "staff": (gettext_lazy("Contact people"), number_of_staff),
        "power": (gettext_lazy("power"), lambda row: row.has_power),
        "steps": STEPS,
    },
    "staff": {
        "name": (gettext_lazy("Name"), lambda row: row.name),
        "stand": STAND,
        "organisation": (gettext_lazy("Organisation"), lambda row: row.organisation),
        "email": (gettext_lazy("Email address"), lambda row: row.email),
        "german": (gettext_lazy("German"), lambda row: row.speaks_german),
        "english": (gettext_lazy("English"), lambda row: row.speaks_english),
        "is_public": (gettext_lazy("Name is public"), lambda row: row.is_named),
        "is_invented": (gettext_lazy("Invented"), lambda row: row.is_demo),
    },
    "desk": {
        "title_de": TITLE_DE,
        "title_en": TITLE_EN,
        "programme": (
            gettext_lazy("Programme"),
            lambda row: row.programme.short_name if row.programme else "",
        ),
        "stand": STAND,
        "opens": (FROM, lambda row: _at(row.opens_at)),
        "closes": (UNTIL, lambda row: _at(row.closes_at)),
    },
    "place": {
        "code": (gettext_lazy("Meeting point"), lambda row: row.code),
        "sort": (gettext_lazy("Kind"), lambda row: str(KINDS[row.kind])),
        "zone": ZONE,
        "room": (gettext_lazy("Room"), lambda row: _named(row.room)),
        "seats": (gettext_lazy("Number of places"), lambda row: row.seats),
        "steps": STEPS,
        "quiet": (gettext_lazy("Quiet"), lambda row: row.is_quiet),
        "url": (gettext_lazy("Link"), lambda row: row.url),
    },
    "block": {
        "name": (gettext_lazy("Block"), _named),
        "begins": (FROM, lambda row: _at(row.starts_at)),
        "ends": (UNTIL, lambda row: _at(row.ends_at)),
        "meeting": (gettext_lazy("Length of a meeting in minutes"), lambda row: row.meeting_minutes),
        "change": (gettext_lazy("Walking time after each (minutes)"), lambda row: row.change_minutes),
        "places": (gettext_lazy("Open meeting points"), lambda row: row.places),
    },
}


def file_of(event: Event, thing: str, ending: str, *, today: date) -> bytes:
    """All rows of the list, in its order."""
    rows, columns = list(ROWS[thing](event.pk)), COLUMNS[thing]
    about = files.FileMetadata(
        title=f"{TITLES[thing]}: {pick(event.title_de, event.title_en)}",
        address=settings.BASE_URL + home_of(event, EventComponent(thing)),
        exported_on=today.isoformat(),
        count=len(rows),
        counting=_("All activities as seen by the organisers, in German time."),
        licence=_("Only visible to the organisers."),
    )
    heads = {name: head for name, (head, _value) in columns.items()}
    return b"".join(files.bytes_of(ending, about, _records(rows, columns), heads=heads))


def _records(rows: Iterable[Any], columns: Mapping[str, Column]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {name: value(row) for name, (_head, value) in columns.items()}
