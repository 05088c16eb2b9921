"""Where somebody registers for an event, as the search shows it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from django.db.models import Count, Max

from handschlag.directory.hooks.found_pages import PageSource
from handschlag.directory.rules.found_pages import FoundPage
from handschlag.events.models import Event
from handschlag.events.queries.conferences.public_events import public_events

WORDS = "Anmeldung, anmelden, registrieren, teilnehmen, Teilnahme, register, registration, sign up, attend"
MEANT = "Matching, Matchmaking, Gespräche, Konferenz, Veranstaltung, Tagung, conference, event, meetings"


def _open_events() -> Iterator[Event]:
    yield from public_events().filter(is_open=True, registration_opens_at__isnull=False)


def _stamp() -> Hashable:
    return tuple(public_events().aggregate(Max("changed_at"), Count("pk")).values())


def _pages() -> Iterator[FoundPage]:
    for event in _open_events():
        yield FoundPage(
            kind="registration",
            view="registration:register",
            args=(event.slug,),
            title_de=f"Anmeldung: {event.title_de}",
            title_en=f"Registration: {event.title_en or event.title_de}",
            words=WORDS,
            beside=f"{MEANT}, {event.place}, {event.first_day.year}",
            is_invented=event.is_demo,
            day=event.first_day,
        )


SOURCE = PageSource(stamp=_stamp, pages=_pages)
