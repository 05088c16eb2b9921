"""Folders of CSV as people really save them: encodings, separators, names and times."""

from __future__ import annotations

from typing import Any

import pytest

from treffen.problem import EntityKind, Goal, PlaceKind, ReadingFaultKind

K = ReadingFaultKind


def test_names_times_and_a_number_of_tables_are_enough(event: Any) -> None:
    reading = event.read()
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
    event: Any, encoding: str, separator: str, end: str
) -> None:
    expected = event.read().problem
    texts = {name: text.replace(";", separator).replace("\n", end) for name, text in event.minimal.items()}
    assert expected is not None
    assert event.read(encoding=encoding, **texts).problem == expected


def test_a_spreadsheets_own_hint_names_the_separator(event: Any) -> None:
    reading = event.read(Teilnehmende="sep=,\nName,Wert\nJörg Müller,1\nZoë Weiß,1\nÅsa,1\n")
    assert reading.faults == ()


def test_english_names_and_files_are_taken_as_well(event: Any) -> None:
    english = {
        "Zeitfenster": None, "Teilnehmende": None, "Anfragen": None, "Veranstaltung": None,
        "slots": "Start,End\n10:00,10:20\n10:20,10:40\n13:00,13:20\n",
        "participants": "Name\nJörg Müller\nZoë Weiß\nÅsa\n",
        "requests": "Who,With whom,Value\nJörg Müller,Zoë Weiß,3\nÅsa,Jörg Müller,\n",
        "event": "Number of tables,2\nDate,2027-04-20\n",
    }  # fmt: skip
    assert event.read(**english).problem == event.read().problem


def test_rows_above_the_header_and_empty_rows_do_not_matter(event: Any) -> None:
    text = "Teilnehmende\n\nBitte hier eintragen;;\nName;Firma;Bemerkung\n\n"
    text += "Jörg Müller;A;x\nZoë Weiß;;\n;;\nÅsa;;\n;;\n"
    reading = event.read(Teilnehmende=text)
    assert reading.faults == ()
    assert reading.problem is not None
    assert [p.organisation for p in reading.problem.participants] == ["A", None, None]


PLACES = (
    "Kennung;Name;Art;Zone;Ausstattung;Offen\nA;Tisch A;Stehtisch;Foyer;leise, hell;ab 10:10\nB;;online;;;\n"
)
TALKS = "Name;Beginn;Ende\nEröffnung;10:05;10:15\nAusklang;13:00;14:00\n"
PEOPLE = (
    "Kürzel;Vorname;Nachname;Firma;Netzwerk;Ankunft;Abreise;Min;Max;Heimatort;Bedarf;Sprachen;"
    "Pflichtvorträge;Wunschvorträge\n"
    'jm;Jörg;Müller;M GmbH;Nord;10:15;;1;"3,0";Tisch A;leise;de,en;Eröffnung;Ausklang=4\n'
    "zw;Zoë;Weiß;;;;13:00;;;;;;;\nå;Åsa;;;;;;;;;;;;\n"
)
WISHES = (
    "Nr;Wer;Mit wem;Wert;Muss;Mögliche Zeiten;Festes Zeitfenster;Mögliche Orte;Fester Ort;Nach;Dauer;Bedarf\n"
    "1;jm;zw;1.000;x;bis 12:00;;A, B;;;2;\n2;å;Jörg Müller;;nein;;13:00;;B;1;;hell\n"
)


def test_places_and_participants_have_german_columns(event: Any) -> None:
    reading = event.read(Orte=PLACES, Vorträge=TALKS, Teilnehmende=PEOPLE, Anfragen=WISHES, Veranstaltung=DAY)
    assert event.found(reading) == []
    a, b = reading.problem.places
    assert (a.kind, a.zone) == (PlaceKind.TABLE, "Foyer")
    assert (a.features, a.open) == ({"leise", "hell"}, {"10:20", "13:00"})
    assert (b.kind, b.open) == (PlaceKind.LINK, None)
    assert [t.slots for t in reading.problem.talks] == [{"10:00"}, {"13:00"}]
    one, two, _ = reading.problem.participants
    assert (one.organisation, one.network, one.minimum, one.maximum) == ("M GmbH", "Nord", 1, 3)
    assert (one.home, one.needs, one.languages) == ("A", {"leise"}, {"de", "en"})
    assert (one.must_attend, [(x.talk, x.price) for x in one.likes]) == ({"Eröffnung"}, [("Ausklang", 4)])
    assert one.free == {"10:20", "13:00"}
    assert two.free == {"10:00", "10:20"}
    assert reading.labels == {
        (EntityKind.PLACE, "A"): "Tisch A",
        (EntityKind.PARTICIPANT, "jm"): "Jörg Müller",
        (EntityKind.PARTICIPANT, "zw"): "Zoë Weiß",
        (EntityKind.PARTICIPANT, "å"): "Åsa",
    }


DAY = "Datum;2027-04-20\n"


def test_requests_and_settings_have_german_columns(event: Any) -> None:
    reading = event.read(
        Veranstaltung=f"Titel;Tag der Treffen\n{DAY}Jedes Paar nur einmal;nein\n"
        "Höchstens Pausen;2\nZiele;Wert, Pausen, Wege\n",
        Orte=PLACES,
        Vorträge=TALKS,
        Teilnehmende=PEOPLE,
        Anfragen=WISHES,
        Wege="Von;Nach;Minuten\nFoyer;;3\n",
        Dolmetschende="Name;Sprachen;Frei\nCy;de|fr;Nachmittag\n",
        Festgelegt="Anfrage;Zeitfenster;Ort;Dolmetscher:in\n1;10:00;A;Cy\n",
    )
    assert event.found(reading) == []
    problem = reading.problem
    assert (problem.title, problem.pair_once, problem.most_breaks) == ("Tag der Treffen", False, 2)
    assert problem.goals == (Goal.VALUE, Goal.BREAKS, Goal.WALKING)
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
def test_times_can_be_said_in_many_ways(event: Any, text: str, free: str | None) -> None:
    people = f'Name;Frei\nJörg Müller;"{text}"\nZoë Weiß;\nÅsa;\n'
    reading = event.read(Zeitfenster=SIX, Teilnehmende=people)
    assert event.found(reading) == []
    assert reading.problem is not None
    ids = [s.id for s in reading.problem.slots]
    expected = None if free is None else {ids[int(n)] for n in free}
    assert reading.problem.participants[0].free == expected


def test_several_days_make_blocks_and_ids_with_the_day(event: Any) -> None:
    reading = event.read(
        Zeitfenster="Datum;Beginn;Ende\n21.04.2027;10:00;10:30\n20.04.2027;10:00;10:30\n20.04.2027;11:00;11:30\n",
        Teilnehmende="Name;Ankunft;Abreise\nJörg Müller;10:30;\nZoë Weiß;21.4.2027;\nÅsa;;20.4.2027 11:00\n",
    )
    assert event.found(reading) == []
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


def test_a_row_with_a_duration_is_a_run_of_slots(event: Any) -> None:
    text = (
        "Beginn;Ende;Dauer;Wechselzeit;Block\n10:00;11:15;20;5;früh\n13:00;13:20;20;;spät\n14:00;;15;;spät\n"
    )
    reading = event.read(Zeitfenster=text)
    assert reading.problem is not None
    assert [(s.id, f"{s.end:%H:%M}", s.block) for s in reading.problem.slots] == [
        ("10:00", "10:20", "früh"),
        ("10:25", "10:45", "früh"),
        ("10:50", "11:10", "früh"),
        ("13:00", "13:20", "spät"),
        ("14:00", "14:15", "spät"),
    ]


def test_without_a_date_times_are_names_and_that_is_told(event: Any) -> None:
    reading = event.read(
        Veranstaltung="Tische;2\n",
        Teilnehmende="Name;Frei\nJörg Müller;ab 10:10\nZoë Weiß;\nÅsa;\n",
    )
    assert [n.fault.kind for n in reading.notices] == [K.NO_DATE]
    assert reading.problem is not None
    first = reading.problem.slots[0]
    assert (first.id, first.start, first.end) == ("10:00", None, None)
    assert reading.problem.participants[0].free == {"10:20", "13:00"}


def test_ids_in_ranges_count_slots(event: Any) -> None:
    reading = event.read(
        Zeitfenster="Nr\n1\n2\n3\n4\n",
        Teilnehmende="Name;Frei\nJörg Müller;2-3\nZoë Weiß;1, 4\nÅsa;\n",
    )
    assert reading.problem is not None
    assert [p.free for p in reading.problem.participants] == [{"2", "3"}, {"1", "4"}, None]


def test_groups_and_delegates_may_be_listed(event: Any) -> None:
    reading = event.read(
        Teilnehmende="Name;Firma\nMeyer, Ada;Süd & Co\nBo;Süd & Co\nCy;\nDi;\n",
        Anfragen="Wer;Mit wem;Weitere;Delegierte\n"
        "Meyer, Ada;Bo, Cy;;\nCy;Meyer, Ada, Bo;Di;\nDi;;;süd & co\n",
    )
    assert event.found(reading) == []
    assert reading.problem is not None
    assert [(r.participants, r.delegates) for r in reading.problem.requests] == [
        (("Meyer, Ada", "Bo", "Cy"), ()),
        (("Cy", "Meyer, Ada", "Bo", "Di"), ()),
        (("Di",), ("Süd & Co",)),
    ]
