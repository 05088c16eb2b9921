"""Somebody waits in vain: somebody else who is free now is offered; both say yes, and the engine holds it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.day.actions import offers
from handschlag.day.actions.push_outbox import queue_pushes
from handschlag.day.actions.refilling import close_old_offers, hold_refill, refill_soon
from handschlag.day.actions.signal_reports import REPLACE
from handschlag.day.emails.offers import tell_stand_by
from handschlag.day.models import Mark, Signal, StandBy, StandByState
from handschlag.day.queries.offers import topic_of
from handschlag.day.queries.signal_history import heard_of
from handschlag.day.queries.stepping_in import candidates
from handschlag.day.rules.afterwards import AfterwardsRefusal
from handschlag.day.rules.signals import is_off, may_replace_at, missing_since
from handschlag.matching.actions import stepping_in as matching
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.versioned_writes import lock_service, participant_now
from handschlag.matching.engine.stepping_in import spot_at
from handschlag.matching.hooks.told_people import ToldPeople
from handschlag.matching.models import Meeting, Party, Service
from handschlag.matching.queries.engine_input import load_engine_input

LEAST: Final = timedelta(minutes=5)  # of a meeting that is worth beginning
ANSWER_WITHIN: Final = timedelta(minutes=4)


@transaction.atomic
def offer(*, signal_id: int, now: datetime) -> StandBy | None:
    """Two people are asked, or nobody, because nobody is missing (any more), or nobody is free."""
    signal = Signal.objects.select_related("participant__service", "participant__registration").get(
        pk=signal_id
    )
    service = lock_service(signal.service_id)
    meeting = Meeting.objects.filter(request_id=signal.request_id or 0).first()
    if meeting is None or meeting.ends_at - now < LEAST:
        return None
    person = signal.participant
    heard = heard_of(person, meeting.request_id, list(meeting.seats.values_list("participant_id", flat=True)))
    at = may_replace_at(heard, person.pk, starts_at=meeting.starts_at)
    if at is None:
        return None
    if at > now:
        _again(signal.pk, at, now=now)
        return None
    close_old_offers(service, now=now)
    is_asked = StandBy.objects.filter(participant=person, starts_at=meeting.starts_at)
    if is_asked.filter(state__in=(StandByState.OFFERED, StandByState.ACCEPTED)).exists():
        return None
    return _made(service, signal, meeting, now=now)


def _made(service: Service, signal: Signal, meeting: Meeting, *, now: datetime) -> StandBy | None:
    """The first of the candidates whom the engine would hold there and then."""
    facts = load_engine_input(service)
    person = signal.participant
    for pk in candidates(person, meeting, now=now):
        spot = spot_at(
            facts,
            pair=(person.pk, pk),
            gone=meeting.request_id,
            block=meeting.block_id,
            starts_at=meeting.starts_at,
            place=meeting.place_id,
        )
        if spot is not None and (row := _written(service, signal, meeting, pk, now=now)) is not None:
            return row
    return None


def _written(
    service: Service, signal: Signal, meeting: Meeting, partner: int, *, now: datetime
) -> StandBy | None:
    ends_at = min(now + ANSWER_WITHIN, meeting.ends_at - LEAST + timedelta(minutes=1))
    try:
        with transaction.atomic():
            row = StandBy.objects.create(
                service=service,
                participant=signal.participant,
                partner_id=partner,
                starts_at=meeting.starts_at,
                place_id=meeting.place_id,
                instead_of_id=meeting.request_id,
                offered_at=now,
                ends_at=ends_at,
            )
    except IntegrityError:
        return None
    audit.record(verb="day.stand_by_offered", target=row, by_id=None, now=now)
    tell_stand_by(row, now=now)
    partner = row.partner.registration_id
    queue_pushes(ToldPeople(service_id=service.pk, registrations=(partner,), at=now))
    _again(signal.pk, ends_at, now=now)
    return row


def _again(signal_id: int, at: datetime, *, now: datetime) -> None:
    enqueue(kind=REPLACE, payload={"signal_id": signal_id}, owner_id=None, now=now, due_at=at)


@transaction.atomic
def answer(
    *, stand_by_id: int, participant_id: int, is_yes: bool, has_link: bool, by: Subject, now: datetime
) -> StandBy:
    """One of the two says yes or no. With the second yes the meeting is held, or the offer lapses."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    lock_service(participant.service_id)
    row = StandBy.objects.filter(pk=stand_by_id).select_related("service").first()
    if row is None or participant.pk not in {row.participant_id, row.partner_id}:
        raise Refusal(AfterwardsRefusal.NOT_YOURS)
    if row.state != StandByState.OFFERED or row.ends_at <= now:
        raise Refusal(AfterwardsRefusal.OVER)
    if not is_yes:
        row.state, row.declined_by = StandByState.DECLINED, participant
    elif participant.pk == row.participant_id:
        row.participant_yes_at = row.participant_yes_at or now
    else:
        row.partner_yes_at = row.partner_yes_at or now
    if is_yes and row.participant_yes_at and row.partner_yes_at:
        _hold(row, by=by, now=now)
    row.save()
    audit.record(verb="day.stand_by_answered", target=row, by_id=by.user_id, now=now)
    if row.state in {StandByState.DECLINED, StandByState.LAPSED}:
        _next_one(row, now=now)
    return row


def _hold(row: StandBy, *, by: Subject, now: datetime) -> None:
    """Whoever waited says that nobody came: the other side sees it, and can object."""
    if row.instead_of_id is not None and not _is_still_missing(row):
        row.state = StandByState.LAPSED
        return
    if row.is_refill:
        hold_refill(row, by=by, now=now)
        return
    if row.instead_of_id is None:
        _hold_walk_in(row, now=now)
        return
    try:
        request = matching.step_in(
            gone_id=row.instead_of_id,
            participant_id=row.participant_id,
            partner_id=row.partner_id,
            purpose=topic_of(row.participant_id),
            by_id=by.user_id,
            now=now,
        )
    except Refusal:
        row.state = StandByState.LAPSED
        return
    row.state, row.request = StandByState.ACCEPTED, request
    Mark.objects.update_or_create(
        request_id=row.instead_of_id,
        participant_id=row.participant_id,
        defaults={"took_place": False, "was_worth": None, "marked_at": now},
    )


def _hold_walk_in(row: StandBy, *, now: datetime) -> None:
    """Nobody is missing: the desk asked for this meeting, on behalf of somebody who had just come."""
    try:
        with transaction.atomic():
            row.request = offers.hold(row.service, row, now=now)
    except Refusal:
        row.state = StandByState.LAPSED
    else:
        row.state = StandByState.ACCEPTED


def _is_still_missing(row: StandBy) -> bool:
    """Whoever was missed may have come in the meantime, or wants to come after all."""
    assert row.instead_of_id is not None
    rows = Party.objects.filter(request_id=row.instead_of_id).values_list("participant_id", flat=True)
    people = list(rows)
    heard = heard_of(row.participant, row.instead_of_id, people)
    if row.is_refill:
        others = [pk for pk in people if pk != row.participant_id]
        return is_off(heard, person=row.participant_id, others=others)
    return missing_since(heard, row.participant_id) is not None


def _next_one(row: StandBy, *, now: datetime) -> None:
    if row.is_refill:
        refill_soon(row.service_id, now=now)
        return
    signals = Signal.objects.filter(
        participant_id=row.participant_id, request_id=row.instead_of_id or 0, kind="partner_missing"
    )
    last = signals.order_by("-said_at", "-pk").first()
    if last is not None:
        _again(last.pk, now, now=now)
