"""The lists of networks and actors: what they say, and what they ask the database."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.platform import builders
from tests.platform.directory.reading import pages
from tests.platform.directory.reading.pages import title, words

from handschlag.directory.index import documents
from handschlag.directory.models import (
    Actor,
    Direction,
    Label,
    MemberFigure,
    Membership,
    Network,
    NetworkKind,
    NetworkProgramme,
    Statement,
    Status,
)

pytestmark = pytest.mark.django_db


def page(client: Client, path: str) -> str:
    return unescape(pages.page(client, path))


def optics() -> tuple[Network, Network]:
    """Two networks for optics: one with every fact, one with its name only."""
    field = builders.field()
    full = builders.network(
        "Optence e. V.",
        short_name="Optence",
        fields=(field,),
        land=builders.land("HE"),
        place="Darmstadt",
        founded=2001,
    )
    MemberFigure.objects.create(network=full, members=1110, year=2019)
    MemberFigure.objects.create(network=full, members=90, year=None)
    NetworkProgramme.objects.create(network=full, programme=builders.programme())
    Label.objects.create(network=full, level="gold", awarded_on=date(2024, 3, 1))
    documents.refresh(network_ids=[full.pk])
    return full, builders.network("HansePhotonik", fields=(field,))


def test_the_title_of_a_list_is_its_answer(client: Client) -> None:
    optics()
    builders.network("Anderes Netz", land=builders.land("HE"), kind=NetworkKind.ZIM_NETWORK)
    titles = {
        "/de/networks/": "Alle 3 Netzwerke",
        "/en/networks/": "All 3 networks",
        "/de/networks/?field=optik-und-photonik": "2 Netzwerke für Optik und Photonik",
        "/en/networks/?field=optik-und-photonik": "2 networks for optics and photonics",
        "/de/networks/?field=OPT&land=hessen": "1 Netzwerk für Optik und Photonik in Hessen",
        "/de/networks/?kind=zim_network": "1 ZIM-Netzwerk",
        "/en/networks/?programme=go-cluster": "1 network in the programme go-cluster",
        "/de/networks/?q=Hanse": "1 Netzwerk zu „Hanse“",
    }
    assert {path: title(page(client, path)) for path in titles} == titles


def test_a_row_shows_what_is_known_with_its_year_and_what_is_missing_as_missing(client: Client) -> None:
    optics()
    html = page(client, "/de/networks/")
    rows = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", html, re.DOTALL)
    hanse, optence = (words(row) for row in rows)
    assert "Optence Cluster · Optik und Photonik. Seit 2001 Darmstadt" in optence
    assert "1.110 Mitglieder, Stand: 2019" in optence
    assert "go-cluster Gold 2024" in optence
    assert "Sitz noch nicht bekannt" in hanse
    assert "Mitglieder: noch nicht bekannt" in hanse
    assert "1,110" in page(client, "/en/networks/")


def test_a_count_of_members_says_whether_it_was_published_or_counted_here(client: Client) -> None:
    network = builders.network()
    for number in range(3):
        builders.actor(f"A{number}", networks=(network,))
    builders.actor("Hidden", networks=(network,), status=Status.DRAFT)
    assert "3 Mitglieder, hier verzeichnet" in words(page(client, "/de/networks/"))
    builders.actor("Allein", networks=(builders.network("Klein"),))
    assert "1 Mitglied, hier verzeichnet" in words(page(client, "/de/networks/"))
    assert "Mitglied, hier verzeichnet 1" in words(page(client, "/de/networks/klein/"))


def test_actors_show_what_they_offer_and_seek_and_where_they_are_members(client: Client) -> None:
    networks = [builders.network(f"Netz {number}") for number in range(4)]
    actor = builders.actor("Linsen Meier GmbH", networks=tuple(networks), is_sme=True, place="Jena")
    Statement.objects.create(actor=actor, direction=Direction.OFFER, text_de="Wir schleifen Linsen")
    builders.actor("Stille Stoffe AG")
    text = words(page(client, "/de/actors/"))
    assert "KMU, Jena Bietet: Wir schleifen Linsen Sucht: nicht genannt" in text
    assert "Mitglied in: Netz 0, Netz 1 und 2 weitere" in text
    assert "Verschiedene Organisationen: Wer in mehreren Netzwerken ist, wird einmal aufgeführt." in text
    assert title(page(client, "/de/actors/?network=netz-1")) == "1 Akteur von Netz 1"


def test_a_former_membership_is_not_in_the_row(client: Client) -> None:
    left, stays = builders.network("Glas Jena"), builders.network("Optik Jena")
    one, yesterday = (
        builders.actor("Linsen Jena", networks=(stays,)),
        timezone.localdate() - timedelta(days=1),
    )
    for network in (left, stays):  # of the second one again
        Membership.objects.create(actor=one, network=network, since=date(1990, 1, 1), until=yesterday)
    documents.refresh(actor_ids=[one.pk])
    assert "Mitglied in: Optik Jena" in words(page(client, "/de/actors/"))


def test_an_entry_that_does_not_exist_is_no_chosen_filter(client: Client) -> None:
    builders.network(land=builders.land())
    html = client.get("/de/networks/?field=zz&land=sachsen").content.decode()
    assert 'class="hs-chip"' in html
    assert "zz<span" not in html


def test_chips_take_one_filter_off_and_keep_the_others(client: Client) -> None:
    optics()
    html = page(client, "/de/networks/?q=opt&field=optik-und-photonik&land=hessen")
    chips = re.findall(r'<a class="hs-chip" href="([^"]+)">', html)
    assert chips == [
        "/de/networks/?field=optik-und-photonik&land=hessen",
        "/de/networks/?q=opt&land=hessen",
        "/de/networks/?q=opt&field=optik-und-photonik",
    ]


def test_map_and_files_carry_exactly_the_filters_of_the_list(client: Client) -> None:
    optics()
    html = page(client, "/de/networks/?field=optik-und-photonik&page=1")
    query = "?field=optik-und-photonik"
    assert f'href="/de/map/{query}"' in html
    for ending in ("csv", "xlsx", "json", "vcf"):
        assert f'href="/de/networks/export/{ending}/{query}"' in html


def test_pages_of_25_are_cut_in_order_and_a_page_too_far_is_the_last(client: Client) -> None:
    for number in range(27):
        builders.network(f"Netz {number:02}")
    assert "Netz 24" in page(client, "/de/networks/")
    assert "Netz 25" not in page(client, "/de/networks/")
    for number in ("2", "99"):
        second = page(client, f"/de/networks/?page={number}")
        assert re.findall(r"Netz \d\d", second) == ["Netz 25", "Netz 26"]
    assert "Netz 00" in page(client, "/de/networks/?page=minus-one")


def test_where_nothing_is_found_the_page_says_what_to_loosen_and_what_that_gives(client: Client) -> None:
    optics()
    builders.network("Saxonia", land=builders.land("SN"))
    html = page(client, "/de/networks/?q=Glasfaserkleber&land=hessen")
    assert title(html) == "Noch kein Netzwerk zu „Glasfaserkleber“ in Hessen"
    way = re.search(r'href="([^"]+)">Ohne die Wörter „Glasfaserkleber“</a><span[^>]*>(\d+)<', html)
    assert way is not None
    assert way.groups() == ("/de/networks/?land=hessen", "1")
    assert "Ohne den Filter Hessen" not in html  # it would find nothing either
    assert 'href="/de/contact/"' in html


def test_what_is_not_public_is_never_listed_nor_counted(client: Client) -> None:
    kept = builders.actor("Kept")
    builders.actor("Merged Away", merged_into=kept)
    for status in (Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED):
        builders.network(f"Hidden {status}", status=status)
        builders.actor(f"Hidden {status}", status=status)
    actors = page(client, "/de/actors/")
    assert title(actors) == "1 Akteur"
    assert "Merged Away" not in actors
    assert "Hidden" not in actors + page(client, "/de/networks/")


def test_search_engines_keep_the_list_and_not_each_choice_of_filters(client: Client) -> None:
    optics()
    assert "noindex" not in page(client, "/de/networks/")
    for query in ("?field=optik-und-photonik", "?q=opt", "?land=hessen&sort=name"):
        html = page(client, f"/de/networks/{query}")
        assert '<meta name="robots" content="noindex, follow">' in html
        assert re.search(r'<link rel="canonical" href="http://[^"]+/de/networks/">', html)


def test_invented_entries_are_marked_at_each_row_among_real_ones_and_once_among_themselves(
    client: Client,
) -> None:
    builders.network("Real")
    builders.network("Made up", is_demo=True)
    mixed = page(client, "/de/networks/")
    assert mixed.count("hs-tag--demo") == 1
    assert "Alle Einträge auf dieser Seite sind erfunden." not in mixed
    Network.objects.filter(name="Real").update(is_demo=True)
    invented = page(client, "/de/networks/")
    assert invented.count("hs-tag--demo") == 1
    assert "Alle Einträge auf dieser Seite sind erfunden." in invented


def test_a_chosen_field_shows_its_parts_and_stands_first(client: Client) -> None:
    upper, lower = builders.field(), builders.field("OPT1", "Lasertechnik", "Laser technology")
    lower.parent = upper
    lower.save()
    documents.refresh(field_codes=[lower.pk])
    builders.network("A", fields=(lower,))
    for number in range(3):
        builders.network(f"B{number}", fields=(builders.field("BIO", "Biotechnologie", "Biotechnology"),))
    closed, opened = page(client, "/de/networks/"), page(client, "/de/networks/?field=optik-und-photonik")
    labels = r'for="f-field-\d+">([^<]+?) <'
    assert re.findall(labels, closed) == ["Biotechnologie", "Optik und Photonik"]
    assert re.findall(labels, opened) == ["Optik und Photonik", "– Lasertechnik", "Biotechnologie"]


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}"


def test_no_text_of_an_entry_or_of_an_address_becomes_part_of_the_page(client: Client) -> None:
    network = builders.network(HOSTILE, slug="n", place=HOSTILE[:99], short_name=HOSTILE[:60])
    actor = builders.actor(HOSTILE, slug="a", place=HOSTILE[:99], networks=(network,))
    for direction in Direction:
        Statement.objects.create(actor=actor, direction=direction, text_de=HOSTILE, text_en=HOSTILE)
    for path in ("/de/networks/", "/de/actors/", "/en/actors/"):
        for query in ({}, {"q": HOSTILE}, {"near": HOSTILE}, {"field": HOSTILE, "page": HOSTILE}):
            html = client.get(path, query).content.decode()
            assert "<script>alert" not in html
            assert "<img src=x" not in html
            assert "49" not in re.findall(r"\d+", title(html))


@pytest.mark.parametrize("path", ["/de/networks/", "/de/actors/", "/de/networks/?land=sachsen&q=e"])
def test_three_rows_ask_the_database_as_often_as_one(client: Client, path: str) -> None:
    def row(number: int) -> None:
        fields = (builders.field(), builders.field("BIO", "Biotechnologie", "Biotechnology"))
        network = builders.network(f"Netze {number}", fields=fields, land=builders.land())
        actor = builders.actor(f"Teile {number}", fields=fields, networks=(network,), land=builders.land())
        Statement.objects.create(actor=actor, direction=Direction.OFFER, text_de="Linsen")
        MemberFigure.objects.create(network=network, members=3, year=2020)
        Label.objects.create(network=network, level="gold", awarded_on=date(2025, 1, 1))
        NetworkProgramme.objects.create(network=network, programme=builders.programme(f"P{number}"))

    def queries() -> int:
        client.get(path)  # the index is read again after a change
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(client, path)
        return len(seen)

    row(1)
    one = queries()
    row(2)
    row(3)
    assert (queries(), one <= 16) == (one, True)
    assert Actor.objects.count() == 3
