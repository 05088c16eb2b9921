"""Public catalogues of projects: recognised by their headings, with what each of their columns holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.columns import COLUMNS
from handschlag.directory.rules.imports.facts import Column, Fact
from handschlag.directory.rules.legal_forms import folded_name


class Catalogue(StrEnum):
    CORDIS = "cordis"
    FOERDERKATALOG = "foekat"


CORDIS = {
    "projectID": Fact.PROJECT,
    "projectAcronym": Fact.ACRONYM,
    "organisationID": Fact.ORGANISATION,
    "name": Fact.NAME,
    "SME": Fact.SME,
    "activityType": Fact.KIND,
    "city": Fact.PLACE,
    "country": Fact.COUNTRY,
    "nutsCode": Fact.NUTS,
    "geolocation": Fact.GEOLOCATION,
    "organizationURL": Fact.WEBSITE,
    "role": Fact.ROLE,
    "netEcContribution": Fact.AMOUNT,
    # From the file of the projects, and from counting, where they came in the same archive.
    "title": Fact.TITLE,
    "startDate": Fact.STARTS,
    "endDate": Fact.ENDS,
    "frameworkProgramme": Fact.PROGRAMME,
    "Verbundprojekt": Fact.JOINT,
}
FOERDERKATALOG = {
    "FKZ": Fact.PROJECT,
    "Ressort": Fact.FUNDER,
    "Ausführende Stelle": Fact.NAME,
    "Thema": Fact.TITLE,
    "Thema des geförderten Vorhabens": Fact.TITLE,
    "Klartext Leistungsplansystematik": Fact.PROGRAMME,
    "Laufzeit von": Fact.STARTS,
    "Laufzeit bis": Fact.ENDS,
    "Fördersumme in EUR": Fact.AMOUNT,
    "Förder- / Auftragssumme (Anteil des Bundes) in EUR": Fact.AMOUNT,
    "Verbundprojekt": Fact.JOINT,
    "Projekt": Fact.JOINT,
}
# These stand there twice: for who receives the grant, and after it for who carries the work out.
OF_THE_CARRIER = {"Stadt/Gemeinde": Fact.PLACE, "Bundesland": Fact.LAND, "Staat": Fact.COUNTRY}
NEEDED = {
    Catalogue.CORDIS: ("projectID", "organisationID", "name", "country", "role"),
    Catalogue.FOERDERKATALOG: ("FKZ", "Ressort", "Ausführende Stelle", "Laufzeit von", "Laufzeit bis"),
}
SOURCES = {
    Catalogue.CORDIS: "https://cordis.europa.eu/",
    Catalogue.FOERDERKATALOG: "https://foerderportal.bund.de/foekat/",
}
PROJECT_COLUMNS = (
    Column(fact=Fact.PROJECT, german="Projektnummer oder Förderkennzeichen", english="Number of the grant"),
    Column(fact=Fact.JOINT, german="Verbundprojekt", english="Joint project"),
    Column(fact=Fact.ACRONYM, german="Akronym des Projekts", english="Acronym of the project"),
    Column(fact=Fact.TITLE, german="Titel oder Thema", english="Title or subject"),
    Column(fact=Fact.PROGRAMME, german="Programm", english="Programme"),
    Column(fact=Fact.FUNDER, german="Ministerium", english="Ministry"),
    Column(fact=Fact.ROLE, german="Rolle im Projekt", english="Role in the project"),
    Column(fact=Fact.AMOUNT, german="Fördersumme in Euro", english="Grant in euros"),
    Column(fact=Fact.STARTS, german="Beginn des Projekts", english="Start of the project"),
    Column(fact=Fact.ENDS, german="Ende des Projekts", english="End of the project"),
    Column(fact=Fact.ORGANISATION, german="Nummer der Organisation", english="Number of the organisation"),
    Column(fact=Fact.COUNTRY, german="Staat", english="Country"),
    Column(fact=Fact.NUTS, german="NUTS-Schlüssel", english="NUTS code"),
    Column(fact=Fact.GEOLOCATION, german="Breite, Länge", english="Latitude, longitude"),
)


def columns_for(kind: Kind, catalogue: str) -> tuple[Column, ...]:
    """What a column of such a table may hold."""
    return (*COLUMNS[kind], *PROJECT_COLUMNS) if catalogue else COLUMNS[kind]


def column_of(kind: Kind, fact: Fact) -> Column:
    return next(one for one in columns_for(kind, "any") if one.fact == fact)


def recognised(headings: Sequence[str]) -> Catalogue | None:
    """The catalogue that has these headings, if one has."""
    plain = {folded_name(heading) for heading in headings}
    return next((one for one, words in NEEDED.items() if plain.issuperset(map(folded_name, words))), None)


def preset(catalogue: Catalogue, headings: Sequence[str]) -> dict[int, Fact]:
    """What its columns hold. Each fact once; of a heading that stands there twice, the carrier's counts."""
    known = CORDIS if catalogue is Catalogue.CORDIS else FOERDERKATALOG
    meant: Mapping[str, Fact] = {folded_name(word): fact for word, fact in known.items()}
    found: dict[int, Fact] = {}
    plain = [folded_name(heading) for heading in headings]
    carrier = plain.index(folded_name("Ausführende Stelle")) if catalogue is Catalogue.FOERDERKATALOG else -1
    of_the_carrier = (
        {folded_name(word): fact for word, fact in OF_THE_CARRIER.items()} if carrier >= 0 else {}
    )
    for index, heading in enumerate(plain):
        fact = meant.get(heading) or (of_the_carrier.get(heading) if index > carrier else None)
        if fact is not None and fact not in found.values():
            found[index] = fact
    return found
