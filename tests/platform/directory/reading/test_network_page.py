"""The page of a network: facts with their years and sources, and what is missing as missing."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.platform import builders
from tests.platform.directory.reading import pages
from tests.platform.directory.reading.pages import section, words
from tests.platform.validity import faults

from handschlag.accounts.models import User
from handschlag.directory.models import (
    Basis,
    Direction,
    FactSource,
    Label,
    MemberFigure,
    Membership,
    Network,
    NetworkProgramme,
    Statement,
    Status,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page(client: Client, slug: str = "optik-sachsen", language: str = "de") -> str:
    return pages.page(client, f"/{language}/networks/{slug}/")


def test_the_lead_says_kind_fields_and_seat(client: Client) -> None:
    builders.network(fields=(builders.field(),), place="Dresden", land=builders.land())
    assert "Cluster für Optik und Photonik mit Sitz in Dresden, Sachsen" in words(page(client))
    assert "Cluster for optics and photonics, based in Dresden, Saxony" in words(page(client, language="en"))


def test_published_shares_are_a_bar_with_the_rest_and_the_year(client: Client) -> None:
    network = builders.network()
    MemberFigure.objects.create(
        network=network, members=110, year=2019, share_small=70, share_large=11, share_research=11
    )
    html = page(client)
    assert section(html, "Teile des Netzwerks") == (
        "70 % 11 % 11 % 8 % 70 % kleine und mittlere Unternehmen 11 % große Unternehmen "
        "11 % Forschung und Entwicklung 8 % ohne Angabe in der Quelle "
        "Veröffentlichte Anteile an 110 Mitgliedern, Stand 2019."
    )


def test_without_published_shares_the_members_of_today_are_counted_once_each(client: Client) -> None:
    network, today = builders.network(), timezone.localdate()
    builders.actor("Small", networks=(network,), is_sme=True)
    again = builders.actor("Large", networks=(network,), is_sme=False)
    Membership.objects.create(actor=again, network=network, since=today - 9 * DAY, until=today)
    gone = builders.actor("Gone", is_sme=True)
    Membership.objects.create(actor=gone, network=network, until=today - DAY)
    builders.actor("Draft", networks=(network,), status=Status.DRAFT)
    text = section(page(client), "Teile des Netzwerks")
    assert text.endswith("Gezählt aus 2 Mitgliedern, die hier verzeichnet sind, jede Organisation einmal.")
    assert "50 % kleine und mittlere Unternehmen 50 % große Unternehmen" in text


def test_labels_say_since_when_and_how_long_and_an_expired_one_says_so(client: Client) -> None:
    network = builders.network()
    Label.objects.create(
        network=network, level="gold", awarded_on=date(2020, 3, 1), valid_until=date(2023, 2, 28)
    )
    Label.objects.create(network=network, level="silver", awarded_on=date(2012, 1, 1), is_year_only=True)
    text = section(page(client), "Programme und Label")
    assert "ECEI-Label Gold , verliehen 1. März 2020, abgelaufen 28. Februar 2023 abgelaufen" in text
    assert "ECEI-Label Silber , verliehen 2012, Ende der Gültigkeit nicht bekannt" in text


def test_programmes_have_their_dates_and_an_ended_one_says_so(client: Client) -> None:
    network = builders.network()
    NetworkProgramme.objects.create(
        network=network, programme=builders.programme("ZIM"), since=date(2021, 9, 1), until=date(2023, 8, 31)
    )
    html = page(client)
    assert section(html, "Programme und Label") == "ZIM , 1. September 2021 bis 31. August 2023 beendet"


def test_each_fact_names_its_source_its_date_and_whether_we_concluded_it(client: Client) -> None:
    network = builders.network(founded=2001, website="https://optik.example.org/", land=builders.land())
    seen = {"network": network, "seen_on": date(2026, 11, 1)}
    url = "https://www.clusterplattform.de/a.html"
    FactSource.objects.create(fact="name", source=url, **seen)
    FactSource.objects.create(fact="founded", source=url, **seen)
    FactSource.objects.create(fact="land", source="Jahresbericht 2025", basis=Basis.ASSIGNED, **seen)
    html = page(client)
    assert section(html, "Herkunft der Angaben") == (
        "Inoffiziell, aus öffentlichen Quellen. Umgang mit Angaben Name, Gründungsjahr "
        "clusterplattform.de , gelesen im November 2026 Bundesland Jahresbericht 2025, von uns nach Name "
        "oder Quelle zugeordnet, gelesen im November 2026 Website ohne Quelle: vom Netzwerk genannt oder uns "
        "bekannt, nicht geprüft"
    )
    assert f'href="{url}"' in html


def test_a_source_that_is_no_web_address_is_never_a_link(client: Client) -> None:
    network = builders.network()
    FactSource.objects.create(
        network=network, fact="name", source="javascript:alert(1)", seen_on=date(2026, 11, 1)
    )
    html = page(client)
    assert "javascript:alert(1)" in words(html)
    assert 'href="javascript' not in html


def test_related_networks_come_with_their_reasons(client: Client) -> None:
    umbrella = builders.network("Dachverband")
    here = builders.network(fields=(builders.field(),), umbrella=umbrella)
    friend = builders.network("Freundnetz", fields=(builders.field(),))
    builders.actor("A", networks=(here, friend))
    builders.actor("B", networks=(here, friend))
    builders.actor("Hidden", networks=(here, friend), status=Status.ARCHIVED)
    builders.network("Verborgen", fields=(builders.field(),), status=Status.DRAFT)
    text = section(page(client), "Verwandte Netzwerke")
    assert "Dachverband ist das Dach dieses Netzwerks" in text
    assert "2 Organisationen sind in beiden Mitglied" in text
    assert "beide arbeiten an: Optik und Photonik" in text
    assert "Verborgen" not in text


def test_actors_that_offer_and_seek_come_before_those_that_do_one_of_it(client: Client) -> None:
    network = builders.network()
    one, both = (builders.actor(name, networks=(network,)) for name in ("A einseitig", "Z beidseitig"))
    builders.actor("Still", networks=(network,))
    Statement.objects.create(actor=one, direction=Direction.OFFER, text_de="Schleifen")
    Statement.objects.create(actor=both, direction=Direction.OFFER, text_en="Grinding")
    Statement.objects.create(actor=both, direction=Direction.NEED, text_de="Prüfplatz")
    html = page(client)
    text = section(html, "Angebote und Gesuche in diesem Feld")
    assert text.index("Z beidseitig") < text.index("A einseitig")
    assert "Still" not in text
    assert "Grinding" in text
    assert '<a href="/de/actors/?network=optik-sachsen">Alle Akteure: 3</a>' in html


def test_a_page_says_whether_somebody_looks_after_it_and_not_who(client: Client, martha: User) -> None:
    network = builders.network()
    assert "Noch niemand" in section(page(client), "Betreut von")
    builders.manages(martha, network)
    text = section(page(client), "Betreut von")
    assert "Sie wird vom Management des Netzwerks betreut." in text
    assert "artha" not in page(client)


def test_an_invented_network_says_so_and_names_no_sources(client: Client) -> None:
    network = builders.network(is_demo=True)
    FactSource.objects.create(network=network, fact="name", source="erdacht", seen_on=date(2026, 11, 1))
    html = page(client)
    assert "Dieses Netzwerk ist erfunden." in words(html)
    assert section(html, "Herkunft der Angaben") == "Alles auf dieser Seite ist erfunden."


def test_a_text_in_the_other_language_is_marked_as_such(client: Client) -> None:
    builders.network(description_en="Light for everybody.\n\nAnd glass.")
    german, english = page(client), page(client, language="en")
    assert re.search(r'<section[^>]* lang="en"><p>Light for everybody.</p><p>And glass.</p>', german)
    assert re.search(r"<section[^>]*hs-prose\"><p>Light for everybody.</p>", english)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"status": Status.DRAFT}, 404),
        ({"status": Status.IN_REVIEW}, 404),
        ({"status": Status.ARCHIVED}, 410),
        ({"status": Status.ARCHIVED, "published_at": None}, 404),
    ],
)
def test_what_is_not_public_is_not_shown(client: Client, values: dict[str, object], status: int) -> None:
    builders.network("Geheime Optik", **values)
    answer = client.get("/de/networks/geheime-optik/")
    assert answer.status_code == status
    assert "Geheime Optik" not in answer.content.decode()
    assert faults(answer.content.decode()) == []


def test_an_umbrella_that_is_not_public_is_not_named(client: Client) -> None:
    hidden = builders.network("Geheimes Dach", status=Status.DRAFT)
    here = builders.network(umbrella=hidden)
    builders.network("Geschwister", umbrella=hidden)
    FactSource.objects.create(network=here, fact="umbrella", source="x", seen_on=date(2026, 11, 1))
    assert "Geheimes Dach" not in page(client)


HOSTILE = "</script><script>alert(1)</script>\"'<!--{{7*7}}"


def test_no_text_of_a_network_becomes_part_of_the_page(client: Client) -> None:
    network = builders.network(
        HOSTILE,
        slug="n",
        short_name=HOSTILE,
        place=HOSTILE,
        management_body=HOSTILE,
        website=f"https://example.org/{HOSTILE}",
        contact_email="a@example.org",
        description_de=HOSTILE,
        fields=(builders.field("X", HOSTILE, HOSTILE),),
    )
    FactSource.objects.create(network=network, fact="name", source=HOSTILE, seen_on=date(2026, 11, 1))
    MemberFigure.objects.create(network=network, members=3, note_de=HOSTILE, source=HOSTILE)
    builders.story(HOSTILE, network=network, slug="s", text_de=HOSTILE)
    actor = builders.actor(HOSTILE, slug="a", networks=(network,), place=HOSTILE)
    Statement.objects.create(actor=actor, direction=Direction.OFFER, text_de=HOSTILE)
    for path in ("networks/n", "actors/a", "news", "news/s", "compare/?n=n"):
        html = client.get(f"/de/{path}/" if "?" not in path else f"/de/{path}").content.decode()
        assert "alert(1)" in html
        assert not re.search(r"<script[^>]*>\s*alert", html)
        assert "{{7*7}}" in html
        assert faults(html) == []


def test_machines_read_the_same_facts(client: Client) -> None:
    network = builders.network(
        "Optik & <Sachsen>", slug="n", founded=2001, place="Dresden", land=builders.land(), short_name="OS"
    )
    html = page(client, "n")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["name"] == network.name
    assert data["@type"] == "Organization"
    assert data["foundingDate"] == "2001"
    assert data["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Dresden",
        "addressRegion": "Sachsen",
        "addressCountry": "DE",
    }
    assert "url" not in data
    assert not set("<>&") & set(found[1])


def test_three_of_everything_ask_the_database_as_often_as_one(client: Client) -> None:
    network = builders.network(fields=(builders.field(),), latitude=51.0, longitude=13.7)

    def more(number: int) -> None:
        other = builders.network(f"Other {number}", fields=(builders.field(),), umbrella=network)
        actor = builders.actor(f"A {number}", networks=(network, other), fields=(builders.field(),))
        Statement.objects.create(actor=actor, direction=Direction.NEED, text_de="Glas")
        builders.story(f"Story {number}", network=network)
        Label.objects.create(network=network, level="gold", awarded_on=date(2020 + number, 1, 1))
        MemberFigure.objects.create(network=network, members=number, year=2020 + number)
        NetworkProgramme.objects.create(network=network, programme=builders.programme(f"P{number}"))
        FactSource.objects.create(
            network=network, fact="name", source=f"S{number}", seen_on=date(2026, 11, 1)
        )

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client)
        return len(seen)

    more(1)
    one = queries()
    more(2)
    more(3)
    assert (queries(), one <= 25) == (one, True)
    assert Network.objects.count() == 4
