"""Files of catalogues that are wrong, cut off, or meant to do harm; and archives."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.platform.directory.importing.catalogue_files import (
    PROJECT_HEADS,
    applied,
    archive,
    checked,
    cordis,
    cordis_row,
    foekat,
    foekat_row,
    quoted,
    uploaded,
)
from tests.platform.directory.importing.conftest import faults
from tests.platform.directory.importing.pages import at, do, guessed, last, send, text_of

from handschlag.accounts.models import User
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.reading import FileRefusal
from handschlag.directory.imports import archives
from handschlag.directory.models import Actor, Import, Participation, Project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]
GOOD = cordis(cordis_row("870001", "999000001", "Linsen Meier GmbH"))


def test_each_fault_is_at_its_own_line_and_nothing_is_applied(editha: User, now: datetime) -> None:
    rows = (
        foekat_row("01IS17046A", "Linsen Meier GmbH"),
        foekat_row("01IS17046B", "Linsen Meier GmbH", **{"Laufzeit bis": "31.02.2023"}),
        foekat_row("01IS17046C", "Linsen Meier GmbH", **{"Laufzeit bis": "28.02.2019"}),
        foekat_row("01IS17046D", "Linsen Meier GmbH", **{"Fördersumme in EUR": "1,234.56"}),
        foekat_row("01IS17046A", "Linsen Meier GmbH", Thema="Ganz anders"),
        foekat_row("", "Linsen Meier GmbH"),
        foekat_row("!", ""),
    )
    row = checked(foekat(*rows), by=editha, now=now)
    assert faults(row) == [
        (2, "ends_on@3", "not_a_day", "31.02.2023"),
        (2, "ends_on@4", "ends_too_early", "28.02.2019"),
        (2, "amount@5", "not_an_amount", "1,234.56"),
        (2, "project@6", "grant_twice", "01IS17046A"),
        (2, "project@7", "missing", ""),
        (8, "name", "missing", ""),
        (8, "project@8", "not_a_grant", "!"),
        (8, "kind", "missing", ""),
    ]


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        ("1.234,56", 123456),
        ("0", 0),
        ("12345", 1234500),
        ("999.999.999,99", 99999999999),
        ("", None),
        ("1234.5", 123450),
    ],
)
def test_amounts_of_the_federal_catalogue_are_german(
    amount: str, cents: int | None, editha: User, now: datetime
) -> None:
    applied(
        foekat(foekat_row("01IS17046A", "Linsen Meier GmbH", **{"Fördersumme in EUR": amount})),
        by=editha,
        now=now,
    )
    assert Participation.objects.get().cents == cents


@pytest.mark.parametrize("amount", ["1.234,56", "1,234,567", "-5", "1e6", "viel", "9" * 30, "１２"])
def test_amounts_that_cordis_would_never_write_are_faults(amount: str, editha: User, now: datetime) -> None:
    one = cordis_row("870001", "999000001", "Linsen Meier GmbH", netEcContribution=amount)
    row = checked(cordis(one), by=editha, now=now)
    assert faults(row) == [(2, "amount@2", "not_an_amount", amount)]


def test_a_fault_is_mended_on_the_page_at_its_line(hers: Client, editha: User, now: datetime) -> None:
    hers.force_login(editha)
    rows = (
        cordis_row("870001", "999000001", "Linsen Meier GmbH"),
        cordis_row("870002", "999000001", "Linsen Meier GmbH", netEcContribution="viel"),
    )
    assert send(hers, cordis(*rows), into="actors").status_code == 302
    row = last()
    page = text_of(hers.get(at(row, "import_columns")))
    assert "Erkannt: CORDIS" in page
    source = {"source": "https://cordis.europa.eu/", "seen_on": "2026-11-20"}
    assert do(hers, row, "import_columns", **guessed(row)).status_code == 422  # without a source
    assert do(hers, row, "import_columns", **guessed(row), **source).status_code == 302
    page = text_of(hers.get(at(row)))
    assert "V3 netEcContribution" in page
    assert "Geben Sie den Betrag wie im Katalog ein." in page
    listed = hers.get(at(row, "import_faults", "csv")).content.decode()
    assert ";3;V;netEcContribution;viel;" in listed
    marked = hers.get(at(row, "import_faults", "xlsx"))
    cells = CalamineWorkbook.from_filelike(io.BytesIO(marked.content)).get_sheet_by_index(0).to_python()
    assert [line[-1] for line in cells[1:]] == [
        "",
        "netEcContribution: Geben Sie den Betrag wie im Katalog ein.",
    ]
    do(hers, row, "import_mend", **{"t-2-amount@3": "2000"})
    page = text_of(hers.get(at(row)))
    assert "Jetzt übernehmen: 1 neu, 2 Verbundprojekte" in page
    do(hers, row, "import_apply")
    page = text_of(hers.get(at(row)))
    assert "1 Organisation ist in Prüfung." in page
    assert "2 Verbundprojekte sind Entwürfe." in page
    do(hers, row, "import_publish")
    assert "sind Entwürfe" not in text_of(hers.get(at(row)))
    assert Project.objects.filter(status="published").count() == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", FileRefusal.EMPTY),
        (b"\x00\x01\x02\xff" * 400, FileRefusal.NOT_A_TABLE),
        (GOOD[:-30], FileRefusal.OPEN_QUOTE),
        (foekat(foekat_row("01IS17046A", "Linsen"))[:-20], FileRefusal.OPEN_QUOTE),
        (GOOD + b'"' + b"x" * 200_000 + b'"\n', FileRefusal.OPEN_QUOTE),
        (archive(b""), FileRefusal.NOT_A_TABLE),
        (archive(b"a;b\n1;2\n"), FileRefusal.NOT_A_TABLE),
        (archive(GOOD.replace(b"Linsen", b"Lin\xfcsen")), FileRefusal.NOT_A_TABLE),
        (archive(GOOD)[:-60], FileRefusal.BROKEN),
        (archive(GOOD, b'"id";"title"\n"870001";"open'), FileRefusal.OPEN_QUOTE),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(
    content: bytes, reason: FileRefusal, editha: User, now: datetime
) -> None:
    with pytest.raises(Refusal) as refusal:
        uploaded(content, by=editha, now=now)
    assert (refusal.value.reason, Import.objects.count()) == (reason, 0)


def test_a_file_with_other_columns_is_an_ordinary_table(editha: User, now: datetime) -> None:
    row = uploaded(b"FKZ;Name\n01IS17046A;Linsen Meier GmbH\n", by=editha, now=now)
    assert (row.catalogue, row.columns) == ("", {"1": "name"})


def test_the_archive_brings_titles_and_days_of_projects_and_leaves_other_countries_out(
    editha: User, now: datetime
) -> None:
    rows = (
        cordis_row("870001", "999000002", "Università Ottica", country="IT"),
        cordis_row("870001", "999000001", "Linsen Meier GmbH"),
        cordis_row("870002", "999000001", "Linsen Meier GmbH"),
        cordis_row("870003", "999000001", "Linsen Meier GmbH"),
        cordis_row("870003", "999000003", "Optique SA", country="FR"),
    )
    projects = (
        {
            "id": "870001",
            "title": 'Light; "guided"\nand sold',
            "startDate": "2021-01-01",
            "endDate": "2024-12-31",
            "frameworkProgramme": "H2020",
            "objective": "x" * 5000,
        },
        {"id": "123", "title": "Another"},
    )
    packed = archive(cordis(*rows), quoted(PROJECT_HEADS, projects), topics=b"not;read")
    row = applied(packed, by=editha, now=now)
    assert list(row.rows.values_list("number", "name", "verdict")) == [(3, "Linsen Meier GmbH", "new")]
    found = Project.objects.order_by("reference")
    assert list(found.values_list("reference", "title_en", "programme", "starts_on__year")) == [
        ("870001", 'Light; "guided" and sold', "H2020", 2021),
        ("870003", "ACRO870003", "", None),
    ]
    assert (Actor.objects.count(), row.counts["single"]) == (1, 1)


def test_an_archive_that_unpacks_to_far_more_than_a_table_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1_000_000)
    long, many = b'"' + b"x" * 50_000 + b'"\n', b"\n" * 900_000
    for lines, reason in ((long * 60, FileRefusal.UNPACKS_TOO_LARGE), (many, FileRefusal.TOO_MANY_ROWS)):
        bomb = archive(GOOD + lines)
        assert len(bomb) < 20_000
        with pytest.raises(Refusal) as refusal:
            archives.read(bomb)
        assert refusal.value.reason is reason


def test_an_archive_with_a_password_or_without_the_file_is_refused(editha: User, now: datetime) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("project.csv", "id;title\n")
    locked = bytearray(archive(GOOD))
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        place = locked.index(sign) + (6 if sign == b"PK\x03\x04" else 8)
        locked[place] |= 1
    unusual = io.BytesIO()
    with zipfile.ZipFile(unusual, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("organization.csv", GOOD)
    for content, reason in (
        (file.getvalue(), FileRefusal.NOT_A_TABLE),
        (bytes(locked), FileRefusal.ENCRYPTED),
        (unusual.getvalue(), FileRefusal.BROKEN),
    ):
        with pytest.raises(Refusal) as refusal:
            uploaded(content, by=editha, now=now)
        assert refusal.value.reason is reason
