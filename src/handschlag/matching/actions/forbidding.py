"""Two people are not to meet, as the organisers say; who has been promised a meeting keeps it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.joining import changed_profiles
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.models import ForbiddenPair, Participant, Request, RequestState
from handschlag.matching.rules.refusals import PreparingRefusal


@transaction.atomic
def forbid(
    *, service_id: int, one_id: int, other_id: int, reason: str, by: Subject, now: datetime
) -> ForbiddenPair:
    """They are recommended to each other no longer, and no yes between them is guaranteed."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if one_id == other_id:
        raise Refusal(PreparingRefusal.SAME_PERSON)
    first, second = sorted((one_id, other_id))
    if Participant.objects.filter(service=service, pk__in=(first, second)).count() != 2:
        raise Refusal(PreparingRefusal.UNKNOWN_PERSON)
    accepted = Request.objects.filter(service=service, state=RequestState.ACCEPTED)
    if accepted.filter(parties__participant=first).filter(parties__participant=second).exists():
        raise Refusal(PreparingRefusal.BREAKS_PROMISES, number=1)
    values = {"reason": reason, "by_id": by.user_id, "at": now}
    row, is_new = ForbiddenPair.objects.get_or_create(
        service=service, first_id=first, second_id=second, defaults=values
    )
    if not is_new:
        raise Refusal(PreparingRefusal.IS_FORBIDDEN_ALREADY)
    changed_profiles(service)
    audit.record(verb="matching.forbidden", target=row, by_id=by.user_id, now=now)
    return row


@transaction.atomic
def forbid_by_address(
    *, service_id: int, one: str, other: str, reason: str, by: Subject, now: datetime
) -> ForbiddenPair:
    """The same, by the e-mail addresses of the two."""
    rows = Participant.objects.filter(service_id=service_id, left_at=None)
    found = dict(rows.filter(registration__email__in=[one, other]).values_list("registration__email", "pk"))
    if one not in found or other not in found:
        require_team(by, lock_service(service_id).event_id)
        raise Refusal(PreparingRefusal.UNKNOWN_PERSON)
    return forbid(
        service_id=service_id, one_id=found[one], other_id=found[other], reason=reason, by=by, now=now
    )


@transaction.atomic
def allow(*, service_id: int, pk: int, by: Subject, now: datetime) -> None:
    """They may meet again."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    row = ForbiddenPair.objects.filter(service=service, pk=pk).first()
    if row is None:
        raise Refusal(PreparingRefusal.GONE)
    audit.record(verb="matching.allowed", target=row, by_id=by.user_id, now=now)
    row.delete()
    changed_profiles(service)


@transaction.atomic
def show(*, service_id: int, by: Subject, now: datetime) -> tuple[ForbiddenPair, ...]:
    """The pairs with their names; that somebody has looked at them is written down."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    audit.record(verb="matching.looked_at_forbidden", target=service, by_id=by.user_id, now=now)
    rows = ForbiddenPair.objects.filter(service=service).order_by("pk")
    return tuple(rows.select_related("first__registration", "second__registration"))
