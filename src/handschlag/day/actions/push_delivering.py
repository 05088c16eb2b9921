"""Messages are taken in hand, and what came of them is noted: none is lost, none sent on purpose twice."""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from handschlag.common import audit
from handschlag.day.models import PushMessage, PushState, PushSubscription
from handschlag.day.rules.push_delivery import LEASE, PushResult, result_of, wait_after

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PushInHand:
    """One message, ours until the lease ends; `attempt` is the token of the lease."""

    id: int
    attempt: int
    uid: uuid.UUID
    subscription: int
    endpoint: str
    key: str
    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PushAnswer:
    """What a push service said: no status where it said nothing, seconds where it asked for a pause."""

    status: int | None = None
    pause: int | None = None


def claim(*, now: datetime, most: int) -> list[PushInHand]:
    """The oldest that are due, also those whose carrier died with them in hand."""
    due = PushMessage.objects.filter(
        Q(state=PushState.WAITING, due_at__lte=now) | Q(state=PushState.SENDING, lease_until__lt=now)
    )
    if not due.exists():  # on SQLite a transaction takes the lock: not for a mere look
        return []
    with transaction.atomic():
        locked = due.select_for_update(of=("self",), skip_locked=True).select_related("subscription")
        rows = list(locked.order_by("due_at", "pk")[:most])
        over = [row.pk for row in rows if row.expires_at <= now]
        newest = {row.subscription_id: row.pk for row in sorted(rows, key=lambda row: row.pk)}
        mine = [row for row in rows if newest[row.subscription_id] == row.pk and row.pk not in over]
        _end(PushMessage.objects.filter(pk__in=over), PushState.FAILED)
        _end(_older(rows, than=mine).exclude(pk__in=over), PushState.REPLACED)
        PushMessage.objects.filter(pk__in=[row.pk for row in mine]).update(
            state=PushState.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    return [_in_hand(row) for row in mine]


def _in_hand(row: PushMessage) -> PushInHand:
    return PushInHand(
        id=row.pk,
        attempt=row.attempts + 1,
        uid=row.uid,
        subscription=row.subscription_id,
        endpoint=row.subscription.endpoint,
        key=row.subscription.key,
        secret=row.subscription.secret,
        expires_at=row.expires_at,
    )


def _older(rows: list[PushMessage], *, than: list[PushMessage]) -> QuerySet[PushMessage]:
    """What still waits for the same devices: the newest message makes them fetch everything."""
    newer = PushMessage.objects.filter(
        subscription=OuterRef("subscription"), pk__gt=OuterRef("pk"), pk__in=[row.pk for row in than]
    )
    open_ones = Q(state=PushState.WAITING) | Q(pk__in=[row.pk for row in rows])
    return PushMessage.objects.filter(open_ones, Exists(newer))


def _end(rows: QuerySet[PushMessage], state: PushState) -> None:
    rows.update(state=state, lease_until=None)


@transaction.atomic
def record_answers(answers: Iterable[tuple[PushInHand, PushAnswer]], *, now: datetime) -> None:
    """Only what is still ours; a device that is gone takes everything that waits for it along."""
    received: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for one, answer in answers:
        match result_of(answer.status):
            case PushResult.RECEIVED:
                received[one.attempt, answer.status].append(one.id)
            case PushResult.GONE:
                _forget_device(one, answer, now=now)
            case PushResult.LATER:
                due_at = now + wait_after(one.attempt, asked=answer.pause)
                values = {"state": PushState.WAITING, "due_at": due_at, "status": answer.status}
                _held([one.id], one.attempt).update(lease_until=None, **values)
            case PushResult.REFUSED:
                log.warning("A push message was refused", extra={"push_id": one.id, "status": answer.status})
                _held([one.id], one.attempt).update(
                    lease_until=None, state=PushState.FAILED, status=answer.status
                )
    for (attempt, status), ids in received.items():
        _held(ids, attempt).update(state=PushState.RECEIVED, lease_until=None, status=status, received_at=now)


def _held(ids: list[int], attempt: int) -> QuerySet[PushMessage]:
    return PushMessage.objects.filter(pk__in=ids, state=PushState.SENDING, attempts=attempt)


def _forget_device(one: PushInHand, answer: PushAnswer, *, now: datetime) -> None:
    """Not one that has a new address by now."""
    row = PushSubscription.objects.filter(pk=one.subscription, endpoint=one.endpoint).first()
    if row is not None:
        changes = {"status": [None, answer.status]}
        audit.record(verb="day.push_gone", target=row, by_id=None, now=now, changes=changes)
        row.delete()
