"""Lists of participants as offices write them: merged cells, family names first, pasted addresses."""

from __future__ import annotations

import io
from datetime import date
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from handschlag.common.table_import import reading
from handschlag.common.table_import.cells import guess_columns
from handschlag.registration.people_imports.rules import (
    PERSON_FIELDS,
    ImportedPerson,
    ImportFrame,
    parse_people,
)

HEAD = ("Nachname, Vorname", "E-Mail", "Firma / Einrichtung", "Tel.", "Einverständnis")
FRAME = ImportFrame(
    first_day=date(2027, 3, 9),
    last_day=date(2027, 3, 10),
    zone=ZoneInfo("Europe/Berlin"),
    uploaded_on=date(2026, 12, 1),
)


def read(content: bytes) -> list[ImportedPerson]:
    (sheet,) = (one.from_headings() for one in reading.read_sheets(content))
    columns = guess_columns(sheet.rows[0], PERSON_FIELDS)
    return parse_people(sheet.rows, columns=columns, first_row=sheet.first_row, corrected={}, frame=FRAME)


def workbook() -> bytes:
    """A title over all columns, and one cell for the organisation of two people."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 4, "Teilnehmerliste, Stand 30.11.2026")
    sheet.write_row(2, 0, HEAD)
    address = "Müller, Änne <a.mueller@example.org>"
    sheet.write_row(3, 0, ("Müller, Dr. Änne", address, "", "03641/12345", "02.11.2026"))
    sheet.write_row(4, 0, ("Groß, Jürgen", "mailto:j.gross@example.org"))
    sheet.merge_range(3, 2, 4, 2, "Optik Jena GmbH")
    sheet.write_row(6, 0, ("Öztürk, Cem", "<cem@example.org>", "Laser AG"))
    book.close()
    return file.getvalue()


def test_a_cell_merged_over_several_people_counts_for_each_of_them() -> None:
    assert [(one.number, one.organisation) for one in read(workbook())] == [
        (4, "Optik Jena GmbH"),
        (5, "Optik Jena GmbH"),
        (7, "Laser AG"),
    ]


def test_merged_cells_without_text_and_headings_merged_over_two_rows_are_no_people() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for column, heading in enumerate(HEAD):
        sheet.merge_range(0, column, 1, column, heading)
    sheet.write_row(2, 0, ("Kern, Ada", "ada@example.org", "Laser AG"))
    sheet.merge_range(2, 7, 9, 8, "")  # beyond all that is written
    book.close()
    assert [(one.number, one.name, one.faults) for one in read(file.getvalue())] == [(3, "Ada Kern", [])]


def test_names_and_addresses_are_read_as_an_office_has_them() -> None:
    people = read(workbook())
    assert [(one.name, one.email) for one in people] == [
        ("Dr. Änne Müller", "a.mueller@example.org"),
        ("Jürgen Groß", "j.gross@example.org"),
        ("Cem Öztürk", "cem@example.org"),
    ]
    assert not any(one.faults for one in people)


def test_text_of_windows_says_the_same_as_the_workbook() -> None:
    rows = (HEAD, ("Groß, Jürgen", "j.gross@example.org", "Optik Jena GmbH & Co. KG", "", ""), ("",) * 5)
    text = "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    (person,) = read(text.encode("cp1252"))
    assert (person.name, person.organisation) == ("Jürgen Groß", "Optik Jena GmbH & Co. KG")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Firma / Einrichtung", "organisation"),
        ("Unternehmen (Institution)", "organisation"),
        ("Telefon / Mobil", "phone"),
        ("Firma / Ort", ""),
        ("Firma / Zimmer", ""),
        ("Vorname / Nachname", "name"),
    ],
)
def test_a_heading_of_two_words_is_known_where_both_mean_the_same(heading: str, field: str) -> None:
    assert guess_columns((heading,), PERSON_FIELDS).get(0, "") == field
