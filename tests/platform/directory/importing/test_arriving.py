"""The pages on which a table arrives: the file, an example of one, its columns."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.directory.importing.pages import (
    FAULTY,
    GOOD,
    at,
    checked,
    do,
    guessed,
    into,
    last,
    send,
    text_of,
)

from handschlag.accounts.models import User
from handschlag.directory.contents import Kind
from handschlag.directory.imports.columns import FIELDS
from handschlag.directory.imports.uploading import upload
from handschlag.directory.models import Import, Network

pytestmark = pytest.mark.django_db
Sign = Callable[[User], Client]


def test_the_upload_page_says_what_is_understood_and_keeps_the_chosen_network(
    hers: Client, marthas: Network, valid: Callable[[str], list[str]]
) -> None:
    page = hers.get(reverse("directory:new_import"), {"into": into(marthas)})
    assert valid(page.content.decode()) == []
    words = text_of(page)
    assert "Mitglieder von „Optik Sachsen“" in words
    assert all(column.german in words for column in FIELDS[Kind.ACTOR])
    assert "Akteure ohne Netzwerk" not in words


def test_only_editors_may_choose_actors_without_a_network_and_networks(
    hers: Client, marthas: Network, signed_in: Sign, editha: User
) -> None:
    for wanted in ("actors", "networks", "network:999999", "x", ""):
        assert send(hers, GOOD, into=wanted).status_code == 422
    assert Import.objects.count() == 0
    editor = signed_in(editha)
    row = checked(editor, GOOD, into="actors")
    assert "Neue Akteure sind sofort öffentlich." in text_of(editor.get(at(row)))


@pytest.mark.parametrize("kind", [Kind.ACTOR, Kind.NETWORK])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_example_can_be_sent_as_it_is(
    hers: Client, gazetteer: None, editha: User, now: datetime, kind: Kind, ending: str, language: str
) -> None:
    address = reverse("directory:import_template", args=[kind.value, ending]).replace("/de/", f"/{language}/")
    answer = hers.get(address)
    assert answer["Content-Disposition"] == f'attachment; filename="handschlag-{kind}s.{ending}"'
    row = upload(
        content=answer.content, file_name="x", kind=kind, network_id=None, by=editha.subject, now=now
    )
    assert list(row.columns.values()) == [column.key for column in FIELDS[kind]]
    assert (ending == "csv") is answer.content.startswith(b"\xef\xbb\xbf")


def test_an_unknown_example_does_not_exist(hers: Client) -> None:
    for kind, ending in (("story", "csv"), ("actor", "exe")):
        assert hers.get(reverse("directory:import_template", args=[kind, ending])).status_code == 404


def test_the_page_of_columns_asks_for_the_name_and_for_each_fact_once(
    hers: Client, marthas: Network, valid: Callable[[str], list[str]]
) -> None:
    send(hers, FAULTY, into=into(marthas))
    row = last()
    page = hers.get(at(row, "import_columns"))
    assert valid(page.content.decode()) == []
    assert "3 Zeilen unter den Überschriften, 1 Spalte bleibt weg" in text_of(page)
    answer = do(hers, row, "import_columns", **{"c-1": "name", "c-0": "name"})
    assert (answer.status_code, "Zwei Spalten" in text_of(answer)) == (422, True)
    answer = do(hers, row, "import_columns", **{"c-0": "", "c-1": "kind"})
    assert (answer.status_code, "die Spalte mit dem Namen" in text_of(answer)) == (422, True)
    assert answer.content.decode().count("selected") == 1
    row.refresh_from_db()
    assert (row.state, row.rows.count()) == ("columns", 0)


def test_networks_need_a_source_and_a_day_that_is_not_in_the_future(
    signed_in: Sign, gazetteer: None, editha: User
) -> None:
    hers = signed_in(editha)
    send(hers, "Name;Art;Ort\nOptonet;Cluster;Dresden\n", into="networks")
    row = last()
    for said in ({}, {"source": "x", "seen_on": "2999-01-01"}, {"source": "", "seen_on": "2026-11-01"}):
        assert do(hers, row, "import_columns", **guessed(row), **said).status_code == 422
    do(hers, row, "import_columns", **guessed(row), source="https://x.example", seen_on="2026-11-01")
    do(hers, row, "import_apply")
    made = Network.objects.get(name="Optonet")
    assert (made.status, made.sources.values_list("source", flat=True).distinct().get()) == (
        "draft",
        "https://x.example",
    )
    assert "Zu den Einträgen in Prüfung" in text_of(hers.get(at(row)))


def test_another_sheet_of_a_workbook_can_be_chosen(hers: Client, marthas: Network) -> None:
    send(hers, workbook({"Alt": [["Name"], ["A"], ["B"]], "Neu": [["Firma"], ["C"]]}), into=into(marthas))
    row = last()
    assert row.sheet == 0
    do(hers, row, "import_sheet", sheet=1)
    row.refresh_from_db()
    assert (row.sheet, row.headings) == (1, ["Firma"])
    do(hers, row, "import_sheet", sheet=7)
    row.refresh_from_db()
    assert row.sheet == 1


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    return file.getvalue()


def test_a_second_attempt_replaces_only_ones_own(
    hers: Client, marthas: Network, editha: User, now: datetime
) -> None:
    foreign = builders.network("Andere")
    other = upload(
        content=GOOD.encode(),
        file_name="x",
        kind=Kind.ACTOR,
        network_id=foreign.pk,
        by=editha.subject,
        now=now,
    )
    send(hers, GOOD, into=into(marthas), instead=other.pk)
    assert Import.objects.count() == 2
