"""Phones of people, a push service that takes messages for them, and the worker's hand that brings them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from benchmarks.day.push_service import Phone, PushService
from tests.platform.day.conftest import today

from handschlag.accounts.policy import Subject
from handschlag.common.jobs.worker import carriers
from handschlag.day import push, web_push
from handschlag.day.models import PushSubscription
from handschlag.day.push import Device
from handschlag.matching.models import Participant

__all__ = ["today"]
NOBODY = Subject()


def device_of(phone: Phone, service: PushService, *, number: uuid.UUID | None = None) -> Device:
    keys = phone.keys()
    return Device(
        id=number or uuid.uuid4(),
        endpoint=service.endpoint(phone),
        key=keys["p256dh"],
        secret=keys["auth"],
    )


@dataclass
class Pocket:
    """What tests do with phones."""

    service: PushService
    now: datetime

    def subscribe(self, participant_id: int, name: str = "") -> PushSubscription:
        phone = Phone(name or f"phone-{participant_id}-{uuid.uuid4().hex[:6]}")
        return push.subscribe(
            participant_id=participant_id,
            device=device_of(phone, self.service),
            has_link=True,
            by=NOBODY,
            now=self.now,
        )

    def everybody(self) -> dict[int, PushSubscription]:
        """By participant: a phone for each."""
        ids = Participant.objects.order_by("pk").values_list("pk", flat=True)
        return {pk: self.subscribe(pk) for pk in ids}

    def carry(self, *, after: timedelta = timedelta(0)) -> int:
        (carrier,) = carriers
        return carrier.carry(clock=lambda: self.now + after, is_told_to_end=lambda: False)

    def heard(self) -> list[str]:
        """The names of the phones, one for each message that the service took."""
        return sorted(one.phone.name for one in self.service.receipts)


@pytest.fixture
def push_service() -> Iterator[PushService]:
    service = PushService().start()
    yield service
    service.stop()
    assert service.faults == []


@pytest.fixture
def pocket(push_service: PushService, settings: Any) -> Pocket:
    """Push messages are switched on, and may go to this machine. It is really now: signatures end."""
    from django.utils import timezone

    settings.PUSH = settings.PUSH_MAY_BE_LOCAL = True
    now = timezone.now()
    web_push.public_key(now=now)
    return Pocket(service=push_service, now=now)
