"""What somebody thinks of others, for themselves: must, want, maybe, rather not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.versioned_writes import lock_service, participant_now, phase_of
from handschlag.matching.models import ACTIVE, Participant, Party, Service, Wish, WishKind
from handschlag.matching.rules import phases
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.matching.rules.values import pair_of


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
    participant, service = _own_service(participant_id, has_link=has_link, by=by, now=now)
    partner = partner_of(participant, towards_id)
    audit.record(verb="matching.wished", target=participant, by_id=by.user_id, now=now)
    return _write_wish(service, participant, partner, kind=kind, purpose=purpose, now=now)


@transaction.atomic
def wish_several(
    *, participant_id: int, kinds: Mapping[int, str], has_link: bool, by: Subject, now: datetime
) -> Mapping[int, StrEnum]:
    """Each wish by itself, those that free a must first; by person, why one was not noted."""
    participant, service = _own_service(participant_id, has_link=has_link, by=by, now=now)
    before = dict(participant.wishes.values_list("towards_id", "kind"))
    changed = {pk: kind for pk, kind in kinds.items() if before.get(pk, "") != kind}
    faults: dict[int, StrEnum] = {}
    for pk, kind in sorted(changed.items(), key=lambda one: one[1] == WishKind.MUST):
        try:
            _write_wish(service, participant, partner_of(participant, pk), kind=kind, purpose="", now=now)
        except Refusal as no:
            faults[pk] = no.reason
    if len(faults) < len(changed):
        audit.record(verb="matching.wished", target=participant, by_id=by.user_id, now=now)
    return faults


def _own_service(
    participant_id: int, *, has_link: bool, by: Subject, now: datetime
) -> tuple[Participant, Service]:
    """Whose wishes they are, and the locked service, in a phase in which people wish."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    if phase_of(service, now) in {phases.Phase.BEFORE, phases.Phase.AFTER}:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    return participant, service


def _write_wish(
    service: Service,
    participant: Participant,
    partner: Participant,
    *,
    kind: str,
    purpose: str,
    now: datetime,
) -> Wish | None:
    """Once one has said yes oneself, the request is taken back first."""
    if _has_said_yes(participant, partner):
        raise Refusal(MatchingRefusal.ALREADY)
    before = Wish.objects.filter(by=participant, towards=partner).first()
    if kind == WishKind.MUST and (before is None or before.kind != WishKind.MUST):
        require_must_left(service, participant)
    if not kind:
        Wish.objects.filter(by=participant, towards=partner).delete()
        return None
    values = {"kind": kind, "purpose": purpose or (before.purpose if before else ""), "changed_at": now}
    found, _ = Wish.objects.update_or_create(by=participant, towards=partner, defaults=values)
    return found


def _has_said_yes(participant: Participant, partner: Participant) -> bool:
    return Party.objects.filter(
        participant=participant,
        said_yes_at__isnull=False,
        request__pair=pair_of(participant.pk, partner.pk),
        request__state__in=ACTIVE,
    ).exists()


def require_must_left(service: Service, participant: Participant, *, is_theirs: bool = True) -> None:
    """Whoever acts for somebody is told of the musts that were sent, and of no others."""
    if not is_theirs:
        sent = Party.objects.filter(participant=participant, kind=WishKind.MUST, request__state__in=ACTIVE)
        if sent.count() >= service.musts:
            raise Refusal(MatchingRefusal.TOO_MANY_MUSTS, most=service.musts)
        return
    if participant.wishes.filter(kind=WishKind.MUST).count() >= service.musts:
        raise Refusal(MatchingRefusal.TOO_MANY_MUSTS, most=service.musts)


def partner_of(participant: Participant, partner_id: int) -> Participant:
    """Somebody else of the same event who takes part."""
    rows = Participant.objects.select_related("registration")
    found = rows.filter(pk=partner_id, service_id=participant.service_id, left_at=None).first()
    if found is None or found.pk == participant.pk:
        raise Refusal(MatchingRefusal.LEFT)
    return found
