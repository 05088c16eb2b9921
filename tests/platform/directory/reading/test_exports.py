"""Lists as files: exactly what the page shows, harmless in a spreadsheet, and sent while it is written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from tests.platform import builders

from handschlag.directory.index import documents
from handschlag.directory.models import (
    Actor,
    Direction,
    Label,
    MemberFigure,
    Membership,
    Network,
    NetworkProgramme,
    Statement,
    Status,
)

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("https://evil.example.org";"x")'


def file(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200
    assert isinstance(answer, StreamingHttpResponse)
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer)


def table(client: Client, path: str) -> list[dict[str, str]]:
    text = file(client, path).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def full_network() -> Network:
    network = builders.network(
        "Optence e. V.",
        short_name="Optence",
        fields=(builders.field(),),
        land=builders.land("HE"),
        founded=2001,
    )
    MemberFigure.objects.create(network=network, members=110, year=2019)
    NetworkProgramme.objects.create(network=network, programme=builders.programme())
    Label.objects.create(
        network=network, level="gold", awarded_on=date(2024, 3, 1), valid_until=date(2027, 2, 28)
    )
    return network


def full_actor(network: Network) -> Actor:
    actor = builders.actor(
        networks=(network,), place="Jena", latitude=50.93, longitude=11.59, fields=(builders.field(),)
    )
    Statement.objects.create(actor=actor, direction=Direction.OFFER, text_de="Schleifen", text_en="Grinding")
    Statement.objects.create(actor=actor, direction=Direction.NEED, text_de=FORMULA)
    return actor


def companies(number: int) -> None:
    numbers = range(number)
    Actor.objects.bulk_create(
        Actor(name=f"A{n:05}", slug=f"a{n}", kind="company", status=Status.PUBLISHED) for n in numbers
    )
    documents.refresh_all()


def test_a_csv_file_opens_in_a_german_spreadsheet(client: Client) -> None:
    full_actor(full_network())
    raw = file(client, "/de/networks/export/csv/")
    assert raw.startswith("\ufeffName;Kurzname;Art;".encode())
    assert raw.count(b"\r\n") == 2
    (row,) = table(client, "/de/networks/export/csv/")
    assert {key: row[key] for key in ("Name", "Art", "Bundesland", "Gegründet", "Qualitätslabel")} == {
        "Name": "Optence e. V.",
        "Art": "Cluster",
        "Bundesland": "Hessen",
        "Gegründet": "2001",
        "Qualitätslabel": "Gold 2024-03-01 - 2027-02-28",
    }
    assert (row["Mitglieder, veröffentlicht"], row["Mitglieder, Stand"]) == ("110", "2019")
    assert row["Hier verzeichnete Organisationen"] == "1"
    assert table(client, "/en/networks/export/csv/")[0]["Federal state"] == "Hesse"


def test_a_text_that_a_spreadsheet_would_calculate_is_marked_as_text(client: Client) -> None:
    full_actor(full_network())
    builders.actor("@SUM(1+1)", slug="sum")
    rows = {row["Name"]: row for row in table(client, "/de/actors/export/csv/")}
    assert rows["Linsen Meier GmbH"]["Sucht"] == f"'{FORMULA}"
    assert "'@SUM(1+1)" in rows


def test_an_xlsx_file_holds_the_list_as_text_and_says_where_it_is_from(client: Client) -> None:
    full_actor(full_network())
    book = CalamineWorkbook.from_filelike(io.BytesIO(file(client, "/de/actors/export/xlsx/?q=Linsen")))
    assert book.sheet_names == ["Liste", "Quelle"]
    head, row = book.get_sheet_by_name("Liste").to_python()
    cells = dict(zip(head, row, strict=True))
    assert cells["Sucht"] == FORMULA
    assert cells["Netzwerke"] == "Optence e. V."
    assert cells["Breite"] == 50.93
    source = dict(book.get_sheet_by_name("Quelle").to_python())
    assert source["Liste"] == "1 Akteur zu „Linsen“"
    assert source["Adresse mit allen Filtern"].endswith("/de/actors/?q=Linsen")
    assert "GeoNames, CC BY 4.0" in source["Verwendung"]
    assert source["Ausgegeben am"].startswith("20")


def test_a_json_file_has_names_that_do_not_change(client: Client) -> None:
    network = full_network()
    full_actor(network)
    for language in ("de", "en"):
        data = json.loads(file(client, f"/{language}/actors/export/json/"))
        assert sorted(data) == ["about", "entries"]
        (entry,) = data["entries"]
        assert entry["offers"] == [{"de": "Schleifen", "en": "Grinding", "slug": ""}]
        assert entry["fields"] == [
            {"de": "Optik und Photonik", "en": "Optics and photonics", "slug": "optik-und-photonik"}
        ]
        assert entry["networks"] == [network.name]
        assert entry["kind"] == "company"
        assert entry["is_invented"] is False
    (entry,) = json.loads(file(client, "/de/networks/export/json/"))["entries"]
    assert entry["labels"] == [
        {"level": "gold", "awarded_on": "2024-03-01", "valid_until": "2027-02-28", "is_year_only": False}
    ]
    assert (entry["members"], entry["members_year"], entry["organisations"]) == (110, 2019, 1)


def test_cards_hold_one_organisation_each(client: Client) -> None:
    full_actor(full_network())
    builders.actor("Zweite; GmbH", slug="zweite", is_demo=True)
    text = file(client, "/de/actors/export/vcf/").decode()
    assert text.count("BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\n") == 2
    assert "FN:Zweite\\; GmbH\r\n" in text
    assert "GEO:geo:50.9300,11.5900\r\n" in text
    assert text.count("NOTE:Für die Demo erfunden") == 1


@pytest.mark.parametrize("ending", ["csv", "json", "vcf"])
def test_a_file_holds_all_pages_of_the_filtered_list_in_its_order(client: Client, ending: str) -> None:
    for number in range(60):
        builders.actor(f"Akteur {number:02}", land=builders.land("SN" if number % 2 else "HE"))
    text = file(client, f"/de/actors/export/{ending}/?land=sachsen&page=2").decode()
    places = [text.index(f"Akteur {number:02}") for number in range(1, 60, 2)]
    assert places == sorted(places)
    assert "Akteur 02" not in text


def test_what_is_not_public_is_never_exported(client: Client) -> None:
    kept, hidden = builders.actor("Kept"), builders.network("Geheimnetz", status=Status.DRAFT)
    builders.actor("Geheim verschmolzen", merged_into=kept)
    builders.actor("Geheim entworfen", status=Status.DRAFT)
    builders.actor("Geheim archiviert", status=Status.ARCHIVED)
    Membership.objects.create(actor=kept, network=hidden)
    builders.network("Offen", umbrella=hidden)
    kept.parent = builders.actor("Geheime Mutter", status=Status.DRAFT)
    kept.save()
    for what in ("networks", "actors"):
        for ending in ("csv", "json", "vcf"):
            text = file(client, f"/de/{what}/export/{ending}/").decode()
            assert "Geheim" not in text
            assert ("Kept" in text) or ("Offen" in text)


def test_an_entry_that_was_withdrawn_while_the_file_is_written_is_left_out(client: Client) -> None:
    for number in range(3):
        builders.actor(f"Akteur {number}")
    answer: Any = client.get("/de/actors/export/csv/")
    Actor.objects.filter(name="Akteur 1").update(status=Status.ARCHIVED)
    text = b"".join(answer).decode()
    assert ("Akteur 0" in text, "Akteur 1" in text, "Akteur 2" in text) == (True, False, True)


def test_the_language_stays_that_of_the_page_until_the_end_of_the_file(client: Client) -> None:
    full_network()
    english: Any = client.get("/en/networks/export/csv/")
    client.get("/de/networks/")
    assert b"".join(english).decode("utf-8-sig").startswith("Name;Short name;Kind;")


def test_an_unknown_format_is_no_page(client: Client) -> None:
    for path in ("networks/export/exe", "actors/export/csvx", "bookmarks/export/people/csv"):
        assert client.get(f"/de/{path}/").status_code == 404


def test_a_file_is_asked_from_the_database_in_pieces(client: Client) -> None:
    def queries(number: int) -> int:
        Actor.objects.all().delete()
        rows = [
            Actor(name=f"A{n:04}", slug=f"a{n}", kind="company", status=Status.PUBLISHED)
            for n in range(number)
        ]
        Actor.objects.bulk_create(rows)
        documents.refresh_all()
        client.get("/de/actors/export/csv/")
        with CaptureQueriesContext(connection) as seen:
            assert len(table(client, "/de/actors/export/csv/")) == number
        return len(seen)

    per_piece = queries(51) - queries(50)
    assert queries(450) == queries(51)
    assert queries(451) == queries(51) + per_piece


def test_a_large_file_begins_before_everything_was_read(client: Client) -> None:
    companies(4000)
    for ending in ("csv", "json"):
        with CaptureQueriesContext(connection) as seen:
            answer: Any = client.get(f"/de/actors/export/{ending}/")
            pieces: Iterator[bytes] = iter(answer)
            first, asked_first = next(pieces), len(seen)
            rest = b"".join(pieces)
        assert asked_first < len(seen)
        assert len(rest) > len(first)
