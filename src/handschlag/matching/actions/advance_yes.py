"""Somebody says yes beforehand, to whoever fits a need and stands on their list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching import emails
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.answering import agree
from handschlag.matching.actions.versioned_writes import lock_service, participant_now, phase_of
from handschlag.matching.models import (
    Direction,
    Participant,
    Party,
    Request,
    RequestState,
    Service,
    StandingYes,
    Statement,
    Wish,
    WishKind,
)
from handschlag.matching.queries.advance_yes import open_senders, standing_yes_for
from handschlag.matching.rules import phases
from handschlag.matching.rules.refusals import MatchingRefusal

_NOBODY = Subject()  # the answer is the person's, given before; whoever asks now did not give it


@transaction.atomic
def set_standing_yes(
    *, participant_id: int, need_id: int, most: int, has_link: bool, by: Subject, now: datetime
) -> tuple[Request, ...]:
    """For this need at most so often, 0 ends it; which requests that wait are answered by it now."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    need = Statement.objects.filter(pk=need_id, participant=participant, direction=Direction.NEED).first()
    if need is None or not 0 <= most <= phases.MOST_STANDING:
        raise Refusal(MatchingRefusal.NOT_POSSIBLE)
    if not most:
        StandingYes.objects.filter(need=need).delete()
        audit.record(verb="matching.standing_ended", target=participant, by_id=by.user_id, now=now)
        return ()
    if not phases.may_answer(phase_of(service, now)):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_PHASE)
    StandingYes.objects.update_or_create(need=need, defaults={"most": most, "given_at": now})
    audit.record(verb="matching.standing_given", target=participant, by_id=by.user_id, now=now)
    answered = [
        apply_standing_yes(service, Request.objects.get(pk=pk), participant, seen_by=participant.pk, now=now)
        for pk, _sender in open_senders(participant)
    ]
    return tuple(one for one in answered if one is not None)


def apply_standing_yes(
    service: Service, request: Request, participant: Participant, *, seen_by: int, now: datetime
) -> Request | None:
    """The yes that was given before, if one fits this request: guaranteed like any yes. None: it waits.

    `seen_by` sees the answer on the page and gets no email. The service is locked.
    """
    found = standing_yes_for(participant, request.sender_id)
    if found is None or not phases.may_answer(phase_of(service, now)):
        return None
    request.service = service
    try:
        with transaction.atomic():
            Party.objects.filter(request=request, participant=participant).update(
                kind=WishKind.WANT, said_yes_at=now, standing=found, later_at=None
            )
            Wish.objects.get_or_create(
                by=participant,
                towards_id=request.sender_id,
                defaults={"kind": WishKind.WANT, "changed_at": now},
            )
            request = agree(service, request, by=_NOBODY, now=now)
            audit.record(verb="matching.standing_used", target=request, by_id=None, now=now)
    except Refusal:
        return None
    if request.state == RequestState.ACCEPTED:
        emails.tell_held(request, but=seen_by, now=now)
    return request


def use_standing_yes(request: Request, people: Collection[int], *, now: datetime) -> None:
    """The yes of these, which has just counted, was given in advance: what they gave is used up by one.

    Needs no right of its own: it belongs to holding what the two have agreed on.
    """
    parties = list(Party.objects.filter(request=request).select_related("participant"))
    for party in parties:
        others = [one.participant_id for one in parties if one.pk != party.pk]
        if party.participant_id not in people or party.said_yes_at != now or len(others) != 1:
            continue
        found = standing_yes_for(party.participant, others[0])
        if found is not None:
            Party.objects.filter(pk=party.pk).update(standing=found)
            audit.record(verb="matching.standing_used", target=request, by_id=None, now=now)
