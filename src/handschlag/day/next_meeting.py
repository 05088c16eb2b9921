"""The next meeting: when, where, with whom and why, what was said of it, what comes then; by its link."""

from __future__ import annotations

import hashlib
import math
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.common.times import format_moment, format_time, format_weekday, local_date
from handschlag.common.web import refusal_message
from handschlag.day import signals as day_signals
from handschlag.day import stepping_in
from handschlag.day.models import Signal, StandBy
from handschlag.day.offers import get_open_offers
from handschlag.day.participant_pages import UNFIT, attempt, page_context
from handschlag.day.push import push_card
from handschlag.day.signals import (
    LATE_MINUTES,
    Kind,
    SignalState,
    Unreadable,
    heard_of_meetings,
    is_off,
    is_the_day,
    last_of,
    may_replace_at,
    read_batch,
    said_in,
)
from handschlag.events.models import Event, Place
from handschlag.events.venue.drawing import Box, Drawing, Shape, ShapeKind, box, drawing_of
from handschlag.events.venue.plan import shapes_of
from handschlag.matching.day import hall_part_of, middle_of_shape, numbered_table, table_size_of
from handschlag.matching.models import Meeting, Notice, Participant, Request, Seat
from handschlag.matching.own_meetings import AgendaDay, Planned, Rank, ToldMeeting, days_of
from handschlag.matching.participant_pages import for_the_day
from handschlag.matching.people import Card, StatementLine, cards_of, own_lines
from handschlag.matching.phases import dates_of
from handschlag.matching.reasons import why_of
from handschlag.matching.recommendation_lists import reasons_for

IN_MINUTES: Final = 120
IN_HOURS: Final = 48 * 60


class Unit(StrEnum):
    MINUTES = "minute"
    HOURS = "hour"
    DAYS = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLeft:
    number: int
    unit: Unit


def time_left(until: datetime, now: datetime) -> TimeLeft:
    """Begun minutes count as whole ones: nobody comes too late by it.

    >>> from datetime import UTC
    >>> now = datetime(2027, 4, 14, 10, 13, 30, tzinfo=UTC)
    >>> time_left(now.replace(minute=20, second=0), now)
    TimeLeft(number=7, unit=<Unit.MINUTES: 'minute'>)
    """
    minutes = max(0, math.ceil((until - now) / timedelta(minutes=1)))
    if minutes < IN_MINUTES:
        return TimeLeft(number=minutes, unit=Unit.MINUTES)
    if minutes < IN_HOURS:
        return TimeLeft(number=minutes // 60, unit=Unit.HOURS)
    return TimeLeft(number=minutes // (24 * 60), unit=Unit.DAYS)


def next_meeting_index(spans: Sequence[tuple[datetime, datetime]], now: datetime) -> int | None:
    """The place of what runs now or comes next; None when all is over. The spans are in order."""
    return next((place for place, (_, ends_at) in enumerate(spans) if ends_at > now), None)


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
    place = next_meeting_index([(one.starts_at, one.ends_at) for one in kept], now)
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


PER_METRE: Final = 10  # the plan is in decimetres
AISLE: Final = 20  # from the middle of a table to the middle of the way beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Route:
    """`drawing` is None where the house has no plan, or the table is not on it."""

    drawing: Drawing | None
    words: str


def route_to(event: Event, *, goal: int, start: int | None) -> _Route:
    """From `start` if it is known; empty where there is no plan, or the table is not on it."""
    if not event.plan_width:
        return _Route(drawing=None, words="")
    shapes = [one for one in shapes_of(event.pk) if one.is_drawn]
    tables = {one.id: one for one in shapes if one.kind is ShapeKind.TABLE}
    whole = drawing_of((), width=event.plan_width, depth=event.plan_depth)
    if whole is None or goal not in tables:
        return _Route(drawing=None, words="")
    to, since = tables[goal], tables.get(start or 0)
    part = hall_part_of([to] if since is None else [to, since], whole)
    words = _words_of(since, to)
    drawing = replace(
        whole,
        view=part.view,
        boxes=_boxes_of([one for one in shapes if part.shows(one)], goal=to, start=since),
        way=_path_of(since, to) if since and since is not to else "",
        alt=_("Part of the hall plan. %(way)s") % {"way": words},
    )
    return _Route(drawing=drawing, words=words)


def _boxes_of(shapes: Sequence[Shape], *, goal: Shape, start: Shape | None) -> tuple[Box, ...]:
    tables = [one for one in shapes if one.kind is ShapeKind.TABLE]
    width, depth = table_size_of(tables)
    drawn = []
    for shape in shapes:
        if shape.kind is not ShapeKind.TABLE:
            drawn.append(box(shape, tone=shape.kind.value))
            continue
        tone = "goal" if shape is goal else "here" if shape is start else "table"
        drawn.append(numbered_table(shape, tone=tone, width=width, depth=depth))
    return tuple(drawn)


def _path_of(start: Shape, goal: Shape) -> str:
    """Along the aisles, then to the table: nobody walks through tables."""
    (left, top), (to_left, to_top) = middle_of_shape(start), middle_of_shape(goal)
    down = AISLE if to_top >= top else -AISLE
    between = to_left + (AISLE if left > to_left else -AISLE)
    return f"M{left} {top}V{top + down}H{between}V{to_top - down}H{to_left}V{to_top}"


def _words_of(start: Shape | None, goal: Shape) -> str:
    if start is None:
        return _("Your meeting point is marked: %(place)s.") % {"place": goal.label}
    if start is goal:
        return _("Your next meeting is at the same meeting point.")
    (left, top), (to_left, to_top) = middle_of_shape(start), middle_of_shape(goal)
    parts = list(filter(None, (_across(to_left - left), _along(to_top - top))))
    way = _(", then ").join(parts) or _("right beside it")
    return _("On the plan from %(start)s: %(way)s, to %(goal)s.") % {
        "start": start.label,
        "way": way,
        "goal": goal.label,
    }


def _across(distance: int) -> str:
    """To the right or the left; nothing for less than half a metre."""
    metres = round(abs(distance) / PER_METRE)
    if not metres:
        return ""
    if distance > 0:
        text = ngettext("about %(n)s metre to the right", "about %(n)s metres to the right", metres)
    else:
        text = ngettext("about %(n)s metre to the left", "about %(n)s metres to the left", metres)
    return text % {"n": metres}


def _along(distance: int) -> str:
    """Down or up the plan; likewise."""
    metres = round(abs(distance) / PER_METRE)
    if not metres:
        return ""
    if distance > 0:
        text = ngettext("%(n)s metre down", "%(n)s metres down", metres)
    else:
        text = ngettext("%(n)s metre up", "%(n)s metres up", metres)
    return text % {"n": metres}


_TOLD: Final = (Kind.LATE, Kind.CANNOT_COME, Kind.PARTNER_MISSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What holds of what was said of the meeting: `mine`, and that of each of the others by name."""

    mine: SignalState | None
    theirs: tuple[tuple[str, SignalState], ...]
    replace_at: datetime | None  # from when on somebody else is asked for whoever waits
    is_of_several: bool  # more than two people: who is missing is not said


def today_context(participant: Participant, *, now: datetime) -> dict[str, Any]:
    """The day of one person at `now`; without a further meeting there is nothing to say of one."""
    found = participant_day_of(participant, now=now)
    context = {
        "met": found.met,
        "found": found,
        "heard": None,
        "may_say": _may_say(participant, now=now),
        "key": str(uuid.uuid4()),
        "now": now,
        "offers": get_open_offers(participant, now=now),
        "mark": etag_of(participant),
        "as_of": format_moment(now),
    }
    return context | _next_of(participant, found, found.met, now=now) if found.met else context


def etag_of(participant: Participant) -> str:
    """The language belongs to it: a page that was kept in another one is another page."""
    text = f"{get_language()}|{day_fingerprint_of(participant)}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _next_of(
    participant: Participant, found: ParticipantDay, met: ToldMeeting, *, now: datetime
) -> dict[str, Any]:
    reasons, before = found.reasons, found.before
    is_today = local_date(met.starts_at) == local_date(now)
    return {
        "is_running": met.starts_at <= now,
        "countdown": _countdown_of(met, now),
        "day": "" if is_today else format_weekday(met.starts_at),
        "as_of": format_time(now) if is_today else format_moment(now),
        "why": why_of(reasons.card, reasons.found, reasons.mine) if reasons and reasons.card.offers else None,
        "is_fit": bool(reasons and reasons.found),
        "way": route_to(participant.service.event, goal=met.place, start=before.place if before else None),
        "heard": _heard_of(participant, found, met, now=now),
        "late_minutes": LATE_MINUTES,
    }


def _countdown_of(met: ToldMeeting, now: datetime) -> str:
    if met.starts_at <= now:
        number = time_left(met.ends_at, now).number
        time = ngettext("%(n)s minute", "%(n)s minutes", number) % {"n": number}
        return _("{time} left").format(time=time)
    until = time_left(met.starts_at, now)
    match until.unit:
        case Unit.MINUTES:
            text = ngettext("in %(n)s minute", "in %(n)s minutes", until.number)
        case Unit.HOURS:
            text = ngettext("in %(n)s hour", "in %(n)s hours", until.number)
        case _unit:
            text = ngettext("in %(n)s day", "in %(n)s days", until.number)
    return text % {"n": until.number}


def _may_say(participant: Participant, *, now: datetime) -> bool:
    dates = dates_of(participant.service)
    return is_the_day(now, begins_at=dates.begins_at, ends_at=dates.ends_at)


def _heard_of(
    participant: Participant, found: ParticipantDay, met: ToldMeeting, *, now: datetime
) -> _Heard | None:
    """None on other days: then there is nothing to say anything about."""
    if not _may_say(participant, now=now):
        return None
    theirs = ((one.name, last_of(found.heard, one.id)) for one in met.others)
    return _Heard(
        mine=last_of(found.heard, participant.pk),
        theirs=tuple((name, said) for name, said in theirs if said is not None and said.kind in _TOLD),
        replace_at=may_replace_at(found.heard, participant.pk, starts_at=met.starts_at),
        is_of_several=len(met.others) > 1,
    )


@require_safe
@for_the_day
def today_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of the day; the code on a printed sheet opens it, too."""
    now = timezone.now()
    context = page_context(participant, token, "day:today", now=now) | today_context(participant, now=now)
    context |= {"manifest_url": reverse("day:app", args=[token]), "push": push_card(participant, token)}
    return render(request, "day/today.html", context)


@require_POST
@for_the_day
def say_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """One signal of a form; its key makes it count once, however often the button is pressed."""
    now = timezone.now()
    try:
        signal = said_in(request.POST, now=now)
    except Unreadable:
        messages.error(request, _("Something went wrong. Press the button again."))
    else:
        (receipt,) = day_signals.receive_signals(
            participant_id=participant.pk,
            signals=[signal],
            has_link=True,
            by=subject_of(request.user),
            now=now,
        )
        if receipt.outcome.label:
            messages.error(request, refusal_message(receipt.outcome))
    return HttpResponseRedirect(reverse("day:today", args=[token]) + "#said")


@require_POST
@for_the_day
def sync_page(request: HttpRequest, participant: Participant, _token: str) -> HttpResponse:
    """What a device has kept while there was no network, each answered by its key."""
    now = timezone.now()
    try:
        signals = read_batch(request.body, now=now)
    except Unreadable:
        return JsonResponse({"fault": "unreadable"}, status=UNFIT)
    receipts = day_signals.receive_signals(
        participant_id=participant.pk,
        signals=signals,
        has_link=True,
        by=subject_of(request.user),
        now=now,
    )
    return JsonResponse({"receipts": [{"key": one.key, "outcome": one.outcome.value} for one in receipts]})


@require_POST
@for_the_day
def step_in_page(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Yes or no to an offer; whatever is not said clearly is a no."""
    attempt(
        request,
        lambda: stepping_in.answer_offer(
            stand_by_id=number,
            participant_id=participant.pk,
            is_yes=request.POST.get("answer") == "yes",
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    return HttpResponseRedirect(reverse("day:today", args=[token]) + "#said")


@require_safe
@for_the_day
def state_page(request: HttpRequest, participant: Participant, _token: str) -> HttpResponse:
    """Whether the page is still right, what time it is, and what a device needs to send something."""
    now = timezone.now()
    return JsonResponse({"now": now.isoformat(), "mark": etag_of(participant), "token": get_token(request)})
