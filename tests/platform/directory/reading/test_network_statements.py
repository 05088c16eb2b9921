"""What sources say of a network, what nobody knows, and who may take its page over."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.platform import builders
from tests.platform.directory.reading import pages
from tests.platform.directory.reading.pages import section, words

from handschlag.accounts.models import User
from handschlag.directory.models import NetworkStatement, Status

pytestmark = pytest.mark.django_db


def page(client: Client, slug: str = "optik-sachsen") -> str:
    return pages.page(client, f"/de/networks/{slug}/")


def test_a_network_without_facts_says_so_once(client: Client) -> None:
    builders.network()
    html = page(client)
    assert section(html, "Noch nicht bekannt") == (
        "Sitz, Bundesland, Technologiefelder, Gründungsjahr, Mitglieder und Anteile, Rechtsform, Management, "
        "Adresse, Telefon, E-Mail, Website, Beschreibung Wissen Sie es? Sagen Sie es uns."
    )
    assert words(html).lower().count("noch nicht bekannt") == 1
    assert "Noch ist kein Akteur verzeichnet" in words(html)


def test_who_runs_an_unclaimed_network_finds_the_way_and_nobody_is_asked_to_join(
    client: Client, martha: User
) -> None:
    network = builders.network()
    html = page(client)
    assert "/de/networks/optik-sachsen/claim/" in html
    assert "/join/" not in html
    builders.manages(martha, network)
    html = page(client)
    assert "/claim/" not in html
    assert "/de/networks/optik-sachsen/join/" in html


def test_what_sources_say_is_a_history_and_shows_where_they_disagree(client: Client) -> None:
    network = builders.network(founded=2000)

    def said(fact: str, value: str, kind: str = "own", copied_on: str = "") -> None:
        NetworkStatement.objects.create(
            network=network,
            fact=fact,
            value=value,
            source=f"https://{kind}.example.org/{value[:3]}",
            source_kind=kind,
            copied_on=copied_on,
        )

    said("members", "350", "press", "2015-03")
    said("members", "490", "mirror", "2024")
    said("founded", "2000")
    said("founded", "2001-05", "press")
    said("known_members", "Carl Zeiss (founding member); SICK")
    html = page(client)
    text = section(html, "Was Quellen sagen")
    assert "2024: 490 Mitglieder mirror.example.org, Abschrift auf fremder Website, Kopie von 2024" in text
    assert text.index("2024: 490") < text.index("2015: 350 Mitglieder press.example.org , Presse oder")
    assert "Kopie von März 2015" in text
    assert "Carl Zeiss, SICK own.example.org , eigene Seite, Kopie ohne Datum" in text
    assert "Gründungsjahr: Quellen widersprechen sich 2000" in text
    assert "https://mirror.example.org" not in html


def test_a_network_that_became_part_of_another_leads_there(client: Client) -> None:
    after = builders.network("Nachfolger")
    hidden = builders.network("Verborgen", status=Status.DRAFT)
    builders.network("Alt", standing="merged", successor=after)
    builders.network("Uralt", standing="merged", successor=hidden)
    html = page(client, "alt")
    assert "Dieses Netzwerk ist in einem anderen aufgegangen. Fortgeführt in: Nachfolger" in words(html)
    assert "Verborgen" not in page(client, "uralt")
