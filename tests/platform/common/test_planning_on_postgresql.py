"""PostgreSQL plans a question once for each connection, and a connection that was lost is opened anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.db.utils import NotSupportedError

from handschlag.common.database.planning import planned_cursor
from handschlag.common.models import Worker
from handschlag.common.page_cache.versions import current

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
    psycopg, asked = connection.connection, list[str]()
    wait: Callable[..., object] = psycopg.wait
    psycopg.wait = lambda *words, **named: (asked.append("asked"), wait(*words, **named))[1]
    try:
        close_old_connections()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        del psycopg.wait
    return len(asked) == 2


def end_by_the_administrator(number: int) -> None:
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    other.close()


def test_a_question_is_planned_once_whatever_its_values(transactional_db: None) -> None:
    connection.close()
    sql = 'SELECT "name" FROM "common_worker" WHERE "xmin"::text::bigint > %s OR "name" = %s'
    for number in (1, 300, 70_000, LARGE, -1):
        asked(sql, number, "nobody")
    (kept,) = kept_plans()
    assert "common_worker" in kept
    for _ in range(4):
        current()
    assert len(kept_plans()) == 2


def test_a_column_of_another_type_is_asked_for_anew(transactional_db: None, now) -> None:
    connection.close()
    Worker.objects.create(name="first", started_at=now, seen_at=now)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planned_for_a_test (told varchar(5))")
    try:
        sql = "SELECT told FROM planned_for_a_test WHERE told <> %s"
        for _ in range(4):
            assert asked(sql, "none") == []
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("ALTER TABLE planned_for_a_test ALTER told TYPE varchar(9)")
            cursor.execute("INSERT INTO planned_for_a_test VALUES ('all of it')")
        assert asked(sql, "none") == [("all of it",)]
        with other.cursor() as cursor:
            cursor.execute("ALTER TABLE planned_for_a_test ALTER told TYPE varchar(12)")
        other.close()
        for _ in range(4):  # a transaction cannot go on, and the next one does not meet it again
            asked("SELECT 1 WHERE 'a' <> %s", "b")
        with pytest.raises(NotSupportedError), transaction.atomic():
            asked(sql, "none")
        with transaction.atomic():
            assert asked(sql, "none") == [("all of it",)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE planned_for_a_test")


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


def test_what_the_database_has_ended_is_opened_anew_before_anybody_notices(transactional_db: None) -> None:
    before = own_process()
    for signal in (request_finished, request_started):
        signal.send(sender=None)
    assert own_process() == before
    end_by_the_administrator(before)
    request_started.send(sender=None)
    assert own_process() != before
