"""Who sits at a topic table: it begins with three, a seat is guaranteed like any yes, and others wait."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from handschlag.common import audit
from handschlag.matching import emails
from handschlag.matching.actions.answering import take_over
from handschlag.matching.actions.freed_capacity import look_again, release
from handschlag.matching.actions.meeting_events import notify_listeners
from handschlag.matching.actions.outside_changes import apply_outside_changes
from handschlag.matching.actions.versioned_writes import increase_revision, phase_of, write_spots
from handschlag.matching.emails.tables import tell_table_off
from handschlag.matching.engine import tables as engine
from handschlag.matching.engine.admission_cache import controller_for
from handschlag.matching.hooks.meeting_events import MeetingEventKind
from handschlag.matching.models import (
    AGREED,
    Meeting,
    Participant,
    Party,
    Policy,
    Request,
    RequestState,
    Seat,
    Service,
    TopicTable,
    WishKind,
)
from handschlag.matching.queries.engine_input import EngineRequest
from handschlag.matching.queries.promised_meetings import promised_of
from handschlag.matching.queries.tables import people_at, waiting_for_seat, wishing_for
from handschlag.matching.rules.phases import Phase
from handschlag.matching.rules.tables import FEWEST, beginnings
from handschlag.matching.rules.values import value_of


def settle_table(service: Service, table: TopicTable, *, seen_by: int | None, now: datetime) -> None:
    """The table begins if it can, and who waits gets a seat if one fits. The service is locked.

    `seen_by` sees the answer on the page; everybody else who gets a seat is told by email.
    """
    request = table.request
    if table.ended_at is not None or (request is not None and request.is_barred):
        return
    if request is not None and request.state == RequestState.WATCHED and phase_of(service, now) is Phase.DAY:
        return  # what was dropped on the day comes back by a repair, or not at all
    if not _is_held(table) and not _begin(service, table, seen_by=seen_by, now=now):
        return
    for pk in waiting_for_seat(table):
        if len(people_at(table)) < table.seats and _seat(service, table, pk, now=now):
            emails.tell_held(_request_of(table), only=pk, but=seen_by, now=now)


def settle_all(service: Service, *, now: datetime) -> None:
    """Every table of the event that is not full is tried again."""
    for table in TopicTable.objects.filter(service=service, ended_at=None).select_related("request"):
        if len(people_at(table)) < table.seats:
            settle_table(service, table, seen_by=None, now=now)


def give_up_seat(service: Service, table: TopicTable, participant: Participant, *, now: datetime) -> None:
    """The seat is free for whoever waits; with fewer than three the table is given up. All are told."""
    request = table.request
    table.wishes.filter(participant=participant).delete()
    if request is None or request.state not in AGREED or participant.pk not in people_at(table):
        return
    Party.objects.filter(request=request, participant=participant).delete()
    Seat.objects.filter(meeting__request=request, participant=participant).delete()
    _write(service, table, people_at(table), now=now)
    settle_table(service, table, seen_by=None, now=now)
    if len(people_at(table)) < FEWEST:
        dissolve(service, table, but=participant.pk, now=now)
    elif request.state == RequestState.ACCEPTED:
        look_again(service, now=now)


def leave_tables(service: Service, participant: Participant, *, now: datetime) -> None:
    """Somebody takes part no longer: own tables end, and the others go on without them if three stay."""
    rows = TopicTable.objects.filter(service=service, ended_at=None).select_related("request")
    for table in rows.filter(host=participant):
        TopicTable.objects.filter(pk=table.pk).update(ended_at=now)
        table.ended_at = now
        dissolve(service, table, but=participant.pk, now=now)
    for table in rows.filter(wishes__participant=participant):
        give_up_seat(service, table, participant, now=now)


def dissolve(service: Service, table: TopicTable, *, but: int | None, now: datetime) -> None:
    """The table is not held; its people are free again and are told. Their wishes stay."""
    request = table.request
    if request is None:
        return
    was_agreed = request.state in AGREED
    request.service = service
    if was_agreed:
        release(service, request, now=now)
        audit.record(verb="matching.table_given_up", target=table, by_id=None, now=now)
        tell_table_off(request, is_over=table.ended_at is not None, but=but, now=now)
    TopicTable.objects.filter(pk=table.pk).update(request=None)
    table.request = None


def _is_held(table: TopicTable) -> bool:
    return table.request is not None and table.request.state == RequestState.ACCEPTED


def _request_of(table: TopicTable) -> Request:
    assert table.request is not None
    return table.request


def _begin(service: Service, table: TopicTable, *, seen_by: int | None, now: datetime) -> bool:
    """With all who wish it, or with two whom the host can meet. Whether the table is held now."""
    groups = list(beginnings(table.host_id, wishing_for(table), seats=table.seats))
    if not groups:
        return False
    is_round = service.policy == Policy.ROUNDS and phase_of(service, now) is Phase.WISHES
    people = _chosen(service, table, groups, now=now)
    if not people:
        return False
    request = _as_it_waits(service, table, people) or _write(service, table, people, now=now)
    if is_round:
        return False
    table.request = take_over(service, request, now=now)
    if not _is_held(table):
        return False
    emails.tell_held(table.request, but=seen_by, now=now)
    return True


def _as_it_waits(service: Service, table: TopicTable, people: tuple[int, ...]) -> Request | None:
    """The request of a table that waits with the same people: it is asked for again as it is.

    Writing it anew would make every desk read the whole event again, for each table that waits.
    """
    request = table.request
    if request is None or request.state not in AGREED or set(people_at(table)) != set(people):
        return None
    request.service = service
    return request


def _chosen(
    service: Service, table: TopicTable, groups: list[tuple[int, ...]], *, now: datetime
) -> tuple[int, ...]:
    """The first group that can be held; where none can, the first that may, so that it waits for time."""
    with controller_for(service) as kept:
        apply_outside_changes(service, kept, now=now)
        return engine.first_possible(kept, [_asked(table, one) for one in groups])


def _asked(table: TopicTable, people: tuple[int, ...]) -> EngineRequest:
    return EngineRequest(
        id=table.request_id or 0,
        state=RequestState.ACCEPTED,
        value=_value_of(people),
        is_barred=False,
        parties=people,
        seats=table.seats,
    )


def _value_of(people: tuple[int, ...]) -> int:
    return value_of(WishKind.WANT for _ in people)


def _seat(service: Service, table: TopicTable, participant_id: int, *, now: datetime) -> bool:
    """One more at a table that is held, if everything that was promised still holds."""
    request = _request_of(table)
    people = (*people_at(table), participant_id)
    with controller_for(service, request=request.pk) as kept:
        apply_outside_changes(service, kept, now=now)
        promised = promised_of(service, kept.facts.held)
        is_soon = phase_of(service, now) in {Phase.FIXED, Phase.DAY}
        may_move = request.pk not in promised and not is_soon
        asked = _asked(table, people)
        spots = engine.with_one_more(kept, asked, may_move=may_move, now=now)
    if spots is None:
        return False
    _write(service, table, people, now=now)
    if spots:
        write_spots(service, spots)
    if all(one.request != request.pk for one in spots):
        meeting = Meeting.objects.get(request=request)
        Seat.objects.create(meeting=meeting, participant_id=participant_id, starts_at=meeting.starts_at)
        notify_listeners(MeetingEventKind.MOVED, service_id=service.pk, requests=[request.pk])
    audit.record(verb="matching.table_seated", target=table, by_id=None, now=now)
    return True


def _write(service: Service, table: TopicTable, people: tuple[int, ...], *, now: datetime) -> Request:
    """The request of the table among exactly these people; desks read it anew."""
    increase_revision(service, structure=True)
    values = {"value": _value_of(people), "revision": service.revision}
    request = table.request
    if request is None or request.state not in AGREED:
        request = Request.objects.create(
            service=service,
            sender_id=table.host_id,
            purpose=table.topic,
            sent_at=now,
            state=RequestState.ROUND,
            **values,
        )
        TopicTable.objects.filter(pk=table.pk).update(request=request)
        table.request = request
    else:
        Request.objects.filter(pk=request.pk).update(sequence=F("sequence") + 1, **values)
        request.value = _value_of(people)
    rows = Party.objects.filter(request=request)
    rows.exclude(participant__in=people).delete()
    there = set(rows.values_list("participant_id", flat=True))
    Party.objects.bulk_create(
        [
            Party(
                request=request,
                participant_id=pk,
                is_sender=pk == table.host_id,
                kind=WishKind.WANT,
                said_yes_at=now,
            )
            for pk in people
            if pk not in there
        ]
    )
    request.service = service
    return request
