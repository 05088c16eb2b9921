"""What somebody thinks of others, for themselves: must, want, maybe, rather not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.rows import lock_service, participant_now, phase_of
from handschlag.matching.models import Participant, Service, Wish, WishKind
from handschlag.matching.rules import phases
from handschlag.matching.rules.refusals import MatchingRefusal


@transaction.atomic
def wish(
    *,
    participant_id: int,
    towards_id: int,
    kind: str,
    has_link: bool,
    by: Subject,
    now: datetime,
    purpose: str = "",
) -> Wish | None:
    """The wish is noted; an empty kind takes it back. Nobody else learns of it, and it blocks no time."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    if phase_of(service, now) is phases.Phase.BEFORE:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    partner = partner_of(participant, towards_id)
    before = Wish.objects.filter(by=participant, towards=partner).first()
    if kind == WishKind.MUST and (before is None or before.kind != WishKind.MUST):
        require_must_left(service, participant)
    audit.record(verb="matching.wished", target=participant, by_id=by.user_id, now=now)
    if not kind:
        Wish.objects.filter(by=participant, towards=partner).delete()
        return None
    values = {"kind": kind, "purpose": purpose or (before.purpose if before else ""), "changed_at": now}
    found, _ = Wish.objects.update_or_create(by=participant, towards=partner, defaults=values)
    return found


def require_must_left(service: Service, participant: Participant) -> None:
    if participant.wishes.filter(kind=WishKind.MUST).count() >= service.musts:
        raise Refusal(MatchingRefusal.TOO_MANY_MUSTS, most=service.musts)


def partner_of(participant: Participant, partner_id: int) -> Participant:
    """Somebody else of the same event who takes part."""
    rows = Participant.objects.select_related("registration")
    found = rows.filter(pk=partner_id, service_id=participant.service_id, left_at=None).first()
    if found is None or found.pk == participant.pk:
        raise Refusal(MatchingRefusal.LEFT)
    return found
