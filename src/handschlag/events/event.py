"""The page of one event: what, when, where, by whom, and how to take part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.accounts.models import subject_of
from handschlag.common.language import pick
from handschlag.common.page_cache.versions import StampedMemo
from handschlag.common.times import format_moment, format_month, format_zone, local_date, move_to
from handschlag.directory import texts
from handschlag.directory.provenance import origins
from handschlag.events import public_events
from handschlag.events.calendar_files import Feed
from handschlag.events.hooks import event_links, event_sections
from handschlag.events.models import Event, EventDay, Exhibit, Room
from handschlag.events.public_events import VisibleEvent, calendar_response, event_at, shown_event
from handschlag.events.published_programme import latest


class RegistrationPhase(StrEnum):
    NONE = "none"  # not through this platform
    NOT_YET = "not_yet"
    OPEN = "open"
    BY_LINK = "by_link"  # open for whoever was invited
    CLOSED = "closed"
    OVER = "over"


def registration_phase(
    opens_at: datetime | None,
    closes_at: datetime | None,
    *,
    is_open: bool,
    last_day: date,
    today: date,
    now: datetime,
) -> RegistrationPhase:
    """A past event comes before all else; without any date there is no registration here."""
    if last_day < today:
        return RegistrationPhase.OVER
    if opens_at is None and closes_at is None:
        return RegistrationPhase.NONE
    if closes_at is not None and closes_at <= now:
        return RegistrationPhase.CLOSED
    if opens_at is not None and opens_at > now:
        return RegistrationPhase.NOT_YET
    return RegistrationPhase.OPEN if is_open else RegistrationPhase.BY_LINK


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSummary:
    days: Sequence[EventDay]
    rooms: int
    with_steps: Sequence[tuple[str, str]]  # rooms that cannot be reached without steps, in both languages
    sessions: int  # of the published programme, without pauses and without what was called off
    exhibits: bool


SUMMARIES: Final[StampedMemo[int, EventSummary]] = StampedMemo(256)


def event_summary(event: Event) -> EventSummary:
    """Sessions count as published, without breaks and without cancelled ones; remembered as events are."""
    return SUMMARIES.get(event.pk, lambda: _summary_of(event))


def _summary_of(event: Event) -> EventSummary:
    rooms = list(Room.objects.filter(event=event).values_list("name_de", "name_en", "is_step_free"))
    items = latest(event.pk).programme.items
    return EventSummary(
        days=list(EventDay.objects.filter(event=event)),
        rooms=len(rooms),
        with_steps=[(de, en) for de, en, is_step_free in rooms if not is_step_free],
        sessions=sum(1 for item in items if item.kind != "break" and not item.is_cancelled),
        exhibits=Exhibit.objects.filter(event=event).exists(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Registration:
    """The state in words, and whether there is a way in."""

    state: str
    note: str
    is_open: bool


def event_screen(shown: VisibleEvent, about: EventSummary, *, now: datetime) -> dict[str, Any]:
    """The page as everybody reads it; `now` decides whether it is over and one can register."""
    event, seen_on = shown.event, shown.event.source_seen_on
    return {
        "event": event,
        "hosts": shown.hosts,
        "about": about,
        "is_preview": shown.is_preview,
        "description": texts.excerpt(event.summary or event.title, most=160),
        "address": public_events.whole(event),
        "map_url": _map_url(event),
        "step_free": _step_free(about),
        "zone": format_zone(event.time_zone),
        "registration": registration(event, today=local_date(now), now=now),
        "origins": () if event.is_demo else origins(event.source),
        "read_in": format_month(seen_on) if seen_on else "",
        "linked_data": public_events.linked_event(event, shown.hosts),
        "is_past": event.last_day < local_date(now),
    }


def _map_url(event: Event) -> str:
    spot = public_events.spot(event)
    return f"geo:{spot[0]},{spot[1]}" if spot else ""


def _step_free(about: EventSummary) -> str:
    """What the organisers stated of their rooms; nothing where they have none."""
    if not about.rooms:
        return ""
    if about.with_steps:
        return _("Stairs only: %(rooms)s. All other rooms are step-free.") % {
            "rooms": texts.both([pick(de, en) for de, en in about.with_steps])
        }
    return _("All rooms are step-free.")


def registration(event: Event, *, today: date, now: datetime) -> _Registration:
    """In words: whether one can register today, until when, and what to do if not."""
    opens, closes = event.registration_opens_at, event.registration_closes_at
    state = registration_phase(
        opens, closes, is_open=event.is_open, last_day=event.last_day, today=today, now=now
    )
    until = _("Until %(moment)s.") % {"moment": format_moment(closes)} if closes else ""
    told = {
        RegistrationPhase.NONE: (
            _("No registration through this platform"),
            _("Ask the organisers how to take part."),
        ),
        RegistrationPhase.NOT_YET: (_("Registration not open yet"), _opening(opens)),
        RegistrationPhase.OPEN: (_("Open"), until),
        RegistrationPhase.BY_LINK: (
            _("By invitation"),
            f"{_('Use the link in your invitation.')} {until}".strip(),
        ),
        RegistrationPhase.CLOSED: (_("Closed"), _closed(closes)),
        RegistrationPhase.OVER: (_("The event is over"), ""),
    }
    words_of_it, note = told[state]
    is_open = state is RegistrationPhase.OPEN
    return _Registration(
        state=words_of_it,
        note=f"{note} {_extra(event)}".strip() if is_open else note,
        is_open=is_open,
    )


def _opening(opens: datetime | None) -> str:
    return _("It opens on %(moment)s.") % {"moment": format_moment(opens)} if opens else ""


def _closed(closes: datetime | None) -> str:
    return _("It closed on %(moment)s.") % {"moment": format_moment(closes)} if closes else ""


def _extra(event: Event) -> str:
    """What somebody should know before filling in a form."""
    parts = []
    if event.capacity is not None:
        parts.append(_("There are %(n)s places.") % {"n": texts.number(event.capacity)})
    if event.needs_approval:
        parts.append(_("The organisers approve each registration."))
    return " ".join(parts)


@require_safe
def event_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of an event; 410 where it is archived, except for those who may edit it."""
    found = event_at(slug, subject_of(request.user))
    if found.is_gone:
        return render(request, "events/conferences/gone.html", status=410)
    if found.entry is None:
        raise Http404
    shown = found.entry.event
    move_to(shown.time_zone)
    now = timezone.now()
    context = {
        **event_screen(found.entry, event_summary(shown), now=now),
        "sections": tuple(filter(None, (plugin(shown.pk, now) for plugin in event_sections))),
        "further": tuple(filter(None, (plugin(shown.pk, shown.slug) for plugin in event_links))),
    }
    return render(request, "events/conferences/event.html", context)


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The event as an entry for the visitor's calendar; a draft only for its organisers."""
    one = shown_event(request, slug).event
    feed = Feed(name=pick(one.title_de, one.title_en), entries=(public_events.event_entry(one),))
    return calendar_response(request, feed, name=f"{one.slug}.ics", changed_at=one.changed_at)
