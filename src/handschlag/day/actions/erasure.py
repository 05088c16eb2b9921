"""Somebody deletes everything, and sees what was there before and what is left: nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.day.queries.stored_data import ErasureProof, shown_of, stored_data_of
from handschlag.matching.models import Participant
from handschlag.registration.actions import erasure


@transaction.atomic
def delete(*, participant_id: int, has_link: bool, by: Subject, now: datetime) -> ErasureProof:
    """The registration and everything beside it is erased, and the proof of it is counted."""
    participant = Participant.objects.select_related("registration").get(pk=participant_id)
    before = shown_of(participant)
    erasure.erase(registration_id=participant.registration_id, has_link=has_link, by=by, now=now)
    return ErasureProof(
        before=before, after=stored_data_of(participant), at=now, reference=participant.registration_id
    )
