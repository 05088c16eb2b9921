"""The page of a checked table: faults, decisions and differences, from the file to undoing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.directory.importing.conftest import TABLES, snapshot_of
from tests.platform.directory.importing.pages import (
    FAULTY,
    at,
    checked,
    do,
    guessed,
    into,
    send,
    text_of,
)

from handschlag.accounts.models import User
from handschlag.common.table_import.reading import read_sheets
from handschlag.directory.models import Actor, Import, Membership, Network

pytestmark = pytest.mark.django_db
Sign = Callable[[User], Client]


def test_a_table_with_faults_is_mended_on_the_page_applied_and_undone(
    hers: Client, marthas: Network, valid: Callable[[str], list[str]]
) -> None:
    before = snapshot_of(*TABLES)
    row = checked(hers, FAULTY, into=into(marthas))
    page = hers.get(at(row))
    words = text_of(page)
    assert valid(page.content.decode()) == []
    assert "2 Zellen müssen geändert werden" in words
    assert "Dieses Bundesland gibt es nicht." in words
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
    assert [one.verdict for one in row.rows.all()] == ["proposes", "proposes", "new", "new"]
    do(hers, row, "import_apply")
    assert set(Actor.objects.filter(kind="research").values_list("name", flat=True)) == {
        "Rätsel",
        "Mysterium",
    }
    assert (marthas.memberships.count(), marthas.member_proposals.count()) == (2, 2)


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
    (grid,) = read_sheets(answer.content)
    assert [line[:2] for line in grid.rows[1:]] == [
        ("Linsen Meier GmbH", "Unternehmen"),
        ("Laser Kraft AG", "Unternehmen"),
        ("Spiegel Schulz KG", ""),
    ]
    assert grid.rows[2][6] == "Bundesland: Dieses Bundesland gibt es nicht."
    assert send(hers, answer.content, into=into(marthas), instead=row.pk, name="m.xlsx").status_code == 302
    assert [one.columns for one in Import.objects.all()] == [row.columns]


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


def test_a_field_that_is_nearly_right_is_suggested_and_taken_by_one_click(
    hers: Client, marthas: Network
) -> None:
    said = {"Alpha GmbH": "Photonik", "Beta GmbH": "MST, Optik und Fotonik", "Gamma GmbH": "xyz"}
    table = "Name;Art;Felder\n" + "".join(f"{name};Firma;{cell}\n" for name, cell in said.items())
    row = checked(hers, table, into=into(marthas))
    page = hers.get(at(row)).content.decode()
    offered = re.findall(r'name="take" value="([^"]*)"', page)
    assert offered == ["2|fields|Optik und Photonik", "3|fields|MST, Optik und Photonik"]
    for value in offered:
        do(hers, row, "import_mend", take=value)
    assert [one.values.get("fields") for one in row.rows.all()] == [["OPT"], ["MST", "OPT"], None]
