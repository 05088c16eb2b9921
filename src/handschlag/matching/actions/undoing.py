"""An answer is taken back, as if it had not been given; a meeting that is agreed is withdrawn instead."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.answering import own_party
from handschlag.matching.models import ACTIVE, Party, Request, RequestState, Service
from handschlag.matching.rules.refusals import MatchingRefusal
from handschlag.matching.rules.values import pair_of, value_of


@transaction.atomic
def undo_answer(
    *, request_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime
) -> Request:
    """After a no, a "later", or a yes for which others still have to answer, the request waits again."""
    service, request, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if request.state == RequestState.DECLINED and request.pair == pair_of(request.sender_id, participant_id):
        _require_still_wanted(service, request)
        Request.objects.filter(pk=request.pk).update(state=RequestState.OPEN, answered_at=None, ended_at=None)
    elif request.state == RequestState.OPEN and not party.is_sender and _is_answered(party):
        Party.objects.filter(pk=party.pk).update(later_at=None, said_yes_at=None, kind="")
        said = Party.objects.filter(request=request, said_yes_at__isnull=False)
        value = value_of(said.values_list("kind", flat=True))
        Request.objects.filter(pk=request.pk).update(value=value)
    else:
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=request.state)
    audit.record(verb="matching.answer_undone", target=request, by_id=by.user_id, now=now)
    request.refresh_from_db()
    return request


def _is_answered(party: Party) -> bool:
    return party.later_at is not None or party.said_yes_at is not None


def _require_still_wanted(service: Service, request: Request) -> None:
    """Since the no, the sender may have left, or sent as many other requests as are allowed."""
    if request.sender.left_at is not None:
        raise Refusal(MatchingRefusal.LEFT)
    if Request.objects.filter(pair=request.pair, state__in=ACTIVE).exists():
        raise Refusal(MatchingRefusal.ALREADY)
    if request.sender.sent.filter(state__in=ACTIVE).count() >= service.most_sent:
        raise Refusal(MatchingRefusal.ASKED_OTHERS)
