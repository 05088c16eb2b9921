"""What the lines of a catalogue say of joint projects, and of an organisation's part in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from handschlag.common.rules.folding import folded_name
from handschlag.common.table_import.rules import cells
from handschlag.common.table_import.rules.faults import CellFault, Unreadable
from handschlag.directory.rules.imports.catalogues import Catalogue
from handschlag.directory.rules.imports.faults import ImportFaultKind
from handschlag.directory.rules.imports.import_fields import EntryField, in_line
from handschlag.directory.rules.imports.participations import ImportedParticipation
from handschlag.directory.rules.imports.row_parser import EntryRow

# A spreadsheet that saved the table anew writes `1234.56`: no group of thousands has two digits.
_GERMAN_AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})*|\d+)(?:,(\d{1,2}))?|(\d+)\.(\d{1,2})")
_PLAIN_AMOUNT = re.compile(r"(\d+)(?:[.,](\d+))?")
_MOST_CENTS = 10**13
_NUMBERS = {
    Catalogue.CORDIS: re.compile(r"\d{3,12}"),
    Catalogue.FOERDERKATALOG: re.compile(r"[A-Z0-9][A-Z0-9 /._-]{2,39}", re.IGNORECASE),
}
_ORGANISATION = re.compile(r"\d{3,12}")
_ROLES = {
    "coordinator": "coordinator",
    "hostinstitution": "coordinator",
    "participant": "partner",
    "partner": "partner",
    "beneficiary": "partner",
    "associatedpartner": "associated",
    "thirdparty": "associated",
    "internationalpartner": "associated",
}


def parse_participations(row: EntryRow, catalogue: Catalogue) -> list[ImportedParticipation]:
    """One for each line that tells of a joint project; a fault is kept with its line."""
    lines = sorted({int(key.partition("@")[2]) for key in row.texts if "@" in key})
    is_named = _ORGANISATION.fullmatch(row.text(EntryField.ORGANISATION)) is not None
    if lines and catalogue is Catalogue.CORDIS and not is_named:
        row.add_fault(EntryField.ORGANISATION, ImportFaultKind.NOT_A_GRANT)
    found: dict[tuple[str, str, str], ImportedParticipation] = {}
    for line in lines:
        part = _participation(row, line, catalogue)
        if part is None:
            continue
        earlier = found.get(part.key)
        if earlier is None:
            found[part.key] = part
        elif catalogue is Catalogue.FOERDERKATALOG:
            row.add_fault(in_line(EntryField.PROJECT, line), ImportFaultKind.GRANT_TWICE, row=earlier.line)
        else:
            found[part.key] = _together(earlier, part)
    return list(found.values())


def _together(one: ImportedParticipation, other: ImportedParticipation) -> ImportedParticipation:
    """An organisation that stands in a project twice is one participant, with both grants."""
    amounts = [part.cents for part in (one, other) if part.cents is not None]
    roles = {one.role, other.role}
    role = "coordinator" if "coordinator" in roles else one.role or other.role
    return replace(one, role=role, cents=sum(amounts) if amounts else None)


def _participation(row: EntryRow, line: int, catalogue: Catalogue) -> ImportedParticipation | None:
    def said(field: EntryField, reader: Callable[[str], Any]) -> Any:
        return row.value_of(in_line(field, line), reader)

    faults = len(row.faults)
    if not row.text(in_line(EntryField.PROJECT, line)):
        row.add_fault(in_line(EntryField.PROJECT, line), CellFault.MISSING)
    number = said(EntryField.PROJECT, partial(_number, catalogue=catalogue))
    joint = said(EntryField.JOINT, partial(cells.line, longest=300))
    title = said(EntryField.TITLE, partial(cells.line, longest=600))
    acronym = said(EntryField.ACRONYM, partial(cells.line, longest=100))
    cents = said(EntryField.AMOUNT, partial(_cents, catalogue=catalogue))
    starts, ends = said(EntryField.STARTS, cells.day), said(EntryField.ENDS, cells.day)
    if starts and ends and ends < starts:
        row.add_fault(in_line(EntryField.ENDS, line), ImportFaultKind.ENDS_TOO_EARLY)
    funder = said(EntryField.FUNDER, partial(cells.line, longest=100)) or ""
    programme = said(EntryField.PROGRAMME, partial(cells.line, longest=200)) or ""
    if len(row.faults) > faults:
        return None
    is_german = catalogue is Catalogue.FOERDERKATALOG
    return ImportedParticipation(
        line=line,
        project=f"{funder}: {joint}" if is_german else number,
        acronym=acronym or "",
        title_de=joint if is_german else "",
        title_en="" if is_german else title or acronym or number,
        programme=programme,
        funder=funder,
        role=_role(row.text(in_line(EntryField.ROLE, line))),
        organisation="" if is_german else row.text(EntryField.ORGANISATION),
        grant=number if is_german else "",
        subject=title or "" if is_german else "",
        cents=cents,
        starts_on=starts.isoformat() if starts else "",
        ends_on=ends.isoformat() if ends else "",
    )


def _number(cell: str, *, catalogue: Catalogue) -> str:
    """`870292` or `01IS17046A`."""
    if not _NUMBERS[catalogue].fullmatch(cell):
        raise Unreadable(ImportFaultKind.NOT_A_GRANT)
    return " ".join(cell.split())


def _role(cell: str) -> str:
    """Coordinator, partner or associated partner; a word that we do not know says nothing."""
    return _ROLES.get(folded_name(cell).replace(" ", ""), "")


def _cents(cell: str, *, catalogue: Catalogue) -> int:
    """In cents: `1.234,56` as Germans write it in the one catalogue, `1234.56` in the other."""
    is_german = catalogue is Catalogue.FOERDERKATALOG
    found = (_GERMAN_AMOUNT if is_german else _PLAIN_AMOUNT).fullmatch(cell)
    if found is None or not cell.isascii():
        raise Unreadable(ImportFaultKind.NOT_AN_AMOUNT)
    whole, part, *plain = found.groups(default="")
    whole, part = (whole, part) if whole else (plain[0], plain[1])
    cents = int(whole.replace(".", "")) * 100 + int(f"{part}00"[:2])
    if cents > _MOST_CENTS:
        raise Unreadable(ImportFaultKind.NOT_AN_AMOUNT)
    return cents
