"""The team shares the calls: somebody takes one, hands it over or gives it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.models import CallTask
from handschlag.matching.rules.refusals import PreparingRefusal
from handschlag.registration.models import Registration


@transaction.atomic
def take_call(*, service_id: int, registration_id: int, by: Subject, now: datetime) -> None:
    """Whoever asks calls this person from now on, in place of a colleague who had taken it."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    people = Registration.objects.filter(event_id=service.event_id, erased_at=None)
    row = people.filter(pk=registration_id).first()
    if row is None:
        raise Refusal(PreparingRefusal.GONE)
    assert by.user_id is not None
    CallTask.objects.update_or_create(
        registration=row, defaults={"service": service, "caller_id": by.user_id, "taken_at": now}
    )
    audit.record(verb="matching.call_taken", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def give_call_back(*, service_id: int, registration_id: int, by: Subject, now: datetime) -> None:
    """Nobody has this call any more; only whoever has it gives it back."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    rows = CallTask.objects.filter(service=service, registration=registration_id, caller=by.user_id)
    task = rows.select_related("registration").first()
    if task is None:
        raise Refusal(PreparingRefusal.GONE)
    task.delete()
    audit.record(verb="matching.call_given_back", target=task.registration, by_id=by.user_id, now=now)
