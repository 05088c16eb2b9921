"""Online rooms: what somebody may enter, the door that asks who comes, and lost tables that go on there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.accounts.models import User, subject_of
from handschlag.common.calls import read_answer
from handschlag.common.language import pick
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.times import format_time, move_to
from handschlag.common.web import refusal_message
from handschlag.events.access import organises
from handschlag.events.models import Event, EventStatus, OnlineRooms, Place, PlaceKind, Room
from handschlag.events.online_rooms import (
    CLOSES_AFTER,
    OPENS_BEFORE,
    BigBlueButton,
    OnlineGuest,
    OnlineProviders,
    OnlineRoom,
    RoomPhase,
    create_call,
    creation_time,
    jitsi_address,
    join_address,
    phase_at,
    secret_name,
)
from handschlag.events.public_events import public_path
from handschlag.events.versions import Item, published
from handschlag.matching.engine.repairs import RepairStep
from handschlag.matching.hooks import Absence
from handschlag.matching.models import Participant
from handschlag.matching.own_meetings import meetings_of
from handschlag.matching.participant_pages import by_link
from handschlag.matching.versions import ChangeKind, PublishedMeeting
from handschlag.registration.access import closed_to_strangers
from handschlag.registration.models import Registration, RegistrationState, SeatState, SessionChoice
from handschlag.registration.own import registrations_of

_LONGEST_CODE: Final = 20


class OnlineRefusal(Reason):
    NO_ROOM = "no_room", _("No room has been set up here yet. Please ask the organisers.")
    NO_ANSWER = "no_answer", _("The video service does not answer at the moment. We keep trying.")


def steps_online(
    meetings: Iterable[PublishedMeeting], lost: Iterable[Absence], *, now: datetime
) -> tuple[RepairStep, ...]:
    """What was to begin at a lost place goes on at its time; each place becomes one that is not there yet."""
    found = [
        one
        for one in meetings
        if one.starts_at > now and any(gone.id == one.place and gone.covers(one.starts_at) for gone in lost)
    ]
    return tuple(
        RepairStep(
            kind=ChangeKind.ELSEWHERE, request=one.request, people=one.people, old=one, new=_online(one)
        )
        for one in found
    )


def _online(told: PublishedMeeting) -> PublishedMeeting:
    return replace(told, place=-told.place, place_code=_code_online(told.place, told.place_code))


def _code_online(place: int, code: str) -> str:
    """Another one for each place, also where the codes of two begin alike and are too long.

    >>> _code_online(7, "A12"), _code_online(7, "Besprechungstisch 1")
    ('Online A12', 'Online Besprechung 7')
    """
    whole, number = f"Online {code}", f" {place}"
    return whole if len(whole) <= _LONGEST_CODE else whole[: _LONGEST_CODE - len(number)] + number


def is_to_be_opened(told: PublishedMeeting) -> bool:
    """Whether its place is only thought of: it becomes a row when the repair is taken."""
    return told.place < 0


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


def way_in(*, event: Event, visit: OnlineVisit, guest: str, name: str, now: datetime) -> str:
    """The address for this person at this moment. `guest` tells one person from another.

    Nothing is written here, and no entry is left: who was in which room is nobody's business.
    """
    if visit.url:
        if not visit.url.lower().startswith("https://"):
            raise Refusal(OnlineRefusal.NO_ROOM)
        return visit.url
    room = OnlineRoom(
        name=secret_name(visit.what, visit.uid, key=settings.SECRET_KEY),
        title=visit.title,
        opens_at=visit.starts_at - OPENS_BEFORE,
        closes_at=visit.ends_at + CLOSES_AFTER,
        back=settings.BASE_URL + public_path(event.slug),
    )
    known = secret_name("guest", guest, key=settings.SECRET_KEY)[:20]
    person = OnlineGuest(id=known, name=name, is_host=visit.is_host)
    providers: OnlineProviders = settings.ONLINE_PROVIDERS
    if event.online_rooms == OnlineRooms.BIGBLUEBUTTON and providers.bigbluebutton is not None:
        return _bigbluebutton(providers.bigbluebutton, room, person, now=now)
    if event.online_rooms == OnlineRooms.JITSI and providers.jitsi is not None:
        return jitsi_address(providers.jitsi, room, person)
    raise Refusal(OnlineRefusal.NO_ROOM)


def _bigbluebutton(server: BigBlueButton, room: OnlineRoom, person: OnlineGuest, *, now: datetime) -> str:
    answer = read_answer(create_call(server, room, now=now))
    created = "" if answer is None else creation_time(answer)
    if not created:
        raise Refusal(OnlineRefusal.NO_ANSWER)
    return join_address(server, room, person, created=created)


FOUND, NOT_FOUND, UNAVAILABLE = 200, 404, 503
TRIES_AGAIN: Final = 20  # seconds
WAITS_AT_MOST: Final = 30 * 60  # seconds for which a page waits until the room opens


@require_safe
@by_link
def enter_page(request: HttpRequest, registration: Registration, token: str, uid: UUID) -> HttpResponse:
    """By personal link: the button on somebody's own pages."""
    visit, guest = visit_of(registration, str(uid)), str(registration.uid)
    return _led_on(request, registration.event, visit, guest=guest, name=registration.name, token=token)


@require_safe
@never_cache
def door_page(request: HttpRequest, slug: str, uid: UUID) -> HttpResponseBase:
    """The address in calendars and on public pages: it says nothing to whoever does not say who they are."""
    event = public_event(slug)
    if event is None:
        raise Http404
    move_to(event.time_zone)
    if isinstance(request.user, User):
        return closed_to_strangers(_for_account(request, event, request.user, uid=str(uid)))
    return closed_to_strangers(render(request, "day/online_who.html", {"event": event}))


def _for_account(request: HttpRequest, event: Event, user: User, *, uid: str) -> HttpResponse:
    """The team opens talks; everybody who has signed in enters what the own registration opens."""
    registration = registration_in(event, user)
    visit = visit_of_team(event, uid) if organises(subject_of(user), event.pk) else None
    if visit is None and registration is not None:
        visit = visit_of(registration, uid)
    guest = str(registration.uid if registration else user.pk)
    name = (registration.name if registration else user.name) or event.title
    return _led_on(request, event, visit, guest=guest, name=name)


def _led_on(
    request: HttpRequest, event: Event, visit: OnlineVisit | None, *, guest: str, name: str, token: str = ""
) -> HttpResponse:
    """To the room, or a page that says why not yet."""
    if visit is None:
        # The same for rooms of others and for none at all: a door that was leaked tells nothing.
        # Behind a personal link nothing of others exists; the door of calendars exists for everybody.
        status = NOT_FOUND if token else FOUND
        context = {"event": event, "token": token}
        return render(request, "day/online_not_yours.html", context, status=status)
    now = timezone.now()
    phase = phase_at(now, starts_at=visit.starts_at, ends_at=visit.ends_at)
    opens_at = visit.starts_at - OPENS_BEFORE
    context = {"event": event, "visit": visit, "phase": phase.value, "opens_at": opens_at, "token": token}
    if phase is not RoomPhase.OPEN:
        response = render(request, "day/online.html", context)
        seconds = int((opens_at - now).total_seconds()) + 1
        if phase is RoomPhase.EARLY and seconds <= WAITS_AT_MOST:
            response["Refresh"] = str(seconds)
        return response
    try:
        address = way_in(event=event, visit=visit, guest=guest, name=name, now=now)
    except Refusal as no:
        words = context | {"fault": refusal_message(no.reason)}
        response = render(request, "day/online.html", words, status=UNAVAILABLE)
        response["Refresh"] = str(TRIES_AGAIN)
        return response
    return HttpResponseRedirect(address)
