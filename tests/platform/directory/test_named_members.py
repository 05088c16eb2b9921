"""Organisations that only sources name: actors of their own, which nobody brings back once they are out."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.platform import builders
from tests.platform.directory.reading import pages
from tests.platform.directory.reading.pages import section, words

from handschlag.accounts.policy import Role, Subject
from handschlag.common.models import AuditEntry
from handschlag.directory import counting
from handschlag.directory.index import documents
from handschlag.directory.merging import merge, undo_merge
from handschlag.directory.models import (
    Actor,
    Membership,
    NamedMember,
    Network,
    NetworkStatement,
    Revision,
    Status,
)
from handschlag.directory.public_data.loading import DATA
from handschlag.directory.public_data.named_members import (
    NamedOrganisation,
    kind_by_name,
    load_named,
    together,
)
from handschlag.directory.public_data.published import networks_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 29, tzinfo=UTC)
EDITOR = Subject(user_id=None, roles=frozenset({Role.EDITOR}))
COLUMNS = next(csv.reader((DATA / "networks.csv").open(encoding="utf-8")))


def named(network: Network, *values: str) -> None:
    """What the table says is loaded: that these are named with the network."""
    said = [
        {
            "id": "c1",
            "kind": network.kind,
            "name": network.name,
            "field": "known_members",
            "value": value,
            "source": f"https://own.example.org/{place}",
            "source_kind": "own",
            "copy_date": "2019-04-09",
            "note": "",
        }
        for place, value in enumerate(values)
    ]
    row = {**dict.fromkeys(COLUMNS, ""), "id": "c1", "slug": network.slug, "kind": str(network.kind)}
    (facts,) = networks_of([{**row, "name": network.name}], said)
    load_named({network.pk: facts}, now=NOW)


def _names() -> set[str]:
    return set(NamedMember.objects.values_list("actor__name", flat=True))


def test_whoever_is_named_is_an_actor_with_its_source_and_no_member(client: Client) -> None:
    network = builders.network()
    named(network, "Siemens; IHK; TU Ilmenau (board)")
    assert list(Actor.objects.values_list("name", "kind", "version")) == [
        ("Siemens", "company", 1),
        ("TU Ilmenau", "university", 1),
    ]
    assert AuditEntry.objects.filter(verb="loaded", kind="directory.actor").count() == 2
    html = pages.page(client, "/de/actors/siemens/")
    assert section(html, "Nur aus öffentlichen Quellen bekannt").endswith(
        "Optik Sachsen own.example.org , eigene Seite, Kopie von 9. April 2019"
    )
    assert "/de/contact/?kind=error&amp;about=/de/actors/siemens/" in html
    assert "kein Netzwerk verzeichnet" in section(html, "Mitglied in")
    assert not Membership.objects.exists()
    documents.refresh_all()
    assert counting.organisations_per_network([network.pk], today=NOW.date()) == {}


def test_a_network_is_found_by_whom_sources_name_and_leads_to_them(client: Client) -> None:
    network = builders.network()
    NetworkStatement.objects.create(
        network=network,
        fact="known_members",
        value="Siemens; Luxus (a; b)",
        source="https://own.example.org/0",
        source_kind="own",
    )
    named(network, "Siemens; Luxus (a; b)")
    documents.refresh_all()
    found = words(pages.page(client, "/de/search/?q=Siemens"))
    assert "Optik Sachsen" in found
    html = pages.page(client, "/de/networks/optik-sachsen/")
    assert '<a href="/de/actors/siemens/">Siemens</a>' in " ".join(html.split())
    Actor.objects.filter(name="Siemens").update(status=Status.ARCHIVED)
    documents.refresh(actor_ids=[Actor.objects.get(name="Siemens").pk])
    html = pages.page(client, "/de/networks/optik-sachsen/")
    assert "Siemens" not in html
    assert "Luxus" in html
    assert "Optik Sachsen" not in words(pages.page(client, "/de/search/?q=Siemens"))


def test_loading_again_brings_nothing_back_and_writes_over_nothing() -> None:
    network = builders.network()
    named(network, "Siemens; Bosch; SICK; ZF")
    Actor.objects.filter(name="Siemens").update(name="Siemens Energy", version=2)
    Actor.objects.filter(name="Bosch").update(status=Status.ARCHIVED)
    kept = builders.actor("SICK Sensoren AG")
    sick = Actor.objects.get(name="SICK")
    row = merge(kept_id=kept.pk, merged_id=sick.pk, versions=(1, 1), by=EDITOR, now=NOW)
    rows = _names()
    assert rows == {"Siemens Energy", "Bosch", "SICK Sensoren AG", "ZF"}
    named(network, "Siemens; Bosch; SICK; ZF")
    assert _names() == rows
    assert Actor.objects.count() == 5
    assert Actor.objects.get(name="Bosch").status == Status.ARCHIVED
    undo_merge(merge_id=row.pk, by=EDITOR, now=NOW)
    assert sick.named_by.count() == 1


def test_a_merged_actor_is_not_made_anew_and_an_undo_finds_where_it_was_named() -> None:
    network = builders.network()
    said = ("Siemens; Zeiss", "Siemens")
    named(network, *said)
    siemens, zeiss = Actor.objects.get(name="Siemens"), Actor.objects.get(name="Zeiss")
    row = merge(kept_id=zeiss.pk, merged_id=siemens.pk, versions=(1, 1), by=EDITOR, now=NOW)
    rows = set(NamedMember.objects.values_list("pk", "actor"))
    for _ in range(2):
        named(network, *said)
        assert set(NamedMember.objects.values_list("pk", "actor")) == rows
    named(builders.network("Akustik Bayern"), "Siemens AG")
    assert Actor.objects.count() == 2
    undo_merge(merge_id=row.pk, by=EDITOR, now=NOW)
    assert siemens.named_by.filter(network=network).count() == 2


def test_another_network_does_not_bring_back_who_was_renamed_and_drafts_take_no_mention() -> None:
    draft = builders.actor("Bosch", slug="entwurf", status=Status.DRAFT)
    named(builders.network(), "Siemens; Bosch")
    assert draft.named_by.count() == 0
    Actor.objects.filter(name="Siemens").update(name="Energy", status=Status.ARCHIVED, version=2)
    named(builders.network("Akustik Bayern"), "Siemens AG; Bosch")
    assert sorted(Actor.objects.values_list("name", flat=True)) == ["Bosch", "Bosch", "Energy"]


def test_two_wordings_of_one_source_mean_one_actor(client: Client) -> None:
    network, text = builders.network(), "Siemens; SIEMENS AG (board); Luxus"
    source = {"source": "https://own.example.org/0", "source_kind": "own"}
    NetworkStatement.objects.create(network=network, fact="known_members", value=text, **source)
    for _ in range(2):
        named(network, text)
        assert list(NamedMember.objects.values_list("words", flat=True)) == ["Siemens", "Luxus"]
    html = " ".join(pages.page(client, "/de/networks/optik-sachsen/").split())
    assert html.count('<a href="/de/actors/siemens/">') == 2
    Actor.objects.filter(name="Siemens").update(status=Status.ARCHIVED)
    html = pages.page(client, "/de/networks/optik-sachsen/")
    assert "siemens" not in html.lower()
    assert "Luxus" in html


def test_whoever_wrote_the_own_entry_does_not_read_that_nobody_did(client: Client) -> None:
    own = builders.actor("Siemens")
    named(builders.network(), "Siemens")
    assert "Nur aus öffentlichen Quellen bekannt" in pages.page(client, "/de/actors/siemens/")
    Revision.objects.create(kind="actor", object_id=own.pk, number=1, content={}, verb="created", at=NOW)
    assert "Nur aus öffentlichen Quellen bekannt" not in pages.page(client, "/de/actors/siemens/")


def test_an_actor_that_is_there_already_is_the_same_one_only_under_an_equal_name() -> None:
    network = builders.network()
    siemens, iba = builders.actor("SIEMENS AG"), builders.actor("IBA GmbH")
    for place in ("Jena", "Gera"):
        builders.actor("Meier GmbH", slug=f"meier-{place}".lower(), place=place)
    builders.actor("Invented SE", is_demo=True)
    named(network, "Siemens; iba AG; Meier; Invented")
    assert _names() == {"SIEMENS AG", "iba AG", "Invented"}
    assert siemens.named_by.count() == 1
    assert iba.named_by.count() == 0


def test_several_networks_name_one_organisation_and_forms_tell_two_apart() -> None:
    def said(name: str) -> NamedOrganisation:
        return NamedOrganisation(name=name, words=name, source="", source_kind="own", copied_on="")

    groups = together({1: [said("SAP"), said("iba AG")], 2: [said("SAP SE"), said("IBA GmbH")]})
    assert [[(network, one.name) for network, one in some] for some in groups] == [
        [(1, "SAP"), (2, "SAP SE")],
        [(1, "iba AG")],
        [(2, "IBA GmbH")],
    ]
    assert kind_by_name("Fraunhofer IOF") == "research"
