"""What the lines of a catalogue say of joint projects, and of an organisation's part in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from handschlag.directory.rules.imports import cells
from handschlag.directory.rules.imports.catalogues import Catalogue
from handschlag.directory.rules.imports.cells import Unreadable
from handschlag.directory.rules.imports.facts import Fact, in_line
from handschlag.directory.rules.imports.faults import Reason
from handschlag.directory.rules.imports.parts import Part
from handschlag.directory.rules.imports.reading import Reading
from handschlag.directory.rules.legal_forms import folded_name

# A spreadsheet that saved the table anew writes `1234.56`: no group of thousands has two digits.
GERMAN_AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})*|\d+)(?:,(\d{1,2}))?|(\d+)\.(\d{1,2})")
PLAIN_AMOUNT = re.compile(r"(\d+)(?:[.,](\d+))?")
MOST_CENTS = 10**13
NUMBERS = {
    Catalogue.CORDIS: re.compile(r"\d{3,12}"),
    Catalogue.FOERDERKATALOG: re.compile(r"[A-Z0-9][A-Z0-9 /._-]{2,39}", re.IGNORECASE),
}
ORGANISATION = re.compile(r"\d{3,12}")
ROLES = {
    "coordinator": "coordinator",
    "hostinstitution": "coordinator",
    "participant": "partner",
    "partner": "partner",
    "beneficiary": "partner",
    "associatedpartner": "associated",
    "thirdparty": "associated",
    "internationalpartner": "associated",
}


def read_parts(row: Reading, catalogue: Catalogue) -> list[Part]:
    """One for each line that tells of a joint project; a fault is kept with its line."""
    lines = sorted({int(key.partition("@")[2]) for key in row.texts if "@" in key})
    if lines and catalogue is Catalogue.CORDIS and not ORGANISATION.fullmatch(_organisation_of(row)):
        row.fault(Fact.ORGANISATION, Reason.NOT_A_GRANT)
    found: dict[tuple[str, str, str], Part] = {}
    for line in lines:
        part = _read_part(row, line, catalogue)
        if part is None:
            continue
        earlier = found.get(part.key)
        if earlier is None:
            found[part.key] = part
        elif catalogue is Catalogue.FOERDERKATALOG:
            row.fault(in_line(Fact.PROJECT, line), Reason.GRANT_TWICE, row=earlier.line)
        else:
            found[part.key] = _together(earlier, part)
    return list(found.values())


def _organisation_of(row: Reading) -> str:
    return row.texts.get(Fact.ORGANISATION, "")


def _together(one: Part, other: Part) -> Part:
    """An organisation that stands in a project twice is one participant, with both grants."""
    amounts = [part.cents for part in (one, other) if part.cents is not None]
    roles = {one.role, other.role}
    role = "coordinator" if "coordinator" in roles else one.role or other.role
    values = {name: getattr(one, name) for name in Part.__slots__}
    return Part(**{**values, "role": role, "cents": sum(amounts) if amounts else None})


def _read_part(row: Reading, line: int, catalogue: Catalogue) -> Part | None:
    said = _Said(row, line)
    faults = len(row.faults)
    number = said.take(Fact.PROJECT, partial(_number_of, catalogue=catalogue), is_needed=True)
    joint = said.take(Fact.JOINT, partial(cells.line, longest=300))
    title = said.take(Fact.TITLE, partial(cells.line, longest=600))
    acronym = said.take(Fact.ACRONYM, partial(cells.line, longest=100))
    cents = said.take(Fact.AMOUNT, partial(_amount, catalogue=catalogue))
    starts, ends = said.take(Fact.STARTS, cells.day), said.take(Fact.ENDS, cells.day)
    if starts and ends and ends < starts:
        row.fault(in_line(Fact.ENDS, line), Reason.ENDS_TOO_EARLY)
    funder = said.take(Fact.FUNDER, partial(cells.line, longest=100)) or ""
    programme = said.take(Fact.PROGRAMME, partial(cells.line, longest=200)) or ""
    if len(row.faults) > faults:
        return None
    is_german = catalogue is Catalogue.FOERDERKATALOG
    return Part(
        line=line,
        project=f"{funder}: {joint}" if is_german else number,
        acronym=acronym or "",
        title_de=joint if is_german else "",
        title_en="" if is_german else title or acronym or number,
        programme=programme,
        funder=funder,
        role=_role_of(row.texts.get(in_line(Fact.ROLE, line), "")),
        organisation="" if is_german else _organisation_of(row),
        grant=number if is_german else "",
        subject=title or "" if is_german else "",
        cents=cents,
        starts_on=_iso(starts),
        ends_on=_iso(ends),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """The cells of one line."""

    row: Reading
    line: int

    def take(self, fact: Fact, read: Callable[[str], Any], *, is_needed: bool = False) -> Any:
        """The value, or None where there is no text, or a fault is noted."""
        key = in_line(fact, self.line)
        text = self.row.texts.get(key, "")
        if not text:
            if is_needed:
                self.row.fault(key, Reason.MISSING)
            return None
        try:
            return read(text)
        except Unreadable as wrong:
            self.row.fault(key, wrong.reason, **wrong.details)
            return None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number_of(cell: str, *, catalogue: Catalogue) -> str:
    """`870292` or `01IS17046A`."""
    if not NUMBERS[catalogue].fullmatch(cell):
        raise Unreadable(Reason.NOT_A_GRANT)
    return " ".join(cell.split())


def _role_of(cell: str) -> str:
    """Coordinator, partner or associated partner; a word that we do not know says nothing."""
    return ROLES.get(folded_name(cell).replace(" ", ""), "")


def _amount(cell: str, *, catalogue: Catalogue) -> int:
    """In cents: `1.234,56` as Germans write it in the one catalogue, `1234.56` in the other."""
    is_german = catalogue is Catalogue.FOERDERKATALOG
    found = (GERMAN_AMOUNT if is_german else PLAIN_AMOUNT).fullmatch(cell)
    if found is None or not cell.isascii():
        raise Unreadable(Reason.NOT_AN_AMOUNT)
    whole, part, *plain = found.groups(default="")
    whole, part = (whole, part) if whole else (plain[0], plain[1])
    cents = int(whole.replace(".", "")) * 100 + int(f"{part}00"[:2])
    if cents > MOST_CENTS:
        raise Unreadable(Reason.NOT_AN_AMOUNT)
    return cents
