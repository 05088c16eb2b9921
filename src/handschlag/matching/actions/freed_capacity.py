"""A request ends; what became free is offered to those who wait for it."""

from __future__ import annotations

from datetime import datetime

from handschlag.common.jobs import enqueue
from handschlag.matching.actions.outside_changes import apply_outside_changes
from handschlag.matching.actions.versioned_writes import cache_after_commit, drop_meeting, increase_revision
from handschlag.matching.engine import answers
from handschlag.matching.engine.admission_cache import controller_for
from handschlag.matching.models import Request, RequestState, Service, TableWish

WATCH = "matching.watch"


def release(service: Service, request: Request, *, now: datetime) -> None:
    """The request ends. The service is locked."""
    was_held = request.state == RequestState.ACCEPTED
    if was_held:
        with controller_for(service) as kept:
            apply_outside_changes(service, kept, now=now)
            increase_revision(service)
            drop_meeting(service, request)
            answers.withdraw(kept, request.pk)
            cache_after_commit(service, kept)
    Request.objects.filter(pk=request.pk).update(state=RequestState.WITHDRAWN, ended_at=now)
    if was_held:
        look_again(service, now=now)
    request.refresh_from_db()


def look_again(service: Service, *, now: datetime) -> None:
    """Whoever waits on the watch list is tried again, in the background."""
    waiting = TableWish.objects.filter(table__service=service, table__ended_at=None)
    if Request.objects.filter(service=service, state=RequestState.WATCHED).exists() or waiting.exists():
        enqueue(kind=WATCH, payload={"service_id": service.pk}, owner_id=None, now=now)
