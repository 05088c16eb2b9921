"""The one sheet of profiles: what it and its columns are called, in German and English."""

from __future__ import annotations

from treffen.files.sheets.columns import HINT, NAME, SPOKEN, Sheet, SheetColumn
from treffen.files.sheets.headers import normalised_header
from treffen.language.kind_names import StatementKind
from treffen.problem import EntityKind

PEOPLE = Sheet(
    "people",
    EntityKind.PROFILE,
    "Profile|Personen|Teilnehmende|Teilnehmer|Teilnehmer:innen|Teilnehmerinnen",
    "Profiles|People|Participants|Attendees",
    (
        HINT,
        SheetColumn("id", "Kennung|ID|Nr|Nummer|Kürzel", "ID|No|Number|Key"),
        NAME,
        SheetColumn("first_name", "Vorname", "First name|Given name"),
        SheetColumn("last_name", "Nachname|Familienname", "Last name|Surname|Family name"),
        SheetColumn("organisation", "Organisation|Firma|Einrichtung", "Organisation|Organization|Company"),
        SheetColumn("kind", "Art|Akteursart", "Kind|Type"),
        SheetColumn(
            "networks", "Netzwerke|Netzwerk|Cluster", "Networks|Network|Clusters|Cluster", is_list=True
        ),
        SheetColumn("offers", "Angebot|Angebote|Ich biete|Bietet", "Offer|Offers|I offer", is_list=True),
        SheetColumn("offer_kinds", "Art des Angebots|Angebotsart", "Kind of offer|Offer kind", is_list=True),
        SheetColumn(
            "needs", "Gesuch|Gesuche|Ich suche|Sucht|Bedarf", "Need|Needs|I seek|Seeks", is_list=True
        ),
        SheetColumn("need_kinds", "Art des Gesuchs|Gesuchsart", "Kind of need|Need kind", is_list=True),
        SheetColumn("language", "Sprache der Texte|Textsprache", "Language of the texts|Text language"),
        SheetColumn("topics", "Themen|Thema|Technologiefelder", "Topics|Topic|Fields", is_list=True),
        SheetColumn("programmes", "Förderprogramme|Programme", "Programmes|Programs|Funding", is_list=True),
        SPOKEN,
        SheetColumn("lat", "Breite|Breitengrad", "Latitude|Lat"),
        SheetColumn("lon", "Länge|Längengrad", "Longitude|Lon"),
        SheetColumn("wanted", "Gewünschte Gespräche|Gespräche", "Wanted meetings|Meetings"),
        SheetColumn("known", "Kennt schon|Schon bekannt", "Knows already|Known", is_list=True),
        SheetColumn(
            "blocked", "Nie vorschlagen|Rather not|Lieber nicht", "Never suggest|Blocked", is_list=True
        ),
        SheetColumn("opted_in", "Macht mit|Einverstanden", "Takes part|Opted in"),
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
STATEMENT_KINDS = {
    normalised_header(word): kind.value
    for kind, words in {
        StatementKind.PILOT: "pilot Pilotanwender Pilotanwender:in Pilotkunde",
        StatementKind.SUPPLIER: "supplier Lieferant Lieferant:in Anbieter product Produkt service Leistung",
        StatementKind.TEST: "test tests Prüfung Prüfungen Prüfstelle Messung",
        StatementKind.RESEARCH: "research Forschung Forschungspartner",
        StatementKind.CUSTOMER: "customer Kunde Kundin Kund:in Auftrag order",
        StatementKind.PARTNER: "partner Konsortium Förderpartner consortium",
        StatementKind.EXPERTISE: "expertise training Fachwissen Beratung advice Schulung Weiterbildung",
        StatementKind.INVESTOR: "investor Investor:in Kapital capital",
        StatementKind.SALES: "sales Vertrieb Vertriebspartner",
        StatementKind.STAFF: "staff Personal Fachkräfte",
        StatementKind.EQUIPMENT: "equipment Geräte Anlagen Ausstattung",
    }.items()
    for word in words.split()
}
LANGUAGES = {"de": "de", "deutsch": "de", "german": "de", "en": "en", "englisch": "en", "english": "en"}
