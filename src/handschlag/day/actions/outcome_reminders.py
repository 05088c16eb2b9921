"""30 and 90 days after the event people are asked what came of their meetings: once each time."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import local_date
from handschlag.day import emails
from handschlag.day.actions.marks import own_meeting
from handschlag.day.models import Asked, Outcome
from handschlag.day.queries.outcomes import questions_of, to_ask
from handschlag.day.rules.afterwards import AfterwardsRefusal, questions_due
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.versioned_writes import participant_now
from handschlag.matching.models import Participant, Service


def send_outcome_reminders(*, now: datetime) -> int:
    """Everybody of whom there is something to ask now has an email; how many were written."""
    number = 0
    for service in Service.objects.select_related("event").filter(event__last_day__lt=local_date(now)):
        for after_days in questions_due(service.event.last_day, local_date(now)):
            for participant in to_ask(service, after_days=after_days):
                if questions_of(participant, after_days=after_days, now=now):
                    number += _ask(participant, after_days=after_days, now=now)
    return number


def _ask(participant: Participant, *, after_days: int, now: datetime) -> bool:
    """The letter waits and the question counts as asked, or neither; False where it was asked before."""
    try:
        with transaction.atomic():
            Asked.objects.create(participant=participant, after_days=after_days, asked_at=now)
            emails.ask_what_came(participant, after_days=after_days, now=now)
            audit.record(verb="day.asked", target=participant, by_id=None, now=now)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def answer(
    *,
    request_id: int,
    participant_id: int,
    after_days: int,
    result: str,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> Outcome:
    """This came of the meeting, as far as the person knows; a later answer to the same question counts."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    own_meeting(request_id, participant, now=now)
    if (local_date(now) - participant.service.event.last_day).days < after_days:
        raise Refusal(AfterwardsRefusal.NOT_ASKED_YET)
    outcome, _ = Outcome.objects.update_or_create(
        request_id=request_id,
        participant=participant,
        after_days=after_days,
        defaults={"result": result, "answered_at": now},
    )
    audit.record(verb="day.answered", target=outcome, by_id=by.user_id, now=now)
    return outcome
