"""An event and its matching as plain values, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from handschlag.day.queries.signs import signs_of
from handschlag.events.models import Block, Session
from handschlag.events.rules.blocks.slots import cut
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
from handschlag.matching.queries.engine_input import networks_of
from handschlag.matching.queries.timing import dates_of
from handschlag.registration.models import (
    Registration,
    RegistrationState,
    SeatState,
    SessionChoice,
    SessionWish,
)
from handschlag.statistics.queries.day import answers_of, incidents_of, late_of, repairs_of, said_of
from handschlag.statistics.rules.event_data import EventData, HeldMeeting, PersonActivity
from handschlag.statistics.rules.kpis import WITHIN_HOURS, Phase

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
