"""The page of one event: what, when, where, by whom, and how to take part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import (
    format_moment,
    format_month,
    format_zone,
    local_date,
)
from handschlag.directory.screens import texts
from handschlag.directory.screens.source_words import origins
from handschlag.events.models import Event
from handschlag.events.queries.conferences.event_summary import EventSummary
from handschlag.events.queries.conferences.public_events import VisibleEvent
from handschlag.events.rules.registration_window import RegistrationPhase, registration_phase
from handschlag.events.screens.conferences import linked_data, place_texts


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
        "address": place_texts.whole(event),
        "map_url": _map_url(event),
        "step_free": _step_free(about),
        "zone": format_zone(event.time_zone),
        "registration": registration(event, today=local_date(now), now=now),
        "origins": () if event.is_demo else origins(event.source),
        "read_in": format_month(seen_on) if seen_on else "",
        "linked_data": linked_data.of_event(event, shown.hosts),
        "is_past": event.last_day < local_date(now),
    }


def _map_url(event: Event) -> str:
    spot = place_texts.spot(event)
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
