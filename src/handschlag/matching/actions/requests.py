"""A wish is sent as a request, with a line of purpose. Nothing that is pending blocks time."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import is_own, require_self
from handschlag.matching.actions.advance_yes import apply_standing_yes
from handschlag.matching.actions.answering import agree
from handschlag.matching.actions.versioned_writes import lock_service, participant_now, phase_of
from handschlag.matching.actions.wishing import partner_of, require_must_left
from handschlag.matching.models import (
    ACTIVE,
    ForbiddenPair,
    Participant,
    Party,
    Request,
    RequestState,
    Service,
    Wish,
    WishKind,
)
from handschlag.matching.queries.categories import keeps_apart
from handschlag.matching.rules import phases
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.matching.rules.values import pair_of, value_of


@transaction.atomic
def send_request(
    *,
    participant_id: int,
    towards_id: int,
    kind: str,
    purpose: str,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> Request:
    """The request is with the other person; where that one has asked before, both have said yes."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    if not phases.may_wish(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    if kind == WishKind.RATHER_NOT:
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if not purpose.strip():
        raise Refusal(MatchingRefusal.NO_PURPOSE)
    partner = partner_of(participant, towards_id)
    is_theirs = is_own(by, participant, has_link=has_link)
    _note(service, participant, partner, kind=kind, purpose=purpose, is_theirs=is_theirs, now=now)
    other = Request.objects.filter(pair=pair_of(participant.pk, partner.pk), state__in=ACTIVE).first()
    if other is not None:
        is_by_hand = not is_theirs
        return _answered(service, other, participant, kind=kind, is_by_hand=is_by_hand, by=by, now=now)
    _require_budgets(service, participant, partner)
    request = _create(
        service, participant, partner, kind=kind, purpose=purpose, by=by, is_theirs=is_theirs, now=now
    )
    audit.record(verb="matching.asked", target=request, by_id=by.user_id, now=now)
    Participant.objects.filter(pk=participant.pk, wished_at=None).update(
        wished_at=now, is_wished_by_hand=request.by_hand_of_id is not None
    )
    answered = apply_standing_yes(service, request, partner, seen_by=participant.pk, now=now)
    return answered or request


def _note(
    service: Service,
    participant: Participant,
    partner: Participant,
    *,
    kind: str,
    purpose: str,
    is_theirs: bool,
    now: datetime,
) -> None:
    """The wish behind the request."""
    before = Wish.objects.filter(by=participant, towards=partner).first()
    if kind == WishKind.MUST and (before is None or before.kind != WishKind.MUST):
        require_must_left(service, participant, is_theirs=is_theirs)
    values = {"kind": kind, "purpose": purpose, "changed_at": now}
    Wish.objects.update_or_create(by=participant, towards=partner, defaults=values)


def _answered(
    service: Service,
    request: Request,
    participant: Participant,
    *,
    kind: str,
    is_by_hand: bool,
    by: Subject,
    now: datetime,
) -> Request:
    """Somebody asks who was asked already: that is a yes."""
    if request.state != RequestState.OPEN or request.sender_id == participant.pk:
        raise Refusal(MatchingRefusal.ALREADY)
    Party.objects.filter(request=request, participant=participant).update(
        kind=kind, said_yes_at=now, is_by_hand=is_by_hand
    )
    return agree(service, request, by=by, now=now)


def _require_budgets(service: Service, participant: Participant, partner: Participant) -> None:
    """What was sent to somebody who would rather not counts as well, so that a budget tells nothing."""
    if sent_now(participant) >= service.most_sent:
        raise Refusal(MatchingRefusal.TOO_MANY_SENT, most=service.most_sent)
    if received_now(partner) >= service.most_received:
        raise Refusal(MatchingRefusal.TOO_MANY_RECEIVED)
    first, second = sorted((participant.pk, partner.pk))
    if ForbiddenPair.objects.filter(first_id=first, second_id=second).exists():
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if keeps_apart(service.pk, (first, second)):
        raise Refusal(MatchingRefusal.CATEGORIES_APART)


def sent_now(participant: Participant) -> int:
    """How many requests of a person are open or agreed."""
    return participant.sent.filter(state__in=ACTIVE).count()


def received_now(participant: Participant) -> int:
    """How many requests wait for a person's answer."""
    rows = Party.objects.filter(participant=participant, is_sender=False, said_yes_at=None)
    return rows.filter(request__state=RequestState.OPEN).count()


def _create(
    service: Service,
    participant: Participant,
    partner: Participant,
    *,
    kind: str,
    purpose: str,
    by: Subject,
    is_theirs: bool,
    now: datetime,
) -> Request:
    try:
        with transaction.atomic():
            request = Request.objects.create(
                service=service,
                sender=participant,
                pair=pair_of(participant.pk, partner.pk),
                purpose=purpose.strip(),
                value=value_of([kind]),
                revision=service.revision,
                sent_at=now,
                by_hand_of_id=None if is_theirs else by.user_id,
            )
    except IntegrityError as error:
        raise Refusal(MatchingRefusal.ALREADY) from error
    Party.objects.bulk_create(
        [
            Party(request=request, participant=participant, is_sender=True, kind=kind, said_yes_at=now),
            Party(request=request, participant=partner),
        ]
    )
    return request
