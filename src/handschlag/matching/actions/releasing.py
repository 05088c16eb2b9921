"""A request ends; what became free is offered to those who wait for it."""

from __future__ import annotations

from datetime import datetime

from handschlag.common.jobs import enqueue
from handschlag.matching.actions.mending import mend
from handschlag.matching.actions.rows import bump, drop_meeting, stays
from handschlag.matching.engine import answers
from handschlag.matching.engine.desks import desk_for
from handschlag.matching.models import Request, RequestState, Service

WATCH = "matching.watch"


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
