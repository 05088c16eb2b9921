"""Invented others for previews of emails: nobody sees in them whom somebody meets."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from handschlag.events.models import Place
from handschlag.matching.emails.phases import PhaseFacts
from handschlag.matching.models import Meeting, Participant, PlannedMove, Request, Service
from handschlag.matching.queries.days import ToldMeeting
from handschlag.matching.queries.inbox import Fit, IncomingRequest
from handschlag.matching.queries.partners import Partner
from handschlag.registration.models import Registration

_NO_ROW = 0  # in place of the key of a row that does not exist
_PLACE = "T4"


def _example_partner() -> Partner:
    """Somebody invented, as others see them."""
    return Partner(id=_NO_ROW, name=example_name(), sub=_("Example Ltd"))


def example_name() -> str:
    """In the language that is spoken now."""
    return _("Kim Example")


def example_registration(event_of: Registration) -> Registration:
    """Somebody invented at the same event; without an address, so that nothing could be sent."""
    return Registration(pk=_NO_ROW, event=event_of.event, name=example_name(), language=event_of.language)


def example_participant(registration: Registration) -> Participant:
    """The person in the matching of the event; with dates before it where there is no matching yet."""
    service = Service.objects.filter(event_id=registration.event_id).first() or _service_of(registration)
    service.event = registration.event
    return Participant(pk=_NO_ROW, service=service, registration=registration)


def _service_of(registration: Registration) -> Service:
    begins_at = _first_slot(registration)
    before = [begins_at - timedelta(days=days) for days in (30, 21, 7, 6)]
    names = ("profiles_from", "wishes_from", "answers_until", "fixed_at")
    return Service(event=registration.event, **dict(zip(names, before, strict=True)))


def _first_slot(registration: Registration) -> datetime:
    event = registration.event
    return datetime.combine(event.first_day, time(10), tzinfo=ZoneInfo(event.time_zone))


def example_request() -> Request:
    """A request with a purpose."""
    return Request(pk=_NO_ROW, purpose=_("Compare notes on a joint project"))


def example_place() -> Place:
    """A meeting point."""
    return Place(code=_PLACE)


def example_meeting(registration: Registration) -> Meeting:
    """A meeting on the first day."""
    return Meeting(request=example_request(), starts_at=_first_slot(registration), place=example_place())


def example_move(registration: Registration) -> PlannedMove:
    """The same meeting, an hour later."""
    begins_at = _first_slot(registration)
    return PlannedMove(
        pk=_NO_ROW,
        old_starts_at=begins_at,
        old_place=example_place(),
        starts_at=begins_at + timedelta(hours=1),
        place=example_place(),
        until=begins_at - timedelta(days=1),
    )


def example_incoming(now: datetime) -> IncomingRequest:
    """A request that waits for an answer."""
    return IncomingRequest(
        request=_NO_ROW,
        sender=_example_partner(),
        others=(),
        is_for_colleague=False,
        purpose=example_request().purpose,
        fit=Fit(),
        sent_at=now,
        is_later=False,
    )


def example_facts(registration: Registration, now: datetime) -> PhaseFacts:
    """What an email of a phase may tell: one meeting, one request, one recommendation."""
    begins_at = _first_slot(registration)
    meeting = ToldMeeting(
        request=_NO_ROW,
        uid="",
        sequence=0,
        starts_at=begins_at,
        ends_at=begins_at + timedelta(minutes=20),
        place=_NO_ROW,
        place_code=_PLACE,
        zone="",
        is_online=False,
        others=(_example_partner(),),
        purpose="",
        is_told=True,
        is_locked=False,
        changed_at=now,
    )
    return PhaseFacts(
        meetings=(meeting,), requests=(example_incoming(now),), recommended=(_example_partner(),)
    )
