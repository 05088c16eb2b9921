"""Somebody deletes everything, and sees what was there before and what is left: nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.day.queries.stored_data import Kept, shown_of, stored_data_of
from handschlag.matching.models import Participant
from handschlag.registration.actions import erasure


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureProof:
    """Counted before and after, in the same transaction."""

    before: Kept
    after: Kept
    at: datetime
    reference: int


@transaction.atomic
def delete(*, participant_id: int, has_link: bool, by: Subject, now: datetime) -> ErasureProof:
    """The registration and everything beside it is erased, and the proof of it is counted."""
    participant = Participant.objects.select_related("registration").get(pk=participant_id)
    before = shown_of(participant)
    erasure.erase(registration_id=participant.registration_id, has_link=has_link, by=by, now=now)
    return ErasureProof(
        before=before, after=stored_data_of(participant), at=now, reference=participant.registration_id
    )
