"""Public catalogues of projects: recognised by their headings, with what each of their columns holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from handschlag.common.rules.folding import folded
from handschlag.directory.rules.imports.import_fields import EntryField


class Catalogue(StrEnum):
    CORDIS = "cordis"
    FOERDERKATALOG = "foekat"


_CORDIS = {
    "projectID": EntryField.PROJECT,
    "projectAcronym": EntryField.ACRONYM,
    "organisationID": EntryField.ORGANISATION,
    "name": EntryField.NAME,
    "SME": EntryField.SME,
    "activityType": EntryField.KIND,
    "city": EntryField.PLACE,
    "country": EntryField.COUNTRY,
    "nutsCode": EntryField.NUTS,
    "geolocation": EntryField.GEOLOCATION,
    "organizationURL": EntryField.WEBSITE,
    "role": EntryField.ROLE,
    "netEcContribution": EntryField.AMOUNT,
    # From the file of the projects, and from counting, where they came in the same archive.
    "title": EntryField.TITLE,
    "startDate": EntryField.STARTS,
    "endDate": EntryField.ENDS,
    "frameworkProgramme": EntryField.PROGRAMME,
    "Verbundprojekt": EntryField.JOINT,
}
_FOERDERKATALOG = {
    "FKZ": EntryField.PROJECT,
    "Ressort": EntryField.FUNDER,
    "Ausführende Stelle": EntryField.NAME,
    "Thema": EntryField.TITLE,
    "Thema des geförderten Vorhabens": EntryField.TITLE,
    "Klartext Leistungsplansystematik": EntryField.PROGRAMME,
    "Laufzeit von": EntryField.STARTS,
    "Laufzeit bis": EntryField.ENDS,
    "Fördersumme in EUR": EntryField.AMOUNT,
    "Förder- / Auftragssumme (Anteil des Bundes) in EUR": EntryField.AMOUNT,
    "Verbundprojekt": EntryField.JOINT,
    "Projekt": EntryField.JOINT,
}
# These stand there twice: for who receives the grant, and after it for who carries the work out.
_OF_THE_CARRIER = {
    "Stadt/Gemeinde": EntryField.PLACE,
    "Bundesland": EntryField.LAND,
    "Staat": EntryField.COUNTRY,
}
_NEEDED = {
    Catalogue.CORDIS: ("projectID", "organisationID", "name", "country", "role"),
    Catalogue.FOERDERKATALOG: ("FKZ", "Ressort", "Ausführende Stelle", "Laufzeit von", "Laufzeit bis"),
}
SOURCES = {
    Catalogue.CORDIS: "https://cordis.europa.eu/",
    Catalogue.FOERDERKATALOG: "https://foerderportal.bund.de/foekat/",
}


def recognised(headings: Sequence[str]) -> Catalogue | None:
    """The catalogue that has these headings, if one has."""
    plain = {folded(heading) for heading in headings}
    return next((one for one, words in _NEEDED.items() if plain.issuperset(map(folded, words))), None)


def preset(catalogue: Catalogue, headings: Sequence[str]) -> dict[int, EntryField]:
    """What its columns hold. Each fact once; of a heading that stands there twice, the carrier's counts."""
    known = _CORDIS if catalogue is Catalogue.CORDIS else _FOERDERKATALOG
    meant: Mapping[str, EntryField] = {folded(word): fact for word, fact in known.items()}
    found: dict[int, EntryField] = {}
    plain = [folded(heading) for heading in headings]
    carrier = plain.index(folded("Ausführende Stelle")) if catalogue is Catalogue.FOERDERKATALOG else -1
    of_the_carrier = {folded(word): fact for word, fact in _OF_THE_CARRIER.items()} if carrier >= 0 else {}
    for index, heading in enumerate(plain):
        fact = meant.get(heading) or (of_the_carrier.get(heading) if index > carrier else None)
        if fact is not None and fact not in found.values():
            found[index] = fact
    return found
