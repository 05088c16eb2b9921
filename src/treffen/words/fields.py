"""The fields of an input in words, and what each of them expects."""

from __future__ import annotations

from treffen.problem import EntityKind, Goal, PlaceKind
from treffen.words.language import Language, Text

FIELDS: dict[str, Text] = {
    "id": Text("Kennung", "id"),
    "block": Text("Block", "block"),
    "start": Text("Beginn", "start"),
    "end": Text("Ende", "end"),
    "kind": Text("Art", "kind"),
    "zone": Text("Zone", "zone"),
    "features": Text("Ausstattung", "features"),
    "open": Text("offen", "open"),
    "slots": Text("Zeitfenster", "slots"),
    "slot": Text("festes Zeitfenster", "fixed slot"),
    "organisation": Text("Organisation", "organisation"),
    "network": Text("Netzwerk", "network"),
    "free": Text("frei", "free"),
    "minimum": Text("Minimum", "minimum"),
    "maximum": Text("Maximum", "maximum"),
    "most_breaks": Text("höchstens Pausen", "most breaks"),
    "break_spread": Text("Unterschied der Pausen", "break spread"),
    "home": Text("Heimatort", "home place"),
    "need_kinds": Text("Art des Gesuchs", "kind of need"),
    "needs": Text("Bedarf", "needs"),
    "languages": Text("Sprachen", "languages"),
    "must_attend": Text("Pflichtvorträge", "must attend"),
    "likes": Text("Wunschvorträge", "liked talks"),
    "talk": Text("Vortrag", "talk"),
    "price": Text("Preis", "price"),
    "participants": Text("Teilnehmer:innen", "participants"),
    "participant": Text("Teilnehmer:in", "participant"),
    "delegates": Text("Delegierte", "delegates"),
    "value": Text("Wert", "value"),
    "must": Text("Pflicht", "must"),
    "places": Text("Orte", "places"),
    "place": Text("fester Ort", "fixed place"),
    "after": Text("nach", "after"),
    "length": Text("Länge", "length"),
    "fewest": Text("mindestens dabei", "fewest people"),
    "seats": Text("Plätze", "seats"),
    "host": Text("Gastgeber:in", "host"),
    "wishes": Text("Wünsche", "wishes"),
    "request": Text("Anfrage", "request"),
    "interpreter": Text("Dolmetscher:in", "interpreter"),
    "here": Text("von", "from"),
    "there": Text("nach", "to"),
    "minutes": Text("Minuten", "minutes"),
    "pair_once": Text("jedes Paar nur einmal", "pair once"),
    "goals": Text("Ziele", "goals"),
    "tables": Text("Anzahl Tische", "number of tables"),
    "time_zone": Text("Zeitzone", "time zone"),
    "date": Text("Datum", "date"),
    "arrival": Text("Anreise", "arrival"),
    "departure": Text("Abreise", "departure"),
    "not_free": Text("abwesend", "not free"),
    "pause": Text("Wechselzeit", "changeover"),
    "name": Text("Name", "name"),
    "status": Text("Status", "status"),
    "requester": Text("Anfragende", "requester"),
    "requested": Text("Angefragte", "requested"),
    "title": Text("Titel", "title"),
    "since": Text("ab", "since"),
    "until": Text("bis", "until"),
    "now": Text("jetzt", "now"),
    "again": Text("noch einmal", "again"),
    "offer_kinds": Text("Art des Angebots", "kind of offer"),
    "offers": Text("Angebote", "offers"),
    "topics": Text("Themen", "topics"),
    "networks": Text("Netzwerke", "networks"),
    "programmes": Text("Förderprogramme", "programmes"),
    "position": Text("Lage", "position"),
    "wanted": Text("gewünschte Gespräche", "wanted meetings"),
    "known": Text("schon bekannt", "known already"),
    "blocked": Text("nie vorschlagen", "never suggest"),
    "opted_in": Text("macht mit", "takes part"),
    "direction": Text("Richtung", "direction"),
    "text": Text("Text", "text"),
    "language": Text("Sprache", "language"),
    "concepts": Text("Begriffe", "concepts"),
    "weight": Text("Gewicht", "weight"),
}
COUNT = Text("eine ganze Zahl von 0 bis 1.000.000.000", "a whole number from 0 to 1,000,000,000")
KINDS = ", ".join(PlaceKind)
EXPECTED: dict[str, Text] = {
    "id": Text("ein Text", "a text"),
    "kind": Text(f"eines von: {KINDS}", f"one of: {KINDS}"),
    "must": Text("ja oder nein", "yes or no"),
    "pair_once": Text("ja oder nein", "yes or no"),
    "length": Text("eine ganze Zahl ab 1", "a whole number from 1"),
    "fewest": Text("eine ganze Zahl ab 2", "a whole number from 2"),
    "seats": Text(
        "eine ganze Zahl, nicht kleiner als „mindestens dabei“", "a whole number, not below the fewest people"
    ),
    "goals": Text(f"eine Auswahl aus: {', '.join(Goal)}", f"some of: {', '.join(Goal)}"),
    "start": Text("Datum und Uhrzeit", "a date and a time"),
    "end": Text("Datum und Uhrzeit", "a date and a time"),
    "again": Text("ja oder nein", "yes or no"),
    "opted_in": Text("ja oder nein", "yes or no"),
    "text": Text("ein Text", "a text"),
    "language": Text("de oder en", "de or en"),
    "weight": Text("eine Zahl größer als 0", "a number above 0"),
    "position": Text("geographische Breite und Länge in Grad", "latitude and longitude in degrees"),
}
NUMBERS = frozenset(
    {
        "minimum",
        "maximum",
        "most_breaks",
        "break_spread",
        "value",
        "price",
        "likes",
        "minutes",
        "wanted",
        "wishes",
    }
)
FALLBACK = Text("etwas anderes", "something else")
# Which noun an unknown id in a field was meant to name.
TARGETS: dict[str, EntityKind] = {
    "open": EntityKind.SLOT,
    "slots": EntityKind.SLOT,
    "slot": EntityKind.SLOT,
    "free": EntityKind.SLOT,
    "since": EntityKind.SLOT,
    "until": EntityKind.SLOT,
    "now": EntityKind.SLOT,
    "home": EntityKind.PLACE,
    "place": EntityKind.PLACE,
    "places": EntityKind.PLACE,
    "participants": EntityKind.PARTICIPANT,
    "participant": EntityKind.PARTICIPANT,
    "host": EntityKind.PARTICIPANT,
    "wishes": EntityKind.PARTICIPANT,
    "must_attend": EntityKind.TALK,
    "likes": EntityKind.TALK,
    "talk": EntityKind.TALK,
    "after": EntityKind.REQUEST,
    "request": EntityKind.REQUEST,
    "interpreter": EntityKind.INTERPRETER,
    "known": EntityKind.PROFILE,
    "blocked": EntityKind.PROFILE,
}


def field(name: str, language: Language) -> str:
    """A field in words; a name that is not ours stands as it is."""
    known = FIELDS.get(name)
    return name if known is None else known.said(language)


def expected(name: str, language: Language) -> str:
    """What a field takes."""
    if name in NUMBERS:
        return COUNT.said(language)
    return EXPECTED.get(name, FALLBACK).said(language)
