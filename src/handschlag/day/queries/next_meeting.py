"""What somebody needs on the day: the next meeting, why, what was said of it, and what comes then."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from handschlag.common.times import local_date
from handschlag.day.models import Signal, StandBy
from handschlag.day.queries.signal_history import heard_of_meetings
from handschlag.day.rules.countdown import next_one
from handschlag.day.rules.signals import Kind, SignalState, is_off, last_of
from handschlag.events.models import Place
from handschlag.matching.models import Meeting, Notice, Participant, Request, Seat
from handschlag.matching.queries.agendas import AgendaDay, Planned, Rank, days_of
from handschlag.matching.queries.cards import Card, StatementLine, cards_of, own_lines
from handschlag.matching.queries.days import ToldMeeting
from handschlag.matching.queries.recommendations import reasons_for

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reasons:
    """What speaks for one pair."""

    card: Card
    found: Sequence[dict[str, Any]]
    mine: dict[int, StatementLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """The request from which the meeting came."""

    is_mine: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _OffMeeting:
    """A meeting to come to which somebody does not come: the person themselves, or everybody else."""

    met: ToldMeeting
    mine: SignalState | None  # None: it is the others who do not come
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantDay:
    """`met` is the meeting that runs or comes next, None when there is none any more.

    What is `off` is never `met`. `rest` is what holds of what the person said of the rest of the day.
    """

    day: date | None
    has_meetings: bool
    met: ToldMeeting | None
    before: ToldMeeting | None  # the meeting of the same day before it
    then: tuple[Planned, ...]
    sent: _Sent | None
    reasons: _Reasons | None
    place: Place | None
    has_interpreter: bool
    heard: tuple[SignalState, ...]
    off: tuple[_OffMeeting, ...]
    rest: SignalState | None

    @property
    def partner_sub(self) -> str:
        """Who one other person is, and of which networks; nothing of a group."""
        if self.met is None or len(self.met.others) != 1:
            return ""
        networks = self.reasons.card.networks.values() if self.reasons else ()
        return ", ".join(filter(None, (self.met.others[0].sub, *networks)))


def participant_day_of(participant: Participant, *, now: datetime) -> ParticipantDay:
    """A constant number of queries."""
    days = days_of(participant)
    meetings = sorted(
        (one.meeting for day in days for one in day.planned if one.meeting is not None),
        key=lambda one: one.starts_at,
    )
    said = _said_of(participant, [one for one in meetings if one.ends_at > now])
    off = tuple(_off_of(participant, meetings, said))
    given_up = {one.met.request for one in off}
    kept = [one for one in meetings if one.request not in given_up]
    place = next_one([(one.starts_at, one.ends_at) for one in kept], now)
    met = None if place is None else kept[place]
    day = _day_with(days, met, now=now)
    return ParticipantDay(
        day=day.day if day else None,
        has_meetings=bool(meetings),
        met=met,
        before=_before(kept, place),
        then=_following(day, met, given_up, now=now),
        sent=_sent_of(participant, met),
        reasons=_reasons_of(participant, met),
        place=Place.objects.filter(pk=met.place).first() if met else None,
        has_interpreter=met is not None
        and Meeting.objects.filter(request=met.request, interpreter__isnull=False).exists(),
        heard=said[met.request] if met else (),
        off=off,
        rest=last_of(said[0], participant.pk),
    )


def _day_with(days: Sequence[AgendaDay], met: ToldMeeting | None, *, now: datetime) -> AgendaDay | None:
    """The day of the meeting, or the one that is not over."""
    if met is not None:
        return next(day for day in days if any(one.meeting is met for one in day.planned))
    return next((day for day in days if day.ends_at > now), None)


def _before(meetings: Sequence[ToldMeeting], place: int | None) -> ToldMeeting | None:
    if not place:
        return None
    last, this = meetings[place - 1], meetings[place]
    return last if local_date(last.starts_at) == local_date(this.starts_at) else None


def _following(
    day: AgendaDay | None, met: ToldMeeting | None, given_up: Collection[int], *, now: datetime
) -> tuple[Planned, ...]:
    """What comes after the meeting on its day; where there is none, what is left of the day."""
    if day is None:
        return ()
    rows = [one for one in day.planned if one.meeting is None or one.meeting.request not in given_up]
    rows.sort(key=lambda one: (one.starts_at, one.rank))
    if met is None:
        return tuple(one for one in rows if one.ends_at > now)[:SHOWN]
    found = [one for one in rows if one.meeting is not met and one.starts_at >= met.starts_at]
    return tuple(one for one in found if one.rank is Rank.MEETING or one.ends_at > met.ends_at)[:SHOWN]


def _sent_of(participant: Participant, met: ToldMeeting | None) -> _Sent | None:
    if met is None:
        return None
    sender, at = Request.objects.values_list("sender_id", "sent_at").get(pk=met.request)
    return _Sent(is_mine=sender == participant.pk, at=at)


def _reasons_of(participant: Participant, met: ToldMeeting | None) -> _Reasons | None:
    """Where two people meet; a group has its purpose."""
    if met is None or len(met.others) != 1:
        return None
    other = met.others[0].id
    card = cards_of(participant, [other]).get(other)
    if card is None:
        return None
    found = reasons_for(participant).get(other, [])
    return _Reasons(card=card, found=found, mine=own_lines(participant))


def _said_of(participant: Participant, meetings: Sequence[ToldMeeting]) -> dict[int, tuple[SignalState, ...]]:
    """By request; under 0 what the person said of the rest of the day."""
    people = {one.request: [participant.pk, *(other.id for other in one.others)] for one in meetings}
    return heard_of_meetings(participant, {0: [participant.pk], **people})


def _off_of(
    participant: Participant, meetings: Sequence[ToldMeeting], signals: Mapping[int, Sequence[SignalState]]
) -> Iterator[_OffMeeting]:
    for one in meetings:
        heard = signals.get(one.request, ())
        others = [other.id for other in one.others]
        if is_off(heard, person=participant.pk, others=others):
            mine = last_of(heard, participant.pk)
            is_mine = mine is not None and mine.kind == Kind.CANNOT_COME
            told = [last for pk in others if (last := last_of(heard, pk)) is not None]
            yield _OffMeeting(
                met=one,
                mine=mine if is_mine else None,
                said_at=mine.at if mine is not None and is_mine else max(each.at for each in told),
            )


def day_fingerprint_of(participant: Participant) -> str:
    """Changes as soon as something on the person's page does, and when nothing concerns them stays."""
    seats = Seat.objects.filter(participant=participant).order_by("starts_at")
    rows = list(seats.values_list("meeting__request_id", "starts_at", "meeting__place_id"))
    requests = [request for request, *_ in rows]
    told = Notice.objects.filter(participant=participant).order_by("-pk").values_list("pk", flat=True).first()
    parts = [str(told or 0)]
    parts += [f"{request}/{starts_at.isoformat()}/{place}" for request, starts_at, place in rows]
    parts += _signs_of(participant, requests)
    return "|".join(parts)


def _signs_of(participant: Participant, requests: Sequence[int]) -> list[str]:
    """The newest signal of the person's meetings, and the offers to step in."""
    said = Signal.objects.filter(Q(request_id__in=requests) | Q(participant=participant)).order_by("-pk")
    mine = Q(participant=participant) | Q(partner=participant)
    offers = StandBy.objects.filter(mine, service_id=participant.service_id).order_by("pk")
    states = offers.values_list("pk", "state", "participant_yes_at", "partner_yes_at")
    newest = said.values_list("pk", flat=True).first()
    return [str(newest or 0), *(f"{pk}{state}{bool(one)}{bool(other)}" for pk, state, one, other in states)]
