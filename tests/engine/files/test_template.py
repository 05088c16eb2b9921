"""The template: friendly when empty, right when filled in, careful with changed examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import python_calamine
import xlsxwriter

from treffen.files import read_problem, write_template
from treffen.problem import ReadingFaultKind

K = ReadingFaultKind


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_template_that_nobody_filled_in_says_what_is_missing(tmp_path: Path, language: str) -> None:
    write_template(tmp_path / "t.xlsx", language=language)
    reading = read_problem(tmp_path / "t.xlsx")
    assert reading.notices == ()
    assert [f.fault.kind for f in reading.faults] == [K.NO_TABLES] + [K.NOTHING_FILLED_IN] * 3
    sheets = {"de": ["Veranstaltung", "Zeitfenster", "Teilnehmende", "Anfragen"],
              "en": ["Event", "Slots", "Participants", "Requests"]}  # fmt: skip
    assert [f.where.sheet for f in reading.faults] == sheets[language]


def filled(path: Path, language: str, entries: dict[str, list[dict[str, Any]]], **changes: Any) -> Path:
    """The template with rows added below its examples, and single cells changed."""
    write_template(path, language=language)
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    rows = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    for name, added in entries.items():
        for entry in added:
            rows[name].append([entry.get(header, "") for header in rows[name][0]])
    for cell, value in changes.items():
        sheet, row, column = cell.split("_")
        rows[sheet][int(row)][int(column)] = value
    with xlsxwriter.Workbook(str(path)) as new:
        clock = new.add_format({"num_format": "hh:mm"})
        for name, lines in rows.items():
            page = new.add_worksheet(name)
            for r, line in enumerate(lines):
                for c, cell in enumerate(line):
                    page.write(r, c, cell, clock if hasattr(cell, "hour") else None)
    return path


GERMAN: dict[str, list[dict[str, Any]]] = {
    "Zeitfenster": [{"Beginn": "10:00", "Ende": "11:00", "Dauer": 20}],
    "Teilnehmende": [{"Name": "Ada Beispiel"}, {"Name": "Eva"}],
    "Anfragen": [{"Wer": "Eva", "Mit wem": "Ada Beispiel"}],
}
ENGLISH: dict[str, list[dict[str, Any]]] = {
    "Slots": [{"Start": "10:00", "End": "11:00", "Duration": 20}],
    "Participants": [{"Name": "Ada Beispiel"}, {"Name": "Eva"}],
    "Requests": [{"Who": "Eva", "With whom": "Ada Beispiel"}],
}


@pytest.mark.parametrize(("language", "entries"), [("de", GERMAN), ("en", ENGLISH)])
def test_a_filled_template_is_an_event_without_its_examples(
    tmp_path: Path, language: str, entries: dict[str, list[dict[str, Any]]]
) -> None:
    event = "Veranstaltung" if language == "de" else "Event"
    path = filled(tmp_path / "t.xlsx", language, entries, **{f"{event}_2_1": "20.04.2027", f"{event}_3_1": 3})
    reading = read_problem(path)
    assert reading.faults == ()
    assert reading.notices == ()
    problem = reading.problem
    assert problem is not None
    assert [p.id for p in problem.participants] == ["Ada Beispiel", "Eva"]
    assert [s.id for s in problem.slots] == ["10:00", "10:20", "10:40"]
    assert len(problem.places) == 3
    assert len(problem.requests) == 1


def test_an_example_that_was_written_over_is_not_lost_in_silence(tmp_path: Path) -> None:
    changes = {"Veranstaltung_3_1": 3, "Teilnehmende_2_2": "Greta"}
    reading = read_problem(filled(tmp_path / "t.xlsx", "de", GERMAN, **changes))
    assert [(f.fault.kind, f.where.sheet, f.where.cell) for f in reading.faults] == [
        (K.EXAMPLE_CHANGED, "Teilnehmende", "A3")
    ]


def test_an_example_that_was_emptied_still_does_not_count(tmp_path: Path) -> None:
    changes = {"Veranstaltung_3_1": 3, "Teilnehmende_2_3": ""}
    assert read_problem(filled(tmp_path / "t.xlsx", "de", GERMAN, **changes)).faults == ()
