"""What is counted of an event, as plain values, read in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.day.models import (
    Incident,
    IncidentKind,
    IncidentState,
    Mark,
    Outcome,
    OutcomeResult,
    Proposal,
    Repair,
)
from handschlag.day.signs import Sign, signs_of
from handschlag.events.meeting_grid import cut
from handschlag.events.models import Block, Session
from handschlag.matching.engine_input import networks_of
from handschlag.matching.models import (
    AGREED,
    Blocked,
    Meeting,
    Participant,
    Party,
    Request,
    RequestState,
    Service,
    TimetableVersion,
)
from handschlag.matching.phases import dates_of
from handschlag.registration.models import (
    Registration,
    RegistrationState,
    SeatState,
    SessionChoice,
    SessionWish,
)
from handschlag.statistics.kpis import ASKED_AFTER, WITHIN_HOURS, Phase


class MissReason(Labelled):
    """Why a planned meeting was not held; the first that fits counts."""

    NO_SHOW = "no_show", _("did not appear")  # one side says so, and the other does not contradict
    CANCELLED = "cancelled", _("cancelled on the day, no replacement")  # the event, after it had begun
    LATE = "late", _("too late, meeting cancelled")  # somebody of it was late, and the meeting fell out
    GAVE_UP = "gave_up", _("one person cancelled")  # one side withdrew the meeting alone
    DROPPED = "dropped", _("cancelled because of a timetable change")  # by a repair


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonActivity:
    networks: tuple[int, ...] = ()
    arrives_at: datetime | None = None
    leaves_at: datetime | None = None
    away: frozenset[datetime] = frozenset()  # slots kept free of meetings
    talks: tuple[tuple[datetime, datetime], ...] = ()  # that the person must hear
    minutes: float | None = None  # from joining to the first list of wishes, if both were their own doing
    has_cancelled: bool = False  # after the event had begun


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMeeting:
    """A meeting that stands: its people and when it begins and ends."""

    request: int
    people: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFeedback:
    """What both sides say of a meeting."""

    yes: int = 0
    no: int = 0
    objections: int = 0

    @property
    def is_missed(self) -> bool:
        """Somebody says that it was not held, and nobody contradicts."""
        return self.no > 0 and not self.yes and not self.objections

    @property
    def is_disputed(self) -> bool:
        return self.no > 0 and not self.is_missed


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """One repair that was taken: other meetings moved, and the seconds of its computation."""

    others: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventData:
    """An event and its matching at a moment.

    `planned` are the people of each meeting of the timetable with which the event began, by request;
    `standing` what the timetable holds now. `waiting` are agreed requests without a place.
    """

    registered: int
    people: Mapping[int, PersonActivity]
    blocks: tuple[tuple[datetime, ...], ...]
    asked: int  # requests that people had their time to answer, or answered themselves
    in_time: int
    waiting: int
    planned: Mapping[int, tuple[int, ...]]
    standing: tuple[HeldMeeting, ...]
    withdrawn: frozenset[int] = frozenset()  # planned requests that one side gave up
    said: Mapping[int, MeetingFeedback] = field(default_factory=dict)
    signs: Mapping[int, Sign] = field(default_factory=dict)  # by what it is known that a meeting was held
    late: frozenset[int] = frozenset()  # people
    repairs: tuple[Repaired, ...] = ()
    incidents: int = 0
    cooperations: int = 0  # meetings of which somebody reports something in common after 90 days
    answers: int = 0  # meetings of which somebody was heard after 90 days
    results: Mapping[str, int] = field(default_factory=dict)  # by the most that a side reports


# What counts as a co-operation: more than being in touch.
COOPERATION: Final = (OutcomeResult.PLANNING, OutcomeResult.APPLICATION, OutcomeResult.CONTRACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """What came of the meetings: by request the most that a side reports."""

    heard: int
    results: Mapping[str, int]

    @property
    def cooperations(self) -> int:
        return sum(self.results.get(one, 0) for one in COOPERATION)


def said_of(service: Service) -> dict[int, MeetingFeedback]:
    """What the sides say, by request; who says nothing is not counted."""
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = Mark.objects.filter(request__service=service, took_place__isnull=False)
    for request, took_place, objected_at in rows.values_list("request_id", "took_place", "objected_at"):
        counts[request][0 if took_place else 1] += 1
        counts[request][2] += objected_at is not None
    return {
        request: MeetingFeedback(yes=yes, no=no, objections=odd) for request, (yes, no, odd) in counts.items()
    }


def late_of(service: Service) -> frozenset[int]:
    """People of whom it was known that they were late."""
    rows = Incident.objects.filter(service=service, kind=IncidentKind.LATE, participant__isnull=False)
    rows = rows.exclude(state=IncidentState.DISMISSED)
    return frozenset(pk for (pk,) in rows.values_list("participant_id"))


def incidents_of(service: Service) -> int:
    """All that really happened, without what was only supposed or turned out to be nothing."""
    rows = Incident.objects.filter(service=service).exclude(kind=IncidentKind.WHAT_IF)
    return rows.exclude(state=IncidentState.DISMISSED).count()


def repairs_of(service: Service) -> tuple[Repaired, ...]:
    """Repairs that were taken and not undone, with the seconds of the proposal that they rest on."""
    seconds = {
        (incident, style): spent
        for incident, style, spent in Proposal.objects.filter(incident__service=service).values_list(
            "incident_id", "style", "seconds"
        )
    }
    rows = Repair.objects.filter(incident__service=service, undone_at=None).order_by("pk")
    rows = rows.exclude(incident__kind=IncidentKind.WHAT_IF)
    return tuple(
        Repaired(others=others, seconds=seconds.get((incident, style), 0.0))
        for incident, style, others in rows.values_list("incident_id", "style", "others")
    )


def answers_of(service: Service) -> _Answers:
    """How many requests an outcome was reported for, and of which kind: the furthest of each."""
    order = list(OutcomeResult.values)
    best: dict[int, int] = {}
    rows = Outcome.objects.filter(request__service=service, after_days=ASKED_AFTER)
    for request, result in rows.values_list("request_id", "result"):
        best[request] = max(best.get(request, 0), order.index(result))
    results: dict[str, int] = defaultdict(int)
    for place in best.values():
        results[order[place]] += 1
    return _Answers(heard=len(best), results={one: results[one] for one in order if results[one]})


WITHIN = timedelta(hours=WITHIN_HOURS)


def phase_of(service: Service, now: datetime) -> Phase:
    """Where `now` stands to the days of the event; the moment of the end counts as after."""
    dates = dates_of(service)
    if now < dates.begins_at:
        return Phase.BEFORE
    return Phase.DURING if now < dates.ends_at else Phase.AFTER


def load_event_data(service: Service, *, now: datetime) -> EventData:
    """As it stands in this transaction; people whose data were erased are not counted."""
    dates = dates_of(service)
    begins_at = dates.begins_at
    rows = planned_rows(service, begins_at)
    standing = (*standing_of(service), *_ended_later(service, rows or (), dates.ends_at))
    planned = {one.request: one.people for one in (standing if rows is None else rows)}
    places = {one.request for one in standing} | planned.keys()
    asked, in_time = _answered(service, now)
    answers = answers_of(service)
    return EventData(
        registered=Registration.objects.filter(_came(begins_at), event_id=service.event_id).count(),
        people=_people_of(service, begins_at),
        blocks=_blocks_of(service),
        asked=asked,
        in_time=in_time,
        waiting=sum(pk not in places for pk in _agreed(service)),
        planned=planned,
        standing=standing,
        withdrawn=_withdrawn_of(service, begins_at),
        said=said_of(service),
        signs=signs_of(service, standing),
        late=late_of(service),
        repairs=repairs_of(service),
        incidents=incidents_of(service),
        cooperations=answers.cooperations,
        answers=answers.heard,
        results=answers.results,
    )


def _came(begins_at: datetime, prefix: str = "") -> Q:
    """Confirmed, or cancelled only after the event had begun; not erased."""
    state, ended, erased = (f"{prefix}{name}" for name in ("state", "ended_at__gte", "erased_at"))
    late = Q(**{state: RegistrationState.CANCELLED, ended: begins_at})
    return (Q(**{state: RegistrationState.CONFIRMED}) | late) & Q(**{erased: None})


def _people_of(service: Service, begins_at: datetime) -> dict[int, PersonActivity]:
    rows = Participant.objects.filter(_came(begins_at, "registration__"), service=service)
    rows = rows.filter(Q(left_at=None) | Q(left_at__gte=begins_at)).order_by("pk")
    networks, away, talks = networks_of(service), _away_of(service), _talks_of(service)
    columns = ("pk", "registration_id", "registration__state", "joined_at")
    return {
        pk: PersonActivity(
            networks=networks.get(registration, ()),
            away=frozenset(away[pk]),
            talks=tuple(talks[registration]),
            minutes=None if is_by_hand else _minutes(joined_at, wished_at, service),
            has_cancelled=state != RegistrationState.CONFIRMED or left_at is not None,
        )
        for pk, registration, state, joined_at, wished_at, is_by_hand, left_at in rows.values_list(
            *columns, "wished_at", "is_wished_by_hand", "left_at"
        )
    }


def _minutes(joined_at: datetime, wished_at: datetime | None, service: Service) -> float | None:
    """From joining to the first list of wishes; None where wishes were not open yet on joining."""
    if wished_at is None or joined_at < service.wishes_from:
        return None
    return (wished_at - joined_at).total_seconds() / 60


def _away_of(service: Service) -> defaultdict[int, set[datetime]]:
    found: defaultdict[int, set[datetime]] = defaultdict(set)
    rows = Blocked.objects.filter(participant__service=service)
    for owner, at in rows.values_list("participant_id", "starts_at"):
        found[owner].add(at)
    return found


def _talks_of(service: Service) -> defaultdict[int, list[tuple[datetime, datetime]]]:
    """Sessions that people must hear, by registration; who waits for a seat hears none."""
    sessions = Session.objects.filter(event_id=service.event_id, is_cancelled=False)
    times = {
        pk: (begins, ends)
        for pk, begins, ends in sessions.values_list("pk", "starts_at", "ends_at")
        if begins and ends
    }
    found: defaultdict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    chosen = SessionChoice.objects.filter(registration__matching__service=service, wish=SessionWish.MUST)
    for owner, session in chosen.exclude(seat=SeatState.WAITING).values_list("registration_id", "session_id"):
        if session in times:
            found[owner].append(times[session])
    return found


def _blocks_of(service: Service) -> tuple[tuple[datetime, ...], ...]:
    return tuple(
        tuple(
            slot.starts_at
            for slot in cut(
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                meeting_minutes=row.meeting_minutes,
                change_minutes=row.change_minutes,
            ).slots
        )
        for row in Block.objects.filter(event_id=service.event_id).order_by("starts_at", "pk")
    )


def _answered(service: Service, now: datetime) -> tuple[int, int]:
    """Requests that were answered, or had their hours to be; and those answered in time.

    What the organisers answered for somebody says nothing of how fast people answer.
    A yes counts from the moment when the last of those who were asked said it, whenever it was held.
    """
    silent = Party.objects.filter(request=OuterRef("pk"), is_sender=False, said_yes_at=None)
    slow = Party.objects.filter(
        request=OuterRef("pk"), is_sender=False, said_yes_at__gt=OuterRef("sent_at") + WITHIN
    )
    is_no = Q(state=RequestState.DECLINED)
    is_yes = ~is_no & Q(is_silent=False)
    in_time = is_no & Q(answered_at__lte=F("sent_at") + WITHIN) | is_yes & Q(is_slow=False)
    due = is_no | is_yes | Q(sent_at__lte=now - WITHIN) & ~Q(state=RequestState.WITHDRAWN)
    by_hand = Party.objects.filter(request=OuterRef("pk"), is_sender=False, is_by_hand=True)
    rows = Request.objects.filter(~Exists(by_hand), service=service)
    rows = rows.annotate(is_silent=Exists(silent), is_slow=Exists(slow))
    found = rows.aggregate(asked=Count("pk", filter=due), in_time=Count("pk", filter=in_time))
    return found["asked"], found["in_time"]


def _agreed(service: Service) -> Iterable[int]:
    """Requests to which everybody said yes."""
    return Request.objects.filter(service=service, state__in=AGREED).values_list("pk", flat=True)


def standing_of(service: Service) -> tuple[HeldMeeting, ...]:
    """The meetings of now with their people, in two queries."""
    people: dict[int, list[int]] = defaultdict(list)
    parties = Party.objects.filter(request__service=service, request__meeting__isnull=False).order_by("pk")
    for request, participant in parties.values_list("request_id", "participant_id"):
        people[request].append(participant)
    rows = Meeting.objects.filter(service=service).order_by("starts_at", "pk")
    return tuple(
        HeldMeeting(request=request, people=tuple(people[request]), starts_at=starts_at, ends_at=ends_at)
        for request, starts_at, ends_at in rows.values_list("request_id", "starts_at", "ends_at")
    )


def planned_rows(service: Service, begins_at: datetime) -> tuple[HeldMeeting, ...] | None:
    """The timetable with which the event began; None where none was published before."""
    rows = TimetableVersion.objects.filter(service=service, published_at__lte=begins_at)
    content = rows.order_by("-number").values_list("content", flat=True).first()
    if content is None:
        return None
    return tuple(
        HeldMeeting(
            request=row["request"],
            people=tuple(row["people"]),
            starts_at=datetime.fromisoformat(row["starts_at"]),
            ends_at=datetime.fromisoformat(row["ends_at"]),
        )
        for row in content["meetings"]
    )


def _ended_later(
    service: Service, planned: Iterable[HeldMeeting], ends_at: datetime
) -> tuple[HeldMeeting, ...]:
    """Planned meetings that only ended when the event was over: somebody left, or was erased, afterwards."""
    rows = Request.objects.filter(service=service, meeting__isnull=True, ended_at__gte=ends_at)
    ended = set(rows.values_list("pk", flat=True))
    return tuple(one for one in planned if one.request in ended)


def _withdrawn_of(service: Service, begins_at: datetime) -> frozenset[int]:
    """Requests that one side gave up after the event had begun."""
    rows = Request.objects.filter(
        service=service, state__in=(RequestState.WITHDRAWN, RequestState.DECLINED), ended_at__gte=begins_at
    )
    return frozenset(rows.values_list("pk", flat=True))
