"""Writers of the embedded database wait in a queue."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, connections, transaction

from handschlag.common.models import Rhythm

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL queues by itself")


def test_whoever_waited_longest_writes_next(transactional_db: None, now) -> None:
    served: list[int] = []

    def write(number: int) -> None:
        with transaction.atomic():
            served.append(number)
            Rhythm.objects.create(kind=f"k{number}", next_at=now)
        connections.close_all()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    with transaction.atomic():
        for one in writers:
            one.start()
            time.sleep(0.2)  # so that they queue in this order
        assert served == []
    for one in writers:
        one.join(20)
    assert served == sorted(served)
    assert Rhythm.objects.filter(kind__startswith="k").count() == len(writers)


def test_a_transaction_that_fails_gives_its_turn_back(transactional_db: None, now) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    done = threading.Thread(
        target=lambda: (Rhythm.objects.create(kind="x", next_at=now), connections.close_all())
    )
    done.start()
    done.join(20)
    assert Rhythm.objects.filter(kind="x").exists()
