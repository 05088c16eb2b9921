"""What letters about registrations have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import format_days, format_short_moment
from handschlag.directory.emails.letters import Letter
from handschlag.events.models import Event
from handschlag.registration.emails.posting import own_address, post_to
from handschlag.registration.models import Registration, SeatState
from handschlag.registration.queries.calendars import file_of
from handschlag.registration.queries.programmes import published


def event_title(event: Event) -> str:
    """The title in the language of the letter."""
    return pick(event.title_de, event.title_en)


def greeting(registration: Registration) -> str:
    """How a letter to a person begins; after it, a German sentence begins small."""
    return _("Hello %(name)s,") % {"name": registration.name}


def when_and_where(event: Event) -> str:
    """One sentence: the days and the house."""
    days = format_days(event.first_day, event.last_day)
    where = ", ".join(part for part in (event.venue, event.street, event.place) if part)
    return f"{days}, {where}" if where else days


def own_page(registration: Registration) -> str:
    """The person's own page behind their link, which is put in when the letter is sent."""
    return own_address("registration:own", registration)


def chosen_sessions(registration: Registration) -> str:
    """The chosen sessions, one on each line, with what became of the seat."""
    choices = {one.session_id: one for one in registration.choices.all()}
    offers = published(registration.event_id) if choices else {}
    lines = []
    for pk, offer in offers.items():
        if pk in choices and not offer.is_cancelled:
            start = format_short_moment(offer.starts_at)
            seat = {
                SeatState.SEATED: _("your place is reserved"),
                SeatState.WAITING: _("you are on the waiting list"),
            }.get(SeatState(choices[pk].seat), "")
            title = pick(offer.title_de, offer.title_en)
            lines.append(f"{start}: {title}" + (f" ({seat})" if seat else ""))
    return "\n".join(lines)


def send(
    registration: Registration,
    write: Callable[[], Letter],
    *,
    kind: str,
    now: datetime,
    has_calendar: bool = False,
    is_cancelled: bool = False,
) -> None:
    """To the person, with the calendar entry where there is one."""
    calendar = ""
    if has_calendar or is_cancelled:
        with translation.override(registration.language):
            calendar = file_of(registration, now=now, is_cancelled=is_cancelled).decode()
    post_to(registration, write, kind=kind, now=now, calendar=calendar)
