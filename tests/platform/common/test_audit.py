"""The audit trail: nobody changes it, administrators ask it, and it says nothing about people in a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common import audit
from handschlag.common.checks import audit_is_protected
from handschlag.common.models import AuditEntry
from handschlag.common.web import request_id_is

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(now: datetime, martha: User) -> AuditEntry:
    with request_id_is("request-1"):
        return audit.record(
            verb="network.edit", target=martha, by_id=martha.pk, now=now, changes={"name": ["Alt", "=Neu"]}
        )


@pytest.fixture
def anna(person: Callable[..., User]) -> User:
    return person("anna", Role.ADMINISTRATOR)


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "other"},
        {"kind": "other"},
        {"object_id": "0"},
        {"changes": {}},
        {"request_id": "other"},
        {"at": datetime.fromisoformat("2020-01-01T00:00+00:00")},
        {"by_id": None, "verb": "other"},
    ],
    ids=str,
)
def test_the_database_refuses_to_change_an_entry(entry: AuditEntry, change: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="audit entries are never changed"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(**change)
    assert AuditEntry.objects.get() == entry


def test_the_database_refuses_to_give_an_entry_to_somebody_else(
    entry: AuditEntry, paul: User, martha: User
) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AuditEntry.objects.update(by=paul)
    assert AuditEntry.objects.get().by == martha


def test_the_database_refuses_to_delete_an_entry(entry: AuditEntry) -> None:
    with pytest.raises(DatabaseError, match="audit entries are never deleted"), transaction.atomic():
        entry.delete()
    assert AuditEntry.objects.count() == 1


def test_raw_sql_is_refused_as_well(entry: AuditEntry) -> None:
    for sql in ("DELETE FROM common_auditentry", "UPDATE common_auditentry SET verb = 'x'"):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert AuditEntry.objects.get().verb == "network.edit"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_table_cannot_be_emptied_at_once(entry: AuditEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
            cursor.execute("TRUNCATE common_auditentry CASCADE")


def test_somebody_who_leaves_is_forgotten_and_the_entry_stays(entry: AuditEntry, martha: User) -> None:
    martha.delete()
    assert (AuditEntry.objects.get().by_id, AuditEntry.objects.get().verb) == (None, "network.edit")


def test_a_check_says_that_the_protection_is_missing() -> None:
    assert audit_is_protected(["default"]) == []
    with transaction.atomic():
        with connection.cursor() as cursor:
            on = " ON common_auditentry" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER audit_is_never_changed{on}")
        assert audit.missing(connection) == ["audit_is_never_changed"]
        assert [error.id for error in audit_is_protected(["default"])] == ["handschlag.E001"]
        transaction.set_rollback(True)


@pytest.mark.parametrize("path", ["/de/audit/", "/de/audit/export/"])
def test_only_administrators_see_the_trail(client: Client, editha: User, path: str) -> None:
    assert client.get(path).status_code == 302
    client.force_login(editha)
    assert client.get(path).status_code == 404


def test_an_administrator_filters_the_trail(
    client: Client, signed_in: Callable[[User], Client], anna: User, entry: AuditEntry
) -> None:
    later = entry.at + timedelta(days=1)
    audit.record(verb="actor.publish", target=anna, by_id=anna.pk, now=later)
    signed_in(anna)

    def shown(query: str) -> list[str]:
        answer = client.get(f"/de/audit/{query}")
        assert answer.status_code == 200
        return [one.verb for one in answer.context["entries"]]

    assert shown("") == ["actor.publish", "network.edit"]
    assert shown("?verb=network.edit") == ["network.edit"]
    assert shown("?request_id=request-1") == ["network.edit"]
    assert shown(f"?by_id={anna.pk}") == ["actor.publish"]
    assert shown(f"?last_day={entry.at.date()}") == ["network.edit"]
    assert shown(f"?first_day={later.date()}") == ["actor.publish"]


def test_nonsense_in_the_filter_is_said_and_shows_nothing(
    client: Client, signed_in: Callable[[User], Client], anna: User, entry: AuditEntry
) -> None:
    signed_in(anna)
    answer = client.get("/de/audit/?first_day=gestern")
    assert (answer.status_code, list(answer.context["entries"])) == (400, [])
    assert "first_day" in answer.context["form"].errors


def test_the_file_holds_numbers_instead_of_people_and_no_formula(
    client: Client, signed_in: Callable[[User], Client], anna: User, martha: User, now: datetime
) -> None:
    audit.record(verb="=1+1", target=martha, by_id=martha.pk, now=now)
    signed_in(anna)
    text = b"".join(client.get("/de/audit/export/?verb=%3D1%2B1")).decode("utf-8-sig")
    head, row = text.splitlines()
    assert head == "at;verb;words;kind;object_id;person;request_id;changes"
    assert row == f"2026-11-25T09:00:00+00:00;'=1+1;'=1+1;accounts.user;{martha.pk};{martha.pk};;{{}}"
    assert AuditEntry.objects.latest("pk").verb == "audit.export"


def test_the_page_asks_the_database_as_often_for_three_entries_as_for_one(
    client: Client,
    signed_in: Callable[[User], Client],
    anna: User,
    now: datetime,
    django_assert_max_num_queries: Callable,
) -> None:
    signed_in(anna)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            audit.record(verb="x", target=anna, by_id=anna.pk, now=now)
        with django_assert_max_num_queries(20) as seen:
            client.get("/de/audit/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
