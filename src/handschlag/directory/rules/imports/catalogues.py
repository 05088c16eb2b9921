"""Public catalogues of projects: recognised by their headings, with what each of their columns holds."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from handschlag.common.csv_tables import read_table
from handschlag.common.rules.folding import folded_name
from handschlag.directory.rules.imports.import_fields import EntryField


class Catalogue(StrEnum):
    CORDIS = "cordis"
    FOERDERKATALOG = "foekat"


SOURCES = {
    Catalogue.CORDIS: "https://cordis.europa.eu/",
    Catalogue.FOERDERKATALOG: "https://foerderportal.bund.de/foekat/",
}
_ROWS = read_table(Path(__file__).with_name("catalogue_headings.csv"))
_CARRIER = folded_name("Ausführende Stelle")


def _headings(catalogue: Catalogue, *, which: str) -> dict[str, EntryField]:
    """Folded headings with what they hold. The Förderkatalog says where organisations are twice: for who
    receives the grant, and after it for who carries the work out.
    """
    mine = (row for row in _ROWS if row["catalogue"] == catalogue)
    return {folded_name(row["heading"]): EntryField(row["field"]) for row in mine if row["is"] == which}


def recognised(headings: Sequence[str]) -> Catalogue | None:
    """The catalogue that has these headings, if one has."""
    plain = {folded_name(heading) for heading in headings}
    return next((one for one in Catalogue if plain.issuperset(_headings(one, which="needed"))), None)


def preset(catalogue: Catalogue, headings: Sequence[str]) -> dict[int, EntryField]:
    """What its columns hold. Each field once; of a heading that stands there twice, the carrier's counts."""
    meant = _headings(catalogue, which="needed") | _headings(catalogue, which="")
    of_the_carrier = _headings(catalogue, which="of the carrier")
    plain = [folded_name(heading) for heading in headings]
    carrier = plain.index(_CARRIER) if of_the_carrier else len(plain)
    found: dict[int, EntryField] = {}
    for index, heading in enumerate(plain):
        field = meant.get(heading) or (of_the_carrier.get(heading) if index > carrier else None)
        if field is not None and field not in found.values():
            found[index] = field
    return found
