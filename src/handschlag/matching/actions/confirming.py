"""Shortly before the event somebody says that they come."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.versioned_writes import participant_now
from handschlag.matching.models import Participant


@transaction.atomic
def confirm_coming(*, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Participant:
    """The person comes; said twice, the first time counts. Who cannot come leaves: `leaving.leave`."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    if Participant.objects.filter(pk=participant.pk, comes_at=None).update(comes_at=now):
        participant.comes_at = now
        audit.record(verb="matching.comes", target=participant, by_id=by.user_id, now=now)
    return participant
