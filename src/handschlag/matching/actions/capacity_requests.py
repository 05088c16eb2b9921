"""The organisers ask people for the small change that a plan has proved to help; each once for a meeting."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.matching import emails
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.models import Participant, Request, Run
from handschlag.matching.queries.proved_changes import changes_in


@transaction.atomic
def ask_for_capacity(*, run_id: int, by: Subject, now: datetime) -> int:
    """How many letters go out. Nothing is changed: whoever is asked decides."""
    run = Run.objects.get(pk=run_id)
    service = lock_service(run.service_id)
    require_team(by, service.event_id)
    found = changes_in(service, run)
    people = Participant.objects.select_related("registration__event").in_bulk([one.person for one in found])
    requests = Request.objects.in_bulk([one.request for one in found])
    for one in found:
        request = requests[one.request]
        changes = {"person": [None, one.person]}
        audit.record(verb="matching.room_asked", target=request, by_id=by.user_id, now=now, changes=changes)
        emails.ask_for_change(request, people[one.person], starts_at=one.starts_at, now=now)
    return len(found)
