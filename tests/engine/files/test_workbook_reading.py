"""Workbooks as people really fill them in, and files that only look like workbooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from treffen.files import read_problem
from treffen.files.sheets import packages
from treffen.problem import FaultKind, ReadingFaultKind

K = ReadingFaultKind
Sheets = dict[str, list[list[Any]]]
MINIMAL: Sheets = {
    "Veranstaltung": [["Angabe", "Wert"], ["Datum", date(2027, 4, 20)], ["Anzahl Tische", 2]],
    "Zeitfenster": [["Beginn", "Ende"], [time(10), time(10, 20)], [time(10, 20), time(10, 40)]],
    "Teilnehmende": [["Nr", "Name"], [1, "Ada"], [2, "Bo"], [3, "Cy"]],
    "Anfragen": [["Wer", "Mit wem", "Wert"], [1, "Bo", 3], ["3", 1.0, 1]],
}
FORMATS = {date: "dd.mm.yyyy", time: "hh:mm", datetime: "dd.mm.yyyy hh:mm"}


def workbook(path: Path, sheets: Sheets, after: Callable[[Any], None] = lambda book: None) -> Path:
    """A workbook of these sheets; `after` may do more to it."""
    with xlsxwriter.Workbook(str(path)) as book:
        formats = {kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if cell is not None:
                        page.write(r, c, cell, formats.get(type(cell)))
        after(book)
    return path


def found(path: Path) -> list[tuple[str, str, str]]:
    """Kind, sheet and cell of each fault."""
    reading = read_problem(path)
    assert (reading.problem is None) == bool(reading.faults)
    return [(f.fault.kind, f.where.sheet, f.where.cell) for f in reading.faults]


def test_numbers_that_were_ids_are_ids_again(tmp_path: Path) -> None:
    problem = read_problem(workbook(tmp_path / "e.xlsx", MINIMAL)).problem
    assert problem is not None
    assert [p.id for p in problem.participants] == ["1", "2", "3"]
    assert [r.participants for r in problem.requests] == [("1", "2"), ("3", "1")]
    assert problem.slots[0].start is not None
    assert problem.slots[0].start.isoformat() == "2027-04-20T10:00:00+02:00"


def test_the_header_is_found_below_explanations_and_merged_titles(tmp_path: Path) -> None:
    rows: list[list[Any]] = [[], ["Teilnehmende"], ["Bitte eine Zeile je Person"], [], [None, "Nr", "Name"]]
    rows += [[None, 1, "Ada"], [], [None, 2, "Bo"], [None, 3, "Cy"], [], []]

    def merge(book: Any) -> None:
        book.get_worksheet_by_name("Teilnehmende").merge_range("A2:D2", "Teilnehmende")

    path = workbook(tmp_path / "e.xlsx", MINIMAL | {"Teilnehmende": rows}, merge)
    assert read_problem(path).problem == read_problem(workbook(tmp_path / "f.xlsx", MINIMAL)).problem


def test_a_cell_merged_over_rows_holds_for_each_of_them(tmp_path: Path) -> None:
    rows = [["Wer", "Mit wem"], ["Ada", "Bo"], [None, "Cy"]]

    def merge(book: Any) -> None:
        book.get_worksheet_by_name("Anfragen").merge_range("A2:A3", "Ada")

    problem = read_problem(workbook(tmp_path / "e.xlsx", MINIMAL | {"Anfragen": rows}, merge)).problem
    assert problem is not None
    assert [r.participants for r in problem.requests] == [("1", "2"), ("1", "3")]


def test_formulas_count_with_their_last_value_and_broken_ones_are_faults(tmp_path: Path) -> None:
    def formulas(book: Any) -> None:
        page = book.get_worksheet_by_name("Anfragen")
        page.write_formula("C2", "=1+2", None, 3)
        page.write_formula("C3", "=1/0", None, "#DIV/0!")
        page.write_formula("A3", "=NA()", None, "#N/A")

    path = workbook(tmp_path / "e.xlsx", MINIMAL, formulas)
    assert found(path) == [
        (K.CELL_ERROR, "Anfragen", "A3"),
        (FaultKind.TOO_FEW_PARTIES, "Anfragen", "A3"),
        (K.CELL_ERROR, "Anfragen", "C3"),
    ]


def test_an_id_that_became_a_date_still_fits_and_is_told(tmp_path: Path) -> None:
    day = date(2027, 2, 1)
    sheets = MINIMAL | {
        "Teilnehmende": [["Nr"], [day], ["Bo"]],
        "Anfragen": [["Wer", "Mit wem"], [day, "Bo"]],
    }
    reading = read_problem(workbook(tmp_path / "e.xlsx", sheets))
    assert reading.problem is not None
    assert reading.problem.requests[0].participants == ("2027-02-01", "Bo")
    assert [(n.fault.kind, n.where.cell) for n in reading.notices] == [(K.ID_IS_DATE, "A2")]


def test_dates_with_times_and_yes_or_no_are_taken_as_cells(tmp_path: Path) -> None:
    moment = datetime.fromisoformat  # a cell has no time zone
    sheets = MINIMAL | {
        "Zeitfenster": [["Beginn"], [moment("2027-04-20T10:00")], [moment("2027-04-21T10:00")]],
        "Teilnehmende": [["Name", "Ankunft", "Frei"], ["Ada", date(2027, 4, 21), None],
                         ["Bo", None, time(10)]],
        "Anfragen": [["Wer", "Mit wem", "Muss"], ["Ada", "Bo", True], ["Bo", "Ada", False]],
    }  # fmt: skip
    problem = read_problem(workbook(tmp_path / "e.xlsx", sheets)).problem
    assert problem is not None
    assert problem.participants[0].free == {"2027-04-21 10:00"}
    assert problem.participants[1].free == {s.id for s in problem.slots}
    assert [r.must for r in problem.requests] == [True, False]


def test_other_sheets_are_told_and_hidden_ones_are_not(tmp_path: Path) -> None:
    sheets = MINIMAL | {"Budget": [["x"]], "Anfragn": [["x"]], "Liste": [["x"]], "Lies mich": [["x"]]}
    path = workbook(tmp_path / "e.xlsx", sheets, lambda book: book.get_worksheet_by_name("Liste").hide())
    notices = [(n.fault.kind, n.where.sheet, n.suggestion) for n in read_problem(path).notices]
    assert notices == [(K.IGNORED_SHEET, "Budget", ""), (K.IGNORED_SHEET, "Anfragn", "Anfragen")]


def test_numbers_that_are_none_are_faults_at_their_cells(tmp_path: Path) -> None:
    rows = [["Wer", "Mit wem", "Wert"], [1, 2, 2.5], [2, 3, 1e12], [1, 3, "viel"]]
    assert found(workbook(tmp_path / "e.xlsx", MINIMAL | {"Anfragen": rows})) == [
        (K.NOT_WHOLE, "Anfragen", "C2"),
        (K.TOO_BIG, "Anfragen", "C3"),
        (K.NOT_A_NUMBER, "Anfragen", "C4"),
    ]


# --- files that are no workbooks --------------------------------------------------------------


def only(path: Path) -> str:
    """The kind of the one fault of a file."""
    (fault,) = read_problem(path).faults
    return fault.fault.kind


def changed(path: Path, part: str, content: bytes) -> Path:
    """The workbook with one part replaced."""
    source = workbook(path.with_suffix(".source.xlsx"), MINIMAL)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == part else old.read(info))
    return path


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", K.EMPTY_FILE),
        (b"Name;Wert\nAda;1\n", K.NOT_A_WORKBOOK),
        (b"PK\x03\x04", K.NOT_A_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, K.ENCRYPTED),
    ],
)
def test_a_file_that_is_no_workbook_is_one_fault(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "e.xlsx").write_bytes(content)
    assert only(tmp_path / "e.xlsx") == kind


def test_a_zip_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "e.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert only(tmp_path / "e.xlsx") == K.NOT_A_WORKBOOK


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_that_is_cut_off_is_one_fault(tmp_path: Path, share: float) -> None:
    content = workbook(tmp_path / "whole.xlsx", MINIMAL).read_bytes()
    (tmp_path / "e.xlsx").write_bytes(content[: int(share * len(content))])
    assert only(tmp_path / "e.xlsx") == K.NOT_A_WORKBOOK


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
)
def test_broken_parts_never_raise(tmp_path: Path, part: str) -> None:
    for content in (b"", b"<a><b></a>", b"\xff\xfe\x00", SHEET % b"<row><c><v>1</v>"):
        assert read_problem(changed(tmp_path / "e.xlsx", part, content)).problem is None


@pytest.mark.parametrize("cell", ["XFD1048576", "xfd1048576", "A999999999"])
def test_a_cell_at_the_end_of_the_world_costs_no_memory(tmp_path: Path, cell: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{cell}"><v>1</v></c></row>'
    far = changed(tmp_path / "e.xlsx", "xl/worksheets/sheet3.xml", SHEET % rows.encode())
    if cell == "A999999999":
        assert only(far) in (K.TOO_LARGE, K.NOT_A_WORKBOOK)
    else:
        assert only(far) == K.TOO_LARGE


def test_what_unpacks_to_too_much_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_BYTES", 1 << 22)
    bomb = changed(tmp_path / "e.xlsx", "xl/sharedStrings.xml", b" " * (1 << 23))
    assert bomb.stat().st_size < 1 << 16
    assert only(bomb) == K.TOO_LARGE


def test_entities_that_grow_without_end_are_refused(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]><workbook>&e9;</workbook>'
    assert only(changed(tmp_path / "e.xlsx", "xl/workbook.xml", text.encode())) == K.NOT_A_WORKBOOK


SMALL = io.BytesIO()
with xlsxwriter.Workbook(SMALL, {"in_memory": True}) as small_book:
    for title, lines in MINIMAL.items():
        sheet = small_book.add_worksheet(title)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, [str(cell) for cell in line])


@given(at=st.integers(0, len(SMALL.getvalue()) - 1), byte=st.integers(0, 255))
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_one_wrong_byte_never_raises(at: int, byte: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    content = bytearray(SMALL.getvalue())
    content[at] = byte
    path = tmp_path_factory.getbasetemp() / "byte.xlsx"
    path.write_bytes(content)
    reading = read_problem(path)
    assert (reading.problem is None) == bool(reading.faults)


CELLS = st.one_of(
    st.none(), st.integers(-5, 10**12), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.sampled_from(["Name", "Wer", "Mit wem", "10:00", "ab 10", "-", "Beispiel", "Hinweis", "20.04."]),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.times(),
    st.text(st.characters(exclude_categories=["C"]), max_size=5),
)  # fmt: skip


@given(
    name=st.sampled_from([*MINIMAL, "Orte", "Festgelegt"]),
    rows=st.lists(st.lists(CELLS, max_size=4), max_size=4),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_arbitrary_cells_never_raise(
    name: str, rows: list[list[Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    header = MINIMAL.get(name, [["Kennung", "Zone"]])[0]
    path = workbook(tmp_path_factory.getbasetemp() / "cells.xlsx", MINIMAL | {name: [header, *rows]})
    reading = read_problem(path)
    assert (reading.problem is None) == bool(reading.faults)
