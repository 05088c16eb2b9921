"""What was deleted stands neither in the database file nor in its log."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from handschlag.common.database import wipe_log, wipe_log_on_commit
from handschlag.common.models import Rhythm

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its log itself")
MARKER = "marker-of-somebody-erased"


def bytes_of_all_files() -> bytes:
    base = Path(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in sorted(base.parent.glob(f"{base.name}*")))


def made_and_deleted(now) -> None:
    Rhythm.objects.create(kind=MARKER, next_at=now)
    Rhythm.objects.filter(kind=MARKER).delete()


def test_every_connection_overwrites_what_it_deletes(db: None) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_the_log_is_emptied_when_the_erasure_is_committed(transactional_db: None, now) -> None:
    made_and_deleted(now)
    assert MARKER.encode() in bytes_of_all_files()
    with transaction.atomic():
        wipe_log_on_commit()
    assert MARKER.encode() not in bytes_of_all_files()


def test_a_reader_delays_it_and_the_next_round_does_it(transactional_db: None, now) -> None:
    reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM common_rhythm").fetchone()
    made_and_deleted(now)
    assert not wipe_log()
    assert MARKER.encode() in bytes_of_all_files()
    reader.execute("ROLLBACK")
    reader.close()
    assert wipe_log()
    assert MARKER.encode() not in bytes_of_all_files()


def test_it_waits_for_its_turn_and_disturbs_no_writer(transactional_db: None, now) -> None:
    wiped: list[bool] = []
    other = threading.Thread(target=lambda: (wiped.append(wipe_log()), connection.close()))
    with transaction.atomic():
        Rhythm.objects.create(kind=MARKER, next_at=now)
        other.start()
        other.join(0.3)
        assert wiped == []
    other.join(60)
    assert wiped == [True]
    assert Rhythm.objects.filter(kind=MARKER).exists()


def test_inside_a_transaction_nothing_is_done(db: None) -> None:
    assert not wipe_log()
