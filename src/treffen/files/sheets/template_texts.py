"""What the template says: five steps, an explanation under each header, examples."""

from __future__ import annotations

from treffen.words.language import Text

STEPS = (
    Text(
        "Blatt „Veranstaltung“: Tragen Sie das Datum und die Anzahl der Tische ein.",
        "Sheet “Event”: enter the date and the number of tables.",
    ),
    Text(
        "Blatt „Zeitfenster“: eine Zeile je Zeitfenster, oder eine Zeile je Halbtag mit der Dauer eines "
        "Gesprächs.",
        "Sheet “Slots”: one row for each slot, or one row for each half-day with the length of a meeting.",
    ),
    Text(
        "Blatt „Teilnehmende“: eine Zeile je Person. Es genügt der Name.",
        "Sheet “Participants”: one row for each person. The name is enough.",
    ),
    Text(
        "Blatt „Anfragen“: eine Zeile je Gesprächswunsch: wer, mit wem, wie viel Wert.",
        "Sheet “Requests”: one row for each meeting that is wished for: who, with whom, of what value.",
    ),
    Text(
        "Speichern Sie die Datei und rechnen Sie: treffen schedule DATEI.xlsx -o plan.json",
        "Save the file and run: treffen schedule FILE.xlsx -o plan.json",
    ),
)
NOTES = (
    Text(
        "Zeilen, bei denen in der Spalte „Hinweis“ das Wort „Beispiel“ oder „Erklärung“ steht, zählen nicht. "
        "Sie können sie stehen lassen oder löschen.",
        "Rows with the word “Example” or “Explanation” in the column “Note” do not count. "
        "Keep them or delete them.",
    ),
    Text(
        "Alle weiteren Blätter und Spalten sind freiwillig. Leere Zellen heißen: keine Einschränkung.",
        "All further sheets and columns are optional. Empty cells mean: no restriction.",
    ),
    Text(
        "Mehrere Angaben in einer Zelle trennen Sie mit Semikolon.",
        "Separate several entries in one cell with semicolons.",
    ),
    Text(
        "Zeiten schreiben Sie so: 10:00-12:00, ab 14:00, bis 12:00, nicht 11:00-11:30, den Namen "
        "eines Blocks, bei mehreren Tagen mit Datum davor: 20.04. ab 14:00.",
        "Write times like this: 10:00-12:00, from 14:00, until 12:00, not 11:00-11:30, the name of a "
        "block; with several days the date goes first: 2027-04-20 from 14:00.",
    ),
)

KEYS: dict[str, Text] = {
    "title": Text("Steht auf den Ausdrucken.", "Stands on the printed pages."),
    "date": Text("Der Tag, zum Beispiel 20.04.2027.", "The day, for example 2027-04-20."),
    "tables": Text(
        "So viele Gespräche finden höchstens zugleich statt. Nur nötig, wenn das Blatt „Orte“ leer bleibt.",
        "At most so many meetings take place at a time. Needed only if the sheet “Places” stays empty.",
    ),
    "pair_once": Text("ja oder nein; leer heißt ja.", "yes or no; empty means yes."),
    "most_breaks": Text(
        "Höchstens so viele Pausen je Person; leer heißt: beliebig viele.",
        "At most so many breaks for each person; empty means any number.",
    ),
    "goals": Text(
        "Was zuerst zählt, steht zuerst: Wert; Leerlauf; Wechsel. Leer heißt: übliche Reihenfolge.",
        "What counts first stands first: value; idle; changes. Empty means the usual order.",
    ),
}

_WHEN = Text(
    "zum Beispiel: 10:00-12:00; ab 14:00; Vormittag", "for example: 10:00-12:00; from 14:00; morning"
)
_ID = Text("freiwillig; sonst gilt der Name", "optional; otherwise the name counts")
_TIME = Text("Uhrzeit", "time")

EXPLANATIONS: dict[str, dict[str, Text]] = {
    "slots": {
        "note": Text("Erklärung", "Explanation"),
        "date": Text("nur bei mehreren Tagen", "only with several days"),
        "start": _TIME,
        "end": _TIME,
        "length": Text("Minuten je Gespräch", "minutes for each meeting"),
        "pause": Text("Minuten zwischen zwei Gesprächen", "minutes between two meetings"),
        "block": Text("Halbtag; Pausen zählen nur darin", "half-day; breaks count only within it"),
    },
    "places": {
        "note": Text("Erklärung", "Explanation"),
        "id": Text("Nummer oder Name", "number or name"),
        "kind": Text("Tisch, Stand, Raum, Link", "table, stand, room, link"),
        "zone": Text("Halle oder Bereich", "hall or area"),
        "features": Text("was es dort gibt: stufenlos; leise", "what there is: step-free; quiet"),
        "open": _WHEN,
    },
    "participants": {
        "note": Text("Erklärung", "Explanation"),
        "id": _ID,
        "name": Text("Pflicht", "required"),
        "organisation": Text("Firma oder Einrichtung", "company or institution"),
        "network": Text("Netzwerk oder Cluster", "network or cluster"),
        "free": _WHEN,
        "arrival": Text("frühestens ab", "not before"),
        "departure": Text("spätestens bis", "not after"),
        "minimum": Text("so viele Gespräche mindestens gewünscht", "wishes at least so many meetings"),
        "maximum": Text("so viele Gespräche höchstens", "at most so many meetings"),
        "home": Text("eigener Tisch oder Stand", "own table or stand"),
        "needs": Text("was der Ort haben muss", "what the place must have"),
        "languages": Text("de; en", "de; en"),
        "must_attend": Text("Vorträge, die niemand stören darf", "talks that nothing may disturb"),
        "likes": Text("Vorträge, wenn es geht", "talks, if possible"),
    },
    "requests": {
        "note": Text("Erklärung", "Explanation"),
        "id": Text("freiwillig; sonst wird gezählt", "optional; otherwise they are counted"),
        "participants": Text("Kennung oder Name", "id or name"),
        "participants1": Text("Kennung oder Name, auch mehrere", "id or name, also several"),
        "value": Text("ganze Zahl; leer heißt 1", "whole number; empty means 1"),
        "must": Text("ja, wenn es unbedingt stattfindet", "yes, if it must be held"),
        "slots": _WHEN,
        "slot": Text("nur, wenn der Beginn feststeht", "only if the start is fixed"),
        "place": Text("nur, wenn der Ort feststeht", "only if the place is fixed"),
        "after": Text("erst nach diesen Anfragen", "only after these requests"),
        "length": Text("Anzahl Zeitfenster; leer heißt 1", "number of slots; empty means 1"),
    },
    "talks": {
        "note": Text("Erklärung", "Explanation"),
        "name": Text("Pflicht", "required"),
        "date": Text("nur bei mehreren Tagen", "only with several days"),
        "start": _TIME,
        "end": _TIME,
    },
    "interpreters": {
        "note": Text("Erklärung", "Explanation"),
        "name": Text("Pflicht", "required"),
        "languages": Text("de; fr", "de; fr"),
        "free": _WHEN,
    },
}


def _same(text: str) -> Text:
    return Text(text, text)


_MARK = Text("Beispiel", "Example")
_ADA, _BO = Text("Ada Beispiel", "Ada Example"), Text("Bo Muster", "Bo Sample")
EXAMPLES: dict[str, tuple[dict[str, Text], ...]] = {
    "slots": (
        {
            "note": _MARK,
            "start": _same("10:00"),
            "end": _same("12:00"),
            "length": _same("20"),
            "pause": _same("5"),
            "block": Text("Vormittag", "morning"),
        },
    ),
    "places": (
        {
            "note": _MARK,
            "id": Text("Tisch 1", "Table 1"),
            "kind": Text("Tisch", "table"),
            "zone": Text("Foyer", "foyer"),
            "features": Text("stufenlos", "step-free"),
        },
    ),
    "participants": (
        {
            "note": _MARK,
            "name": _ADA,
            "organisation": Text("Beispiel GmbH", "Example Ltd"),
            "arrival": _same("10:00"),
            "maximum": _same("6"),
        },
        {"note": _MARK, "name": _BO, "organisation": Text("Institut Muster", "Sample Institute")},
    ),
    "requests": (
        {
            "note": _MARK,
            "participants": _ADA,
            "participants1": _BO,
            "value": _same("3"),
            "must": Text("nein", "no"),
        },
    ),
    "talks": (
        {
            "note": _MARK,
            "name": Text("Eröffnung", "Opening"),
            "start": _same("10:00"),
            "end": _same("10:30"),
        },
    ),
    "interpreters": (
        {"note": _MARK, "name": Text("Cy Beispiel", "Cy Example"), "languages": _same("de; fr")},
    ),
}
