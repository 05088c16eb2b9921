"""What is wrong with a folder of CSV, all at once, at its cells; and nothing ever raises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from treffen.files import read_problem
from treffen.problem import FaultKind, ReadingFaultKind
from treffen.words import located_fault

K = ReadingFaultKind


def test_all_faults_come_at_once_in_the_order_of_files_and_rows(event: Any) -> None:
    reading = event.read(
        Teilnehmende="Name;Max;Frei;Ankunft\n"
        "Jörg Müller;drei;;\nZoë Weiß;2,5;10:00-10:20, mittags;\n"
        "Åsa;1e400;;spät\nÅsa;-1;;\n;3;;\n",
        Anfragen="Wer;Mit wem;Wert;Muss\nJörg Müler;Zoë Weiß;NaN;vielleicht\nÅsa;;99999999999;\n",
        Veranstaltung="Angabe;Wert\nTische;zwei\nFarbe;rot\n"
        "Ziele;Wert, Spaß\nZeitzone;Mars/Nord\nDatum;morgen\n",
        Orte="Kennung;Art\nA;Sofa\n",
    )  # fmt: skip
    assert reading.problem is None
    assert [(kind, file, cell) for kind, file, cell in event.found(reading) if file == "Teilnehmende"] == [
        (K.NOT_A_NUMBER, "Teilnehmende", "B2"),
        (K.NOT_WHOLE, "Teilnehmende", "B3"),
        (FaultKind.UNKNOWN_ID, "Teilnehmende", "C3"),
        (K.NOT_A_NUMBER, "Teilnehmende", "B4"),
        (K.NOT_A_TIME, "Teilnehmende", "D4"),
        (FaultKind.DUPLICATE_ID, "Teilnehmende", "A5"),
        (K.OUT_OF_RANGE, "Teilnehmende", "B5"),
        (K.MISSING_VALUE, "Teilnehmende", "A6"),
    ]
    assert [(kind, cell) for kind, file, cell in event.found(reading) if file == "Anfragen"] == [
        (FaultKind.UNKNOWN_ID, "A2"),
        (K.NOT_A_NUMBER, "C2"),
        (K.NOT_A_CHOICE, "D2"),
        (FaultKind.TOO_FEW_PARTIES, "A3"),
        (K.TOO_BIG, "C3"),
    ]
    assert [(kind, cell) for kind, file, cell in event.found(reading) if file == "Veranstaltung"] == [
        (K.NOT_A_NUMBER, "B2"),
        (K.UNKNOWN_KEY, "A3"),
        (K.NOT_A_CHOICE, "B4"),
        (K.UNKNOWN_TIME_ZONE, "B5"),
        (K.NOT_A_TIME, "B6"),
    ]
    assert [(kind, cell) for kind, file, cell in event.found(reading) if file == "Orte"] == [
        (K.NOT_A_CHOICE, "B2")
    ]
    unknown = next(f for f in reading.faults if f.where.sheet == "Anfragen.csv")
    assert (unknown.suggestion, unknown.where.header) == ("Jörg Müller", "Wer")


def test_an_unknown_partner_is_found_in_its_own_column(event: Any) -> None:
    reading = event.read(Anfragen="Wert;Wer;Mit wem\n1;Åsa;Zoe Weiß\n")
    (fault,) = reading.faults
    assert (fault.where.cell, fault.where.header, fault.suggestion) == ("C2", "Mit wem", "Zoë Weiß")


def test_what_is_taken_out_of_a_list_must_exist_too(event: Any) -> None:
    people = "Name;Frei;Nicht frei\nJörg Müller;nicht mitags;\nZoë Weiß;;13:0\nÅsa;;ab 12:00\n"
    reading = event.read(Teilnehmende=people)
    assert event.found(reading) == [
        (FaultKind.UNKNOWN_ID, "Teilnehmende", "B2"),
        (FaultKind.UNKNOWN_ID, "Teilnehmende", "C3"),
    ]


def test_a_name_that_two_people_share_is_ambiguous(event: Any) -> None:
    people = "Nr;Name\n1;Jörg Müller\n2;Jörg Müller\n3;Zoë Weiß\n4;Åsa\n"
    reading = event.read(Teilnehmende=people)
    assert event.found(reading) == [(K.AMBIGUOUS, "Anfragen", "A2"), (K.AMBIGUOUS, "Anfragen", "B3")]


@pytest.mark.parametrize(
    ("row", "kind", "cell"),
    [
        ("28.03.2027 02:30;28.03.2027 03:30", K.TIME_SKIPPED, "A2"),
        ("31.10.2027 01:30;31.10.2027 02:30", K.TIME_TWICE, "B2"),
        ("10:20;10:00", FaultKind.ENDS_BEFORE_START, "B2"),
        ("25:00;26:00", K.NOT_A_TIME, "A2"),
        ("31.02.2027 10:00;", K.NOT_A_TIME, "A2"),
        (";10:00", K.MISSING_VALUE, "A2"),
    ],
)
def test_a_time_that_cannot_be_is_named(event: Any, row: str, kind: str, cell: str) -> None:
    reading = event.read(Zeitfenster=f"Beginn;Ende\n{row}\n")
    assert (kind, "Zeitfenster", cell) in event.found(reading)


def test_an_offset_says_which_of_two_times_is_meant(event: Any) -> None:
    text = "Beginn\n2027-10-31T02:30:00+02:00\n2027-10-31T02:30:00+01:00\n"
    reading = event.read(Zeitfenster="Nr;" + text.replace("\n2", "\nx;2", 1).replace("\n2", "\ny;2"))
    assert reading.problem is not None
    first, second = (s.start for s in reading.problem.slots)
    assert first is not None
    assert second is not None
    assert (second - first).seconds == 3600


def test_a_computer_without_time_zones_says_so(event: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("treffen.files.sheets.settings.time_zone", lambda name: None)
    reading = event.read()
    assert [f.fault.kind for f in reading.faults] == [K.UNKNOWN_TIME_ZONE]


def test_missing_files_are_named_and_nothing_follows_from_them(event: Any) -> None:
    reading = event.read(Zeitfenster=None, Teilnehmende=None, Veranstaltung=None)
    assert [(f.fault.kind, f.where.sheet) for f in reading.faults] == [
        (K.MISSING_SHEET, "slots.csv"),
        (K.MISSING_SHEET, "participants.csv"),
        (K.NO_TABLES, "event.csv"),
    ]


def test_an_empty_folder_says_what_to_fill_in(tmp_path: Path) -> None:
    kinds = [f.fault.kind for f in read_problem(tmp_path).faults]
    assert kinds == [K.MISSING_SHEET] * 3 + [K.NO_TABLES]


@pytest.mark.parametrize(
    ("content", "kind", "row"),
    [
        (b"", K.EMPTY_FILE, None),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", K.WRONG_ENCODING, None),
        (b"Name\n\x81\x8d\n", K.WRONG_ENCODING, None),
        (b'Name;Max\n"Ada;1\nBo;2\n', K.SYNTAX, 2),
        (b'Name;Max\n"A"da;1\n', K.SYNTAX, 2),
        (b"Farbe;Form\nrot;rund\n", K.NO_HEADER, None),
        (b"Name;Max\n", K.NOTHING_FILLED_IN, None),
        (b"Name;" + b"x" * 2_000_000, K.SYNTAX, 1),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(
    event: Any, content: bytes, kind: str, row: int | None
) -> None:
    reading = event.read(Teilnehmende=content)
    (fault,) = [f for f in reading.faults if f.where.sheet == "Teilnehmende.csv"]
    assert fault.fault.kind == kind
    assert fault.where.row == row


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'Name;Max\n"Ada;1\nBo;2\n', 'This says “"Ada;1”; expected is a closing quotation mark.'),
        (b'Name;Max\n"A"da;1\n', 'This says “"A"da;1”; expected is a separator after the quotation mark.'),
    ],
)
def test_a_stray_quotation_mark_is_told_in_words(event: Any, content: bytes, said: str) -> None:
    (fault,) = [f for f in event.read(Teilnehmende=content).faults if f.where.row]
    assert located_fault(fault, "en").endswith(f"{said} Correct the notation.")


def test_columns_and_files_that_are_not_known_are_told(event: Any) -> None:
    reading = event.read(
        Teilnehmende="Name;Farbe;Maximumm\nJörg Müller;;\nZoë Weiß;;\nÅsa;;\n", Anfrage="x\n"
    )
    assert reading.problem is not None
    assert [(n.fault.kind, n.where.cell, n.suggestion) for n in reading.notices] == [
        (K.IGNORED_SHEET, "", "Anfragen"),
        (K.IGNORED_COLUMN, "B1", ""),
        (K.IGNORED_COLUMN, "C1", "Maximum"),
    ]


def test_columns_that_stand_twice_or_are_missing_are_faults(event: Any) -> None:
    reading = event.read(Teilnehmende="Name;Max;Maximum\nÅsa;1;2\n", Anfragen="Wert\n1\n")
    assert (K.DUPLICATE_COLUMN, "Teilnehmende", "C1") in event.found(reading)
    assert any(kind == K.MISSING_COLUMN and file == "Anfragen" for kind, file, _ in event.found(reading))


def test_places_and_a_different_number_of_tables_contradict(event: Any) -> None:
    reading = event.read(Orte="Kennung\nA\nB\nC\n")
    assert event.found(reading) == [(K.CONTRADICTION, "Veranstaltung", "B2")]


def test_a_range_in_which_no_slot_lies_is_told(event: Any) -> None:
    reading = event.read(Teilnehmende="Name;Frei\nJörg Müller;ab 19:00\nZoë Weiß;\nÅsa;\n")
    assert [(n.fault.kind, n.where.cell) for n in reading.notices] == [(K.NO_SLOT_IN_RANGE, "B2")]
    assert reading.problem is not None
    assert reading.problem.participants[0].free == frozenset()


def test_thousands_of_faults_are_cut_and_counted(event: Any) -> None:
    rows = "".join("x;y;1\n" for _ in range(800))
    reading = event.read(Anfragen=f"Wer;Mit wem;Wert\n{rows}")
    assert len(reading.faults) == 1001
    assert reading.faults[-1].fault.kind is K.CUT_OFF_LIST
    assert reading.faults[-1].fault.value == "600"


ANY = st.one_of(
    st.binary(max_size=80), st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace"))
)
CELLS = st.sampled_from(
    [
        "",
        "Name",
        "Wer",
        "x",
        "10:00",
        "-",
        '"',
        "=1",
        "1e9",
        "ja",
        "20.04.",
        "ab",
        "bis",
        "0",
        "Å",
        "\t",
        "99999",
        "Datum",
    ]
)
SHEET = st.lists(st.lists(CELLS, max_size=4).map(";".join), max_size=5).map(
    lambda rows: "\n".join(rows).encode()
)


@given(
    name=st.sampled_from(
        ["Zeitfenster", "Teilnehmende", "Anfragen", "Veranstaltung", "Orte", "Wege", "Festgelegt", "Vorträge"]
    ),
    content=st.one_of(ANY, SHEET),
)
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_arbitrary_files_never_raise(name: str, content: bytes, event: Any) -> None:
    reading = event.read(**{name: content})
    assert (reading.problem is None) == bool(reading.faults)


COLUMNS = "Name;Frei;Nicht frei;Ankunft;Abreise;Min;Max;Heimatort;Wunschvorträge"


@given(
    cells=st.lists(
        st.one_of(CELLS, st.text(st.characters(exclude_characters=';"\n\r\0'), max_size=8)),
        min_size=8,
        max_size=8,
    )
)
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_arbitrary_cells_never_raise(cells: list[str], event: Any) -> None:
    text = f"{COLUMNS}\nJörg Müller;{';'.join(cells)}\nZoë Weiß\nÅsa\n"
    reading = event.read(Teilnehmende=text.encode("utf-8", "replace"))
    assert (reading.problem is None) == bool(reading.faults)
