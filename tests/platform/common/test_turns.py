"""Writers of the embedded database wait in a queue."""

from __future__ import annotations

import threading
import time
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from tests.platform.common.conftest import wait_until

from handschlag.common.models import Rhythm
from handschlag.common.sqlite.base import ENDING

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a queue of its own")
LOCKS = Path("/proc/locks")


def are_queued(number: int) -> bool:
    """Whether so many queue for the turn, as Linux tells it; elsewhere a moment has to do."""
    if not LOCKS.exists():
        time.sleep(0.2)
        return True
    turn = Path(f"{connection.settings_dict['NAME']}{ENDING}").stat().st_ino
    lines = LOCKS.read_text().splitlines()
    return sum("->" in line and f":{turn} " in line for line in lines) == number


def test_whoever_waited_longest_writes_next(transactional_db: None, now) -> None:
    served: list[int] = []

    def write(number: int) -> None:
        with transaction.atomic():
            served.append(number)
            Rhythm.objects.create(kind=f"k{number}", next_at=now)
        connections.close_all()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    with transaction.atomic():
        for number, one in enumerate(writers, start=1):
            one.start()
            wait_until(partial(are_queued, number), "the writer has queued behind the others")
        assert served == []
    for one in writers:
        one.join(60)
    assert served == sorted(served)
    assert Rhythm.objects.filter(kind__startswith="k").count() == len(writers)


def test_a_transaction_that_fails_gives_its_turn_back(transactional_db: None, now) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    done = threading.Thread(
        target=lambda: (Rhythm.objects.create(kind="x", next_at=now), connections.close_all())
    )
    done.start()
    done.join(60)
    assert Rhythm.objects.filter(kind="x").exists()


def test_the_file_and_what_lies_beside_it_are_their_owners_alone(db: None, tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite3"
    own = type(connections["default"])({**connection.settings_dict, "NAME": str(path)}, "default")

    def rights() -> set[int]:
        return {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()}

    try:
        with own.cursor() as cursor:
            cursor.execute("CREATE TABLE t (n INTEGER)")
        assert (len(list(tmp_path.iterdir())) >= 3, rights()) == (True, {0o600})
        for one in tmp_path.iterdir():
            one.chmod(0o644)
        own.close_to_others()
        assert {(tmp_path / f"own.sqlite3{end}").stat().st_mode & 0o777 for end in ("", "-wal", "-shm")} == {
            0o600
        }
    finally:
        own.close()
