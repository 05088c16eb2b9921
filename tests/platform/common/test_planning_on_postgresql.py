"""PostgreSQL reads a question once for each connection, and a connection that was lost is opened anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date

import psycopg
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.db.utils import NotSupportedError
from psycopg.types.json import Jsonb

from handschlag.common.database import planned_cursor
from handschlag.common.page_cache.versions import current
from handschlag.common.postgresql.base import TRUSTED

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps its plans by itself")
LARGE = 2**40


def asked(sql: str, *values: object) -> list[tuple[object, ...]]:
    with planned_cursor(connection) as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def kept_plans() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE NOT from_sql ORDER BY statement")
        return [text for (text,) in cursor.fetchall()]


def own_process() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def is_asked_whether_it_lives() -> bool:
    """Whether the first question of a request is preceded by one that looks for the database."""
    line, asked = connection.connection, list[str]()
    wait: Callable[..., object] = line.wait
    line.wait = lambda *words, **named: (asked.append("asked"), wait(*words, **named))[1]
    try:
        close_old_connections()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        del line.wait
    return len(asked) == 2


def end_by_the_administrator(number: int) -> None:
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])


def elsewhere(*statements: str) -> None:
    with closing(connection.copy()) as other, other.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def table(transactional_db: None) -> Iterator[None]:
    connection.close()
    elsewhere("CREATE TABLE planned_for_a_test (told varchar(5), at date, more jsonb)")
    yield
    elsewhere("DROP TABLE planned_for_a_test")


def test_a_question_is_kept_once_whatever_its_values(transactional_db: None) -> None:
    connection.close()
    sql = 'SELECT "name" FROM "common_worker" WHERE "xmin"::text::bigint > %s OR "name" = %s'
    for number in (1, 300, 70_000, LARGE, -1):
        asked(sql, number, "nobody")
    (kept,) = kept_plans()
    assert "common_worker" in kept
    for _ in range(4):
        current()
    assert len(kept_plans()) == 2
    assert connection.connection.prepare_threshold is None, "of other questions no count is kept"


def test_values_of_all_kinds_are_found(table: None) -> None:
    elsewhere("INSERT INTO planned_for_a_test VALUES (NULL, '2026-11-30', '{\"a\": [1]}')")
    for column, value in (("told", None), ("at", date(2026, 11, 30)), ("more", Jsonb({"a": [1]}))):
        sql = f"SELECT count(*) FROM planned_for_a_test WHERE {column} IS NOT DISTINCT FROM %s"
        assert [asked(sql, value) for _ in range(2)] == [[(1,)]] * 2


def test_a_column_of_another_type_is_asked_for_anew(table: None) -> None:
    sql = "SELECT told FROM planned_for_a_test WHERE told <> %s"
    for _ in range(4):
        assert asked(sql, "none") == []
    elsewhere("INSERT INTO planned_for_a_test VALUES ('all')")
    for length in (9, 10, 11):
        elsewhere(f"ALTER TABLE planned_for_a_test ALTER told TYPE varchar({length})")
        assert asked(sql, "none") == [("all",)]
        assert kept_plans() == [], "a pooler would give the old one again"
        assert asked(sql, "none") == [("all",)]
    elsewhere("ALTER TABLE planned_for_a_test ALTER told TYPE varchar(12)")
    for _ in range(4):  # a transaction cannot go on, and the next one does not meet it again
        asked("SELECT 1 WHERE 'a' <> %s", "b")
    with pytest.raises(NotSupportedError), transaction.atomic():
        asked(sql, "none")
    with transaction.atomic():
        assert asked(sql, "none") == [("all",)]


def test_a_connection_that_answered_just_now_is_not_asked_whether_it_lives(
    transactional_db: None,
) -> None:
    connection.close()
    own_process()
    close_old_connections()
    own_process()  # asked here, as nothing is known
    assert [is_asked_whether_it_lives() for _ in range(3)] == [False] * 3
    connection.errors_occurred = True
    assert is_asked_whether_it_lives()
    assert not is_asked_whether_it_lives()
    connection._answered_at -= TRUSTED
    assert is_asked_whether_it_lives()


def test_what_the_database_has_ended_is_opened_anew_before_anybody_notices(transactional_db: None) -> None:
    before = own_process()
    for signal in (request_finished, request_started):
        signal.send(sender=None)
    assert own_process() == before
    end_by_the_administrator(before)
    request_started.send(sender=None)
    assert own_process() != before


def test_what_is_closed_or_in_a_transaction_that_failed_is_not_believed(transactional_db: None) -> None:
    own_process()
    assert connection.is_usable()
    connection.connection.execute("BEGIN")
    with pytest.raises(psycopg.errors.DivisionByZero):
        connection.connection.execute("SELECT 1 / 0")
    assert not connection.is_usable()
    connection.connection.rollback()
    assert connection.is_usable()
    before = own_process()
    connection.connection.close()
    request_started.send(sender=None)
    assert own_process() != before
