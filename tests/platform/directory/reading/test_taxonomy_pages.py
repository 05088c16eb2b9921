"""Pages of fields, Länder and programmes: each number says what it counts."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.platform import builders
from tests.platform.directory.reading.pages import page, section, words

from handschlag.directory.models import Actor, Field, Membership, NetworkProgramme, Status

pytestmark = pytest.mark.django_db


def optics() -> tuple[Field, Field]:
    """A field and a part of it."""
    upper, lower = builders.field(), builders.field("OPT1", "Lasertechnik", "Laser technology")
    lower.parent = upper
    lower.save()
    return upper, lower


def test_a_field_counts_what_its_parts_count_once(client: Client) -> None:
    upper, lower = optics()
    builders.network("N", fields=(upper, lower))
    builders.actor("A", fields=(upper, lower))
    builders.actor("B", fields=(lower,))
    builders.actor("C", fields=(lower,), status=Status.DRAFT)
    html = page(client, "/de/fields/optik-und-photonik/")
    assert "1 Netzwerk und 2 Organisationen" in words(html)
    assert section(html, "Seine Teile" if "Seine Teile" in html else "Its parts") == (
        "Lasertechnik Netzwerke 1, Akteure 2"
    )
    overview = words(page(client, "/de/fields/"))
    assert "Optik und Photonik Lasertechnik Netzwerke: 1 Akteure: 2" in overview


def test_a_field_is_strong_where_its_share_is_larger_than_in_the_whole(client: Client) -> None:
    optics_field = builders.field()
    for number in range(3):
        builders.actor(f"S{number}", fields=(optics_field,), land=builders.land("SN"))
    for number in range(9):
        builders.actor(f"H{number}", land=builders.land("HE"))
    builders.actor("Nirgends", fields=(optics_field,))
    text = section(page(client, "/de/fields/optik-und-photonik/"), "Regionale Schwerpunkte des Feldes")
    assert text.endswith("Sachsen 4,0 mal so viel wie insgesamt 3 Organisationen")
    assert "Hessen" not in text


def test_a_land_tells_organisations_from_memberships(client: Client) -> None:
    one, two = builders.network("Eins", land=builders.land()), builders.network("Zwei")
    builders.actor("A", networks=(one, two), land=builders.land())
    past = builders.actor("B", land=builders.land())
    Membership.objects.create(actor=past, network=one, until=timezone.localdate() - timedelta(days=1))
    builders.actor("C", land=builders.land(), networks=(one,), status=Status.ARCHIVED)
    text = words(page(client, "/de/regions/sachsen/"))
    assert "1 Netzwerk und 2 Organisationen" in text
    assert (
        "Jede Organisation ist einmal gezählt; zusammen haben sie 2 Mitgliedschaften in Netzwerken." in text
    )


def test_fields_that_others_have_are_missing_here_once_enough_is_known(client: Client) -> None:
    # With a handful of organisations nearly every field is missing, and only because the table is short.
    bio = builders.field("BIO", "Biotechnologie", "Biotechnology")
    builders.field("QUA", "Quantentechnologien", "Quantum technologies")
    builders.actor("H", fields=(bio,), land=builders.land("HE"))
    builders.land("SN")
    for number in range(20):
        assert "Nicht in unserer Tabelle" not in client.get("/de/regions/sachsen/").content.decode()
        builders.actor(f"S{number}", fields=(builders.field(),), land=builders.land("SN"))
    text = section(page(client, "/de/regions/sachsen/"), "Nicht in unserer Tabelle")
    assert "Lücke unserer Daten" in text
    assert text.endswith("Biotechnologie anderswo 1")
    assert "Optik" not in text
    assert "Quanten" not in text  # nobody has it anywhere


def test_regions_list_networks_and_distinct_organisations(client: Client) -> None:
    network = builders.network(land=builders.land("SN"))
    builders.actor("A", networks=(network,), land=builders.land("HE"))
    text = words(page(client, "/de/regions/"))
    assert "Hessen Netzwerke: 0 Akteure: 1 Sachsen Netzwerke: 1 Akteure: 0" in text


def test_unknown_fields_lands_and_programmes_are_no_pages(client: Client) -> None:
    for path in ("fields/none", "regions/none", "programmes/none", "news/none", "networks/none"):
        assert client.get(f"/de/{path}/").status_code == 404


def test_a_programme_says_who_runs_it_since_when_and_where_that_was_read(client: Client) -> None:
    programme = builders.programme()
    for name, value in {
        "name_de": "Programm go-cluster",
        "purpose_de": "Hilft Clustern.\n\nUnd anderen.",
        "body_de": "Ministerium",
        "valid_from": date(2012, 7, 1),
        "source": "https://www.clusterplattform.de/x; Jahrbuch",
        "source_seen_on": date(2026, 11, 25),
    }.items():
        setattr(programme, name, value)
    programme.save()
    german = page(client, "/de/programmes/go-cluster/")
    text = words(german)
    assert "Träger Ministerium Gültig seit 1. Juli 2012 Website noch nicht bekannt" in text
    assert "Quelle clusterplattform.de , Jahrbuch gelesen am 25. November 2026" in text
    assert "lang=" not in german.split("<main")[1].split("</main>")[0]
    assert '<section class="hs-section hs-prose" lang="de"><p>Hilft Clustern.</p>' in page(
        client, "/en/programmes/go-cluster/"
    )


def test_a_programme_names_its_networks_of_today_and_counts_the_former(client: Client) -> None:
    programme, yesterday = builders.programme(), timezone.localdate() - timedelta(days=1)
    for name, until in (("Heute", None), ("Früher", yesterday)):
        NetworkProgramme.objects.create(network=builders.network(name), programme=programme, until=until)
    hidden = builders.network("Geheim", status=Status.DRAFT)
    NetworkProgramme.objects.create(network=hidden, programme=programme)
    text = words(page(client, "/de/programmes/go-cluster/"))
    assert "1 Netzwerk aus diesem Verzeichnis nimmt teil" in text
    assert "und 1 früheres Netzwerk" in text
    assert "Heute" in text
    assert "Geheim" not in text
    assert "1 Netzwerk aus diesem Verzeichnis nimmt teil" in words(page(client, "/de/programmes/"))


def test_news_are_listed_newest_first_and_lead_to_their_network_and_actors(client: Client) -> None:
    network = builders.network()
    actor, hidden = builders.actor(), builders.actor("Geheim", status=Status.DRAFT)
    old = builders.story("Alt", network=network, day=date(2020, 1, 1))
    new = builders.story("Neu", network=network, day=date(2026, 1, 2), text_de="Eins.\n\nZwei.")
    builders.story("Entwurf", network=network, status=Status.DRAFT)
    builders.story("Verborgen", network=builders.network("V", status=Status.ARCHIVED))
    new.actors.set([actor, hidden])
    html = page(client, "/de/news/")
    assert re.findall(r'<h2 class="hs-h3"><a href="[^"]+">(\w+)</a>', html) == ["Neu", "Alt"]
    story = page(client, "/de/news/neu/")
    assert "<p>Eins.</p><p>Zwei.</p>" in story
    assert "2. Januar 2026" in story
    assert "Optik Sachsen Linsen Meier GmbH" in words(story)
    assert "Geheim" not in story
    old.status = Status.ARCHIVED
    old.save()
    assert client.get("/de/news/alt/").status_code == 410
    assert client.get("/de/news/verborgen/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "fields/",
        "fields/optik-und-photonik/",
        "regions/",
        "regions/sachsen/",
        "programmes/go-cluster/",
        "news/",
    ],
)
def test_three_rows_ask_the_database_as_often_as_one(client: Client, path: str) -> None:
    upper, lower = optics()

    def more(number: int) -> None:
        network = builders.network(f"N{number}", fields=(upper, lower), land=builders.land())
        NetworkProgramme.objects.create(network=network, programme=builders.programme())
        builders.actor(f"A{number}", networks=(network,), fields=(upper, lower), land=builders.land())
        builders.story(f"S{number}", network=network)

    def queries() -> int:
        page(client, f"/de/{path}")  # the first page after a change reads what has changed
        with CaptureQueriesContext(connection) as seen:
            page(client, f"/de/{path}")
        return len(seen)

    more(1)
    one = queries()
    more(2)
    more(3)
    assert (queries(), one <= 26) == (one, True)
    assert Actor.objects.count() == 3
