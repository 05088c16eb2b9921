"""The one sheet of profiles: what it and its columns are called, in German and English."""

from __future__ import annotations

from treffen.files.sheets.columns import HINT, NAME, SPOKEN, Column, Sheet
from treffen.problem import Noun

PEOPLE = Sheet(
    "people",
    Noun.PROFILE,
    "Profile|Personen|Teilnehmende|Teilnehmer|Teilnehmer:innen|Teilnehmerinnen",
    "Profiles|People|Participants|Attendees",
    (
        HINT,
        Column("id", "Kennung|ID|Nr|Nummer|Kürzel", "ID|No|Number|Key"),
        NAME,
        Column("first_name", "Vorname", "First name|Given name"),
        Column("last_name", "Nachname|Familienname", "Last name|Surname|Family name"),
        Column("organisation", "Organisation|Firma|Einrichtung", "Organisation|Organization|Company"),
        Column("kind", "Art|Akteursart", "Kind|Type"),
        Column("networks", "Netzwerke|Netzwerk|Cluster", "Networks|Network|Clusters|Cluster", is_list=True),
        Column("offers", "Angebot|Angebote|Ich biete|Bietet", "Offer|Offers|I offer", is_list=True),
        Column("needs", "Gesuch|Gesuche|Ich suche|Sucht|Bedarf", "Need|Needs|I seek|Seeks", is_list=True),
        Column("language", "Sprache der Texte|Textsprache", "Language of the texts|Text language"),
        Column("topics", "Themen|Thema|Technologiefelder", "Topics|Topic|Fields", is_list=True),
        Column("programmes", "Förderprogramme|Programme", "Programmes|Programs|Funding", is_list=True),
        SPOKEN,
        Column("lat", "Breite|Breitengrad", "Latitude|Lat"),
        Column("lon", "Länge|Längengrad", "Longitude|Lon"),
        Column("wanted", "Gewünschte Gespräche|Gespräche", "Wanted meetings|Meetings"),
        Column("known", "Kennt schon|Schon bekannt", "Knows already|Known", is_list=True),
        Column("blocked", "Nie vorschlagen|Rather not|Lieber nicht", "Never suggest|Blocked", is_list=True),
        Column("opted_in", "Macht mit|Einverstanden", "Takes part|Opted in"),
    ),
)
KINDS = {
    "company": "company",
    "unternehmen": "company",
    "firma": "company",
    "kmu": "company",
    "sme": "company",
    "research": "research",
    "forschung": "research",
    "hochschule": "research",
    "universitaet": "research",
    "university": "research",
    "institut": "research",
    "institute": "research",
    "network": "network",
    "netzwerk": "network",
    "cluster": "network",
    "other": "other",
    "sonstige": "other",
    "andere": "other",
}
LANGUAGES = {"de": "de", "deutsch": "de", "german": "de", "en": "en", "englisch": "en", "english": "en"}
