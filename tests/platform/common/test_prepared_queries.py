"""A prepared question finds what the question itself finds, whoever asks it with whatever values."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from tests.platform import builders

from handschlag.common.prepared_queries import MOST_VALUES, PreparedQuery
from handschlag.directory.models import Membership, Network

pytestmark = pytest.mark.django_db

BY_KEY: PreparedQuery[Network] = PreparedQuery(
    lambda ids: Network.objects.filter(pk__in=ids).select_related("land").order_by("slug")
)
BY_SLUG: PreparedQuery[Network] = PreparedQuery(
    lambda slug, but: Network.objects.filter(slug=slug).exclude(pk=but)[:1]
)
NAMES: PreparedQuery[Any] = PreparedQuery(
    lambda ids: Network.objects.filter(pk__in=ids).order_by("-pk").values_list("pk", "name")
)


@pytest.fixture
def networks() -> list[Network]:
    field, land = builders.field(), builders.land()
    return [
        builders.network(slug=f"netz-{n}", name=f"Netz {n}", fields=(field,), land=land) for n in range(9)
    ]


def test_the_same_rows_come_for_every_number_of_values(networks: list[Network]) -> None:
    for number in (1, 2, 3, 5, 8, 9):
        ids = [one.pk for one in networks[:number]]
        found = BY_KEY.rows(ids=[*reversed(ids), ids[0], 0])
        assert found == list(Network.objects.filter(pk__in=ids).order_by("slug"))
        assert [name for _pk, name in NAMES.rows(ids=ids)] == [
            one.name for one in reversed(networks[:number])
        ]
    assert (BY_KEY.rows(ids=()), BY_KEY.rows(ids=[0])) == ([], [])


def test_more_values_than_are_prepared_are_asked_as_they_are(networks: list[Network]) -> None:
    ids = [one.pk for one in networks]
    assert len(BY_KEY.rows(ids=[*ids, *range(10_000_000, 10_000_000 + MOST_VALUES)])) == len(networks)


def test_what_is_read_along_needs_no_further_question(networks: list[Network]) -> None:
    BY_KEY.rows(ids=[networks[0].pk])
    with CaptureQueriesContext(connection) as asked:
        (found,) = BY_KEY.rows(ids=[networks[1].pk])
        assert found.land == networks[1].land
    assert len(asked) == 1


def test_a_change_is_seen_at_the_next_question(networks: list[Network]) -> None:
    values = {"slug": networks[0].slug, "but": networks[1].pk}
    assert BY_SLUG.first(**values) == networks[0]
    Network.objects.filter(pk=networks[0].pk).update(name="Neu")
    found = BY_SLUG.first(**values)
    assert found is not None
    assert found.name == "Neu"
    assert BY_SLUG.first(slug=networks[0].slug, but=networks[0].pk) is None
    assert BY_SLUG.first(slug="' OR 1=1 --", but=0) is None


def test_a_row_of_it_can_be_asked_for_more(networks: list[Network]) -> None:
    found = BY_SLUG.first(slug=networks[0].slug, but=0)
    assert found is not None
    assert found.memberships.count() == Membership.objects.filter(network=found).count()
    assert Network.objects.filter(pk=networks[2].pk).get() == networks[2]


def test_a_question_whose_values_are_no_parameters_is_asked_as_it_is(networks: list[Network]) -> None:
    cut: PreparedQuery[Any] = PreparedQuery(
        lambda most: Network.objects.order_by("slug").values_list("slug", flat=True)[:most]
    )
    assert [len(cut.rows(most=most)) for most in (2, 5)] == [2, 5]


@pytest.mark.parametrize(
    "ask",
    [
        lambda pk: Network.objects.filter(pk=pk).order_by("slug")[: pk + 1],
        lambda pk: Network.objects.filter(pk__gte=pk, pk__lt=pk + 1),
        lambda pk: Network.objects.filter(pk=pk, slug__lt=f"netz-9{pk}"),
    ],
)
def test_a_value_that_changes_what_else_is_asked_is_never_frozen(
    networks: list[Network], ask: Callable[[int], Any]
) -> None:
    asked: PreparedQuery[Network] = PreparedQuery(ask)
    assert [asked.rows(pk=one.pk) for one in networks] == [[one] for one in networks]
    assert [*asked._wordings.values()] == [None]


def test_a_value_that_stands_at_several_places_is_put_in_each(networks: list[Network]) -> None:
    asked: PreparedQuery[Network] = PreparedQuery(lambda pk: Network.objects.filter(pk__gte=pk, pk__lte=pk))
    assert [asked.rows(pk=one.pk) for one in networks] == [[one] for one in networks]
    assert None not in asked._wordings.values()


@pytest.mark.parametrize("value", [1.5, None, b"1", object(), [1.5], [b"1"], [(1, 2)], (one for one in (1,))])
def test_other_values_are_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        BY_KEY.rows(ids=value)


@pytest.mark.parametrize("large", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_database_takes_finds_nothing(networks: list[Network], large: int) -> None:
    own = networks[0]
    assert (BY_KEY.rows(ids=[own.pk, large]), BY_KEY.rows(ids=[large])) == ([own], [])
    assert BY_SLUG.rows(slug=own.slug, but=large) == [own]


def test_a_wording_keeps_no_connection(networks: list[Network]) -> None:
    BY_KEY.rows(ids=[networks[0].pk])
    assert {one.compiler.connection for one in BY_KEY._wordings.values() if one} == {None}


@pytest.mark.django_db(transaction=True)
def test_many_threads_ask_at_once(networks: list[Network]) -> None:
    slugs = {one.pk: one.slug for one in networks}
    asked: PreparedQuery[Network] = PreparedQuery(lambda pk: Network.objects.filter(pk=pk).order_by())

    def answer(pk: int) -> bool:
        try:
            return [one.slug for one in asked.rows(pk=pk)] == [slugs[pk]]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(answer, [*slugs] * 5))


@pytest.mark.django_db(transaction=True)
def test_what_is_held_until_a_transaction_ends_is_not_asked_outside_of_one() -> None:
    held: PreparedQuery[Network] = PreparedQuery(
        lambda pk: Network.objects.filter(pk=pk).select_for_update().order_by()
    )
    with transaction.atomic():
        assert held.rows(pk=1) == []
    with pytest.raises(transaction.TransactionManagementError):
        held.rows(pk=1)
