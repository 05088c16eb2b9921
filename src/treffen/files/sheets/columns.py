"""What sheets and columns are called, in German and English, and which spellings are taken.

The first name in each language is the one that we write; our own (JSON) name of a field is
always taken too. Case, blanks, punctuation, umlauts written out and anything in brackets make
no difference: "Teilnehmer:in 1 (wer fragt)" is `teilnehmerin1`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from treffen.problem import Noun
from treffen.words import LANGUAGES, Language

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
NOTE = "note"
BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """A name without what people spell differently.

    >>> plain("Teilnehmer:in 1 (wer fragt) *"), plain("MÜSSEN")
    ('teilnehmerin1', 'muessen')
    """
    text = BRACKETS.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(UMLAUTS)
    return "".join(letter for letter in text if letter.isalnum())


@cache
def _spellings(*names: str) -> frozenset[str]:
    return frozenset(plain(one) for name in names for one in name.split("|"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, and its names (`|` between them, ours first).

    `is_list`: the column may occur several times, also numbered, and its cells hold lists.
    """

    field: str
    de: str
    en: str
    is_list: bool = False

    def name(self, language: Language) -> str:
        """The name that we write."""
        return (self.de if language == "de" else self.en).split("|")[0]

    def spellings(self) -> frozenset[str]:
        """Every name that is taken, made plain."""
        return _spellings(self.field, self.de, self.en)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet or file: its key as in JSON, its noun, names and columns."""

    key: str
    noun: Noun
    de: str
    en: str
    columns: tuple[Column, ...]
    needs: tuple[str, ...] = ()

    def name(self, language: Language) -> str:
        """The name that we write."""
        return (self.de if language == "de" else self.en).split("|")[0]

    def spellings(self) -> frozenset[str]:
        """Every name that is taken, made plain."""
        return _spellings(self.key, self.de, self.en)

    def column(self, field: str) -> Column:
        """The column of a field."""
        return next(column for column in self.columns if column.field == field)

    def find(self, header: str) -> Column | None:
        """The column that a header means, if any."""
        wanted = plain(header)
        found = next((c for c in self.columns if wanted in c.spellings()), None)
        if found is None and wanted and wanted[-1].isdigit():
            wanted = wanted.rstrip("0123456789")
            found = next((c for c in self.columns if c.is_list and wanted in c.spellings()), None)
        return found


HINT = Column(NOTE, "Hinweis|Bemerkung|Erklärung", "Note|Remark|Explanation", is_list=True)
ID = Column("id", "Kennung|ID|Nr|Nummer|Kürzel", "ID|No|Number|Key")
NAME = Column("name", "Name|Bezeichnung|Titel", "Name|Label|Title")
FREE = Column("free", "Frei|Verfügbar|Anwesend|Zeiten", "Free|Available|Present", is_list=True)
NOT_FREE = Column(
    "not_free",
    "Nicht frei|Nicht verfügbar|Gesperrt|Abwesend|Sperrzeiten",
    "Not free|Unavailable|Not available|Blocked|Absent",
    is_list=True,
)
ARRIVAL = Column("arrival", "Ankunft|Anreise|kommt um|ab", "Arrival|Arrives|comes at")
DEPARTURE = Column("departure", "Abreise|Abfahrt|geht um", "Departure|Leaves|leaves at")
DATE = Column("date", "Datum|Tag", "Date|Day")
START = Column("start", "Beginn|Anfang|Start|von|Uhrzeit|Zeit", "Start|Begin|from|Time")
END = Column("end", "Ende|bis", "End|until|to")
SPOKEN = Column("languages", "Sprachen|Sprache", "Languages|Language", is_list=True)
NEEDS = Column("needs", "Bedarf|Braucht|Anforderungen", "Needs|Requirements", is_list=True)

EVENT = Sheet(
    "event",
    Noun.EVENT,
    "Veranstaltung|Einstellungen|Event",
    "Event|Settings",
    (HINT, Column("key", "Angabe|Schlüssel|Eigenschaft", "Setting|Key"), Column("value", "Wert", "Value")),
    ("key", "value"),
)
EVENT_KEYS = (
    Column("title", "Titel|Name|Veranstaltung", "Title|Name|Event"),
    Column("date", "Datum|Tag", "Date|Day"),
    Column("time_zone", "Zeitzone", "Time zone"),
    Column("tables", "Anzahl Tische|Tische|Orte|Anzahl Orte", "Number of tables|Tables|Places"),
    Column("pair_once", "Jedes Paar nur einmal|Paar nur einmal", "Each pair only once|Pair only once"),
    Column("most_breaks", "Höchstens Pausen|Pausen höchstens", "Most breaks|Breaks at most"),
    Column("break_spread", "Unterschied der Pausen|Pausenunterschied", "Break spread"),
    Column("goals", "Ziele", "Goals", is_list=True),
)
SLOTS = Sheet(
    "slots",
    Noun.SLOT,
    "Zeitfenster|Zeiten|Fenster",
    "Slots|Times|Time slots",
    (
        HINT,
        ID,
        NAME,
        DATE,
        START,
        END,
        Column("length", "Dauer|Minuten", "Duration|Length|Minutes"),
        Column("pause", "Wechselzeit|Pause|Wechsel", "Changeover|Pause|Gap"),
        Column("block", "Block|Halbtag|Abschnitt", "Block|Session|Half-day"),
    ),
)
PLACES = Sheet(
    "places",
    Noun.PLACE,
    "Orte|Tische|Plätze|Räume",
    "Places|Tables|Rooms",
    (
        HINT,
        Column("id", "Kennung|ID|Nr|Nummer|Kürzel|Ort|Tisch", "ID|No|Number|Key|Place|Table"),
        NAME,
        Column("kind", "Art|Typ", "Kind|Type"),
        Column("zone", "Zone|Bereich|Halle", "Zone|Area|Hall"),
        Column("features", "Ausstattung|Merkmale", "Features|Equipment", is_list=True),
        Column("open", "Offen|Geöffnet|Verfügbar|Zeiten", "Open|Available|Times", is_list=True),
        Column("not_free", "Geschlossen|Gesperrt|Nicht frei", "Closed|Blocked|Not free", is_list=True),
    ),
)
PARTICIPANTS = Sheet(
    "participants",
    Noun.PARTICIPANT,
    "Teilnehmende|Teilnehmer|Teilnehmer:innen|Teilnehmerinnen|Personen",
    "Participants|People|Attendees",
    (
        HINT,
        Column("id", "Kennung|ID|Nr|Nummer|Kürzel|Teilnehmer|Teilnehmer:in", "ID|No|Number|Key|Participant"),
        NAME,
        Column("first_name", "Vorname", "First name|Given name"),
        Column("last_name", "Nachname|Familienname", "Last name|Surname|Family name"),
        Column(
            "organisation", "Organisation|Firma|Einrichtung|Institution", "Organisation|Organization|Company"
        ),
        Column("network", "Netzwerk|Cluster", "Network|Cluster"),
        FREE,
        NOT_FREE,
        ARRIVAL,
        DEPARTURE,
        Column("minimum", "Minimum|Mindestens|Min", "Minimum|At least|Min"),
        Column("maximum", "Maximum|Höchstens|Max", "Maximum|At most|Max"),
        Column("most_breaks", "Höchstens Pausen|Pausen höchstens", "Most breaks|Breaks at most"),
        Column("home", "Heimatort|Stammplatz|Eigener Tisch|Eigener Ort|Stand", "Home place|Own table|Home"),
        NEEDS,
        SPOKEN,
        Column("must_attend", "Pflichtvorträge|Muss hören", "Must attend|Must hear", is_list=True),
        Column("likes", "Wunschvorträge|Möchte hören", "Liked talks|Likes|Would like to hear", is_list=True),
    ),
)
REQUESTS = Sheet(
    "requests",
    Noun.REQUEST,
    "Anfragen|Wünsche|Gesprächswünsche|Gespräche|Treffen",
    "Requests|Wishes|Meetings",
    (
        HINT,
        ID,
        Column("name", "Name|Bezeichnung|Titel|Thema", "Name|Label|Title|Topic"),
        Column(
            "participants",
            "Teilnehmer:in|Teilnehmer|Teilnehmende|Teilnehmer:innen|Wer|Mit wem|mit|Von|An|Person|weitere",
            "Participant|Participants|Who|With whom|With|From|To|Person|others",
            is_list=True,
        ),
        Column(
            "delegates", "Delegierte|Delegierte von|Organisation", "Delegates|Delegates of|Organisation", True
        ),
        Column("value", "Wert|Gewicht|Punkte", "Value|Weight|Points"),
        Column("must", "Muss|Pflicht", "Must|Mandatory"),
        Column(
            "slots",
            "Mögliche Zeiten|Erlaubte Zeiten|Zeiten|Halbtag",
            "Possible times|Allowed slots|Times",
            True,
        ),
        Column("slot", "Festes Zeitfenster|Feste Zeit|Zeitfenster", "Fixed slot|Fixed time|Slot"),
        Column("places", "Mögliche Orte|Erlaubte Orte|Orte", "Possible places|Allowed places|Places", True),
        Column("place", "Fester Ort|Ort|Tisch", "Fixed place|Place|Table"),
        Column("after", "Nach|Nach Anfrage|Erst nach", "After|After request", is_list=True),
        Column("length", "Dauer|Länge|Fenster", "Length|Duration|Slots needed"),
        NEEDS,
    ),
    ("participants",),
)
TALKS = Sheet(
    "talks",
    Noun.TALK,
    "Vorträge|Programm|Programmpunkte",
    "Talks|Programme|Program|Sessions",
    (
        HINT,
        Column("id", "Kennung|ID|Nr|Nummer|Kürzel|Vortrag", "ID|No|Number|Key|Talk"),
        NAME,
        Column("slots", "Zeitfenster|Zeiten", "Slots|Times", is_list=True),
        DATE,
        START,
        END,
    ),
)
INTERPRETERS = Sheet(
    "interpreters",
    Noun.INTERPRETER,
    "Dolmetschende|Dolmetscher|Dolmetscher:innen",
    "Interpreters",
    (HINT, ID, NAME, SPOKEN, FREE, NOT_FREE, ARRIVAL, DEPARTURE),
    ("languages",),
)
WALKS = Sheet(
    "walks",
    Noun.WALK,
    "Wege|Laufwege",
    "Walks|Distances",
    (
        HINT,
        Column("here", "Von Zone|Von", "From zone|From"),
        Column("there", "Nach Zone|Nach|Bis", "To zone|To"),
        Column("minutes", "Minuten|Dauer", "Minutes|Duration"),
    ),
    ("here", "there", "minutes"),
)
FROZEN = Sheet(
    "frozen",
    Noun.FROZEN,
    "Festgelegt|Feste Gespräche|Fest",
    "Frozen|Frozen meetings",
    (
        HINT,
        Column("request", "Anfrage|Gespräch", "Request|Meeting"),
        Column("slot", "Zeitfenster|Zeit", "Slot|Time"),
        Column("place", "Ort|Tisch", "Place|Table"),
        Column("delegates", "Delegierte", "Delegates", is_list=True),
        Column("interpreter", "Dolmetscher:in|Dolmetscher", "Interpreter"),
    ),
    ("request", "slot", "place"),
)
SHEETS = (EVENT, SLOTS, PLACES, PARTICIPANTS, REQUESTS, TALKS, INTERPRETERS, WALKS, FROZEN)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
READ_ME = frozenset(plain(name) for name in ("Lies mich", "Read me", "Anleitung", "Hilfe", "Help"))


def find_sheet(name: str) -> Sheet | None:
    """The sheet that a name means, if any."""
    wanted = plain(name)
    return next((sheet for sheet in SHEETS if wanted in sheet.spellings()), None)


def sheet_names() -> list[str]:
    """The names of all sheets in both languages, for suggestions."""
    return [sheet.name(language) for sheet in SHEETS for language in LANGUAGES]
