"""What may be tried a few times only is counted in one place, also when many come at once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from handschlag.accounts.limits import Limit, count, place_of, reset_attempts
from handschlag.accounts.models import Tally
from handschlag.common.refusals import Refusal

THREE = Limit("a try", 3, timedelta(minutes=10))


def test_the_fourth_try_is_refused_and_told_when_again(db: None, now: datetime) -> None:
    for _ in range(3):
        count(THREE, "paul", now=now)
    with pytest.raises(Refusal) as refused:
        count(THREE, "paul", now=now)
    assert refused.value.details["again_at"] == now + timedelta(minutes=10)
    count(THREE, "martha", now=now)
    count(THREE, "paul", now=refused.value.details["again_at"])


def test_who_got_in_starts_anew(db: None, now: datetime) -> None:
    for _ in range(3):
        count(THREE, "paul", now=now)
    reset_attempts(THREE, "paul", now=now)
    count(THREE, "paul", now=now)
    assert Tally.objects.get().count == 1


def test_a_window_ends_at_its_end() -> None:
    end = datetime(2026, 11, 25, 9, 10, tzinfo=UTC)
    assert THREE.end_of_window(datetime(2026, 11, 25, 9, 0, tzinfo=UTC)) == end
    assert THREE.end_of_window(datetime(2026, 11, 25, 9, 9, 59, tzinfo=UTC)) == end
    assert THREE.end_of_window(end) == end + timedelta(minutes=10)


def test_nobody_is_named_in_a_count(db: None, now: datetime) -> None:
    count(THREE, "paul@example.org", now=now)
    assert "paul" not in str(Tally.objects.values().get())


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_place_is_one_address_or_one_network_of_the_new_kind(address: str, place: str) -> None:
    assert place_of(address) == place


@pytest.mark.django_db(transaction=True)
def test_ten_tries_at_once_are_three(now: datetime) -> None:
    passed: list[bool] = []
    start = threading.Barrier(10)

    def attempt() -> None:
        start.wait()
        try:
            count(THREE, "paul", now=now)
            passed.append(True)
        except Refusal:
            passed.append(False)
        finally:
            connection.close()

    tries = [threading.Thread(target=attempt) for _ in range(10)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()
    assert (len(passed), sum(passed)) == (10, 3)
