"""The public data arrives whole, can be loaded again, and never over somebody's edits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q

from handschlag.common.models import AuditEntry
from handschlag.directory import rows
from handschlag.directory.models import (
    Basis,
    Concept,
    District,
    FactSource,
    Field,
    Label,
    Land,
    MemberFigure,
    Network,
    NetworkKind,
    NetworkProgramme,
    NetworkStanding,
    Place,
    Revision,
    Status,
)
from handschlag.directory.public_data import loading
from handschlag.programmes.models import Programme

# What part of the networks must have the fact.
TARGETS = {"land": 0.87, "place": 0.75, "website": 0.72, "description": 0.95}
LATER = datetime(2027, 1, 1, tzinfo=UTC)
FACTS = {
    "place": lambda network: network.place,
    "land": lambda network: network.land_id,
    "fields": lambda network: network.fields.exists(),
    "founded": lambda network: network.founded,
    "management_body": lambda network: network.management_body,
    "website": lambda network: network.website,
    "street": lambda network: network.street,
    "contact_phone": lambda network: network.contact_phone,
    "contact_email": lambda network: network.contact_email,
    "legal_form": lambda network: network.legal_form,
    "standing": lambda network: network.standing,
    "in_programmes": lambda network: network.in_programmes.exists(),
    "labels": lambda network: network.labels.exists(),
    "member_figures": lambda network: network.member_figures.exists(),
    "umbrella": lambda network: network.umbrella_id,
    "description": lambda network: network.description_de and network.description_en,
    "name": lambda network: network.name,
}


@pytest.fixture(scope="module")
def tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loaded once for all tests of this file; each of them takes back what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_public_data", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(tables: None, db: None) -> None:
    """The public data."""


def test_everything_of_the_tables_is_there(loaded: None) -> None:
    counts = [model.objects.count() for model in (Land, District, Place, Field, Concept)]
    assert counts == [16, 401, 11_870, 81, 507]
    kinds = [Network.objects.filter(kind=kind).count() for kind in NetworkKind.values]
    assert dict(zip(NetworkKind.values, kinds, strict=True)) == {
        "cluster": 202,
        "zim_network": 68,
        "research_association": 39,
    }
    assert Network.objects.exclude(status=Status.PUBLISHED).count() == 0
    assert Network.objects.filter(is_demo=True).count() == 0


def test_loading_twice_changes_nothing_and_leaves_no_second_row(loaded: None) -> None:
    models = (Network, Programme, NetworkProgramme, Label, MemberFigure, FactSource, Place, AuditEntry)
    before = [model.objects.count() for model in models]
    names = sorted(Network.objects.values_list("slug", "name", "published_at"))
    call_command("load_public_data", verbosity=0)
    assert [model.objects.count() for model in models] == before
    assert sorted(Network.objects.values_list("slug", "name", "published_at")) == names


def test_a_network_that_somebody_has_edited_stays_as_it_is(loaded: None) -> None:
    Network.objects.filter(slug="optence").update(name="Optence neu", version=2)
    Network.objects.filter(slug="optonet").update(name="verschrieben")
    report = loading.load_public_networks(now=LATER)
    assert (report.created, report.updated, report.kept) == (0, 308, 1)
    assert Network.objects.get(slug="optence").name == "Optence neu"
    assert Network.objects.get(slug="optonet").name == "OptoNet e. V."


def test_what_an_editor_has_just_created_is_not_overwritten_nor_published(loaded: None) -> None:
    draft = Network.objects.get(slug="optence")
    Network.objects.filter(pk=draft.pk).update(name="Optence neu", status=Status.DRAFT)
    Revision.objects.create(
        kind="network", object_id=draft.pk, number=1, content={}, verb="created", at=LATER
    )
    assert loading.load_public_networks(now=LATER).kept == 1
    draft.refresh_from_db()
    assert (draft.name, draft.status) == ("Optence neu", Status.DRAFT)


def test_an_umbrella_that_left_the_table_is_cleared(loaded: None) -> None:
    other = Network.objects.get(slug="optence")
    alone = Network.objects.filter(umbrella=None, successor=None).exclude(pk=other.pk).earliest("pk")
    Network.objects.filter(pk=alone.pk).update(umbrella=other, successor=other)
    loading.load_public_networks(now=LATER)
    alone.refresh_from_db()
    assert (alone.umbrella_id, alone.successor_id) == (None, None)


def test_a_programme_that_exists_stays_as_it_is(loaded: None) -> None:
    Programme.objects.filter(slug="igf").update(purpose_de="Von Hand.")
    call_command("load_public_data", verbosity=0)
    assert Programme.objects.get(slug="igf").purpose_de == "Von Hand."


def test_every_fact_of_a_real_network_has_a_source_and_every_source_a_fact(loaded: None) -> None:
    networks = Network.objects.prefetch_related("sources")
    for network in networks:
        stated = {source.fact for source in network.sources.all()}
        there = {fact for fact, of in FACTS.items() if of(network)}
        assert (network.slug, stated) == (network.slug, there)
    assert not FactSource.objects.exclude(source__startswith="http").exists()


def test_what_was_assigned_is_never_a_figure_a_date_or_a_website(loaded: None) -> None:
    assigned = set(FactSource.objects.filter(basis=Basis.ASSIGNED).values_list("fact", flat=True))
    # A seat: that of who manages it. A programme: a ZIM network takes part in ZIM.
    assert assigned == {"fields", "in_programmes", "land", "name", "place"}


def test_a_zim_network_takes_part_in_its_programme_or_did(loaded: None) -> None:
    others = Network.objects.filter(kind=NetworkKind.ZIM_NETWORK).exclude(
        in_programmes__programme__slug="zim"
    )
    assert list(others) == []


def test_a_label_known_to_the_year_says_so(loaded: None) -> None:
    labels = Label.objects.filter(network__slug="silicon-saxony").order_by("awarded_on")
    assert [(one.level, one.awarded_on.year, one.is_year_only) for one in labels] == [
        ("gold", 2012, True),
        ("gold", 2015, True),
        ("gold", 2018, True),  # the network's own page; the programme says 2019
        ("gold", 2019, True),
    ]


def test_a_day_that_is_known_is_kept(loaded: None) -> None:
    joined = NetworkProgramme.objects.get(network__slug="bioeconomy", programme__slug="go-cluster")
    assert (joined.since, joined.is_year_only) == (date(2014, 9, 17), False)


def test_a_seen_place_has_coordinates_and_a_town_of_its_own_its_district(loaded: None) -> None:
    dresden = Network.objects.get(slug="silicon-saxony")
    assert (round(dresden.latitude or 0, 1), round(dresden.longitude or 0, 1)) == (51.1, 13.7)
    assert dresden.district is not None
    assert dresden.district.nuts3 == "DED21"
    placeless = Network.objects.exclude(place="").filter(latitude=None)
    assert list(placeless) == []


def test_a_fact_is_as_old_as_the_copy_that_was_read(loaded: None) -> None:
    assert not FactSource.objects.exclude(seen_on=None).exists()
    dated = set(FactSource.objects.exclude(copied_on="").values_list("copied_on", flat=True))
    assert {len(one) for one in dated} == {len("2019"), len("2019-04"), len("2019-04-09")}


def test_members_are_a_history_and_the_newest_number_leads(loaded: None) -> None:
    silicon = Network.objects.get(slug="silicon-saxony")
    found = {(one.year, one.members) for one in silicon.member_figures.all()}
    assert {(2024, 490), (None, 350), (None, 600)} <= found
    newest = rows.newest_figure(silicon)
    assert newest is not None
    assert (newest.year, newest.members) == (2024, 490)


def test_networks_that_ended_say_so_and_lead_to_their_successor(loaded: None) -> None:
    followed = dict(Network.objects.exclude(successor=None).values_list("slug", "successor__slug"))
    assert followed["ccev"] == followed["cfk-valley"] == "composites-united"
    assert followed["it-logistikcluster"] == "cluster-mobility-logistics"
    assert not Network.objects.filter(successor__isnull=False, standing="").exists()
    assert Network.objects.get(slug="energetikom").standing == NetworkStanding.DISSOLVED
    assert not Network.objects.filter(name__contains="Ultrapräzision").exists()  # of which nothing was found
    assert Network.objects.filter(name__contains="Subsea Monitoring").count() == 1


def test_so_much_is_known_of_the_networks(loaded: None) -> None:
    """Each of these rises with better tables: a number below is a loss."""
    networks = Network.objects.count()
    served = Q(statements__fact="lands_served") | Q(land__isnull=False)
    known = {
        "land": Network.objects.filter(served).distinct().count(),
        "place": Network.objects.exclude(place="").count(),
        "website": Network.objects.exclude(website="").count(),
        "description": Network.objects.exclude(description_de="").exclude(description_en="").count(),
    }
    shares = {fact: number / networks for fact, number in known.items()}
    assert {fact: share >= TARGETS[fact] for fact, share in shares.items()} == dict.fromkeys(TARGETS, True), (
        shares
    )


def test_every_programme_names_its_source_and_the_day_it_was_read(loaded: None) -> None:
    programmes = Programme.objects.all()
    assert [one.slug for one in programmes][:3] == ["go-cluster", "zim", "igf"]
    assert [one.slug for one in programmes if not (one.source and one.source_seen_on)] == []
    assert [one.slug for one in programmes if bool(one.purpose_de) != bool(one.purpose_en)] == []
