"""Messages to phones are taken in hand, brought to push services several at once, and noted: none is lost."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http.client import HTTPException
from time import monotonic
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from handschlag.common import audit
from handschlag.common.calls import AddressFault, PinnedConnection, Target, open_address, target_of
from handschlag.day.models import PushMessage, PushState, PushSubscription
from handschlag.day.push import LONGEST_ENDPOINT, TOPIC, may_be_called
from handschlag.day.web_push import CURVE, SALT, device_keys, origin_of, own_key, sealed, signature_for

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


def claim_messages(*, now: datetime, most: int) -> list[PushInHand]:
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


WHOLE: Final = 10.0  # seconds for everything
LONGEST_ANSWER: Final = 65_536  # bytes; whoever says more is not listened to
REFUSED: Final = PushAnswer(status=400)  # nothing to be tried again


class _Closed(Exception):
    """The name leads into a network that is not open."""


class PushCalls:
    """Each thread keeps one connection to each push service, until all of them are closed."""

    def __init__(self, *, may_be_local: bool) -> None:
        self.may_be_local = may_be_local
        self.of_thread = threading.local()
        self.open: list[PinnedConnection] = []

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str]) -> PushAnswer:
        """What the push service answered; nobody is followed elsewhere."""
        target = target_of(url, may_be_local=self.may_be_local, longest=LONGEST_ENDPOINT)
        if isinstance(target, AddressFault):
            return REFUSED
        try:
            until = monotonic() + WHOLE
            connection = self._connection(target, until)
            with connection.ends_at(until):
                return self._sent(connection, target.path, body=body, headers=headers)
        except _Closed:
            log.warning("A push service leads into a network that is not open")
            return REFUSED
        except (OSError, HTTPException, ValueError):
            self._drop(target)
            return PushAnswer()

    def close(self) -> None:
        """When nothing is under way any more."""
        for one in self.open:
            with suppress(OSError):
                one.close()

    def _kept(self) -> dict[tuple[str, int], PinnedConnection]:
        if not hasattr(self.of_thread, "kept"):
            self.of_thread.kept = {}
        kept: dict[tuple[str, int], PinnedConnection] = self.of_thread.kept
        return kept

    def _connection(self, target: Target, until: float) -> PinnedConnection:
        kept = self._kept()
        if (target.host, target.port) not in kept:
            address = open_address(target, may_be_local=self.may_be_local, until=until)
            if address is None:
                raise _Closed
            made = kept[target.host, target.port] = PinnedConnection(target, address)
            self.open.append(made)
        return kept[target.host, target.port]

    def _drop(self, target: Target) -> None:
        broken = self._kept().pop((target.host, target.port), None)
        if broken is not None:
            broken.close()

    def _sent(
        self, connection: PinnedConnection, path: str, *, body: bytes, headers: Mapping[str, str]
    ) -> PushAnswer:
        connection.request("POST", path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        if len(answer.read(LONGEST_ANSWER)) == LONGEST_ANSWER:
            connection.close()  # the rest is not ours to wait for
        pause = answer.headers.get("Retry-After", "")
        is_number = pause.isascii() and pause.isdigit() and len(pause) < 7
        return PushAnswer(status=answer.status, pause=int(pause) if is_number else None)


THREADS: Final = 32  # a push service far away answers in a tenth of a second
AT_A_TIME: Final = 2_000  # one transaction: on SQLite each waits for whoever is writing letters
TIME_TO_TELL: Final = timedelta(seconds=20)  # of a lease: nothing is begun so late that another may have it
NOTED_EVERY: Final = 0.25  # seconds: what was answered and is not noted is sent again after a crash
SIGNED_FOR: Final = timedelta(hours=12)


class PushCarrier:
    """What the outbox holds goes to the push services."""

    name = "push"

    def is_wanted(self) -> bool:
        """Where the installation has switched it on."""
        return bool(settings.PUSH)

    def carry(self, *, clock: Callable[[], datetime], is_told_to_end: Callable[[], bool]) -> int:
        """Until nothing is due; how many messages were tried."""
        tried, key = 0, None
        while not is_told_to_end() and (mine := claim_messages(now=clock(), most=AT_A_TIME)):
            key = key or own_key()
            tried += len(mine)
            if key is None:  # made anew meanwhile: whoever had subscribed with the old one is gone
                record_answers([(one, PushAnswer(status=410)) for one in mine], now=clock())
            else:
                _Round(key, now=clock()).send(mine, clock=clock)
        return tried


class _Round:
    """Messages that are under way together."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, *, now: datetime) -> None:
        self.key, self.now = key, now
        self.calls = PushCalls(may_be_local=settings.PUSH_MAY_BE_LOCAL)
        self.signatures: dict[str, str] = {}
        self.last_begin = time.monotonic() + (LEASE - TIME_TO_TELL).total_seconds()

    def send(self, mine: list[PushInHand], *, clock: Callable[[], datetime]) -> None:
        for origin in {origin_of(one.endpoint) for one in mine}:
            self.signatures[origin] = signature_for(
                origin, key=self.key, contact=_contact(), expires_at=self.now + SIGNED_FOR
            )
        with closing(self.calls), ThreadPoolExecutor(min(THREADS, len(mine)), "push") as pool:
            under_way = {pool.submit(self._answer_to, one): one for one in mine}
            answers: list[tuple[PushInHand, PushAnswer]] = []
            while under_way or answers:
                answers += [(under_way.pop(one), one.result()) for one in _done_of(under_way)]
                if self._are_noted(answers, now=clock()):
                    answers = []

    def _are_noted(self, answers: list[tuple[PushInHand, PushAnswer]], *, now: datetime) -> bool:
        """A database that is busy is asked again as long as the lease lasts: else all would be sent again."""
        try:
            record_answers(answers, now=now)
        except OperationalError:
            if now > self.now + LEASE:
                raise
            time.sleep(NOTED_EVERY)
            return False
        return True

    def _answer_to(self, message: PushInHand) -> PushAnswer:
        if time.monotonic() > self.last_begin:
            return PushAnswer()  # as if the service had said nothing: in a moment it is tried again
        services, may_be_local = settings.PUSH_SERVICES, settings.PUSH_MAY_BE_LOCAL
        if not may_be_called(message.endpoint, services=services, may_be_local=may_be_local):
            return REFUSED
        text = json.dumps({"message": str(message.uid)}).encode()  # a number, and nothing about anybody
        device = device_keys(key=message.key, secret=message.secret)
        own, salt = ec.generate_private_key(CURVE), os.urandom(SALT)
        headers = {
            "Authorization": self.signatures[origin_of(message.endpoint)],
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, int((message.expires_at - self.now).total_seconds()))),
            "Topic": TOPIC,
            "Urgency": "high",
        }
        return self.calls.post(message.endpoint, sealed(text, device, own=own, salt=salt), headers=headers)


def _done_of(under_way: dict[Future[PushAnswer], PushInHand]) -> set[Future[PushAnswer]]:
    """All that are done after a moment; at least one, if there is one."""
    if not under_way:
        return set()
    done = wait(under_way, timeout=NOTED_EVERY).done
    return done or wait(under_way, return_when=FIRST_COMPLETED).done


def _contact() -> str:
    """Whom a push service may ask."""
    return f"mailto:{settings.OPERATOR_EMAIL}" if settings.OPERATOR_EMAIL else settings.BASE_URL


LEASE: Final = timedelta(seconds=45)


LONGEST_WAIT: Final = timedelta(hours=1)


class PushResult(StrEnum):
    RECEIVED = "received"
    GONE = "gone"  # the device does not want it any more, or does not exist
    LATER = "later"
    REFUSED = "refused"  # trying again would not help


def result_of(status: int | None) -> PushResult:
    """What the answer of a push service means; None is no answer.

    >>> [result_of(one).value for one in (201, 410, 429, 503, None, 403)]
    ['received', 'gone', 'later', 'later', 'later', 'refused']
    """
    if status is None or status in {408, 429} or status >= 500:
        return PushResult.LATER
    if 200 <= status < 300:
        return PushResult.RECEIVED
    return PushResult.GONE if status in {404, 410} else PushResult.REFUSED


def wait_after(attempts: int, *, asked: int | None) -> timedelta:
    """Until the next attempt: 5 s, 20 s, 80 s ... an hour at most; longer where the service asks for it.

    >>> [wait_after(n, asked=None).seconds for n in (1, 2, 3, 9)], wait_after(1, asked=30).seconds
    ([5, 20, 80, 3600], 30)
    """
    own = timedelta(seconds=5 * 4 ** min(attempts - 1, 6))
    return min(max(own, timedelta(seconds=asked or 0)), LONGEST_WAIT)
