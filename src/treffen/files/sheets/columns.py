"""What sheets and columns are called, in German and English, and which spellings are taken.

The first name in each language is the one that we write; our own (JSON) name of a field is
always taken too. Case, blanks, punctuation, umlauts written out and anything in brackets make
no difference: "Teilnehmer:in 1 (wer fragt)" is `teilnehmerin1`.
"""

from __future__ import annotations

from dataclasses import dataclass

from treffen.files.sheets.headers import normalised_header, spellings_of
from treffen.problem import EntityKind
from treffen.words import LANGUAGES, Language

NOTE = "note"


@dataclass(frozen=True, slots=True)
class SheetColumn:
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
        return spellings_of(self.field, self.de, self.en)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet or file: its key as in JSON, its noun, names and columns."""

    key: str
    noun: EntityKind
    de: str
    en: str
    columns: tuple[SheetColumn, ...]
    needs: tuple[str, ...] = ()

    def name(self, language: Language) -> str:
        """The name that we write."""
        return (self.de if language == "de" else self.en).split("|")[0]

    def spellings(self) -> frozenset[str]:
        """Every name that is taken, made plain."""
        return spellings_of(self.key, self.de, self.en)

    def column(self, field: str) -> SheetColumn:
        """The column of a field."""
        return next(column for column in self.columns if column.field == field)

    def find(self, header: str) -> SheetColumn | None:
        """The column that a header means, if any."""
        wanted = normalised_header(header)
        found = next((c for c in self.columns if wanted in c.spellings()), None)
        if found is None and wanted and wanted[-1].isdigit():
            wanted = wanted.rstrip("0123456789")
            found = next((c for c in self.columns if c.is_list and wanted in c.spellings()), None)
        return found


HINT = SheetColumn(NOTE, "Hinweis|Bemerkung|Erklärung", "Note|Remark|Explanation", is_list=True)
ID = SheetColumn("id", "Kennung|ID|Nr|Nummer|Kürzel", "ID|No|Number|Key")
NAME = SheetColumn("name", "Name|Bezeichnung|Titel", "Name|Label|Title")
FREE = SheetColumn("free", "Frei|Verfügbar|Anwesend|Zeiten", "Free|Available|Present", is_list=True)
NOT_FREE = SheetColumn(
    "not_free",
    "Nicht frei|Nicht verfügbar|Gesperrt|Abwesend|Sperrzeiten",
    "Not free|Unavailable|Not available|Blocked|Absent",
    is_list=True,
)
ARRIVAL = SheetColumn("arrival", "Ankunft|Anreise|kommt um|ab", "Arrival|Arrives|comes at")
DEPARTURE = SheetColumn("departure", "Abreise|Abfahrt|geht um", "Departure|Leaves|leaves at")
DATE = SheetColumn("date", "Datum|Tag", "Date|Day")
START = SheetColumn(
    "start", "Beginn|Anfang|Start|von|Uhrzeit|Zeit|Startzeit", "Start|Begin|from|Time|Start time"
)
END = SheetColumn("end", "Ende|bis|Endzeit", "End|until|to|End time")
SPOKEN = SheetColumn("languages", "Sprachen|Sprache", "Languages|Language", is_list=True)
NEEDS = SheetColumn("needs", "Bedarf|Braucht|Anforderungen", "Needs|Requirements", is_list=True)

EVENT = Sheet(
    "event",
    EntityKind.EVENT,
    "Veranstaltung|Einstellungen|Event",
    "Event|Settings",
    (
        HINT,
        SheetColumn("key", "Angabe|Schlüssel|Eigenschaft", "Setting|Key"),
        SheetColumn("value", "Wert", "Value"),
    ),
    ("key", "value"),
)
EVENT_KEYS = (
    SheetColumn("title", "Titel|Name|Veranstaltung", "Title|Name|Event"),
    SheetColumn("date", "Datum|Tag", "Date|Day"),
    SheetColumn("time_zone", "Zeitzone", "Time zone"),
    SheetColumn("tables", "Anzahl Tische|Tische|Orte|Anzahl Orte", "Number of tables|Tables|Places"),
    SheetColumn("pair_once", "Jedes Paar nur einmal|Paar nur einmal", "Each pair only once|Pair only once"),
    SheetColumn("most_breaks", "Höchstens Pausen|Pausen höchstens", "Most breaks|Breaks at most"),
    SheetColumn("break_spread", "Unterschied der Pausen|Pausenunterschied", "Break spread"),
    SheetColumn("goals", "Ziele", "Goals", is_list=True),
)
SLOTS = Sheet(
    "slots",
    EntityKind.SLOT,
    "Zeitfenster|Zeiten|Fenster",
    "Slots|Times|Time slots",
    (
        HINT,
        ID,
        NAME,
        DATE,
        START,
        END,
        SheetColumn("length", "Dauer|Minuten", "Duration|Length|Minutes"),
        SheetColumn("pause", "Wechselzeit|Pause|Wechsel", "Changeover|Pause|Gap"),
        SheetColumn("block", "Block|Halbtag|Abschnitt", "Block|Session|Half-day"),
    ),
)
PLACES = Sheet(
    "places",
    EntityKind.PLACE,
    "Orte|Tische|Plätze|Räume",
    "Places|Tables|Rooms",
    (
        HINT,
        SheetColumn("id", "Kennung|ID|Nr|Nummer|Kürzel|Ort|Tisch", "ID|No|Number|Key|Place|Table"),
        NAME,
        SheetColumn("kind", "Art|Typ", "Kind|Type"),
        SheetColumn("zone", "Zone|Bereich|Halle", "Zone|Area|Hall"),
        SheetColumn("features", "Ausstattung|Merkmale", "Features|Equipment", is_list=True),
        SheetColumn("open", "Offen|Geöffnet|Verfügbar|Zeiten", "Open|Available|Times", is_list=True),
        SheetColumn("not_free", "Geschlossen|Gesperrt|Nicht frei", "Closed|Blocked|Not free", is_list=True),
    ),
)
PARTICIPANTS = Sheet(
    "participants",
    EntityKind.PARTICIPANT,
    "Teilnehmende|Teilnehmer|Teilnehmer:innen|Teilnehmerinnen|Personen",
    "Participants|People|Attendees",
    (
        HINT,
        SheetColumn(
            "id", "Kennung|ID|Nr|Nummer|Kürzel|Teilnehmer|Teilnehmer:in", "ID|No|Number|Key|Participant"
        ),
        NAME,
        SheetColumn("first_name", "Vorname", "First name|Given name"),
        SheetColumn("last_name", "Nachname|Familienname", "Last name|Surname|Family name"),
        SheetColumn(
            "organisation", "Organisation|Firma|Einrichtung|Institution", "Organisation|Organization|Company"
        ),
        SheetColumn("network", "Netzwerk|Cluster", "Network|Cluster"),
        FREE,
        NOT_FREE,
        ARRIVAL,
        DEPARTURE,
        SheetColumn("minimum", "Minimum|Mindestens|Min", "Minimum|At least|Min"),
        SheetColumn("maximum", "Maximum|Höchstens|Max", "Maximum|At most|Max"),
        SheetColumn("most_breaks", "Höchstens Pausen|Pausen höchstens", "Most breaks|Breaks at most"),
        SheetColumn(
            "home", "Heimatort|Stammplatz|Eigener Tisch|Eigener Ort|Stand", "Home place|Own table|Home"
        ),
        NEEDS,
        SPOKEN,
        SheetColumn("must_attend", "Pflichtvorträge|Muss hören", "Must attend|Must hear", is_list=True),
        SheetColumn(
            "likes", "Wunschvorträge|Möchte hören", "Liked talks|Likes|Would like to hear", is_list=True
        ),
    ),
)
REQUESTS = Sheet(
    "requests",
    EntityKind.REQUEST,
    "Anfragen|Wünsche|Gesprächswünsche|Gespräche|Treffen",
    "Requests|Wishes|Meetings",
    (
        HINT,
        ID,
        SheetColumn("name", "Name|Bezeichnung|Titel|Thema", "Name|Label|Title|Topic"),
        SheetColumn(
            "participants",
            "Teilnehmer:in|Teilnehmer|Teilnehmende|Teilnehmer:innen|Wer|Mit wem|mit|Von|An|Person|weitere",
            "Participant|Participants|Who|With whom|With|From|To|Person|others",
            is_list=True,
        ),
        SheetColumn(
            "delegates", "Delegierte|Delegierte von|Organisation", "Delegates|Delegates of|Organisation", True
        ),
        SheetColumn("value", "Wert|Gewicht|Punkte", "Value|Weight|Points"),
        SheetColumn("must", "Muss|Pflicht", "Must|Mandatory"),
        SheetColumn(
            "slots",
            "Mögliche Zeiten|Erlaubte Zeiten|Zeiten|Halbtag",
            "Possible times|Allowed slots|Times",
            True,
        ),
        SheetColumn("slot", "Festes Zeitfenster|Feste Zeit|Zeitfenster", "Fixed slot|Fixed time|Slot"),
        SheetColumn(
            "places", "Mögliche Orte|Erlaubte Orte|Orte", "Possible places|Allowed places|Places", True
        ),
        SheetColumn("place", "Fester Ort|Ort|Tisch", "Fixed place|Place|Table"),
        SheetColumn("after", "Nach|Nach Anfrage|Erst nach", "After|After request", is_list=True),
        SheetColumn("length", "Dauer|Länge|Fenster", "Length|Duration|Slots needed"),
        NEEDS,
        SheetColumn("fewest", "Mindestens dabei|Mindestzahl", "Fewest people|Fewest"),
    ),
    ("participants",),
)
TALKS = Sheet(
    "talks",
    EntityKind.TALK,
    "Vorträge|Programm|Programmpunkte",
    "Talks|Programme|Program|Sessions",
    (
        HINT,
        SheetColumn("id", "Kennung|ID|Nr|Nummer|Kürzel|Vortrag", "ID|No|Number|Key|Talk"),
        NAME,
        SheetColumn("slots", "Zeitfenster|Zeiten", "Slots|Times", is_list=True),
        DATE,
        START,
        END,
    ),
)
INTERPRETERS = Sheet(
    "interpreters",
    EntityKind.INTERPRETER,
    "Dolmetschende|Dolmetscher|Dolmetscher:innen",
    "Interpreters",
    (HINT, ID, NAME, SPOKEN, FREE, NOT_FREE, ARRIVAL, DEPARTURE),
    ("languages",),
)
WALKS = Sheet(
    "walks",
    EntityKind.WALK,
    "Wege|Laufwege",
    "Walks|Distances",
    (
        HINT,
        SheetColumn("here", "Von Zone|Von", "From zone|From"),
        SheetColumn("there", "Nach Zone|Nach|Bis", "To zone|To"),
        SheetColumn("minutes", "Minuten|Dauer", "Minutes|Duration"),
    ),
    ("here", "there", "minutes"),
)
FROZEN = Sheet(
    "frozen",
    EntityKind.FROZEN,
    "Festgelegt|Feste Gespräche|Fest",
    "Frozen|Frozen meetings",
    (
        HINT,
        SheetColumn("request", "Anfrage|Gespräch", "Request|Meeting"),
        SheetColumn("slot", "Zeitfenster|Zeit", "Slot|Time"),
        SheetColumn("place", "Ort|Tisch", "Place|Table"),
        SheetColumn("delegates", "Delegierte", "Delegates", is_list=True),
        SheetColumn("interpreter", "Dolmetscher:in|Dolmetscher", "Interpreter"),
    ),
    ("request", "slot", "place"),
)
SHEETS = (EVENT, SLOTS, PLACES, PARTICIPANTS, REQUESTS, TALKS, INTERPRETERS, WALKS, FROZEN)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
READ_ME = frozenset(
    normalised_header(name) for name in ("Lies mich", "Read me", "Anleitung", "Hilfe", "Help")
)


def find_sheet(name: str) -> Sheet | None:
    """The sheet that a name means, if any."""
    wanted = normalised_header(name)
    return next((sheet for sheet in SHEETS if wanted in sheet.spellings()), None)


def sheet_names() -> list[str]:
    """The names of all sheets in both languages, for suggestions."""
    return [sheet.name(language) for sheet in SHEETS for language in LANGUAGES]
