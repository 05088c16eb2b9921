"""What somebody may enter online: their own meetings, and talks that can be followed from afar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handschlag.accounts.models import User
from handschlag.common.language import pick
from handschlag.common.times import format_time
from handschlag.events.models import Event, EventStatus, Place, PlaceKind, Room
from handschlag.events.queries.programme import published
from handschlag.events.rules.programme import Item
from handschlag.matching.models import Participant
from handschlag.matching.queries.days import meetings_of
from handschlag.registration.models import Registration, RegistrationState, SeatState, SessionChoice
from handschlag.registration.queries.waiting_list import registrations_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineVisit:
    """`url` is the address that the organisers typed, if any; `heading` is what only its people read."""

    what: str  # meeting or talk: of which kind the uid is
    uid: str
    heading: str
    title: str  # what the provider's server is told
    starts_at: datetime
    ends_at: datetime
    url: str
    is_host: bool


def public_event(slug: str) -> Event | None:
    """The event, unless it is a draft."""
    return Event.objects.filter(slug=slug).exclude(status=EventStatus.DRAFT).first()


def visit_of(registration: Registration, uid: str) -> OnlineVisit | None:
    """None for what does not take place online, is not of this person, or does not exist."""
    if registration.state != RegistrationState.CONFIRMED:
        return None
    return _meeting(registration, uid) or _talk_of(registration, uid)


def visit_of_team(event: Event, uid: str) -> OnlineVisit | None:
    """The event's team opens every talk; the meetings of others it never enters."""
    item = _talk_with(event.pk, uid)
    return _visit_of(item, is_host=True) if item else None


def registration_in(event: Event, user: User) -> Registration | None:
    """The confirmed registration of whoever has signed in."""
    rows = registrations_of(user).filter(event=event, state=RegistrationState.CONFIRMED)
    return rows.first()


def _meeting(registration: Registration, uid: str) -> OnlineVisit | None:
    rows = Participant.objects.select_related("service__event", "registration")
    participant = rows.filter(registration=registration, left_at=None).first()
    met = None if participant is None else next((m for m in meetings_of(participant) if m.uid == uid), None)
    if met is None:
        return None
    place = Place.objects.filter(pk=met.place, kind=PlaceKind.LINK).first()
    if place is None:
        return None
    return OnlineVisit(
        what="meeting",
        uid=uid,
        heading=met.names,
        title=f"{registration.event.title}, {format_time(met.starts_at)}",
        starts_at=met.starts_at,
        ends_at=met.ends_at,
        url=place.url,
        is_host=True,  # two who meet are alone there: each may mute, share and close
    )


def _talk_of(registration: Registration, uid: str) -> OnlineVisit | None:
    """Open to everybody who is registered; where seats are booked, to whoever has one."""
    item = _talk_with(registration.event_id, uid)
    if item is None or not (item.seats is None or _has_seat(registration, item)):
        return None
    return _visit_of(item, is_host=False)


def _has_seat(registration: Registration, item: Item) -> bool:
    rows = SessionChoice.objects.filter(registration=registration, session_id=item.id)
    return rows.exclude(seat=SeatState.WAITING).exists()


def _talk_with(event_id: int, uid: str) -> Item | None:
    items = published(event_id).programme.items
    return next((one for one in items if one.uid == uid and not one.is_cancelled), None)


def _visit_of(item: Item, *, is_host: bool) -> OnlineVisit | None:
    """None in a room from which nothing is transmitted."""
    room = Room.objects.filter(pk=item.room or 0, is_online=True).first()
    if room is None:
        return None
    title = pick(item.title_de, item.title_en)
    return OnlineVisit(
        what="talk",
        uid=item.uid,
        heading=title,
        title=title,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        url=room.online_url,
        is_host=is_host,
    )
