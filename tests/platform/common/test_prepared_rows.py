"""Rows whose statements are worded once: what is written is what Django would have written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from tests.platform import builders

from handschlag.common.models import AuditEntry
from handschlag.common.prepared_queries import MOST_ROWS, PreparedRows
from handschlag.directory.models import Network

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
ENTRIES = PreparedRows(AuditEntry)


def entry(number: int) -> AuditEntry:
    changes = {"name": [None, f"Netz 'Ä' {number} %s"]}
    return AuditEntry(at=NOW, verb="test.made", kind="test.row", object_id=str(number), changes=changes)


@pytest.mark.parametrize("number", [1, 2, MOST_ROWS, MOST_ROWS + 1])
def test_rows_go_in_with_one_statement_and_are_read_back_as_they_were(number: int) -> None:
    made = [entry(one) for one in range(number)]
    with CaptureQueriesContext(connection) as asked:
        assert ENTRIES.insert(*made) == made
    assert len([one for one in asked.captured_queries if "INSERT" in one["sql"]]) == 1
    found = AuditEntry.objects.in_bulk([one.pk for one in made])
    assert [found[one.pk].object_id for one in made] == [str(one) for one in range(number)]
    assert all((found[one.pk].at, found[one.pk].changes) == (NOW, one.changes) for one in made)
    assert not any(one._state.adding for one in made)


def test_no_row_is_no_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert ENTRIES.insert() == []
    assert not asked.captured_queries


def test_an_update_changes_these_fields_of_this_row_and_no_other() -> None:
    field, land = builders.field(), builders.land()
    one, other = (
        builders.network(slug=f"netz-{n}", name=f"Netz {n}", fields=(field,), land=land) for n in (1, 2)
    )
    for name in ("Neu", "Nochmals 'neu' %s"):
        PreparedRows(Network).update(one.pk, name=name, latitude=None)
        found = Network.objects.get(pk=one.pk)
        assert (found.name, found.latitude, found.slug) == (name, None, "netz-1")
    assert Network.objects.get(pk=other.pk).name == "Netz 2"


def test_an_update_of_a_row_that_is_gone_fails() -> None:
    with pytest.raises(DatabaseError, match="is not there"):
        PreparedRows(Network).update(4711, name="Neu")


def test_a_row_with_a_key_keeps_it() -> None:
    made = entry(1)
    made.pk = 4711
    assert [one.pk for one in ENTRIES.insert(made, entry(2))] == [
        4711,
        AuditEntry.objects.get(object_id=2).pk,
    ]


def test_a_model_whose_values_the_database_gives_is_refused() -> None:
    gives = [
        model
        for model in apps.get_models()
        if any(field.has_db_default() for field in model._meta.concrete_fields)
    ]
    assert gives
    for model in gives:
        with pytest.raises(TypeError, match="the database gives"):
            PreparedRows(model).insert(model())


def test_a_row_that_the_database_refuses_ends_the_transaction() -> None:
    wrong = entry(1)
    wrong.verb = None  # type: ignore[assignment]  # what no database takes
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            ENTRIES.insert(wrong)
        with pytest.raises(TransactionManagementError):
            AuditEntry.objects.count()
        transaction.set_rollback(True)
