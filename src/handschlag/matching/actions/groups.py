"""A meeting of three to five: one asks, all have to say yes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Place
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.requests import received_now, sent_now
from handschlag.matching.actions.versioned_writes import lock_service, participant_now, phase_of
from handschlag.matching.actions.wishing import partner_of
from handschlag.matching.models import ForbiddenPair, Participant, Party, Request, Service, WishKind
from handschlag.matching.queries.categories import keeps_apart
from handschlag.matching.rules import phases
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.matching.rules.values import value_of

FEWEST: Final = 2  # others than the sender
MOST: Final = 4


@transaction.atomic
def send_to_group(
    *,
    participant_id: int,
    towards_ids: Collection[int],
    purpose: str,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> Request:
    """Everybody finds the request in the inbox; it is held when the last one says yes."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    if not phases.may_wish(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    if not purpose.strip():
        raise Refusal(MatchingRefusal.NO_PURPOSE)
    others = [partner_of(participant, pk) for pk in dict.fromkeys(towards_ids)]
    _require_room(service, participant, others)
    made = Request.objects.create(
        service=service,
        sender=participant,
        purpose=purpose.strip(),
        value=value_of([WishKind.WANT]),
        revision=service.revision,
        sent_at=now,
    )
    own = Party(request=made, participant=participant, is_sender=True, kind=WishKind.WANT, said_yes_at=now)
    Party.objects.bulk_create([own, *(Party(request=made, participant=one) for one in others)])
    audit.record(verb="matching.asked_group", target=made, by_id=by.user_id, now=now)
    return made


def _require_room(service: Service, participant: Participant, others: Collection[Participant]) -> None:
    """Few enough people, a table for them, and budgets."""
    if not FEWEST <= len(others) <= MOST:
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if not Place.objects.filter(event_id=service.event_id, seats__gt=len(others)).exists():
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if sent_now(participant) >= service.most_sent:
        raise Refusal(MatchingRefusal.TOO_MANY_SENT, most=service.most_sent)
    if any(received_now(one) >= service.most_received for one in others):
        raise Refusal(MatchingRefusal.TOO_MANY_RECEIVED)
    everybody = [participant.pk, *(one.pk for one in others)]
    if ForbiddenPair.objects.filter(first_id__in=everybody, second_id__in=everybody).exists():
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if keeps_apart(service.pk, everybody):
        raise Refusal(MatchingRefusal.CATEGORIES_APART)
