"""Carries messages to phones, beside the jobs of the worker."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import OperationalError

from handschlag.day.actions.push_delivering import PushAnswer, PushInHand, claim, record_answers
from handschlag.day.plugins.push_calls import REFUSED, PushCalls
from handschlag.day.queries.push import own_key
from handschlag.day.rules.push_delivery import LEASE, TOPIC, may_be_called
from handschlag.day.rules.web_push import CURVE, SALT, device_keys, origin_of, sealed, signature_for

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
        while not is_told_to_end() and (mine := claim(now=clock(), most=AT_A_TIME)):
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
