"""Folders of CSV as people really save them: encodings, separators, names, times, faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from treffen.files import Reading, read_problem
from treffen.problem import FaultKind, Goal, Noun, PlaceKind, ReadingFaultKind

K = ReadingFaultKind
MINIMAL = {
    "Zeitfenster": "Beginn;Ende\n10:00;10:20\n10:20;10:40\n13:00;13:20\n",
    "Teilnehmende": "Name\nJörg Müller\nZoë Weiß\nÅsa\n",
    "Anfragen": "Wer;Mit wem;Wert\nJörg Müller;Zoë Weiß;3\nÅsa;jörg  müller;\n",
    "Veranstaltung": "Angabe;Wert\nAnzahl Tische;2\nDatum;20.04.2027\n",
}


def folder(path: Path, *, encoding: str = "utf-8", **files: str | None) -> Path:
    """A folder of the minimal event, with other files in place of its own."""
    path.mkdir(exist_ok=True)
    for name, text in (MINIMAL | files).items():
        if text is not None:
            (path / f"{name}.csv").write_bytes(text.encode(encoding))
    return path


def read(path: Path, **files: str | None) -> Reading:
    return read_problem(folder(path / "event", **files))


def found(reading: Reading) -> list[tuple[str, str, str]]:
    """Kind, file and cell of each fault."""
    return [(f.fault.kind, f.where.sheet.removesuffix(".csv"), f.where.cell) for f in reading.faults]


# --- a sound event, in many spellings ---------------------------------------------------------


def test_names_times_and_a_number_of_tables_are_enough(tmp_path: Path) -> None:
    reading = read(tmp_path)
    assert reading.faults == ()
    assert reading.notices == ()
    problem = reading.problem
    assert problem is not None
    assert [s.id for s in problem.slots] == ["10:00", "10:20", "13:00"]
    assert problem.slots[0].start is not None
    assert problem.slots[0].start.isoformat() == "2027-04-20T10:00:00+02:00"
    assert [p.id for p in problem.places] == ["t1", "t2"]
    assert [p.id for p in problem.participants] == ["Jörg Müller", "Zoë Weiß", "Åsa"]
    assert [(r.id, r.participants, r.value) for r in problem.requests] == [
        ("1", ("Jörg Müller", "Zoë Weiß"), 3),
        ("2", ("Åsa", "Jörg Müller"), 1),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_encoding_and_separator_means_the_same(
    tmp_path: Path, encoding: str, separator: str, end: str
) -> None:
    expected = read_problem(folder(tmp_path / "plain")).problem
    texts = {name: text.replace(";", separator).replace("\n", end) for name, text in MINIMAL.items()}
    assert expected is not None
    assert read_problem(folder(tmp_path / "other", encoding=encoding, **texts)).problem == expected


def test_a_spreadsheets_own_hint_names_the_separator(tmp_path: Path) -> None:
    reading = read(tmp_path, Teilnehmende="sep=,\nName,Wert\nJörg Müller,1\nZoë Weiß,1\nÅsa,1\n")
    assert reading.faults == ()


def test_english_names_and_files_are_taken_as_well(tmp_path: Path) -> None:
    english = {
        "Zeitfenster": None, "Teilnehmende": None, "Anfragen": None, "Veranstaltung": None,
        "slots": "Start,End\n10:00,10:20\n10:20,10:40\n13:00,13:20\n",
        "participants": "Name\nJörg Müller\nZoë Weiß\nÅsa\n",
        "requests": "Who,With whom,Value\nJörg Müller,Zoë Weiß,3\nÅsa,Jörg Müller,\n",
        "event": "Number of tables,2\nDate,2027-04-20\n",
    }  # fmt: skip
    assert read(tmp_path, **english).problem == read_problem(folder(tmp_path / "german")).problem


def test_rows_above_the_header_and_empty_rows_do_not_matter(tmp_path: Path) -> None:
    text = "Teilnehmende\n\nBitte hier eintragen;;\nName;Firma;Bemerkung\n\n"
    text += "Jörg Müller;A;x\nZoë Weiß;;\n;;\nÅsa;;\n;;\n"
    reading = read(tmp_path, Teilnehmende=text)
    assert reading.faults == ()
    assert reading.problem is not None
    assert [p.organisation for p in reading.problem.participants] == ["A", None, None]


def test_every_column_has_a_german_name(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        Veranstaltung="Titel;Tag der Treffen\nDatum;2027-04-20\nJedes Paar nur einmal;nein\n"
        "Höchstens Pausen;2\nZiele;Wert, Pausen, Wege\n",
        Orte="Kennung;Name;Art;Zone;Ausstattung;Offen\n"
        "A;Tisch A;Stehtisch;Foyer;leise, hell;ab 10:10\nB;;online;;;\n",
        Vorträge="Name;Beginn;Ende\nEröffnung;10:05;10:15\nAusklang;13:00;14:00\n",
        Teilnehmende="Kürzel;Vorname;Nachname;Firma;Netzwerk;Ankunft;Abreise;Min;Max;Heimatort;Bedarf;Sprachen;"
        "Pflichtvorträge;Wunschvorträge\n"
        'jm;Jörg;Müller;M GmbH;Nord;10:15;;1;"3,0";Tisch A;leise;de,en;Eröffnung;Ausklang=4\n'
        "zw;Zoë;Weiß;;;;13:00;;;;;;;\nå;Åsa;;;;;;;;;;;;\n",
        Anfragen="Nr;Wer;Mit wem;Wert;Muss;Mögliche Zeiten;Festes Zeitfenster;"
        "Mögliche Orte;Fester Ort;Nach;Dauer;Bedarf\n"
        "1;jm;zw;1.000;x;bis 12:00;;A, B;;;2;\n2;å;Jörg Müller;;nein;;13:00;;B;1;;hell\n",
        Wege="Von;Nach;Minuten\nFoyer;;3\n",
        Dolmetschende="Name;Sprachen;Frei\nCy;de|fr;Nachmittag\n",
        Festgelegt="Anfrage;Zeitfenster;Ort;Dolmetscher:in\n1;10:00;A;Cy\n",
    )  # fmt: skip
    assert found(reading) == []
    problem = reading.problem
    assert problem is not None
    assert (problem.title, problem.pair_once, problem.most_breaks) == ("Tag der Treffen", False, 2)
    assert problem.goals == (Goal.VALUE, Goal.BREAKS, Goal.WALKING)
    a, b = problem.places
    assert (a.kind, a.zone, a.features, a.open) == (
        PlaceKind.TABLE,
        "Foyer",
        {"leise", "hell"},
        {"10:20", "13:00"},
    )
    assert (b.kind, b.open) == (PlaceKind.LINK, None)
    assert [t.slots for t in problem.talks] == [{"10:00"}, {"13:00"}]
    one, two, _ = problem.participants
    assert (one.organisation, one.network, one.minimum, one.maximum) == ("M GmbH", "Nord", 1, 3)
    assert (one.home, one.needs, one.languages) == ("A", {"leise"}, {"de", "en"})
    assert (one.must_attend, [(x.talk, x.price) for x in one.likes]) == ({"Eröffnung"}, [("Ausklang", 4)])
    assert one.free == {"10:20", "13:00"}
    assert two.free == {"10:00", "10:20"}
    first, second = problem.requests
    assert (first.value, first.must, first.slots, first.places) == (
        1000,
        True,
        {"10:00", "10:20"},
        {"A", "B"},
    )
    assert (first.length, second.slot, second.place, second.after) == (2, "13:00", "B", ("1",))
    assert problem.walks[0].minutes == 3
    assert (problem.interpreters[0].languages, problem.interpreters[0].free) == ({"de", "fr"}, {"13:00"})
    assert problem.frozen[0].interpreter == "Cy"
    assert reading.labels == {
        (Noun.PLACE, "A"): "Tisch A",
        (Noun.PARTICIPANT, "jm"): "Jörg Müller",
        (Noun.PARTICIPANT, "zw"): "Zoë Weiß",
        (Noun.PARTICIPANT, "å"): "Åsa",
    }


SIX = (
    "Beginn;Ende;Block\n9:00;9:30;früh\n9:30;10:00;früh\n10.00 Uhr;10:30;früh\n"
    "14:00;14:30;spät\n14:30;15:00;spät\n15:00;15:30;spät\n"
)


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("", None),
        ("immer", None),
        ("-", ""),
        ("früh", "012"),
        ("09:00-10:00", "01"),
        ("von 9:00 bis 10:00", "01"),
        ("9 - 10 Uhr", "01"),
        ("9:10–10:00", "1"),
        ("ab 14:30", "45"),
        ("bis 9.30 Uhr", "0"),
        ("nicht früh", "345"),
        ("nicht 9:40-14:10", "045"),
        ("früh; 15:00", "0125"),
        ("früh, nicht 9:30", "02"),
        ("vormittags", "012"),
        ("20.04. ab 14:30", "45"),
        ("2027-04-20", "012345"),
        ("20.04.2027 9:00 - 10:00", "01"),
        ("from 14:30", "45"),
        ("09:30 - 14:00", "12"),
    ],
)
def test_times_can_be_said_in_many_ways(tmp_path: Path, text: str, free: str | None) -> None:
    people = f'Name;Frei\nJörg Müller;"{text}"\nZoë Weiß;\nÅsa;\n'
    reading = read(tmp_path, Zeitfenster=SIX, Teilnehmende=people)
    assert found(reading) == []
    assert reading.problem is not None
    ids = [s.id for s in reading.problem.slots]
    expected = None if free is None else {ids[int(n)] for n in free}
    assert reading.problem.participants[0].free == expected


def test_several_days_make_blocks_and_ids_with_the_day(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        Zeitfenster="Datum;Beginn;Ende\n21.04.2027;10:00;10:30\n20.04.2027;10:00;10:30\n20.04.2027;11:00;11:30\n",
        Teilnehmende="Name;Ankunft;Abreise\nJörg Müller;10:30;\nZoë Weiß;21.4.2027;\nÅsa;;20.4.2027 11:00\n",
    )
    assert found(reading) == []
    assert reading.problem is not None
    assert [(s.id, s.block) for s in reading.problem.slots] == [
        ("2027-04-20 10:00", "2027-04-20"),
        ("11:00", "2027-04-20"),
        ("2027-04-21 10:00", "2027-04-21"),
    ]
    assert [p.free for p in reading.problem.participants] == [
        {"11:00", "2027-04-21 10:00"},
        {"2027-04-21 10:00"},
        {"2027-04-20 10:00"},
    ]


def test_a_row_with_a_duration_is_a_run_of_slots(tmp_path: Path) -> None:
    text = (
        "Beginn;Ende;Dauer;Wechselzeit;Block\n10:00;11:15;20;5;früh\n13:00;13:20;20;;spät\n14:00;;15;;spät\n"
    )
    reading = read(tmp_path, Zeitfenster=text)
    assert reading.problem is not None
    assert [(s.id, f"{s.end:%H:%M}", s.block) for s in reading.problem.slots] == [
        ("10:00", "10:20", "früh"),
        ("10:25", "10:45", "früh"),
        ("10:50", "11:10", "früh"),
        ("13:00", "13:20", "spät"),
        ("14:00", "14:15", "spät"),
    ]


def test_without_a_date_times_are_names_and_that_is_told(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        Veranstaltung="Tische;2\n",
        Teilnehmende="Name;Frei\nJörg Müller;ab 10:10\nZoë Weiß;\nÅsa;\n",
    )
    assert [n.fault.kind for n in reading.notices] == [K.NO_DATE]
    assert reading.problem is not None
    first = reading.problem.slots[0]
    assert (first.id, first.start, first.end) == ("10:00", None, None)
    assert reading.problem.participants[0].free == {"10:20", "13:00"}


def test_ids_in_ranges_count_slots(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        Zeitfenster="Nr\n1\n2\n3\n4\n",
        Teilnehmende="Name;Frei\nJörg Müller;2-3\nZoë Weiß;1, 4\nÅsa;\n",
    )
    assert reading.problem is not None
    assert [p.free for p in reading.problem.participants] == [{"2", "3"}, {"1", "4"}, None]


def test_groups_and_delegates_may_be_listed(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        Teilnehmende="Name;Firma\nMeyer, Ada;Süd & Co\nBo;Süd & Co\nCy;\nDi;\n",
        Anfragen="Wer;Mit wem;Weitere;Delegierte\n"
        "Meyer, Ada;Bo, Cy;;\nCy;Meyer, Ada, Bo;Di;\nDi;;;süd & co\n",
    )
    assert found(reading) == []
    assert reading.problem is not None
    assert [(r.participants, r.delegates) for r in reading.problem.requests] == [
        (("Meyer, Ada", "Bo", "Cy"), ()),
        (("Cy", "Meyer, Ada", "Bo", "Di"), ()),
        (("Di",), ("Süd & Co",)),
    ]


# --- faults, at their cells -------------------------------------------------------------------


def test_all_faults_come_at_once_in_the_order_of_files_and_rows(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        Teilnehmende="Name;Max;Frei;Ankunft\n"
        "Jörg Müller;drei;;\nZoë Weiß;2,5;10:00-10:20, mittags;\n"
        "Åsa;1e400;;spät\nÅsa;-1;;\n;3;;\n",
        Anfragen="Wer;Mit wem;Wert;Muss\nJörg Müler;Zoë Weiß;NaN;vielleicht\nÅsa;;99999999999;\n",
        Veranstaltung="Angabe;Wert\nTische;zwei\nFarbe;rot\n"
        "Ziele;Wert, Spaß\nZeitzone;Mars/Nord\nDatum;morgen\n",
        Orte="Kennung;Art\nA;Sofa\n",
    )  # fmt: skip
    assert reading.problem is None
    assert [(kind, file, cell) for kind, file, cell in found(reading) if file == "Teilnehmende"] == [
        (K.NOT_A_NUMBER, "Teilnehmende", "B2"),
        (K.NOT_WHOLE, "Teilnehmende", "B3"),
        (FaultKind.UNKNOWN_ID, "Teilnehmende", "C3"),
        (K.NOT_A_NUMBER, "Teilnehmende", "B4"),
        (K.NOT_A_TIME, "Teilnehmende", "D4"),
        (FaultKind.DUPLICATE_ID, "Teilnehmende", "A5"),
        (K.OUT_OF_RANGE, "Teilnehmende", "B5"),
        (K.MISSING_VALUE, "Teilnehmende", "A6"),
    ]
    assert [(kind, cell) for kind, file, cell in found(reading) if file == "Anfragen"] == [
        (FaultKind.UNKNOWN_ID, "A2"),
        (K.NOT_A_NUMBER, "C2"),
        (K.NOT_A_CHOICE, "D2"),
        (FaultKind.TOO_FEW_PARTIES, "A3"),
        (K.TOO_BIG, "C3"),
    ]
    assert [(kind, cell) for kind, file, cell in found(reading) if file == "Veranstaltung"] == [
        (K.NOT_A_NUMBER, "B2"),
        (K.UNKNOWN_KEY, "A3"),
        (K.NOT_A_CHOICE, "B4"),
        (K.UNKNOWN_TIME_ZONE, "B5"),
        (K.NOT_A_TIME, "B6"),
    ]
    assert [(kind, cell) for kind, file, cell in found(reading) if file == "Orte"] == [(K.NOT_A_CHOICE, "B2")]
    unknown = next(f for f in reading.faults if f.where.sheet == "Anfragen.csv")
    assert (unknown.suggestion, unknown.where.header) == ("Jörg Müller", "Wer")


def test_an_unknown_partner_is_found_in_its_own_column(tmp_path: Path) -> None:
    reading = read(tmp_path, Anfragen="Wert;Wer;Mit wem\n1;Åsa;Zoe Weiß\n")
    (fault,) = reading.faults
    assert (fault.where.cell, fault.where.header, fault.suggestion) == ("C2", "Mit wem", "Zoë Weiß")


def test_what_is_taken_out_of_a_list_must_exist_too(tmp_path: Path) -> None:
    people = "Name;Frei;Nicht frei\nJörg Müller;nicht mitags;\nZoë Weiß;;13:0\nÅsa;;ab 12:00\n"
    reading = read(tmp_path, Teilnehmende=people)
    assert found(reading) == [
        (FaultKind.UNKNOWN_ID, "Teilnehmende", "B2"),
        (FaultKind.UNKNOWN_ID, "Teilnehmende", "C3"),
    ]


def test_a_name_that_two_people_share_is_ambiguous(tmp_path: Path) -> None:
    people = "Nr;Name\n1;Jörg Müller\n2;Jörg Müller\n3;Zoë Weiß\n4;Åsa\n"
    reading = read(tmp_path, Teilnehmende=people)
    assert found(reading) == [(K.AMBIGUOUS, "Anfragen", "A2"), (K.AMBIGUOUS, "Anfragen", "B3")]


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
def test_a_time_that_cannot_be_is_named(tmp_path: Path, row: str, kind: str, cell: str) -> None:
    reading = read(tmp_path, Zeitfenster=f"Beginn;Ende\n{row}\n")
    assert (kind, "Zeitfenster", cell) in found(reading)


def test_an_offset_says_which_of_two_times_is_meant(tmp_path: Path) -> None:
    text = "Beginn\n2027-10-31T02:30:00+02:00\n2027-10-31T02:30:00+01:00\n"
    reading = read(tmp_path, Zeitfenster="Nr;" + text.replace("\n2", "\nx;2", 1).replace("\n2", "\ny;2"))
    assert reading.problem is not None
    first, second = (s.start for s in reading.problem.slots)
    assert first is not None
    assert second is not None
    assert (second - first).seconds == 3600


def test_missing_files_are_named_and_nothing_follows_from_them(tmp_path: Path) -> None:
    reading = read(tmp_path, Zeitfenster=None, Teilnehmende=None, Veranstaltung=None)
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
    tmp_path: Path, content: bytes, kind: str, row: int | None
) -> None:
    path = folder(tmp_path / "event")
    (path / "Teilnehmende.csv").write_bytes(content)
    reading = read_problem(path)
    (fault,) = [f for f in reading.faults if f.where.sheet == "Teilnehmende.csv" and f.fault.kind == kind]
    assert fault.where.row == row


def test_columns_and_files_that_are_not_known_are_told(tmp_path: Path) -> None:
    reading = read(
        tmp_path, Teilnehmende="Name;Farbe;Maximumm\nJörg Müller;;\nZoë Weiß;;\nÅsa;;\n", Anfrage="x\n"
    )
    assert reading.problem is not None
    assert [(n.fault.kind, n.where.cell, n.suggestion) for n in reading.notices] == [
        (K.IGNORED_SHEET, "", "Anfragen"),
        (K.IGNORED_COLUMN, "B1", ""),
        (K.IGNORED_COLUMN, "C1", "Maximum"),
    ]


def test_columns_that_stand_twice_or_are_missing_are_faults(tmp_path: Path) -> None:
    reading = read(tmp_path, Teilnehmende="Name;Max;Maximum\nÅsa;1;2\n", Anfragen="Wert\n1\n")
    assert (K.DUPLICATE_COLUMN, "Teilnehmende", "C1") in found(reading)
    assert any(kind == K.MISSING_COLUMN and file == "Anfragen" for kind, file, _ in found(reading))


def test_places_and_a_different_number_of_tables_contradict(tmp_path: Path) -> None:
    reading = read(tmp_path, Orte="Kennung\nA\nB\nC\n")
    assert found(reading) == [(K.CONTRADICTION, "Veranstaltung", "B2")]


def test_a_range_in_which_no_slot_lies_is_told(tmp_path: Path) -> None:
    reading = read(tmp_path, Teilnehmende="Name;Frei\nJörg Müller;ab 19:00\nZoë Weiß;\nÅsa;\n")
    assert [(n.fault.kind, n.where.cell) for n in reading.notices] == [(K.NO_SLOT_IN_RANGE, "B2")]
    assert reading.problem is not None
    assert reading.problem.participants[0].free == frozenset()


def test_thousands_of_faults_are_cut_and_counted(tmp_path: Path) -> None:
    rows = "".join("x;y;1\n" for _ in range(800))
    reading = read(tmp_path, Anfragen=f"Wer;Mit wem;Wert\n{rows}")
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
    name=st.sampled_from([*MINIMAL, "Orte", "Wege", "Festgelegt", "Vorträge"]), content=st.one_of(ANY, SHEET)
)
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_arbitrary_files_never_raise(
    name: str, content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = folder(tmp_path_factory.mktemp("any"))
    (path / f"{name}.csv").write_bytes(content)
    reading = read_problem(path)
    assert (reading.problem is None) == bool(reading.faults)


COLUMNS = "Name;Frei;Nicht frei;Ankunft;Abreise;Min;Max;Heimatort;Wunschvorträge"


@given(
    cells=st.lists(
        st.one_of(CELLS, st.text(st.characters(exclude_characters=';"\n\r\0'), max_size=8)),
        min_size=8,
        max_size=8,
    )
)
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_arbitrary_cells_never_raise(cells: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    text = f"{COLUMNS}\nJörg Müller;{';'.join(cells)}\nZoë Weiß\nÅsa\n"
    path = tmp_path_factory.getbasetemp() / "cells"
    path.mkdir(exist_ok=True)
    folder(path, Teilnehmende=text.encode("utf-8", "replace").decode())
    reading = read_problem(path)
    assert (reading.problem is None) == bool(reading.faults)
