"""A request or a meeting is given up; what became free is offered to those who wait for it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching import emails
from handschlag.matching.actions.answering import own_party, take_over
from handschlag.matching.actions.freed_capacity import release
from handschlag.matching.actions.topic_tables import leave_table, settle_tables
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.models import ACTIVE, AGREED, Request, RequestState, Service
from handschlag.matching.queries.tables import open_table_of
from handschlag.matching.queries.timing import phase_of
from handschlag.matching.rules.phases import Phase
from handschlag.matching.rules.refusals import MatchingRefusal


@transaction.atomic
def withdraw(*, request_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Request:
    """The person takes the request, or the yes, back. A meeting that was held is held no longer."""
    service, request, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if request.state not in ACTIVE or (request.state == RequestState.OPEN and not party.is_sender):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=request.state)
    if (table := open_table_of(request.pk)) is not None:
        leave_table(table_id=table.pk, participant_id=participant_id, has_link=has_link, by=by, now=now)
        return request
    was_agreed = request.state in AGREED
    release(service, request, now=now)
    audit.record(verb="matching.withdrawn", target=request, by_id=by.user_id, now=now)
    if was_agreed:
        emails.tell_withdrawn(request, but=participant_id, now=now)
    return request


def try_watched(*, service_id: int, now: datetime) -> list[Request]:
    """Every request on the watch list is tried again, the most valuable first; those that are held now.

    On the day nothing is tried: what was dropped then comes back by a repair, or not at all.
    """
    service = Service.objects.select_related("event").get(pk=service_id)
    if phase_of(service, now) in {Phase.DAY, Phase.AFTER}:
        return []
    ids = Request.objects.filter(service_id=service_id, state=RequestState.WATCHED, is_barred=False)
    won = [
        _try_one(service_id, pk, now=now) for pk in ids.order_by("-value", "pk").values_list("pk", flat=True)
    ]
    settle_tables(service_id=service_id, now=now)
    return [one for one in won if one is not None]


@transaction.atomic
def _try_one(service_id: int, request_id: int, *, now: datetime) -> Request | None:
    """The request, if it is held now."""
    service = lock_service(service_id)
    request = Request.objects.filter(pk=request_id, state=RequestState.WATCHED).first()
    if request is None:
        return None
    try:
        request = take_over(service, request, now=now)
    except Refusal:  # a rule keeps these people apart by now: it waits, and the others have their turn
        return None
    if request.state != RequestState.ACCEPTED:
        return None
    audit.record(verb="matching.held", target=request, by_id=None, now=now)
    emails.tell_held(request, now=now)
    return request
