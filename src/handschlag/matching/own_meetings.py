"""Somebody's requests that wait for an answer, their meetings as they are told, and their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any, Final

from django.db.models import Q, QuerySet

from handschlag.common.language import pick
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.common.times import local_date
from handschlag.events.models import EventDay, Place, PlaceKind, SessionKind
from handschlag.events.versions import online_rooms_of, published
from handschlag.matching.models import (
    Listed,
    Meeting,
    Participant,
    Party,
    Request,
    RequestState,
    TimetableVersion,
    Wish,
    WishKind,
)
from handschlag.matching.names import Partner, partners_of
from handschlag.matching.versions import PublishedMeeting, agreed_since, published_meetings_in, with_moves
from handschlag.registration.models import SeatState, SessionChoice, SessionWish

ORDER: Final[dict[str, int]] = {WishKind.MUST: 0, WishKind.WANT: 1, WishKind.MAYBE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The own wish, and what the lists say of both."""

    own_wish: str = ""
    score: float = 0.0
    reasons: Sequence[Mapping[str, Any]] = ()

    @property
    def rank(self) -> tuple[int, float]:
        """What was wished comes first, then what brings most."""
        return ORDER.get(self.own_wish, len(ORDER)), -self.score


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingRequest:
    """One open request."""

    request: int
    sender: Partner
    others: tuple[Partner, ...]  # more people who are asked, in a group
    is_for_colleague: bool  # the sender will not be there: somebody goes instead
    purpose: str
    fit: Fit
    sent_at: datetime
    is_later: bool


def avoided_by(participant: Participant) -> frozenset[int]:
    """Whom the person would rather not meet; for the person's own pages only."""
    return frozenset(_AVOIDED.rows(person=participant.pk))


def people_of(requests: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
    """The participants of each request, the sender first."""
    found: dict[int, list[int]] = defaultdict(list)
    for request, participant in _PEOPLE.rows(requests=set(requests)):
        found[request].append(participant)
    return {request: tuple(several) for request, several in found.items()}


def inbox_of(participant: Participant) -> tuple[IncomingRequest, ...]:
    """What waits for an answer, the most useful for both first."""
    parties = _WAITING.rows(person=participant.pk)
    rows, later = [one.request for one in parties], {one.request_id for one in parties if one.later_at}
    people = people_of(row.pk for row in rows)
    avoided = avoided_by(participant)
    rows = [row for row in rows if not avoided.intersection((row.sender_id, *people[row.pk]))]
    names = partners_of({pk for row in rows for pk in (row.sender_id, *people[row.pk])})
    fits = _fits_of(participant, {row.sender_id for row in rows})
    found = [
        IncomingRequest(
            request=row.pk,
            sender=names[row.sender_id],
            others=tuple(names[pk] for pk in people[row.pk] if pk not in {row.sender_id, participant.pk}),
            is_for_colleague=row.sender_id not in people[row.pk],
            purpose=row.purpose,
            fit=fits.get(row.sender_id, Fit()),
            sent_at=row.sent_at,
            is_later=row.pk in later,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (*one.fit.rank, one.sent_at, one.request)))


def _fits_of(participant: Participant, senders: Collection[int]) -> Mapping[int, Fit]:
    """What the person wished, and what the lists say."""
    wishes = dict(_WISHED.rows(person=participant.pk, senders=senders))
    listed = {row.partner_id: row for row in _LISTED.rows(person=participant.pk, senders=senders)}
    return {
        pk: Fit(
            own_wish=wishes.get(pk, ""),
            score=listed[pk].score if pk in listed else 0.0,
            reasons=listed[pk].reasons if pk in listed else (),
        )
        for pk in senders
    }


def _open_parties(person: int) -> QuerySet[Party]:
    """The person's part in requests that wait for this person's answer."""
    rows = Party.objects.filter(participant_id=person, is_sender=False, said_yes_at=None)
    return rows.filter(request__state=RequestState.OPEN)


_AVOIDED: Final = PreparedQuery(
    lambda person: (
        Wish.objects.filter(by_id=person, kind=WishKind.RATHER_NOT)
        .order_by()
        .values_list("towards_id", flat=True)
    )
)
_PEOPLE: Final = PreparedQuery(
    lambda requests: (
        Party.objects.filter(request_id__in=requests)
        .order_by("-is_sender", "pk")
        .values_list("request_id", "participant_id")
    )
)
_WAITING: Final = PreparedQuery(lambda person: _open_parties(person).select_related("request"))
_WISHED: Final = PreparedQuery(
    lambda person, senders: (
        Wish.objects.filter(by_id=person, towards_id__in=senders).order_by().values_list("towards_id", "kind")
    )
)
_LISTED: Final = PreparedQuery(
    lambda person, senders: Listed.objects.filter(participant_id=person, partner_id__in=senders).order_by(
        "position"
    )
)


def waiting_for(participant: Participant) -> int:
    """How many requests the person is shown as open."""
    ids = list(_open_parties(participant.pk).values_list("request_id", flat=True))
    avoided = avoided_by(participant)
    if not avoided:
        return len(ids)
    hidden = Q(parties__participant__in=avoided) | Q(sender__in=avoided)
    return len(set(ids) - set(Request.objects.filter(hidden, pk__in=ids).values_list("pk", flat=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMeeting:
    """One meeting of the person. `is_told`: it stands in the valid version at this time."""

    request: int
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    place: int
    place_code: str
    zone: str
    is_online: bool
    others: tuple[Partner, ...]
    purpose: str
    is_told: bool
    is_locked: bool
    changed_at: datetime

    @property
    def names(self) -> str:
        return ", ".join(one.name for one in self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What the valid version changed for somebody; None where there was, or is, no meeting."""

    names: str
    before: datetime | None
    after: datetime | None


def meetings_of(participant: Participant) -> tuple[ToldMeeting, ...]:
    """In the order of time; a constant number of queries."""
    version = latest_two_versions(participant)[0]
    rows = Request.objects.filter(parties__participant=participant, state=RequestState.ACCEPTED)
    requests = {row.pk: row for row in rows.order_by("pk")}
    spots = spots_of(participant, requests, version)
    people = people_of(requests)
    names = partners_of({pk for several in people.values() for pk in several})
    places = {row.pk: row for row in _places_with(one.place for one in spots.values())}
    found = [
        ToldMeeting(
            request=pk,
            uid=str(requests[pk].uid),
            sequence=requests[pk].sequence,
            starts_at=spot.starts_at,
            ends_at=spot.ends_at,
            place=spot.place,
            place_code=places[spot.place].code if spot.place in places else "",
            zone=_zone_of(places.get(spot.place)),
            is_online=spot.place in places and places[spot.place].kind == PlaceKind.LINK,
            others=tuple(names[one] for one in people[pk] if one != participant.pk),
            purpose=requests[pk].purpose,
            is_told=spot.is_told,
            is_locked=spot.is_locked,
            changed_at=_changed_at(requests[pk], spot.told_at),
        )
        for pk, spot in spots.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.request)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Where:
    starts_at: datetime
    ends_at: datetime
    place: int
    is_told: bool
    is_locked: bool = False
    told_at: datetime | None = None


def spots_of(
    participant: Participant, requests: Mapping[int, Request], version: TimetableVersion | None
) -> dict[int, _Where]:
    """The version rules, and what everybody has agreed to since; other moves are told with the next one."""
    found = {
        row.request_id: _Where(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place_id,
            is_told=False,
            is_locked=row.is_time_locked,
        )
        for row in _MEETINGS.rows(requests=list(requests))
    }
    if version is None:
        return found
    agreed = agreed_since(version)
    for one in with_moves(own_meetings(version, participant), agreed):
        if one.request in requests:
            moved = agreed.get(one.request)
            found[one.request] = _Where(
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                place=one.place,
                is_told=True,
                told_at=moved.at if moved else version.published_at,
            )
    return found


def latest_two_versions(participant: Participant) -> tuple[TimetableVersion | None, TimetableVersion | None]:
    """The valid version and the one before it."""
    found = _VERSIONS.rows(service=participant.service_id)
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)


_MEETINGS: Final = PreparedQuery(
    lambda requests: Meeting.objects.filter(request_id__in=requests).order_by("pk")
)
_VERSIONS: Final = PreparedQuery(
    lambda service: (
        TimetableVersion.objects.filter(service_id=service)
        .order_by("-number")
        .only("number", "content", "note", "published_at", "service_id")[:2]
    )
)


def own_meetings(version: TimetableVersion | None, participant: Participant) -> tuple[PublishedMeeting, ...]:
    """As the version was published."""
    return published_meetings_in(version.content, of=participant.pk) if version else ()


def _places_with(ids: Iterable[int]) -> list[Place]:
    return list(Place.objects.filter(pk__in=set(ids)).select_related("zone", "room"))


def _zone_of(place: Place | None) -> str:
    area = place and (place.zone or place.room)
    return pick(area.name_de, area.name_en) if area else ""


def _changed_at(request: Request, told_at: datetime | None) -> datetime:
    known = [request.sent_at, request.answered_at, request.tried_at, told_at]
    return max(at for at in known if at is not None)


def shifts_of(participant: Participant) -> tuple[Shift, ...]:
    """What the valid version, or a move since, changed against the version before; else nothing."""
    valid, before = latest_two_versions(participant)
    agreed = agreed_since(valid)
    if valid is None or (before is None and not agreed):
        return ()
    new = {one.request: one for one in with_moves(own_meetings(valid, participant), agreed)}
    old = {one.request: one for one in own_meetings(before or valid, participant)}
    moved = [
        pk
        for pk in sorted({*new, *old})
        if (new[pk].starts_at if pk in new else None) != (old[pk].starts_at if pk in old else None)
    ]
    names = partners_of({pk for one in (*new.values(), *old.values()) for pk in one.people})
    return tuple(
        Shift(
            names=", ".join(
                names[one].name
                for one in (new.get(pk) or old[pk]).people
                if one != participant.pk and one in names
            ),
            before=old[pk].starts_at if pk in old else None,
            after=new[pk].starts_at if pk in new else None,
        )
        for pk in moved
    )


class Rank(IntEnum):
    """Where two things overlap, the first one stands in the day."""

    MEETING = 0
    MUST = 1
    LIKE = 2
    BREAK = 3
    OFFERED = 4  # a session that the person has not chosen


RANKS: Final[dict[str, Rank]] = {
    SessionWish.MUST: Rank.MUST,
    **{wish: Rank.LIKE for wish in SessionWish if wish != SessionWish.MUST},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    rank: Rank
    starts_at: datetime
    ends_at: datetime
    title: str
    where: str
    meeting: ToldMeeting | None = None
    online: str = ""  # the uid of what has a room online


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaDay:
    day: date
    begins_at: datetime
    ends_at: datetime
    planned: tuple[Planned, ...]


def days_of(participant: Participant, *, with_offered: bool = False) -> tuple[AgendaDay, ...]:
    """Every day of the event, from the person's arrival to departure; with what else takes place there."""
    registration = participant.registration
    sessions = _talks_of(participant, with_offered=with_offered)
    things = (*[_planned(one) for one in meetings_of(participant)], *sessions)
    found = []
    for row in EventDay.objects.filter(event_id=participant.service.event_id).order_by("day"):
        arrives, leaves = registration.arrives_at, registration.leaves_at
        begins = max(row.opens_at, arrives) if arrives and local_date(arrives) == row.day else row.opens_at
        ends = min(row.closes_at, leaves) if leaves and local_date(leaves) == row.day else row.closes_at
        own = tuple(
            one
            for one in things
            if local_date(one.starts_at) == row.day
            and (one.rank < Rank.BREAK or (one.starts_at < ends and one.ends_at > begins))
        )
        found.append(AgendaDay(day=row.day, begins_at=begins, ends_at=max(begins, ends), planned=own))
    return tuple(found)


def _planned(one: ToldMeeting) -> Planned:
    return Planned(
        rank=Rank.MEETING,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        title=one.names,
        where=one.zone,
        meeting=one,
        online=one.uid if one.is_online else "",
    )


def _talks_of(participant: Participant, *, with_offered: bool) -> tuple[Planned, ...]:
    """Chosen talks for which there is a seat, the breaks of everybody, and the other sessions if wanted."""
    rows = SessionChoice.objects.filter(registration_id=participant.registration_id)
    wishes = dict(rows.exclude(seat=SeatState.WAITING).values_list("session_id", "wish"))
    programme = published(participant.service.event_id).programme
    online = online_rooms_of(participant.service.event_id)
    found = []
    for item in programme.items:
        is_break = item.kind == SessionKind.BREAK
        if item.is_cancelled or not (with_offered or is_break or item.id in wishes):
            continue
        room = programme.room(item.room)
        found.append(
            Planned(
                rank=Rank.BREAK if is_break else RANKS.get(wishes.get(item.id, ""), Rank.OFFERED),
                starts_at=item.starts_at,
                ends_at=item.ends_at,
                title=pick(item.title_de, item.title_en),
                where=pick(room.name_de, room.name_en) if room else "",
                online=item.uid if item.id in wishes and item.room in online else "",
            )
        )
    return tuple(found)
