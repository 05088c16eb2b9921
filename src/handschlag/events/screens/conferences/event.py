"""The page of one event: what, when, where, by whom, and how to take part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import (
    format_date,
    format_days,
    format_moment,
    format_month,
    format_span,
    format_zone,
    local_date,
    weekday_name,
)
from handschlag.design.components.parts import Crumb
from handschlag.directory.screens import texts
from handschlag.directory.screens.provenance import SourceOrigin, origins
from handschlag.directory.screens.texts import Prose
from handschlag.events.hooks.event_links import EventLink
from handschlag.events.models import Event
from handschlag.events.queries.conferences.event_summary import EventSummary
from handschlag.events.queries.conferences.public_events import Host, VisibleEvent
from handschlag.events.rules.registration_window import RegistrationPhase, registration_phase
from handschlag.events.screens.conferences import language_labels, linked_data, place_texts

type Links = Sequence[EventLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Registration:
    """The state in words, and the way in where there is one."""

    state: str
    note: str
    url: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    day: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _EventScreen:
    title: str
    slug: str
    lead: str
    description: str
    crumbs: Sequence[Crumb]
    day: str
    weekday: str
    town: str
    venue: str
    address: str
    map_url: str
    about: Prose
    directions: Prose
    step_free: str
    openings: Sequence[_Opening]
    zone: str
    hosts: Sequence[tuple[str, str]]
    languages: str
    registration: _Registration
    terms: Prose
    programme_url: str
    sessions: str
    exhibition_url: str
    further: Sequence[EventLink]
    calendar_url: str
    contact_name: str
    contact_email: str
    contact_phone: str
    origins: Sequence[SourceOrigin]
    seen: str
    iso_seen: str
    linked_data: str
    is_past: bool
    is_preview: bool
    is_demo: bool


def _seen_of(event: Event) -> dict[str, str]:
    """When its source was looked at, for people and for programs."""
    day = event.source_seen_on
    return {"seen": format_month(day) if day else "", "iso_seen": day.isoformat() if day else ""}


def event_screen(shown: VisibleEvent, about: EventSummary, more: Links, *, now: datetime) -> _EventScreen:
    event, name = shown.event, pick(shown.event.title_de, shown.event.title_en)
    lead = pick(event.summary_de, event.summary_en)
    return _EventScreen(
        title=name,
        slug=event.slug,
        lead=lead,
        description=texts.excerpt(lead or name, most=160),
        crumbs=crumbs(event),
        day=format_days(event.first_day, event.last_day),
        weekday="" if event.first_day < event.last_day else weekday_name(event.first_day),
        town=place_texts.town(event),
        venue=event.venue,
        address=place_texts.whole(event),
        map_url=_map_url(event),
        about=texts.prose(event.description_de, event.description_en),
        directions=texts.prose(event.directions_de, event.directions_en),
        step_free=_step_free(about),
        openings=_openings(about),
        zone=format_zone(event.time_zone),
        hosts=tuple(_host_link(host) for host in shown.hosts),
        languages=language_labels.spoken(event),
        registration=registration(event, today=local_date(now), now=now),
        terms=texts.prose(event.terms_de, event.terms_en),
        programme_url=reverse("events:programme", args=[event.slug]) if about.sessions else "",
        sessions=_sessions(about),
        exhibition_url=_somewhere("events:exhibition", event.slug) if about.exhibits else "",
        further=more,
        calendar_url=reverse("events:event_calendar", args=[event.slug]),
        contact_name=event.contact_name,
        contact_email=event.contact_email,
        contact_phone=event.contact_phone,
        origins=() if event.is_demo else origins(event.source),
        **_seen_of(event),
        linked_data=linked_data.of_event(event, shown.hosts),
        is_past=event.last_day < local_date(now),
        is_preview=shown.is_preview,
        is_demo=event.is_demo,
    )


def crumbs(event: Event, *more: Crumb) -> tuple[Crumb, ...]:
    name = pick(event.title_de, event.title_en)
    first = Crumb(_("Events"), reverse("events:events"))
    if not more:
        return (first, Crumb(name))
    return (first, Crumb(name, reverse("events:event", args=[event.slug])), *more)


def _host_link(host: Host) -> tuple[str, str]:
    return host.name, reverse("directory:network", args=[host.network.slug]) if host.network else ""


def _map_url(event: Event) -> str:
    spot = place_texts.spot(event)
    return f"geo:{spot[0]},{spot[1]}" if spot else ""


def _openings(about: EventSummary) -> tuple[_Opening, ...]:
    return tuple(
        _Opening(day=format_date(day.day), hours=format_span(day.opens_at, day.closes_at))
        for day in about.days
    )


def _step_free(about: EventSummary) -> str:
    """What the organisers stated of their rooms; nothing where they have none."""
    if not about.rooms:
        return ""
    if about.with_steps:
        return _("Stairs only: %(rooms)s. All other rooms are step-free.") % {
            "rooms": texts.both([pick(de, en) for de, en in about.with_steps])
        }
    return _("All rooms are step-free.")


def _sessions(about: EventSummary) -> str:
    text = ngettext("%(n)s session", "%(n)s sessions", about.sessions)
    return text % {"n": texts.number(about.sessions)}


def registration(event: Event, *, today: date, now: datetime) -> _Registration:
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
        url=_somewhere("registration:register", event.slug) if is_open else "",
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


def _somewhere(name: str, slug: str) -> str:
    """The address of a page on another floor; empty where that floor has no such page."""
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""
