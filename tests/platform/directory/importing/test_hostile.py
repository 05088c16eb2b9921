"""Files that are no tables, or mean harm: clear words, the right status, and nothing is kept."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from tests.platform.directory.importing.conftest import TABLES, snapshot_of
from tests.platform.directory.importing.pages import at, checked, into, last, send, text_of

from handschlag.common.table_import.reading import MOST_BYTES
from handschlag.directory.models import Import, Network

pytestmark = pytest.mark.django_db
WORKBOOK = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>%s</sheets></workbook>'
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)


def packed(**parts: bytes) -> bytes:
    """A workbook with these parts, whatever they hold."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK % b"")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


HOSTILE = {
    "empty": (b"", "Die Datei ist leer."),
    "only_a_mark": (b"\xef\xbb\xbf\r\n", "Die Datei ist leer."),
    "more_than_ten_megabytes": (b"a;b\n" * (MOST_BYTES // 4 + 1), "Die Datei ist größer als 10 MB."),
    "a_page": (b"<!DOCTYPE html><table><tr><td>Name</table>", "nicht als Tabelle lesen"),
    "a_drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "nicht als Tabelle lesen"),
    "a_picture": (PNG, "nicht als Tabelle lesen"),
    "zero_bytes": (b"Name;Ort\nA\x00B;Jena\n", "nicht als Tabelle lesen"),
    "old_excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Das ist eine alte Excel-Datei (XLS)."),
    "another_archive": (b"PK\x03\x04" + bytes(100), "Die Datei ist beschädigt oder unvollständig."),
    "macros": (packed(xl__vbaProject=b"x"), "Die Datei enthält Makros."),
    "too_many_rows": (b"Name;Ort\n" + b"A;B\n" * 100_000, "Die Tabelle hat mehr als 50.000 Zeilen."),
    "too_many_columns": ((";".join(f"S{n}" for n in range(1000)) + "\n").encode(), "mehr als 100 Spalten"),
    "open_quote": (b'Name;Ort\n"A;B\n', "Anführungszeichen"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_kept(
    hers: Client, marthas: Network, case: str
) -> None:
    before = snapshot_of(*TABLES)
    content, words = HOSTILE[case]
    answer = send(hers, content, into=into(marthas))
    assert (answer.status_code, words in text_of(answer)) == (422, True)
    assert (Import.objects.count(), snapshot_of(*TABLES)) == (0, before)


def test_an_archive_that_unpacks_to_gigabytes_is_refused(hers: Client, marthas: Network) -> None:
    bomb = packed(xl__worksheets__sheet1=bytes(160 * 1024 * 1024))
    answer = send(hers, bomb, into=into(marthas), name="m.xlsx")
    assert len(bomb) < 1024 * 1024
    assert (answer.status_code, "Entpackt ist die Datei viel größer" in text_of(answer)) == (422, True)


def test_a_workbook_that_refers_to_files_of_the_machine_gets_none(hers: Client, marthas: Network) -> None:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write_column(0, 0, ["Name", "Geheim GmbH"])
    evil = io.BytesIO()
    with zipfile.ZipFile(file) as good, zipfile.ZipFile(evil, "w") as bad:
        for part in good.infolist():
            content = good.read(part)
            if part.filename == "xl/sharedStrings.xml":
                entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
                content = content.replace(b"<sst", entity + b"<sst", 1).replace(b"Geheim", b"&e;Geheim")
            bad.writestr(part, content)
    answer = send(hers, evil.getvalue(), into=into(marthas), name="m.xlsx")
    if answer.status_code == 302:  # read without what the entity names
        assert [row[0] for row in last().sheets.get().rows] in (
            ["Name", "Geheim GmbH"],
            ["Name", "&e;Geheim GmbH"],
        )
    else:
        assert answer.status_code == 422


def test_the_name_of_a_file_decides_nothing(hers: Client, marthas: Network) -> None:
    row = checked(hers, "Name\tArt\nAlpha GmbH\tFirma\n".encode("utf-16"), into=into(marthas))
    assert row.counts["new"] == 1
    send(hers, "Name;Art\nÄlpha GmbH;Firma\n".encode("cp1252"), into=into(marthas), name="x.exe")
    assert last().sheets.get().rows[1] == ["Älpha GmbH", "Firma"]


def test_formulas_are_faults_and_never_leave_as_formulas(hers: Client, marthas: Network) -> None:
    row = checked(hers, 'Name;Art\n"=HYPERLINK(""http://x"")";Firma\n#REF!;Firma\n', into=into(marthas))
    assert [one.faults[0]["reason"] for one in row.rows.all()] == ["formula", "formula_error"]
    listed = hers.get(at(row, "import_faults", "csv")).content.decode("utf-8-sig")
    assert ";'=HYPERLINK" in listed or ";\"'=HYPERLINK" in listed


def test_markup_in_names_headings_and_file_names_stays_text(
    hers: Client, marthas: Network, valid: object
) -> None:
    evil = "<script>alert(1)</script>"
    table = f'Name;{evil};Mitarbeiter\n"{evil} ""x"" GmbH";{evil};{evil}\n'
    row = checked(hers, table, into=into(marthas))
    for name in ("import", "import_columns", "import_discard"):
        assert evil not in hers.get(at(row, name)).content.decode()
    assert evil not in hers.get("/de/imports/").content.decode()


@pytest.mark.parametrize("name", ["x" * 300 + ".csv", "../../etc/passwd", "a\x07b.csv", "…", "\u202egpj.csv"])
def test_odd_file_names_are_kept_short_and_printable(hers: Client, marthas: Network, name: str) -> None:
    assert send(hers, "Name\nA GmbH\n", into=into(marthas), name=name).status_code == 302
    kept = last().file_name
    assert 0 < len(kept) <= 120
    assert kept.isprintable()
    assert "/" not in kept


@pytest.mark.parametrize("text", ["'; DROP TABLE x; --", "{{ 7*7 }}", "%s%n", "a" * 20_000, "💥", "x\0\x1b"])
def test_whatever_is_typed_into_a_cell_is_only_text(hers: Client, marthas: Network, text: str) -> None:
    row = checked(hers, "Name;Art;Mitarbeiter\nAlpha GmbH;Firma;viele\n", into=into(marthas))
    answer = hers.post(at(row, "import_mend"), {"seen": row.version, "t-2-employees": text})
    assert answer.status_code == 302
    page = hers.get(at(row)).content.decode()
    assert ">49<" not in page
    assert row.rows.get().faults[0]["reason"] == "not_a_number"


def test_addresses_that_nobody_links_to_break_nothing(hers: Client, marthas: Network) -> None:
    assert hers.get("/de/imports/?network=%27").status_code == 404
    for query in ("into=network:", "into=network:9" + "9" * 30, "instead=-1"):
        assert hers.get(f"/de/imports/new/?{query}").status_code == 200
    row = checked(hers, "Name;Art\nAlpha GmbH;\n", into=into(marthas))
    for query in ("page=-1", "page=99999999999999999999", "show=nonsense"):
        assert hers.get(at(row) + f"?{query}").status_code == 200
    for address in ("/de/imports/?network=a%00b", "/de/imports/new/?into=network:%00", at(row) + "?show=%00"):
        assert hers.get(address).status_code == 400  # PostgreSQL could not even look for a zero byte
