"""Events and their sessions as entries of a calendar: the same for every feed, file and letter."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.events.models import Event
from handschlag.events.queries.conferences.published_programme import PublishedSession
from handschlag.events.rules.calendar import CalendarStatus, Entry
from handschlag.events.screens.conferences import language_labels, place_texts

EVENTS = uuid.UUID("0d7c5f2e-3b1a-5e44-8f0b-6a9c1d2e7b35")  # the space of names of events


def event_uid(event: Event) -> uuid.UUID:
    """The same for ever: whatever host, name and language the event has."""
    return uuid.uuid5(EVENTS, f"{event.slug} {event.created_at.timestamp()}")


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


def of_event(event: Event) -> Entry:
    """Whole days: the hours are those of its sessions."""
    return Entry(
        uid=str(event_uid(event)),
        title=_told(pick(event.title_de, event.title_en), event),
        starts_at=event.first_day,
        ends_at=event.last_day,
        changed_at=event.changed_at,
        sequence=event.sequence,
        description=pick(event.summary_de, event.summary_en),
        location=place_texts.whole(event),
        spot=place_texts.spot(event),
        url=event_url(event),
        categories=(_("Event"),),
        is_busy=False,
    )


def of_line(event: Event, line: PublishedSession) -> Entry:
    """A session; what was called off stays as cancelled, so that calendars take it away."""
    item, room, track = line.item, line.room, line.track
    parts = (pick(room.name_de, room.name_en) if room else "", place_texts.whole(event))
    labels = [str(language_labels.KINDS[item.kind]), pick(track.name_de, track.name_en) if track else ""]
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
        spot=place_texts.spot(event),
        url=session_url(event, item.id),
        categories=tuple(label for label in labels if label),
        is_busy=not item.is_cancelled,
    )


def _about(line: PublishedSession) -> Iterable[str]:
    if line.item.is_time_invented:
        yield _("The time is a placeholder.")
    yield ", ".join(person.name for person in line.people)
    yield pick(line.item.abstract_de, line.item.abstract_en)


def of_lines(event: Event, lines: Iterable[PublishedSession]) -> tuple[Entry, ...]:
    """One entry for each session, in the order given."""
    return tuple(of_line(event, line) for line in lines)
