"""The programme of an event, its sessions, its speakers, and what changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.events.queries.conferences import changes as history
from handschlag.events.queries.conferences.programme_pages import (
    FACETS,
    alongside,
    behind,
    of_speaker,
    page_of_programme,
)
from handschlag.events.queries.conferences.published_programme import latest
from handschlag.events.queries.contributions import picture_of_speaker
from handschlag.events.queries.programme import online_rooms_of
from handschlag.events.queries.venue.meeting_grid import meeting_grid_of
from handschlag.events.screens.conferences.changes import changed_sessions
from handschlag.events.screens.conferences.foyer import foyer_screen
from handschlag.events.screens.conferences.programme import programme_screen
from handschlag.events.screens.conferences.session import session_screen, speaker_screen
from handschlag.events.views.conferences.event_parameters import choice_of, shown_event, shown_line
from handschlag.events.web.saved_sessions import saved_sessions_of


@cached_for_visitors(parameters=("q", "day", *FACETS))
@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The published programme, narrowed down by words, filters and day."""
    shown = shown_event(request, slug)
    page = page_of_programme(
        latest(shown.event.pk),
        choice_of(request, FACETS),
        day=request.GET.get("day", ""),
        today=timezone.localdate(),
    )
    context = programme_screen(shown, page, saved_sessions_of(request), today=timezone.localdate())
    return render(request, "events/conferences/programme.html", context)


@cached_for_visitors
@require_safe
def session(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The page of one published session; 404 where the programme has none with this number."""
    shown, reading, line = shown_line(request, slug, number)
    context = session_screen(
        shown,
        line,
        behind=behind(line.people),
        alongside=alongside(reading, line),
        chosen=saved_sessions_of(request),
        is_online=line.item.room in online_rooms_of(shown.event.pk),
        today=timezone.localdate(),
    )
    return render(request, "events/conferences/session.html", context)


@cached_for_visitors
@require_safe
def speaker(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The page of a speaker with their sessions; 404 for those who speak nowhere."""
    shown = shown_event(request, slug)
    reading = latest(shown.event.pk)
    person = reading.people.get(number)
    lines = of_speaker(reading, number)
    if person is None or not lines:
        raise Http404
    chosen = saved_sessions_of(request)
    context = {
        **speaker_screen(shown, person, lines, behind=behind([person]), chosen=chosen),
        "has_picture": bool(picture_of_speaker(shown.event.pk, number)),
    }
    return render(request, "events/conferences/speaker.html", context)


@cached_for_visitors(parameters=("since",))
@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Version by version, or everything since one of them."""
    shown = shown_event(request, slug)
    given = request.GET.get("since", "")
    since = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else None
    if since is None:
        steps = history.version_changes(shown.event.pk)
    else:
        step = history.changes_since(shown.event.pk, since)
        if step is None:
            raise Http404
        steps = (step,)
    context = {
        "event": shown.event,
        "steps": [(step, changed_sessions(step)) for step in steps],
        "since": since,
    }
    return render(request, "events/conferences/changes.html", context)


@never_cache
@require_safe
def foyer(request: HttpRequest, slug: str) -> HttpResponse:
    """What a screen in the foyer shows: now, next and changed, from what has been published."""
    event = shown_event(request, slug).event
    context = foyer_screen(
        event,
        latest(event.pk),
        meeting_grid_of(event.pk).runs,
        history.version_changes(event.pk),
        now=timezone.now(),
    )
    return render(request, "events/conferences/foyer.html", context)
