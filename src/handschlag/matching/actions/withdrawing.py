"""A request or a meeting is given up; what became free is offered to those who wait for it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.answering import decide, own_party
from handschlag.matching.actions.mending import mend
from handschlag.matching.actions.rows import bump, drop_meeting, lock_service, stays
from handschlag.matching.engine import answers
from handschlag.matching.engine.desks import desk_for
from handschlag.matching.models import ACTIVE, Request, RequestState, Service
from handschlag.matching.rules.refusals import MatchingRefusal

WATCH = "matching.watch"


@transaction.atomic
def withdraw(*, request_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Request:
    """The person takes the request, or the yes, back. A meeting that was held is held no longer."""
    service, request, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if request.state not in ACTIVE or (request.state == RequestState.OPEN and not party.is_sender):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=request.state)
    release(service, request, now=now)
    audit.record(verb="matching.withdrawn", target=request, by_id=by.user_id, now=now)
    return request


def release(service: Service, request: Request, *, now: datetime) -> None:
    """The request ends. The service is locked."""
    was_held = request.state == RequestState.ACCEPTED
    if was_held:
        with desk_for(service) as kept:
            mend(service, kept, now=now)
            bump(service)
            drop_meeting(service, request)
            answers.withdraw(kept, request.pk)
            stays(service, kept)
    Request.objects.filter(pk=request.pk).update(state=RequestState.WITHDRAWN, ended_at=now)
    if was_held:
        look_again(service, now=now)
    request.refresh_from_db()


def look_again(service: Service, *, now: datetime) -> None:
    """Whoever waits on the watch list is tried again, in the background."""
    if Request.objects.filter(service=service, state=RequestState.WATCHED).exists():
        enqueue(kind=WATCH, payload={"service_id": service.pk}, owner_id=None, now=now)


def try_watched(*, service_id: int, now: datetime) -> list[Request]:
    """Every request on the watch list is tried again, the most valuable first; those that are held now."""
    ids = Request.objects.filter(service_id=service_id, state=RequestState.WATCHED, is_barred=False)
    won = [
        try_one(service_id, pk, now=now) for pk in ids.order_by("-value", "pk").values_list("pk", flat=True)
    ]
    return [one for one in won if one is not None]


@transaction.atomic
def try_one(service_id: int, request_id: int, *, now: datetime) -> Request | None:
    """The request, if it is held now."""
    service = lock_service(service_id)
    request = Request.objects.filter(pk=request_id, state=RequestState.WATCHED).first()
    if request is None:
        return None
    request = decide(service, request, now=now)
    if request.state != RequestState.ACCEPTED:
        return None
    audit.record(verb="matching.held", target=request, by_id=None, now=now)
    return request
