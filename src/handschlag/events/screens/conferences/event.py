"""The page of one event: what, when, where, by whom, and how to take part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import (
    format_moment,
    format_month,
    format_zone,
    local_date,
    weekday_name,
)
from handschlag.design.components.parts import Crumb
from handschlag.directory.screens import texts
from handschlag.directory.screens.provenance import SourceOrigin, origins
from handschlag.events.models import Event
from handschlag.events.queries.conferences.event_summary import EventSummary
from handschlag.events.queries.conferences.public_events import VisibleEvent
from handschlag.events.rules.registration_window import RegistrationPhase, registration_phase
from handschlag.events.screens.conferences import language_labels, linked_data, place_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Registration:
    """The state in words, and whether there is a way in."""

    state: str
    note: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _EventScreen:
    """What the page says beside what the event itself says."""

    description: str
    weekday: str
    town: str
    address: str
    map_url: str
    step_free: str
    zone: str
    languages: str
    registration: _Registration
    origins: Sequence[SourceOrigin]
    read_in: str
    linked_data: str
    is_past: bool
    is_preview: bool


def event_screen(shown: VisibleEvent, about: EventSummary, *, now: datetime) -> _EventScreen:
    """The page as everybody reads it; `now` decides whether it is over and one can register."""
    event, day = shown.event, shown.event.source_seen_on
    return _EventScreen(
        description=texts.excerpt(event.summary or event.title, most=160),
        weekday="" if event.has_days else weekday_name(event.first_day),
        town=place_texts.town(event),
        address=place_texts.whole(event),
        map_url=_map_url(event),
        step_free=_step_free(about),
        zone=format_zone(event.time_zone),
        languages=language_labels.spoken(event),
        registration=registration(event, today=local_date(now), now=now),
        origins=() if event.is_demo else origins(event.source),
        read_in=format_month(day) if day else "",
        linked_data=linked_data.of_event(event, shown.hosts),
        is_past=event.last_day < local_date(now),
        is_preview=shown.is_preview,
    )


def crumbs(event: Event, *more: Crumb) -> tuple[Crumb, ...]:
    """From the list of events down; the event is a link only if something comes below it."""
    name = event.title
    first = Crumb(_("Events"), reverse("events:events"))
    if not more:
        return (first, Crumb(name))
    return (first, Crumb(name, reverse("events:event", args=[event.slug])), *more)


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
