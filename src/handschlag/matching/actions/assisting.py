"""Calls before the event, and filling in for somebody who asked for it on the telephone.

What is filled in is written by the same actions as the person's own, with the organiser's name in the audit
trail; and the person gets a letter with all of it, at the end or at the latest after half an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.matching.actions import answering, confirming, joining, leaving, requests
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.emails.assisted import tell_assisted
from handschlag.matching.models import Call, CallResult, Participant, Request, Service
from handschlag.matching.rules.profile import Profile
from handschlag.matching.rules.refusals import PreparingRefusal
from handschlag.registration.models import Registration

SUMMARY: Final = "matching.summary"
AFTER: Final = timedelta(minutes=30)
LASTS: Final = timedelta(hours=12)


def _registered(service: Service, registration_id: int) -> Registration:
    """Somebody of this event."""
    rows = Registration.objects.filter(event_id=service.event_id, erased_at=None)
    found = rows.filter(pk=registration_id).first()
    if found is None:
        raise Refusal(PreparingRefusal.GONE)
    return found


@transaction.atomic
def log_call(*, service_id: int, registration_id: int, result: str, by: Subject, now: datetime) -> Call:
    """The result stands with the person; who takes no part has left matching, too."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    row = _registered(service, registration_id)
    if result not in CallResult.values or result == CallResult.IN_NAME:
        raise Refusal(PreparingRefusal.NOT_SOUND)
    call = Call.objects.create(service=service, registration=row, result=result, by_id=by.user_id, at=now)
    audit.record(
        verb="matching.called",
        target=row,
        by_id=by.user_id,
        now=now,
        changes={"result": [None, result]},
    )
    participant = Participant.objects.filter(registration=row, left_at=None).first()
    if result == CallResult.NO_PART and participant is not None:
        leaving.leave(participant_id=participant.pk, has_link=False, by=by, now=now)
    return call


@transaction.atomic
def confirm_on_behalf(
    *, service_id: int, registration_id: int, comes: bool, by: Subject, now: datetime
) -> Participant:
    """Somebody said on the telephone that they come, or that they cannot: as if they had pressed it."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    row = _registered(service, registration_id)
    participant = Participant.objects.filter(registration=row, left_at=None).first()
    if participant is None:
        raise Refusal(PreparingRefusal.GONE)
    act = confirming.confirm_coming if comes else leaving.leave
    return act(participant_id=participant.pk, has_link=False, by=by, now=now)


@transaction.atomic
def begin(
    *, service_id: int, registration_id: int, has_agreed: bool, by: Subject, now: datetime
) -> Participant:
    """From now on the team fills in for this person, who has agreed to that on the telephone."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    row = _registered(service, registration_id)
    if not has_agreed:
        raise Refusal(PreparingRefusal.NO_CONSENT_BY_PHONE)
    participant = joining.join(registration_id=row.pk, has_link=False, by=by, now=now, agrees=True)
    Participant.objects.filter(pk=participant.pk).update(is_by_phone=True)
    call = Call.objects.create(
        service=service, registration=row, result=CallResult.IN_NAME, by_id=by.user_id, at=now
    )
    audit.record(verb="matching.fills_in", target=participant, by_id=by.user_id, now=now)
    payload = {"call_id": call.pk}
    enqueue(kind=SUMMARY, payload=payload, owner_id=None, now=now, due_at=now + AFTER)
    return participant


def current_call(participant: Participant, now: datetime) -> Call | None:
    """Under which call the team fills in for this person just now."""
    rows = Call.objects.filter(
        registration_id=participant.registration_id, result=CallResult.IN_NAME, summed_up_at=None
    )
    return rows.filter(at__gt=now - LASTS).order_by("-at").first()


def acting_for(participant_id: int, *, by: Subject, now: datetime) -> Participant:
    """The person, if the team fills in for them now."""
    rows = Participant.objects.select_related("registration", "service")
    participant = rows.filter(pk=participant_id, left_at=None).first()
    if participant is None:
        raise Refusal(PreparingRefusal.GONE)
    require_team(by, participant.registration.event_id)
    if current_call(participant, now) is None:
        raise Refusal(PreparingRefusal.NO_CONSENT_BY_PHONE)
    return participant


@transaction.atomic
def describe_on_behalf(
    *, participant_id: int, seen: int, profile: Profile, by: Subject, now: datetime
) -> Participant:
    """The team saves a profile for somebody; refused without the person's consent by telephone."""
    one = acting_for(participant_id, by=by, now=now)
    return joining.describe(participant_id=one.pk, seen=seen, profile=profile, has_link=False, by=by, now=now)


@transaction.atomic
def ask_on_behalf(
    *, participant_id: int, towards_id: int, kind: str, purpose: str, by: Subject, now: datetime
) -> Request:
    """The team sends a request for somebody; refused without the person's consent by telephone."""
    one = acting_for(participant_id, by=by, now=now)
    return requests.send_request(
        participant_id=one.pk,
        towards_id=towards_id,
        kind=kind,
        purpose=purpose,
        has_link=False,
        by=by,
        now=now,
    )


def answer_on_behalf(
    *, participant_id: int, request_id: int, is_yes: bool, by: Subject, now: datetime
) -> Request:
    """Yes is checked by the engine, as the person's own would be, in a transaction of its own as that is."""
    one = acting_for(participant_id, by=by, now=now)
    if is_yes:
        return answering.accept(
            request_id=request_id, participant_id=one.pk, kind="want", has_link=False, by=by, now=now
        )
    return answering.decline(request_id=request_id, participant_id=one.pk, has_link=False, by=by, now=now)


@transaction.atomic
def finish(*, participant_id: int, by: Subject, now: datetime) -> None:
    """The person gets the summary, and nobody fills in any more."""
    one = acting_for(participant_id, by=by, now=now)
    call = current_call(one, now)
    assert call is not None, "acting_for has seen it"
    audit.record(verb="matching.filled_in", target=one, by_id=by.user_id, now=now)
    sum_up(call_id=call.pk, now=now)


@transaction.atomic
def sum_up(*, call_id: int, now: datetime) -> bool:
    """The letter goes out once, however often this is asked for."""
    rows = Call.objects.filter(pk=call_id, result=CallResult.IN_NAME, summed_up_at=None)
    call = rows.select_related("registration__event").first()
    if call is None or not rows.update(summed_up_at=now):
        return False
    if call.registration.erased_at is None:
        tell_assisted(call, now=now)
    return True
