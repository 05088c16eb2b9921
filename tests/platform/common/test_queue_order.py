"""What a person waits for goes before the platform's own housekeeping."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from handschlag.accounts.models import User
from handschlag.common.jobs import queue
from handschlag.common.jobs.queue import claim, enqueue
from handschlag.common.jobs.registry import kinds_of_the_day

pytestmark = pytest.mark.django_db


def test_people_go_before_housekeeping(paul: User, now: datetime) -> None:
    enqueue(kind="matching.watch", payload={"service_id": 0}, owner_id=None, now=now - timedelta(hours=1))
    own = enqueue(kind="matching.lists", payload={"service_id": 0}, owner_id=paul.pk, now=now)
    taken = claim(worker="w", now=now, lease=timedelta(seconds=30))
    assert taken is not None
    assert taken.pk == own.pk


def test_the_list_after_a_profile_goes_before_what_comes_round_again(now: datetime) -> None:
    enqueue(kind="common.clear_jobs", owner_id=None, now=now - timedelta(hours=1))
    lists = enqueue(kind="matching.lists", payload={"service_id": 0}, owner_id=None, now=now)
    assert claim(worker="w", now=now, lease=timedelta(seconds=30)) == lists


def test_a_mere_look_gathers_nothing_that_comes_round(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "rounds", lambda: pytest.fail("four times a second for nothing"))
    assert claim(worker="w", now=now, lease=timedelta(seconds=30)) is None


def test_an_event_on_its_day_goes_before_everybody(paul: User, now: datetime) -> None:
    before = {"now": now - timedelta(hours=1), "payload": {"service_id": 0}}
    own = enqueue(kind="matching.lists", owner_id=paul.pk, **before)
    enqueue(kind="matching.watch", owner_id=None, **before)
    watch = enqueue(kind="day.watch", owner_id=None, now=now)
    lease = {"worker": "w", "now": now, "lease": timedelta(seconds=30)}
    assert claim(**lease, is_for_the_day_alone=True) == watch
    assert claim(**lease, is_for_the_day_alone=True) is None
    assert claim(**lease) == own


def test_what_an_event_waits_for_on_its_day_is_known() -> None:
    assert sorted(kinds_of_the_day() - {"chores.look"}) == [
        "day.freed_times",
        "day.hear",
        "day.propose",
        "day.refill",
        "day.replace",
        "day.watch",
        "matching.moves",
    ]
