"""Whoever waits for an event on PostgreSQL is served in the order of coming, also when its row changes."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.db import connection, connections, transaction
from django.db.models import F
from tests.platform.common.conftest import wait_until

from handschlag.common.database import take_turn
from handschlag.common.models import Rhythm

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite queues for the whole file")
NUMBER = 4711


def are_queued(number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [NUMBER],
        )
        return bool(cursor.fetchone() == (number,))


def test_whoever_came_first_is_served_first(transactional_db: None, now) -> None:
    row = Rhythm.objects.create(kind="shared", next_at=now)
    served: list[int] = []

    def write(number: int) -> None:
        with transaction.atomic():
            take_turn(NUMBER)
            Rhythm.objects.select_for_update().get(pk=row.pk)
            served.append(number)
            Rhythm.objects.filter(pk=row.pk).update(next_at=F("next_at"))
        connections.close_all()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    with transaction.atomic():
        take_turn(NUMBER)
        for number, one in enumerate(writers, start=1):
            one.start()
            wait_until(partial(are_queued, number), "the writer has queued behind the others")
        assert served == []
    for one in writers:
        one.join(60)
    assert served == list(range(6))


def test_a_transaction_that_fails_gives_its_turn_back(transactional_db: None) -> None:
    def fail() -> None:
        take_turn(NUMBER)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail()
    done = threading.Event()

    def take() -> None:
        with transaction.atomic():
            take_turn(NUMBER)
            done.set()
        connections.close_all()

    other = threading.Thread(target=take)
    other.start()
    other.join(60)
    assert done.is_set()
