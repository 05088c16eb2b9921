"""What a person waits for goes before the platform's own housekeeping."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from handschlag.accounts.models import User
from handschlag.common.jobs.queue import claim, enqueue

pytestmark = pytest.mark.django_db


def test_people_go_before_housekeeping(paul: User, now: datetime) -> None:
    enqueue(kind="matching.watch", payload={"service_id": 0}, owner_id=None, now=now - timedelta(hours=1))
    own = enqueue(kind="matching.lists", payload={"service_id": 0}, owner_id=paul.pk, now=now)
    taken = claim(worker="w", now=now, lease=timedelta(seconds=30))
    assert taken is not None
    assert taken.pk == own.pk
