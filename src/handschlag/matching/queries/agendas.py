"""Everything of somebody's days: meetings, chosen talks, breaks, and when the house is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Final

from handschlag.common.language import pick
from handschlag.common.times import local_date
from handschlag.events.models import EventDay, SessionKind
from handschlag.events.queries.programme import online_rooms_of, published
from handschlag.matching.models import Participant
from handschlag.matching.queries.days import ToldMeeting, meetings_of
from handschlag.registration.models import SeatState, SessionChoice, SessionWish


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
