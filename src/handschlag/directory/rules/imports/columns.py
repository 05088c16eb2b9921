"""The columns of tables, and the headings under which people write them, in German and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.facts import Column, Fact
from handschlag.directory.rules.legal_forms import folded_name

ALIKE = 90

NAME = Column(
    fact=Fact.NAME,
    german="Name",
    english="Name",
    others=(
        *("Organisation", "Organization", "Name der Organisation", "Firma", "Firmenname", "Unternehmen"),
        *("Unternehmensname", "Einrichtung", "Name der Einrichtung", "Institution", "Akteur", "Mitglied"),
        *("Mitgliedsunternehmen", "Partner", "Company", "Company name", "Organisation name", "Legal name"),
        *("Zuwendungsempfänger", "Ausführende Stelle", "Netzwerk", "Netzwerkname", "Cluster", "Network"),
    ),
    example="Muster Optik GmbH",
)
PLACE = Column(
    fact=Fact.PLACE,
    german="Ort",
    english="Place",
    others=(
        *("Stadt", "Sitz", "Standort", "Gemeinde", "Stadt/Gemeinde", "PLZ Ort", "PLZ/Ort", "Wohnort"),
        *("City", "Town", "Location", "Stadt/Gemeinde: Ausführende Stelle"),
    ),
    example="Jena",
)
LAND = Column(
    fact=Fact.LAND,
    german="Land",
    english="Land (federal state)",
    others=("Bundesland", "Federal state", "State", "Land code", "Bundesland: Ausführende Stelle"),
    example="Thüringen",
)
WEBSITE = Column(
    fact=Fact.WEBSITE,
    german="Website",
    english="Website",
    others=(
        *("Webseite", "Web", "Homepage", "Internet", "Internetseite", "Internetadresse", "URL", "Link"),
        *("WWW", "Web site", "Web address"),
    ),
    example="https://www.muster-optik.example",
)
FIELDS = Column(
    fact=Fact.FIELDS,
    german="Technologiefelder",
    english="Technology fields",
    others=(
        *("Technologiefeld", "Felder", "Themen", "Themenfelder", "Branche", "Branchen", "Schwerpunkte"),
        *("Technologien", "Fields", "Field", "Topics", "Industry", "Sector"),
    ),
    example="Optik und Photonik; Mikrosystemtechnik",
)
DESCRIPTIONS = (
    Column(
        fact=Fact.DESCRIPTION_DE,
        german="Beschreibung",
        english="Description (German)",
        others=("Kurzbeschreibung", "Profil", "Kurzprofil", "Beschreibung deutsch", "Über uns", "Text"),
        example="Fertigt Linsen in kleinen Stückzahlen.",
    ),
    Column(
        fact=Fact.DESCRIPTION_EN,
        german="Beschreibung (englisch)",
        english="Description (English)",
        others=("Description", "Profile", "About", "Short description"),
        example="Makes lenses in small series.",
    ),
)
SLUG = Column(
    fact=Fact.SLUG,
    german="Kennung",
    english="Identifier",
    others=("Slug", "Handschlag-Kennung", "Handschlag ID"),
)
ACTOR_COLUMNS = (
    NAME,
    Column(
        fact=Fact.KIND,
        german="Art",
        english="Kind",
        others=("Typ", "Type", "Kategorie", "Category", "Organisationstyp", "Organisationsart", "Akteursart"),
        example="Unternehmen",
    ),
    PLACE,
    LAND,
    WEBSITE,
    Column(
        fact=Fact.SME,
        german="KMU",
        english="SME",
        others=("Ist KMU", "KMU (ja/nein)", "Kleines oder mittleres Unternehmen", "Is SME"),
        example="ja",
    ),
    Column(
        fact=Fact.EMPLOYEES,
        german="Mitarbeitende",
        english="Employees",
        others=(
            *("Mitarbeiter", "Mitarbeiterzahl", "Anzahl Mitarbeiter", "Beschäftigte", "Beschäftigtenzahl"),
            *("Anzahl Beschäftigte", "Number of employees", "Staff", "Headcount"),
        ),
        example="48",
    ),
    FIELDS,
    *DESCRIPTIONS,
    Column(
        fact=Fact.OFFERS_DE,
        german="Angebote",
        english="Offers (German)",
        others=("Angebot", "Bietet", "Wir bieten", "Kompetenzen", "Leistungen"),
        example="Freiformlinsen ab 1 Stück",
    ),
    Column(
        fact=Fact.OFFERS_EN,
        german="Angebote (englisch)",
        english="Offers (English)",
        others=("Offers", "Offer", "We offer"),
    ),
    Column(
        fact=Fact.NEEDS_DE,
        german="Gesuche",
        english="Needs (German)",
        others=("Gesuch", "Sucht", "Wir suchen", "Bedarf", "Bedarfe"),
        example="Partner für Beschichtungen",
    ),
    Column(
        fact=Fact.NEEDS_EN,
        german="Gesuche (englisch)",
        english="Needs (English)",
        others=("Needs", "Need", "We seek", "Looking for"),
    ),
    Column(
        fact=Fact.PARENT,
        german="Teil von",
        english="Part of",
        others=(
            "Mutterorganisation",
            "Übergeordnete Einrichtung",
            "Dachorganisation",
            "Parent",
            "Hochschule",
        ),
    ),
    Column(fact=Fact.ROR, german="ROR", english="ROR", others=("ROR-ID", "ROR id", "ROR-Kennung")),
    Column(
        fact=Fact.SINCE,
        german="Mitglied seit",
        english="Member since",
        others=("Beitritt", "Beitrittsdatum", "Eintritt", "Eintrittsdatum", "Joined", "Since", "Seit"),
        example="01.03.2024",
    ),
    Column(fact=Fact.LATITUDE, german="Breite", english="Latitude", others=("lat", "Breitengrad", "geo lat")),
    Column(
        fact=Fact.LONGITUDE,
        german="Länge",
        english="Longitude",
        others=("lon", "lng", "Längengrad", "geo lon"),
    ),
    SLUG,
)
NETWORK_COLUMNS = (
    NAME,
    Column(
        fact=Fact.KIND,
        german="Art",
        english="Kind",
        others=("Typ", "Type", "Netzwerkart", "Kategorie", "Category"),
        example="Cluster",
    ),
    Column(
        fact=Fact.SHORT_NAME,
        german="Kurzname",
        english="Short name",
        others=("Abkürzung", "Kürzel", "Akronym", "Acronym"),
    ),
    PLACE,
    LAND,
    Column(
        fact=Fact.FOUNDED,
        german="Gründungsjahr",
        english="Founded",
        others=("Gegründet", "Gründung", "Gegründet im Jahr", "Year founded", "Founding year"),
        example="2011",
    ),
    Column(
        fact=Fact.BODY,
        german="Träger",
        english="Management body",
        others=("Trägerorganisation", "Management", "Netzwerkmanagement", "Managementeinrichtung"),
    ),
    WEBSITE,
    Column(
        fact=Fact.EMAIL,
        german="E-Mail",
        english="E-mail",
        others=("Email", "Mail", "Kontakt", "E-Mail-Adresse", "Kontakt E-Mail", "Contact e-mail"),
    ),
    FIELDS,
    *DESCRIPTIONS,
    SLUG,
)
COLUMNS: dict[Kind, tuple[Column, ...]] = {Kind.ACTOR: ACTOR_COLUMNS, Kind.NETWORK: NETWORK_COLUMNS}


def guess(
    headings: Sequence[str], *, kind: Kind, remembered: Mapping[str, str] | None = None
) -> dict[int, Fact]:
    """Which column holds which fact: as it was said last time, as it is written, or nearly so.

    Each fact is given once, to the first column that fits best.
    """
    found: dict[int, Fact] = {}
    plain = [folded_name(heading) for heading in headings]
    known = {folded_name(word): column.fact for column in COLUMNS[kind] for word in column.headings[::-1]}
    settled = dict(remembered or {})

    def give(index: int, fact: str) -> None:
        if fact in {column.fact for column in COLUMNS[kind]} and fact not in found.values():
            found.setdefault(index, Fact(fact))

    for index, heading in enumerate(plain):
        if settled.get(heading):
            give(index, settled[heading])
    for index, heading in enumerate(plain):
        if heading in known and heading not in settled:
            give(index, known[heading])
    for index, heading in enumerate(plain):
        alike = (
            process.extractOne(heading, known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
            if heading
            else None
        )
        if alike and heading not in settled:
            give(index, known[alike[0]])
    return found
