"""The invented world is the same on every machine, marked as invented, and makes sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count

from handschlag.demo import invented_world, prepare
from handschlag.directory.models import Actor, Field, Membership, Network, Project, Statement

KINDS = ("company", "university", "research", "other")


NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Filled once for all tests of this file; each of them takes back what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        prepare.load_public_data(now=NOW)
        prepare.write_world(is_full=False, now=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def filled(world: None, db: None) -> None:
    """The invented world."""


def test_some_1500_actors_are_invented_and_every_one_says_so(filled: None) -> None:
    assert 1_400 < Actor.objects.filter(is_demo=True).count() < 1_700
    assert not Actor.objects.filter(is_demo=False, named_by=None).exists()  # real ones have a source
    assert Counter(Network.objects.values_list("is_demo", flat=True)) == {False: 309, True: 15}


def test_nobody_invented_belongs_to_a_real_network(filled: None) -> None:
    assert Membership.objects.filter(network__is_demo=False).count() == 0


def test_invented_addresses_lead_nowhere(filled: None) -> None:
    for model in (Actor, Network):
        addresses = model.objects.filter(is_demo=True).values_list("website", flat=True)
        assert [one for one in addresses if not one.endswith(".example.org/")] == []


def test_everybody_offers_and_seeks_two_to_four_things_in_both_languages(filled: None) -> None:
    said = Counter(Statement.objects.values_list("actor_id", "direction"))
    houses = Actor.objects.filter(is_demo=True, memberships=None)  # real ones are named by sources only
    assert set(said.values()) == {2, 3, 4}
    assert {actor for actor, _ in said} == set(Membership.objects.values_list("actor_id", flat=True))
    assert set(houses.values_list("kind", flat=True)) == {"university", "research"}
    assert not Statement.objects.filter(text_de="").exists()
    assert not Statement.objects.filter(text_en="").exists()
    assert not Statement.objects.filter(concepts=None).exists()


def test_nobody_says_the_same_thing_twice(filled: None) -> None:
    said = Counter(Statement.objects.values_list("actor_id", "text_de"))
    assert [one for one, times in said.items() if times > 1] == []


def test_only_small_companies_look_for_a_successor(filled: None) -> None:
    seekers = Actor.objects.filter(statements__concepts="K-NACHF")
    assert seekers.count() > 10
    assert set(seekers.values_list("is_sme", flat=True)) == {True}


def test_the_name_of_a_company_tells_what_it_makes(filled: None) -> None:
    hydrogen = Actor.objects.filter(kind="company", name__contains="Wasserstofftechnik").distinct()
    assert hydrogen.count() > 20
    offers = hydrogen.filter(statements__direction="offer", statements__concepts__code__startswith="H2-")
    assert set(offers.values_list("pk", flat=True)) == set(hydrogen.values_list("pk", flat=True))


def test_institutes_stand_below_their_university(filled: None) -> None:
    chairs = Actor.objects.filter(kind="university", memberships__isnull=False).distinct()
    assert chairs.count() > 80
    assert not chairs.filter(parent=None).exists()
    assert all(chair.name.startswith(f"{chair.parent.name}, ") for chair in chairs.select_related("parent"))


def test_some_actors_are_in_more_than_one_network(filled: None) -> None:
    networks_of = Counter(Membership.objects.values_list("actor_id", flat=True))
    assert 40 < sum(times > 1 for times in networks_of.values()) < 300


def test_the_field_of_an_actor_fits_its_network(filled: None) -> None:
    top = {field.code: field.parent_id or field.code for field in Field.objects.all()}
    for network in Network.objects.filter(is_demo=True).prefetch_related("fields"):
        inside = {top[field.code] for field in network.fields.all()}
        members = Actor.objects.filter(memberships__network=network).prefetch_related("fields")
        strangers = [one.name for one in members if not {top[f.code] for f in one.fields.all()} & inside]
        assert (network.name, strangers) == (network.name, [])


def test_the_same_seed_gives_the_same_world(filled: None) -> None:
    bank = prepare.bank_on_vocabulary()
    once, again = (invented_world.invent(bank, invented_world.written(), seed=7) for _ in range(2))
    assert once == again
    assert invented_world.invent(bank, invented_world.written(), seed=8) != once


def test_the_full_world_has_the_figures_of_the_ministry(filled: None) -> None:
    bank = prepare.bank_on_vocabulary()
    world = invented_world.invent(bank, invented_world.many(bank, seed=1), seed=1)
    counts = Counter(actor.kind for actor in world.actors for _ in actor.memberships)
    assert len(world.networks) == 100
    assert sum(counts.values()) == 13_000
    assert [counts[kind] for kind in KINDS] == [8528, 806, 780, 2886]
    assert len(world.actors) < 12_500


def test_invented_projects_join_members_of_one_invented_network_and_end_with_a_month(filled: None) -> None:
    made = list(Project.objects.prefetch_related("participations__actor"))
    assert len(made) == 12
    assert {one.is_demo for one in made} == {True}
    assert {(one.ends_on + timedelta(days=1)).day for one in made if one.ends_on} == {1}
    for one in made:
        actors = [part.actor for part in one.participations.all()]
        assert {actor.is_demo for actor in actors} == {True}
        shared = Network.objects.filter(memberships__actor__in=actors).annotate(n=Count("memberships"))
        assert max(network.n for network in shared) == len(actors)
