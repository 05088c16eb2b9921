"""What the day keeps about somebody goes with the registration."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from handschlag.common import audit
from handschlag.day.models import (
    Asked,
    Incident,
    IncidentState,
    Mark,
    Note,
    Outcome,
    PushSubscription,
    Signal,
    StandBy,
)
from handschlag.matching.models import Participant

OPEN = IncidentState.OPEN


@transaction.atomic
def erase(*, registration_id: int, now: datetime) -> None:
    """Nothing is left of what the person said, marked and noted, nor of notes about the person.

    Needs no right of its own: it is a part of erasing the registration.
    """
    participant = Participant.objects.filter(registration=registration_id).first()
    if participant is None:
        return
    about = Q(participant=participant) | Q(partner=participant)
    Note.objects.filter(about).delete()
    StandBy.objects.filter(about).delete()
    Mark.objects.filter(participant=participant).delete()
    # What the others said of meetings with this person counts; their words may name the person.
    Mark.objects.filter(request__parties__participant=participant).update(next_step="")
    Outcome.objects.filter(participant=participant).delete()
    Asked.objects.filter(participant=participant).delete()
    Signal.objects.filter(participant=participant).delete()
    PushSubscription.objects.filter(participant=participant).delete()
    mine = Incident.objects.filter(participant=participant)
    mine.filter(state=OPEN).update(state=IncidentState.DISMISSED, closed_at=now)
    mine.update(participant=None, signal=None, subject="erased")
    audit.record(verb="day.erased", target=participant, by_id=None, now=now)
