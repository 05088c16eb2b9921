"""Calls are claimed, made, and noted: at least once, in their order, until they arrive or are given up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from handschlag.api.http_client import DeliveryResult
from handschlag.api.models import Delivery, DeliveryState, Endpoint, Occurrence, Stop
from handschlag.api.rules import signing
from handschlag.api.rules.retries import LEASE, delay_after
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.common.operations.holding import held_since

DELIVER: Final = "api.deliver"
KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """What is sent where."""

    delivery: Delivery
    url: str
    body: bytes
    headers: dict[str, str]


def attempt_delivery(*, endpoint_id: int, now: datetime, due_at: datetime | None = None) -> None:
    """A worker makes the calls of this endpoint; one job at a time is enough."""
    waiting = Job.objects.filter(
        kind=DELIVER, state=JobState.QUEUED, payload__endpoint_id=endpoint_id, due_at__lte=due_at or now
    )
    if not waiting.exists():
        payload = {"endpoint_id": endpoint_id}
        enqueue(kind=DELIVER, payload=payload, owner_id=None, now=now, due_at=due_at)


@transaction.atomic
def claim(*, endpoint_id: int, now: datetime) -> _Call | None:
    """The oldest call that waits is ours for a minute. Whoever dies meanwhile is followed by another."""
    if held_since() is not None:
        return None
    endpoint = Endpoint.objects.select_for_update(of=("self",), no_key=True).filter(pk=endpoint_id).first()
    if endpoint is None or endpoint.stopped_at or (endpoint.waits_until and endpoint.waits_until > now):
        return None
    rows = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING)
    first = rows.select_related("occurrence__event").order_by("pk").first()
    if first is None or (first.leased_until is not None and first.leased_until > now):
        return None
    Delivery.objects.filter(pk=first.pk).update(
        attempts=F("attempts") + 1, leased_until=now + LEASE, tried_at=now
    )
    first.refresh_from_db(fields=["attempts", "leased_until", "tried_at"])
    return _call_of(endpoint, first, now=now)


def _call_of(endpoint: Endpoint, delivery: Delivery, *, now: datetime) -> _Call:
    """The same body each time; the signature is of now."""
    told = delivery.occurrence
    facts = {
        "delivery": str(delivery.uid),
        "kind": told.kind,
        "at": told.at.isoformat(),
        "event": told.event.slug,
        **told.content,
    }
    body = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
    signed = signing.signature_of(body, secret=secret_of(endpoint), at=int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Handschlag",
        signing.DELIVERY: str(delivery.uid),
        signing.SIGNATURE: signed,
    }
    return _Call(delivery=delivery, url=endpoint.url, body=body, headers=headers)


def secret_of(endpoint: Endpoint) -> str:
    """What signs the calls to this endpoint: computed, never stored; renewing gives another."""
    return signing.secret_of(str(endpoint.uid), number=endpoint.secret_number, key=settings.SECRET_KEY)


@transaction.atomic
def record_delivery(call: _Call, outcome: DeliveryResult, *, now: datetime) -> bool:
    """What came of it; whether the next one may be called at once."""
    one = call.delivery
    rows = Delivery.objects.filter(pk=one.pk, state=DeliveryState.WAITING, attempts=one.attempts)
    values = {"status": outcome.status, "fault": outcome.fault or "", "leased_until": None}
    endpoints = Endpoint.objects.filter(pk=one.endpoint_id)
    if outcome.fault is None:
        endpoints.update(waits_until=None)
        return bool(rows.update(state=DeliveryState.DONE, **values))
    delay = delay_after(one.attempts)
    if delay is not None:
        if rows.update(**values):
            endpoints.update(waits_until=now + delay)
            attempt_delivery(endpoint_id=one.endpoint_id, now=now, due_at=now + delay)
    elif rows.update(state=DeliveryState.DEAD, **values):
        endpoints.filter(stopped_at=None).update(stopped_at=now, stop=Stop.FAILING, waits_until=None)
    return False


def delete_expired_deliveries(*, now: datetime) -> int:
    """Calls that are over are forgotten after a month, with what they told."""
    old = Q(occurrence__at__lt=now - KEPT)
    Delivery.objects.filter(old).exclude(state=DeliveryState.WAITING).delete()
    return Occurrence.objects.filter(at__lt=now - KEPT, deliveries=None).delete()[0]
