"""The team reminds people of what is missing, and takes in those who have agreed already."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.joining import changed_profiles
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.emails.invitations import tell_to_join
from handschlag.matching.emails.phases import tell_phase
from handschlag.matching.models import JoinInvitation, Participant, PhaseEmail, Service
from handschlag.matching.queries.readiness import agreed_outside
from handschlag.matching.queries.reminders import Reminder, may_invite, reminders_of
from handschlag.matching.rules.refusals import MatchingRefusal, PreparingRefusal
from handschlag.matching.rules.reminders import REMINDERS, Missing
from handschlag.registration.models import Registration

REMIND: Final = "matching.remind"


@transaction.atomic
def ask_to_remind(
    *, service_id: int, steps: Collection[Missing], expected: int, by: Subject, now: datetime
) -> Job:
    """A job writes to everybody concerned, if they are still as many as the page named.

    One at a time: a second one would find the same people before the first has written to them.
    """
    service = lock_service(service_id)
    require_team(by, service.event_id)
    jobs = Job.objects.filter(kind=REMIND, payload__service_id=service.pk)
    if jobs.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).exists():
        raise Refusal(PreparingRefusal.STALE)
    due = reminders_of(service, steps, now=now).due
    if not due or len(due) != expected:
        raise Refusal(PreparingRefusal.STALE)
    audit.record(
        verb="matching.reminders_asked",
        target=service,
        by_id=by.user_id,
        now=now,
        changes={"emails": [None, len(due)]},
    )
    payload = {"service_id": service.pk, "steps": sorted(steps)}
    return enqueue(kind=REMIND, payload=payload, owner_id=by.user_id, now=now)


def send_reminders(
    *, service_id: int, steps: Collection[Missing], now: datetime, tell: Callable[[int, int], None]
) -> int:
    """Each person gets one, however often this is begun; how many were written."""
    service = Service.objects.select_related("event").get(pk=service_id)
    due = reminders_of(service, steps, now=now).due
    for number, one in enumerate(due, start=1):
        _remind(one, service, now=now)
        tell(number, len(due))
    return len(due)


@transaction.atomic
def _remind(reminder: Reminder, service: Service, *, now: datetime) -> None:
    registration = Registration.objects.select_related("event").get(pk=reminder.registration)
    kind = REMINDERS[reminder.missing]
    if kind is None or reminder.participant is None:
        invited, is_new = JoinInvitation.objects.get_or_create(
            registration=registration, defaults={"sent_at": now}
        )
        if not is_new:
            JoinInvitation.objects.filter(pk=invited.pk).update(sent_at=now, times=F("times") + 1)
        tell_to_join(registration, service, now=now)
        audit.record(verb="matching.invited", target=registration, by_id=None, now=now)
        return
    participant = Participant.objects.select_related("service__event", "registration__event").get(
        pk=reminder.participant
    )
    PhaseEmail.objects.update_or_create(participant=participant, kind=kind, defaults={"sent_at": now})
    tell_phase(participant, kind, now=now)
    audit.record(verb="matching.reminded", target=participant, by_id=None, now=now)


@transaction.atomic
def take_in_agreed(*, service_id: int, by: Subject, now: datetime) -> int:
    """Everybody who is registered and has agreed takes part, without being asked again; how many."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if not may_invite(service, now):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    made = Participant.objects.bulk_create(
        Participant(service=service, registration=one, joined_at=now) for one in agreed_outside(service)
    )
    if made:
        changed_profiles(service)
        audit.record_all(
            verb="matching.joined", targets=((one, {}) for one in made), by_id=by.user_id, now=now
        )
    return len(made)
