"""Letters about what has come in; nobody is told twice, and nobody more than once an hour."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.matching import emails
from handschlag.matching.emails.requests import FIRST
from handschlag.matching.models import Participant, Party, RequestState
from handschlag.matching.rules.phase_emails import EmailKind


def send_digests(*, now: datetime) -> int:
    """How many letters were written."""
    ids = (
        Party.objects.filter(
            is_sender=False,
            said_yes_at=None,
            request__state=RequestState.OPEN,
            request__sent_at__gt=now - FIRST,
            participant__left_at=None,
            participant__service__is_open=True,
        )
        .exclude(participant__muted_emails__kind=EmailKind.REQUESTS)
        .order_by("participant_id")
        .values_list("participant_id", flat=True)
        .distinct()
    )
    return sum(_tell_one(pk, now=now) for pk in list(ids))


@transaction.atomic
def _tell_one(participant_id: int, *, now: datetime) -> bool:
    """The person is locked, so that two workers do not write the same letter."""
    rows = Participant.objects.select_for_update(of=("self",), no_key=True)
    participant = rows.select_related("service__event", "registration").get(pk=participant_id)
    return emails.tell_requests(participant, now=now)
