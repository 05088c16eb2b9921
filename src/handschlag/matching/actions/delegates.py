"""Somebody of the same organisation goes instead: the colleague says yes, and so does the other."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.answering import own_party
from handschlag.matching.models import AGREED, Participant, Party, Request
from handschlag.matching.queries.colleagues import colleagues_of
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.matching.rules.values import pair_of


@transaction.atomic
def propose(
    *,
    request_id: int,
    participant_id: int,
    colleague_id: int,
    has_link: bool,
    by: Subject,
    now: datetime,
) -> Request:
    """A new request between the colleague and the other. Until both say yes the old one stays."""
    service, old, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if old.state not in AGREED or not old.pair:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=old.state)
    if colleague_id not in {one.pk for one in colleagues_of(party.participant)}:
        raise Refusal(MatchingRefusal.LEFT)
    other = _other_of(old, party.participant)
    if other.pk == colleague_id:
        raise Refusal(MatchingRefusal.ALREADY)
    try:
        with transaction.atomic():
            made = Request.objects.create(
                service=service,
                sender=party.participant,
                pair=pair_of(colleague_id, other.pk),
                purpose=old.purpose,
                value=old.value,
                replaces=old,
                revision=service.revision,
                sent_at=now,
            )
    except IntegrityError as error:
        raise Refusal(MatchingRefusal.ALREADY) from error
    Party.objects.bulk_create([Party(request=made, participant_id=pk) for pk in (colleague_id, other.pk)])
    audit.record(verb="matching.delegated", target=made, by_id=by.user_id, now=now)
    return made


def _other_of(request: Request, me: Participant) -> Participant:
    """The other of a pair."""
    return Participant.objects.exclude(pk=me.pk).get(parties__request=request)
