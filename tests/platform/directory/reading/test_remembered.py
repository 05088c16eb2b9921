"""What is remembered of the directory between two pages, and that no page shows what is no longer so."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.platform.builders import actor, concept, field, network

from handschlag.common.memo import Memo
from handschlag.directory import actors
from handschlag.directory.actors import closest_by_concepts
from handschlag.directory.index import documents
from handschlag.directory.index.arrays import Version
from handschlag.directory.index.snapshots import IndexMemo
from handschlag.directory.models import Direction, Statement, Status
from handschlag.directory.search import page

pytestmark = pytest.mark.django_db


def test_the_closest_are_those_with_most_concepts_whatever_was_asked_before() -> None:
    dice = random.Random(1)
    concepts = [concept(f"K-{number}", f"Thema {number}") for number in range(6)]
    people = [actor(f"Werk {number}") for number in range(12)]
    said: dict[int, set[str]] = {}
    for one in people:
        for direction in (Direction.OFFER, Direction.NEED):
            made = Statement.objects.create(actor=one, direction=direction, text_de="Etwas")
            some = dice.sample(concepts, dice.randint(0, 3))
            made.concepts.set(some)
            said.setdefault(one.pk, set()).update(each.pk for each in some)
    documents.refresh(actor_ids=[one.pk for one in people])
    for one in people:
        codes = said[one.pk]
        common = Counter({other: len(codes & theirs) for other, theirs in said.items() if other != one.pk})
        expected = sorted((-number, other) for other, number in common.items() if number)
        found = closest_by_concepts(one.pk, sorted(codes), most=4)
        assert found == [other for _, other in expected[:4]]


def test_who_says_something_new_is_close_at_once() -> None:
    lenses, one, other = concept(), actor("Eins"), actor("Zwei")
    for who in (one, other):
        assert closest_by_concepts(who.pk, [lenses.pk], most=5) == []
    Statement.objects.create(actor=other, direction=Direction.OFFER, text_de="Linsen").concepts.add(lenses)
    documents.refresh(actor_ids=[other.pk])
    assert closest_by_concepts(one.pk, [lenses.pk], most=5) == [other.pk]
    assert closest_by_concepts(other.pk, [lenses.pk], most=5) == []


def test_a_start_reads_all_concepts_and_pages_ask_no_more(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    lenses, one, other = concept(), actor("Eins"), actor("Zwei")
    Statement.objects.create(actor=other, direction=Direction.OFFER, text_de="Linsen").concepts.add(lenses)
    documents.refresh(actor_ids=[other.pk])
    monkeypatch.setattr(actors, "MOST_BYTES", 8)
    page.warm(today=date(2026, 11, 30))
    with django_assert_num_queries(2):  # nothing was read that might not have fitted in
        assert closest_by_concepts(one.pk, [lenses.pk], most=5) == [other.pk]
    Memo.clear_all()
    monkeypatch.undo()
    page.warm(today=date(2026, 11, 30))
    with django_assert_num_queries(1):  # whether the directory is still the same
        assert closest_by_concepts(one.pk, [lenses.pk], most=5) == [other.pk]


def test_the_relatives_of_a_network_are_those_of_today(client: Client) -> None:
    optics, lasers = field(), field("LAS", "Laser", "Lasers")
    one, other = (
        network("Optik Eins", fields=(optics, lasers)),
        network("Optik Zwei", fields=(optics, lasers)),
    )
    network("Holz", fields=())
    page = f"/de/networks/{one.slug}/"
    assert "Optik Zwei" in client.get(page).content.decode()
    other.status = Status.ARCHIVED
    other.save()
    documents.refresh(network_ids=[other.pk])
    assert "Optik Zwei" not in client.get(page).content.decode()


def test_what_a_transaction_saw_that_was_undone_is_not_remembered(client: Client) -> None:
    optics = field()
    one = network("Optik Eins", fields=(optics,))
    network("Holz")
    page = f"/de/networks/{one.slug}/"
    with transaction.atomic():
        network("Optik Zwei", fields=(optics,))
        assert "Optik Zwei" in client.get(page).content.decode()
        transaction.set_rollback(True)
    assert "Optik Zwei" not in client.get(page).content.decode()


def test_nothing_is_remembered_where_nothing_was_indexed_and_everything_until_the_index_changes() -> None:
    memo, asked = IndexMemo[str, int](5), []

    def ask(version: Version) -> int:
        return memo.get("a", lambda: asked.append(1) or len(asked), version=version)

    assert [ask(Version()), ask(Version())] == [1, 2]
    first, second = Version(number=1, stamp="x"), Version(number=1, stamp="y")
    assert [ask(first), ask(first), ask(second), ask(second)] == [3, 3, 4, 4]
    assert len(memo._known) == 1, "what was read of the older one is gone"
