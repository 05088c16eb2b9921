"""The pages of an import, from the file to its end, in every state."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.platform import builders
from tests.platform.directory.importing.conftest import TABLES, snapshot_of
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
from handschlag.common.jobs import work_off
from handschlag.directory.actions.importing import forget, upload
from handschlag.directory.models import Actor, Import, Membership, Network
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.facts import COLUMNS
from handschlag.directory.rules.imports.files import read_grids

pytestmark = pytest.mark.django_db
Sign = Callable[[User], Client]


@pytest.fixture(autouse=True)
def in_german() -> Iterator[None]:
    """A page in another language leaves it behind."""
    with override("de"):
        yield


@pytest.fixture
def hers(signed_in: Sign, martha: User) -> Client:
    return signed_in(martha)


def test_a_table_with_faults_is_mended_on_the_page_applied_and_undone(
    hers: Client, marthas: Network, valid: Callable[[str], list[str]]
) -> None:
    before = snapshot_of(*TABLES)
    row = checked(hers, FAULTY, into=into(marthas))
    page = hers.get(at(row))
    words = text_of(page)
    assert valid(page.content.decode()) == []
    assert "2 Zellen müssen geändert werden" in words
    assert "Dieses Land gibt es nicht." in words
    assert "Zelle D3 Bundesland" in words
    assert "Zelle E4 Mitarbeiter" in words
    assert snapshot_of(*TABLES) == before
    assert "Jetzt übernehmen" not in words
    do(hers, row, "import_mend", **{"t-4-employees": "12", "t-3-land": "Sachsn", "take": "3|land|SN"})
    words = text_of(hers.get(at(row)))
    assert "Jetzt übernehmen: 3 neu, 3 Mitgliedschaften" in words
    assert snapshot_of(*TABLES) == before
    do(hers, row, "import_apply")
    page = hers.get(at(row))
    assert valid(page.content.decode()) == []
    assert "3 neue Einträge" in text_of(page)
    assert [a.employees for a in Actor.objects.order_by("name")] == [1250, 48, 12]
    assert reverse("directory:manage_members", args=[marthas.slug]) in page.content.decode()
    assert "werden mit ihren Seiten gelöscht" in text_of(hers.get(at(row, "import_undo")))
    do(hers, row, "import_undo")
    page = hers.get(at(row))
    assert "Der Import ist rückgängig gemacht" in text_of(page)
    assert valid(page.content.decode()) == []
    assert snapshot_of(Actor, Membership) == {name: before[name] for name in ("Actor", "Membership")}


def test_the_upload_page_says_what_is_understood_and_keeps_the_chosen_network(
    hers: Client, marthas: Network, valid: Callable[[str], list[str]]
) -> None:
    page = hers.get(reverse("directory:new_import"), {"into": into(marthas)})
    assert valid(page.content.decode()) == []
    words = text_of(page)
    assert "Mitglieder von „Optik Sachsen“" in words
    assert all(column.german in words for column in COLUMNS[Kind.ACTOR])
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
    assert list(row.columns.values()) == [column.fact for column in COLUMNS[kind]]
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
    assert (answer.status_code, "in welcher Spalte der Name" in text_of(answer)) == (422, True)
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
    assert "Zu dem, was auf die Redaktion wartet" in text_of(hers.get(at(row)))


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


def test_a_likely_duplicate_waits_for_a_decision_and_differences_are_shown(
    hers: Client, marthas: Network, valid: Callable[[str], list[str]]
) -> None:
    known = builders.actor("Laser Kraft AG", networks=(marthas,), place="Leipzig", employees=5)
    builders.actor("Spiegel Schulz KG", place="Berlin")
    table = (
        "Name;Art;Ort;Mitarbeiter\nLaser Kraft AG;;Leipzig;7\nSpiegel Schulz GmbH;;Berlin;1\nNeu GmbH;;;2\n"
    )
    row = checked(hers, table, into=into(marthas))
    page = hers.get(at(row))
    assert valid(page.content.decode()) == []
    assert "1 Zeile braucht eine Entscheidung" in text_of(page)
    assert "Dasselbe wie „Spiegel Schulz KG“" in text_of(page)
    page = hers.get(at(row), {"show": "changed"})
    assert valid(page.content.decode()) == []
    assert "<del>5</del>" in page.content.decode()
    assert "<ins>7</ins>" in page.content.decode()
    do(hers, row, "import_mend", **{"d-3": "new", "d-4": "leave_out", "has-4": "1"})
    row.refresh_from_db()
    assert [one.verdict for one in row.rows.all()] == ["changed", "new", "left_out"]
    do(hers, row, "import_mend", back="4")
    do(hers, row, "import_apply")
    known.refresh_from_db()
    assert (known.employees, Actor.objects.count()) == (7, 4)


def test_what_nobody_may_mean_is_no_decision(hers: Client, marthas: Network) -> None:
    other = builders.actor("Ganz anders GmbH", place="Berlin")
    builders.actor("Spiegel Schulz KG", place="Berlin")
    row = checked(hers, "Name;Art;Ort\nSpiegel Schulz GmbH;;Berlin\n", into=into(marthas))
    do(hers, row, "import_mend", **{"d-2": f"same:{other.pk}", "t-999-name": "x"})
    do(hers, row, "import_mend", **{"d-2": f"same:{other.pk}", "t-2-owner": "x", "t-2-status": "x"})
    assert [(one.decision, one.verdict) for one in row.rows.all()] == [("", "undecided")]


def test_many_rows_are_decided_at_once(hers: Client, marthas: Network) -> None:
    builders.actor("Spiegel Schulz KG", place="Berlin")
    builders.actor("Laser Kraft AG", place="Leipzig")
    table = "Name;Ort\nSpiegel Schulz GmbH;Berlin\nLaser Kraft KG;Leipzig\nRätsel;Berlin\nMysterium;Dresden\n"
    row = checked(hers, table, into=into(marthas))
    words = text_of(hers.get(at(row)))
    assert "Art aller 2 Zeilen ohne Art" in words
    do(hers, row, "import_decide", choice="say_the_kind", kind="nonsense")
    do(hers, row, "import_decide", choice="nonsense")
    assert row.rows.filter(verdict="faulty").count() == 2
    do(hers, row, "import_decide", choice="say_the_kind", kind="research")
    do(hers, row, "import_decide", choice="take_the_likeliest")
    assert [one.verdict for one in row.rows.all()] == ["joins", "joins", "new", "new"]
    do(hers, row, "import_apply")
    assert set(Actor.objects.filter(kind="research").values_list("name", flat=True)) == {
        "Rätsel",
        "Mysterium",
    }
    assert marthas.memberships.count() == 4


def test_all_faulty_rows_are_left_out_and_all_undecided_ones_are_new(hers: Client, marthas: Network) -> None:
    builders.actor("Spiegel Schulz KG", place="Berlin")
    table = "Name;Ort\nSpiegel Schulz GmbH;Berlin\nRätsel;Berlin\nMysterium;Dresden\n"
    row = checked(hers, table, into=into(marthas))
    do(hers, row, "import_decide", choice="leave_out_faulty")
    do(hers, row, "import_decide", choice="take_as_new")
    assert [one.verdict for one in row.rows.all()] == ["new", "left_out", "left_out"]


def test_the_faults_are_taken_away_as_a_list_and_as_a_table_that_is_sent_again(
    hers: Client, marthas: Network
) -> None:
    row = checked(hers, FAULTY.replace("viele", "=2+3"), into=into(marthas))
    listed = hers.get(at(row, "import_faults", "csv")).content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(listed), delimiter=";"))
    assert [line[1:4] for line in lines[1:]] == [["3", "D", "Bundesland"], ["4", "E", "Mitarbeiter"]]
    assert lines[2][4] == "'=2+3"
    answer = hers.get(at(row, "import_faults", "xlsx"))
    (grid,) = read_grids(answer.content)
    assert [line[:2] for line in grid.rows[1:]] == [
        ("Linsen Meier GmbH", "Unternehmen"),
        ("Laser Kraft AG", "Unternehmen"),
        ("Spiegel Schulz KG", ""),
    ]
    assert grid.rows[2][6] == "Bundesland: Dieses Land gibt es nicht."
    assert send(hers, answer.content, into=into(marthas), instead=row.pk, name="m.xlsx").status_code == 302
    assert [one.columns for one in Import.objects.all()] == [row.columns]


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


def test_nothing_to_do_is_said(hers: Client, marthas: Network) -> None:
    builders.actor("Laser Kraft AG", networks=(marthas,), place="Leipzig")
    row = checked(hers, "Name\nLaser Kraft AG\n", into=into(marthas))
    assert "Es gibt nichts zu übernehmen" in text_of(hers.get(at(row)))
    do(hers, row, "import_apply")
    row.refresh_from_db()
    assert row.state == "checked"


def test_a_form_of_the_past_is_refused_and_what_was_typed_is_kept(hers: Client, marthas: Network) -> None:
    row = checked(hers, FAULTY, into=into(marthas))
    seen = row.version
    do(hers, row, "import_mend", **{"t-4-employees": "12"})
    answer = hers.post(at(row, "import_mend"), {"seen": seen, "t-3-land": "Sagsen"})
    assert (answer.status_code, "Sagsen" in answer.content.decode()) == (409, True)
    assert [one.texts["land"] for one in row.rows.all()] == ["Sachsen", "Sachsn", ""]
    for name in ("import_apply", "import_check", "import_decide", "import_columns", "import_sheet"):
        hers.post(at(row, name), {"seen": seen, "choice": "leave_out_faulty", **guessed(row)})
    hers.post(at(row, "import_discard"), {"seen": seen})
    row.refresh_from_db()
    assert (row.state, row.counts["faulty"]) == ("checked", 1)


def test_if_the_directory_changed_the_page_says_so_and_checks_again(hers: Client, marthas: Network) -> None:
    known = builders.actor("Laser Kraft AG", networks=(marthas,), place="Leipzig", employees=5)
    row = checked(hers, "Name;Mitarbeiter\nLaser Kraft AG;7\n", into=into(marthas))
    Actor.objects.filter(pk=known.pk).update(version=2)
    do(hers, row, "import_apply")
    assert "Das Verzeichnis hat sich seit der Prüfung geändert" in text_of(hers.get(at(row)))
    do(hers, row, "import_check")
    do(hers, row, "import_apply")
    row.refresh_from_db()
    assert row.state == "applied"


def test_an_import_that_somebody_went_on_from_is_not_undone(hers: Client, marthas: Network) -> None:
    row = checked(hers, GOOD, into=into(marthas))
    do(hers, row, "import_apply")
    Actor.objects.filter(name="Laser Kraft AG").update(version=2)
    answer = do(hers, row, "import_undo")
    assert answer.status_code == 409
    assert "Es betrifft Zeile 3." in text_of(answer)
    assert Actor.objects.count() == 2


def test_what_was_not_applied_is_discarded_and_forgotten(
    hers: Client, marthas: Network, now: datetime
) -> None:
    row = checked(hers, GOOD, into=into(marthas))
    assert "Import verwerfen?" in text_of(hers.get(at(row, "import_discard")))
    assert do(hers, row, "import_discard").status_code == 302
    assert hers.get(at(row)).status_code == 404
    row = checked(hers, GOOD, into=into(marthas))
    do(hers, row, "import_apply")
    assert do(hers, row, "import_discard").status_code == 302
    row.refresh_from_db()
    forget(now=row.applied_at + timedelta(days=31))
    words = text_of(hers.get(at(row)))
    assert "ließ sich bis" in words
    assert do(hers, row, "import_undo").status_code == 302
    assert Actor.objects.count() == 2


def test_the_list_shows_where_each_import_stands(
    hers: Client, marthas: Network, valid: Callable[[str], list[str]]
) -> None:
    empty = hers.get(reverse("directory:imports"))
    assert valid(empty.content.decode()) == []
    assert "Es wurde noch keine Tabelle importiert" in text_of(empty)
    checked(hers, FAULTY, into=into(marthas))
    do(hers, checked(hers, GOOD, into=into(marthas)), "import_apply")
    page = hers.get(reverse("directory:imports"), {"network": marthas.slug})
    assert valid(page.content.decode()) == []
    assert "übernommen 2 neu, 2 Mitgliedschaften" in text_of(page)
    assert "geprüft, noch nicht übernommen 2 Zeilen mit Fehlern" in text_of(page)
    assert hers.get(reverse("directory:imports"), {"network": "fremd"}).status_code == 404


@pytest.mark.parametrize("name", ["import", "import_columns", "import_undo", "import_discard"])
def test_imports_of_others_do_not_exist(
    hers: Client, marthas: Network, editha: User, now: datetime, name: str
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
    assert hers.get(at(other, name)).status_code == 404
    assert hers.get(at(other, "import_faults", "csv")).status_code == 404


def large(number: int) -> str:
    lines = "".join(
        f"Firma Nummer {n} Abc{n * 7919 % 99991} GmbH;Unternehmen;Dresden\n" for n in range(number)
    )
    return f"Name;Art;Ort\n{lines}"


def test_a_large_table_is_done_by_jobs_and_the_page_waits(
    hers: Client, marthas: Network, now: datetime, valid: Callable[[str], list[str]]
) -> None:
    row = checked(hers, large(301), into=into(marthas))
    later = now + timedelta(days=365)  # a job is due once it was asked for
    page = hers.get(at(row))
    assert valid(page.content.decode()) == []
    assert "Die Tabelle wird geprüft" in text_of(page)
    part = hers.get(at(row), headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith("<section")
    assert work_off(now=later) == 1
    over = hers.get(at(row), headers={"HX-Request": "true"})
    assert (over.status_code, over["HX-Refresh"]) == (204, "true")
    assert "Jetzt übernehmen: 301 neu, 301 Mitgliedschaften" in text_of(hers.get(at(row)))
    do(hers, row, "import_apply")
    assert "Die Tabelle wird übernommen" in text_of(hers.get(at(row)))
    assert Actor.objects.count() == 0
    work_off(now=later)
    assert Actor.objects.count() == 301


def test_a_job_is_cancelled_from_the_page_and_what_was_decided_is_kept(
    hers: Client, marthas: Network, now: datetime
) -> None:
    later = now + timedelta(days=365)
    row = checked(hers, large(300) + "Rätsel;;Berlin\n", into=into(marthas))
    work_off(now=later)
    do(hers, row, "import_mend", **{"t-302-kind": "research"})
    do(hers, row, "import_cancel")
    page = hers.get(at(row), follow=True)
    words = text_of(page)
    assert "Der Vorgang wurde abgebrochen. Es wurde nichts geändert." in words
    assert "Mit denselben Spalten noch einmal prüfen" in words
    do(hers, row, "import_check")
    work_off(now=later)
    row.refresh_from_db()
    assert (row.state, row.counts["new"]) == ("checked", 301)
    do(hers, row, "import_apply")
    do(hers, row, "import_cancel")
    assert "Der Vorgang wurde abgebrochen" in text_of(hers.get(at(row)))
    assert Actor.objects.count() == 0
