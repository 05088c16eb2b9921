"""Other systems are to be called: added, tried, stopped, started again, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Subject
from handschlag.api.actions.delivering import attempt_delivery, secret_of
from handschlag.api.actions.outbox import queue_deliveries
from handschlag.api.models import Endpoint, Stop
from handschlag.api.rules.refusals import ApiRefusal
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.rules.call_addresses import AddressFault, target_of
from handschlag.events.models import Event
from handschlag.matching.actions.access import require_team

MOST: Final = 10
PING: Final = "ping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The secret is shown now, and never again."""

    row: Endpoint
    secret: str


@transaction.atomic
def add(*, event_id: int, url: str, kinds: Sequence[str], by: Subject, now: datetime) -> Added:
    """One more system is told of this event."""
    require_team(by, event_id)
    target = target_of(url, may_be_local=settings.WEBHOOKS_MAY_BE_LOCAL)
    if isinstance(target, AddressFault):
        raise Refusal(target)
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event_id)
    rows = Endpoint.objects.filter(event=event)
    if rows.count() >= MOST:
        raise Refusal(ApiRefusal.TOO_MANY_ENDPOINTS)
    if rows.filter(url=url).exists():
        raise Refusal(ApiRefusal.ENDPOINT_THERE)
    row = Endpoint.objects.create(event=event, url=url, kinds=list(kinds), made_by_id=by.user_id, made_at=now)
    changes = {"kinds": [None, list(kinds)]}
    audit.record(verb="api.endpoint_added", target=row, by_id=by.user_id, now=now, changes=changes)
    return Added(row=row, secret=secret_of(row))


@transaction.atomic
def ping(*, endpoint_id: int, by: Subject, now: datetime) -> None:
    """A call that says nothing is on its way; one that was waiting for its time is tried now, too."""
    row = _own(endpoint_id, by)
    queue_deliveries([row], PING, contents=[{}])
    Endpoint.objects.filter(pk=row.pk).update(waits_until=None)
    audit.record(verb="api.endpoint_tried", target=row, by_id=by.user_id, now=now)
    attempt_delivery(endpoint_id=row.pk, now=now)


@transaction.atomic
def stop(*, endpoint_id: int, by: Subject, now: datetime) -> None:
    """It is called no more; what happens meanwhile is kept for it."""
    row = _own(endpoint_id, by)
    if Endpoint.objects.filter(pk=row.pk, stopped_at=None).update(stopped_at=now, stop=Stop.BY_HAND) != 1:
        raise Refusal(ApiRefusal.NOT_IN_THIS_STATE)
    audit.record(verb="api.endpoint_stopped", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def start(*, endpoint_id: int, by: Subject, now: datetime) -> None:
    """It is called again, and told of everything that has waited."""
    row = _own(endpoint_id, by)
    rows = Endpoint.objects.filter(pk=row.pk, stopped_at__isnull=False)
    if rows.update(stopped_at=None, stop="", waits_until=None) != 1:
        raise Refusal(ApiRefusal.NOT_IN_THIS_STATE)
    audit.record(verb="api.endpoint_started", target=row, by_id=by.user_id, now=now)
    attempt_delivery(endpoint_id=row.pk, now=now)


@transaction.atomic
def renew(*, endpoint_id: int, by: Subject, now: datetime) -> Added:
    """A new secret; the old one signs nothing any more."""
    row = _own(endpoint_id, by)
    Endpoint.objects.filter(pk=row.pk).update(secret_number=F("secret_number") + 1)
    row.refresh_from_db()
    audit.record(verb="api.secret_renewed", target=row, by_id=by.user_id, now=now)
    return Added(row=row, secret=secret_of(row))


@transaction.atomic
def remove(*, endpoint_id: int, by: Subject, now: datetime) -> None:
    """It is gone, with its log."""
    row = _own(endpoint_id, by)
    audit.record(verb="api.endpoint_removed", target=row, by_id=by.user_id, now=now)
    row.delete()


def _own(endpoint_id: int, by: Subject) -> Endpoint:
    row = Endpoint.objects.get(pk=endpoint_id)
    require_team(by, row.event_id)
    return row
