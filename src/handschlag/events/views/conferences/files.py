"""The programme for other programs: calendars, schedule apps, feed readers."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.events.queries.conferences import changes
from handschlag.events.queries.conferences.programme_pages import FACETS
from handschlag.events.queries.conferences.published_programme import latest
from handschlag.events.rules.calendar import Feed
from handschlag.events.rules.narrowing import narrowed
from handschlag.events.rules.schedule import in_json, in_xml
from handschlag.events.screens.conferences import entries
from handschlag.events.screens.conferences.change_feed import changes_feed as atom
from handschlag.events.screens.conferences.schedules import conference
from handschlag.events.views.conferences.event_parameters import (
    calendar_file,
    choice_of,
    file,
    shown_event,
    shown_line,
)


@require_safe
def programme_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Every session, or those of a choice; what was called off stays, so that it leaves the calendars."""
    event = shown_event(request, slug).event
    reading = latest(event.pk)
    lines = narrowed(reading.lines, choice_of(request, FACETS))
    feed = Feed(
        name=pick(event.title_de, event.title_en),
        description=_("Programme, as of version %(n)s") % {"n": reading.number},
        entries=entries.of_lines(event, lines),
        url=settings.BASE_URL + reverse("events:programme", args=[slug]),
        source=request.build_absolute_uri(),
        refresh_minutes=60,
    )
    changed = reading.published_at or event.changed_at
    return calendar_file(request, feed, name=f"{slug}-programme.ics", changed_at=changed)


@require_safe
def session_calendar(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One published session as an entry for the visitor's calendar."""
    shown, reading, line = shown_line(request, slug, number)
    entry = entries.of_line(shown.event, line)
    changed = reading.published_at or shown.event.changed_at
    feed = Feed(name=entry.title, entries=(entry,))
    return calendar_file(request, feed, name=f"{slug}-{number}.ics", changed_at=changed)


@require_safe
def schedule_xml(request: HttpRequest, slug: str) -> HttpResponse:
    """The published programme as XML, for apps that show schedules."""
    event = shown_event(request, slug).event
    reading = latest(event.pk)
    body = in_xml(conference(event, reading))
    return file(request, body, kind="application/xml; charset=utf-8", changed_at=reading.published_at)


@require_safe
def schedule_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The published programme as JSON, for apps that show schedules."""
    event = shown_event(request, slug).event
    reading = latest(event.pk)
    body = in_json(conference(event, reading))
    return file(request, body, kind="application/json", changed_at=reading.published_at)


@require_safe
def changes_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What each published version changed, as an Atom feed."""
    event = shown_event(request, slug).event
    steps = changes.version_changes(event.pk)
    body = atom(event, steps).encode()
    changed = steps[0].published_at if steps else event.changed_at
    return file(request, body, kind="application/atom+xml; charset=utf-8", changed_at=changed)
