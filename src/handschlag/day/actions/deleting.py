"""Somebody deletes everything, and sees what was there before and what is left: nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.day.queries.kept import Kept, kept_of, shown_of
from handschlag.matching.models import Participant
from handschlag.registration.actions import forgetting


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Counted before and after, in the same transaction."""

    before: Kept
    after: Kept
    at: datetime
    reference: int


@transaction.atomic
def delete(*, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Proof:
    """The registration and everything beside it is erased, and the proof of it is counted."""
    participant = Participant.objects.select_related("registration").get(pk=participant_id)
    before = shown_of(participant)
    forgetting.erase(registration_id=participant.registration_id, has_link=has_link, by=by, now=now)
    return Proof(before=before, after=kept_of(participant), at=now, reference=participant.registration_id)
