"""A person's own calendar: the event, the sessions that the person chose, and what other floors add."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.events.models import Event, EventDay
from handschlag.events.rules.calendar import CalendarStatus, Entry, Feed, Method, written
from handschlag.registration.hooks.calendar_entries import calendar_entries
from handschlag.registration.models import (
    Registration,
    RegistrationState,
    SeatState,
    SessionChoice,
)
from handschlag.registration.queries.programmes import Offer, published
from handschlag.registration.rules.places import ACTIVE


def file_of(
    registration: Registration, *, now: datetime, stamp: datetime | None = None, is_cancelled: bool = False
) -> bytes:
    """The calendar as a file; in the language that is spoken now. `stamp` is when it was written, or now."""
    method = Method.CANCEL if is_cancelled else Method.PUBLISH
    event = registration.event
    title = pick(event.title_de, event.title_en)
    entries = (
        _entry_of_event(registration),
        *_entries_of_sessions(registration),
        *(entry for source in calendar_entries for entry in source(registration, now=now)),
    )
    return written(Feed(name=title, entries=entries, method=method), now=stamp or now)


def _entry_of_event(registration: Registration) -> Entry:
    """The time in which the person is there; the opening hours where it is not said."""
    event = registration.event
    starts_at, ends_at = _hours_of(registration)
    return Entry(
        uid=f"registration-{registration.uid}",
        title=pick(event.title_de, event.title_en),
        starts_at=starts_at,
        ends_at=ends_at,
        changed_at=max(event.changed_at, registration.changed_at),
        sequence=event.sequence + registration.sequence,
        state=_state_of(registration),
        location=", ".join(part for part in (event.venue, event.street, _place_of(event)) if part),
        spot=_spot_of(event),
    )


def _state_of(registration: Registration) -> CalendarStatus:
    if registration.state == RegistrationState.CONFIRMED:
        return CalendarStatus.CONFIRMED
    return CalendarStatus.TENTATIVE if registration.state in ACTIVE else CalendarStatus.CANCELLED


def _hours_of(registration: Registration) -> tuple[datetime | date, datetime | date]:
    event = registration.event
    days = list(EventDay.objects.filter(event=event).order_by("day"))
    starts_at = registration.arrives_at or (days[0].opens_at if days else None)
    ends_at = registration.leaves_at or (days[-1].closes_at if days else None)
    if starts_at is None or ends_at is None or ends_at <= starts_at:
        return event.first_day, event.last_day
    return starts_at, ends_at


def _place_of(event: Event) -> str:
    return " ".join(part for part in (event.postcode, event.place) if part)


def _spot_of(event: Event) -> tuple[float, float] | None:
    is_known = event.latitude is not None and event.longitude is not None
    return (float(event.latitude or 0), float(event.longitude or 0)) if is_known else None


def _entries_of_sessions(registration: Registration) -> tuple[Entry, ...]:
    choices: Mapping[int, SessionChoice] = {one.session_id: one for one in registration.choices.all()}
    offers = published(registration.event_id) if choices else {}
    return tuple(
        _entry_of_session(registration, choices[pk], offer) for pk, offer in offers.items() if pk in choices
    )


def _entry_of_session(registration: Registration, choice: SessionChoice, offer: Offer) -> Entry:
    state = _state_of(registration)
    is_waiting = choice.seat == SeatState.WAITING
    if offer.is_cancelled:
        state = CalendarStatus.CANCELLED
    elif is_waiting and state is CalendarStatus.CONFIRMED:
        state = CalendarStatus.TENTATIVE
    room = pick(offer.room_de, offer.room_en)
    return Entry(
        uid=f"{offer.uid}.{registration.uid}",
        title=pick(offer.title_de, offer.title_en),
        starts_at=offer.starts_at,
        ends_at=offer.ends_at,
        changed_at=max(offer.changed_at or registration.event.changed_at, registration.changed_at),
        sequence=offer.sequence + registration.sequence,
        state=state,
        description=_("You are on the waiting list.") if is_waiting else "",
        location=", ".join(part for part in (room, registration.event.venue) if part),
        spot=_spot_of(registration.event),
        url=settings.BASE_URL + reverse("events:session", args=[registration.event.slug, offer.id]),
    )
